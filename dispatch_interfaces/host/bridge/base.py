"""What every bridge has: the attributes and the life that the application gives a plugin."""

import inspect
import re
import threading
from collections.abc import Callable, Generator, Hashable, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import lru_cache, partial
from typing import Any, ClassVar, Final, TypeVar, cast

import attrs

from dispatch_interfaces.capabilities import unsupported_reason
from dispatch_interfaces.contract import CONTRACTS
from dispatch_interfaces.errors import InvalidRequestError, NotFoundError, NotSupportedError
from dispatch_interfaces.host.bridge.within import Within, unless_taken
from dispatch_interfaces.host.configuration import Schema
from dispatch_interfaces.host.plugin import HostPlugin
from dispatch_interfaces.limits import Unique, limits_of
from dispatch_interfaces.logs import logger
from dispatch_interfaces.narrowing import class_of, full_name, is_class

T = TypeVar("T")

_LOG: Final = logger("dispatch_interfaces.host")
_REFUSALS: Final = (NotFoundError, InvalidRequestError, NotSupportedError)
_TAKEN_OVER: Final = ("title", "slug", "description", "version", "author", "author_url")
_READ: Final[Mapping[str, tuple[str, ...]]] = {
    "storage": ("root_id", "open_on_close", "read_only"),
    "term": ("project",),
}
"""Which settings of a plugin type the application, or the bridge for it, reads itself."""

_WORDS: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_+")

_first: Final[dict[tuple[str, Any], str]] = {}
"""Which bridge has the slug of an implementation; by names, since a class may be executed again."""


@attrs.frozen
class Answered:
    """An error of an implementation for which a bridge gave the application an answer.

    Args:
        method: What the application called.
        error: What the implementation raised.
    """

    method: str
    error: Exception = attrs.field(eq=False)


_answered: Final = ContextVar[list[Answered] | None]("answered", default=None)


@contextmanager
def answered_errors() -> Generator[list[Answered]]:
    """The errors that bridges answer for in this context, while it lasts, as they come.

    The application does not notice these errors: they are only logged.
    """
    found = list[Answered]()
    token = _answered.set(found)
    try:
        yield found
    finally:
        _answered.reset(token)


class _Held:
    """The implementation for the settings of a project; without a repr that shows these."""

    def __init__(self, given: Any) -> None:
        self.given = given
        self.plugin: Any = None
        self.within: Any = None
        self.lock = threading.RLock()


class Bridge(HostPlugin):
    """A plugin as the application loads it, over one that was written to the documentation.

    Subclass the bridge of the interface in a module of your own, and name that class in the entry
    point: the application imports it again by its module and name, makes it with no arguments,
    and sets `configuration` and `project_id`, which are per thread, before each use.

    ```python
    class AcmeStorageForDispatch(StorageBridge):
        implementation = AcmeStorage
        settings = AcmeSettings
    ```

    The implementation is made once for each project, and serves all threads. When the settings of
    the project change, it is made anew.

    A bridge has the title, slug, description, version and author of its implementation, unless it
    writes its own. The application tells plugins apart by their slug: a second bridge over one
    implementation has that of the implementation and its own name, as in
    ``"acme-ticket-acme-for-emea"``. Which one is second depends on which module is imported
    first, so write a `slug` in each. A class that only subclasses a bridge inherits its slug.
    """

    implementation: ClassVar[type[Any]]
    """The plugin class that was written to the documentation."""
    settings: ClassVar[type[Any] | None] = None
    """An attrs class, with an instance of which the implementation is made; None for nothing."""

    configuration_schema: ClassVar[Any] = None
    """What the application asks for the form of the settings; made from `settings`."""

    methods: ClassVar[Mapping[str, str]] = {}
    """The methods that the application calls and the implementation need not have, with what it
    costs if it has none."""
    needed: ClassVar[Mapping[str, str]] = {}
    """Those that it must have, although they are not documented, and what the lack of each costs.

    The application runs in several processes. What one of them has done, only the implementation
    can tell the others.
    """

    keywords: ClassVar[Mapping[str, Mapping[str, str]]] = {}
    """What the application passes and no documented parameter takes, by the method that may name
    it, with what it costs if that does not."""

    dropped: ClassVar[Mapping[str, str]] = {}
    """What the application passes and no implementation can get, and why: ``"get.project_id"``."""

    _shared: ClassVar[dict[Any, Any]] = {}
    """What bridges that are loaded together have in common, for all projects: those of a process,
    or of one rehearsal."""
    _limits: ClassVar[Any]
    """What the implementation declares that its platform cannot do."""
    _held: ClassVar[dict[int | None, _Held]]
    """By project; never by its settings, since secrets are among these."""
    _told: ClassVar[set[str]]
    _lock: ClassVar[Any]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls._held, cls._told, cls._lock = {}, set(), threading.Lock()
        cls._check_settings()
        cls._take_over()
        if cls.settings is not None:
            cls.configuration_schema = Schema(cls.settings)

    @classmethod
    def _take_over(cls) -> None:
        """Have the attributes of the implementation, if it is not inherited from a bridge."""
        implementation, written = getattr(cls, "implementation", None), set(vars(cls))
        bases = [it for it in cls.__bases__ if issubclass(it, Bridge)]
        inherited = any(getattr(it, "implementation", None) is implementation for it in bases)
        if implementation is not None:
            cls._limits = limits_of(implementation, CONTRACTS[cls.type].limits)
        if implementation is None or (inherited and "implementation" not in written):
            return
        for name in _TAKEN_OVER:
            if name not in written and hasattr(implementation, name):
                setattr(cls, name, getattr(implementation, name))
        slug, own = getattr(cls, "slug", None), full_name(cls)
        if not isinstance(slug, str) or not is_class(implementation):
            return
        first = _first.setdefault((full_name(implementation), slug), own)
        if first != own and "slug" not in written:
            name = _WORDS.sub("-", cls.__name__).strip("-").lower()
            setattr(cls, "slug", f"{slug}-{name}")  # noqa: B010 - the type is that of the base

    @classmethod
    def _check_settings(cls) -> None:
        """Reject settings without what the application reads, before it does."""
        settings = cls.settings
        if settings is None and "configuration_schema" in vars(cls):
            return  # a schema of the author's own
        if settings is not None and not attrs.has(settings):
            raise TypeError(f"{cls.__name__}: settings is {settings!r}, not an attrs class")
        fields = () if settings is None else [it.name for it in attrs.fields(settings)]
        read = _READ.get(getattr(cls, "type", ""), ())
        lacking = [it for it in read if it not in fields and not hasattr(settings, it)]
        if lacking:
            base: Any = super(cls, cls)
            raise TypeError(
                f"{cls.__name__}: the application reads {', '.join(lacking)} of the settings: "
                f"declare {'it' if len(lacking) == 1 else 'them'} in "
                f"{settings.__name__ if settings else 'a class of settings'}, as "
                f"{getattr(base.settings, '__name__', 'the settings of its base')} does"
            )

    @classmethod
    def make(cls, settings: Any) -> Any:
        """Make the implementation for one project; override it to pass other arguments.

        Args:
            settings: An instance of `settings`; None if there are none.
        """
        return cls.implementation() if settings is None else cls.implementation(settings)

    @property
    def plugin(self) -> Any:
        """The implementation, for the project and the configuration of this thread.

        Raises:
            InvalidRequestError: It has settings, and the project none.
        """
        return self._ready().plugin

    @property
    def within(self) -> Any:
        """The implementation, called within the limits that it declares.

        Raises:
            InvalidRequestError: It has settings, and the project none.
        """
        held = self._ready()
        return held.plugin if held.within is None else held.within

    @classmethod
    def _unique(cls) -> bool:
        """Whether a name may be taken where the documentation lets several share it."""
        return any(isinstance(it, Unique) for it in cls._limits.declared().values())

    def _named(self, method: str, name: str, call: Callable[[str], T]) -> T:
        """Make something of a name; where names are unique, with a number if it is taken."""
        if not self._unique():
            return call(name)
        return unless_taken(self.slug, method, name, call)

    def _ready(self) -> _Held:
        settings = self._settings()
        given = None if settings is None else self.configuration.model_dump()
        held = self._held.get(self.project_id)
        if held is None or held.given != given:
            with self._lock:
                held = self._held.get(self.project_id)
                if held is None or held.given != given:  # while this thread waited
                    held = self._held[self.project_id] = _Held(given)
        if held.plugin is None:
            with held.lock:  # a login that hangs stops its own project, and no other settings of it
                if held.plugin is None:
                    plugin = self.make(settings)
                    if self._limits.declared():
                        held.within = Within(plugin, self.type, self.slug)
                    held.plugin = plugin  # last: who finds it asks for no lock
        return held

    def _settings(self) -> Any:
        if type(self).settings is None:
            return None
        if self.configuration is None:
            raise InvalidRequestError(
                f"{self.slug} is not configured in project {self.project_id}", interface=self.type
            )
        return getattr(self.configuration, "value", self.configuration)

    def _call(self, method: str, call: Callable[[], T]) -> T:
        """Make a call; an error of it says of which plugin and which call it is.

        Args:
            method: What the application called.
            call: What that comes to.
        """
        try:
            return call()
        except Exception as error:
            note = f"in {self.slug}.{method}, project {self.project_id}"
            if note not in getattr(error, "__notes__", ()):
                error.add_note(note)
            raise

    def _spared(
        self,
        method: str,
        instead: T,
        call: Callable[[], T],
        errors: tuple[type[Exception], ...] = (Exception,),
    ) -> T:
        """Make a call whose error would take something else with it: it is logged.

        Args:
            method: What the application called.
            instead: What the application tolerates as an answer.
            call: What that comes to.
            errors: Those that are answered so; any other is passed on.
        """
        try:
            return self._call(method, call)
        except errors as error:
            answered = _answered.get()
            if answered is not None:
                answered.append(Answered(method, error))
            _LOG.exception("%s.%s failed in project %s", self.slug, method, self.project_id)
            return instead

    def _unless_refused(self, method: str, instead: T, call: Callable[[], T]) -> T:
        """Make a call whose refusal is about one person or message, and only logged.

        What fails and is not refused, as by a service that is down, is passed on.
        """
        return self._spared(method, instead, call, _REFUSALS)

    def _one_by_one(
        self, method: str, people: Sequence[str], call: Callable[[list[str]], None]
    ) -> None:
        """Do something for several people at once or, if that is refused, for one after another.

        Who is refused alone is logged: nobody keeps the others out.

        Args:
            method: What the application called.
            people: Their addresses.
            call: Does it for some of them.
        """
        with suppress(*_REFUSALS):
            if len(people) != 1:
                self._call(method, lambda: call(list(people)))
                return
        for it in people:
            self._unless_refused(f"{method} of {it}", None, partial(call, [it]))

    def _has(self, method: str) -> bool:
        """Whether the implementation has a method that the documentation does not know."""
        return callable(getattr(self.plugin, method, None))

    def _optional(self, method: str, instead: T, *args: Any, **kwargs: Any) -> T:
        """Ask for what the documentation does not know, if the implementation has it."""
        found: Any = getattr(self.plugin, method, None)
        if callable(found):
            result: Any = self._call(method, lambda: found(*args, **kwargs))
            return cast("T", result)
        self._tell(method)
        return instead

    def _declares_unsupported(self, method: str) -> bool:
        """Whether the implementation says that its platform lacks a method."""
        return unsupported_reason(class_of(self.plugin), method) is not None

    def _cannot(self, method: str) -> bool:
        """The same; it is said once that the application goes without."""
        if not self._declares_unsupported(method):
            return False
        self._tell(method)
        return True

    def _tell(self, method: str) -> None:
        """Say once that the application asked for something that is not there."""
        with self._lock:
            first = method not in self._told
            self._told.add(method)
        if first:
            _LOG.warning("%s has no %s: the application goes on without", self.slug, method)

    @classmethod
    def missing(cls) -> tuple[str, ...]:
        """What the application will ask for in vain, beforehand."""
        return tuple(
            it
            for it in (*cls.needed, *cls.methods)
            if not callable(getattr(cls.implementation, it, None))
        )


def taken(function: Callable[..., Any], offered: Mapping[str, Any]) -> dict[str, Any]:
    """Those of some keywords that a method takes: an author asks for one by naming it."""
    # A method is another object at every look-up, with or without limits; its function is not.
    method = function if inspect.ismethod(function) else getattr(function, "__wrapped__", function)
    own: Any = getattr(method, "__func__", method)
    names = _keywords(own) if isinstance(own, Hashable) else _keywords.__wrapped__(own)
    return {name: it for name, it in offered.items() if name in names}


@lru_cache(maxsize=1024)
def _keywords(function: Callable[..., Any]) -> frozenset[str]:
    parameters = inspect.signature(function).parameters.values()
    named = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    return frozenset(it.name for it in parameters if it.kind in named)


def plain(record: Mapping[str, Any]) -> dict[str, Any]:
    """A fresh dict, which the application may change."""
    return dict(record)
