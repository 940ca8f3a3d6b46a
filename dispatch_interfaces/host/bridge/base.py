"""What every bridge has: the attributes and the life that the application gives a plugin."""

import inspect
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar, Final, TypeVar, cast

from dispatch_interfaces.errors import InvalidRequestError, NotFoundError
from dispatch_interfaces.host.configuration import Schema
from dispatch_interfaces.host.plugin import HostPlugin

T = TypeVar("T")

_LOG: Final = logging.getLogger("dispatch_interfaces.host")
_TAKEN_OVER: Final = ("title", "slug", "description", "version", "author", "author_url")


class Bridge(HostPlugin, threading.local):
    """A plugin as the application loads it, over one that was written to the documentation.

    Subclass the bridge of the interface in a module of your own, and name that class in the entry
    point: the application imports it again by its module and name, makes it with no arguments,
    once more in each thread, and sets `configuration` and `project_id` before each use.

    ```python
    class AcmeStorageForDispatch(StorageBridge):
        implementation = AcmeStorage
        settings = AcmeSettings
    ```

    The implementation is made once for each project and configuration, and serves all threads.
    """

    implementation: ClassVar[type[Any]]
    """The plugin class that was written to the documentation."""
    settings: ClassVar[type[Any] | None] = None
    """An attrs class, with an instance of which the implementation is made; None for nothing."""

    configuration_schema: ClassVar[Any] = None
    """What the application asks for the form of the settings; made from `settings`."""

    methods: ClassVar[tuple[str, ...]] = ()
    """The methods that the application calls and the implementation need not have."""
    needed: ClassVar[Mapping[str, str]] = {}
    """Those that it must have, although they are not documented, and what the lack of each costs.

    The application runs in several processes. What one of them has done, only the implementation
    can tell the others.
    """

    _made: ClassVar[dict[Any, Any]]
    _told: ClassVar[set[str]]
    _lock: ClassVar[Any]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls._made, cls._told, cls._lock = {}, set(), threading.RLock()
        implementation = getattr(cls, "implementation", None)
        for name in _TAKEN_OVER if implementation is not None else ():
            if name not in vars(cls) and hasattr(implementation, name):
                setattr(cls, name, getattr(implementation, name))
        if cls.settings is not None:
            cls.configuration_schema = Schema(cls.settings)

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
        settings = self._settings()
        key = self.project_id, repr(self.configuration.model_dump()) if settings else ""
        with self._lock:
            if key not in self._made:
                self._made[key] = self.make(settings)
            return self._made[key]

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
            error.add_note(f"in {self.slug}.{method}, project {self.project_id}")
            raise

    def _spared(self, method: str, instead: T, call: Callable[[], T]) -> T:
        """Make a call whose error would take something else with it: it is logged.

        Args:
            method: What the application called.
            instead: What the application tolerates as an answer.
            call: What that comes to.
        """
        try:
            return call()
        except Exception:
            _LOG.exception("%s.%s failed in project %s", self.slug, method, self.project_id)
            return instead

    def _one_by_one(
        self, method: str, people: Sequence[str], call: Callable[[list[str]], None]
    ) -> None:
        """Do something for several people at once or, if that is refused, for one after another.

        Who is refused alone is logged: one person never keeps the others out.

        Args:
            method: What the application called.
            people: Their addresses.
            call: Does it for some of them.
        """
        try:
            self._call(method, lambda: call(list(people)))
        except (NotFoundError, InvalidRequestError):
            for it in people:
                self._spared(f"{method} of {it}", None, partial(call, [it]))

    def _optional(self, method: str, instead: T, *args: Any, **kwargs: Any) -> T:
        """Ask for what the documentation does not know, if the implementation has it."""
        found: Any = getattr(self.plugin, method, None)
        if callable(found):
            result: Any = self._call(method, lambda: found(*args, **kwargs))
            return cast("T", result)
        self._tell(method)
        return instead

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
    parameters = inspect.signature(function).parameters.values()
    names = {it.name for it in parameters if it.kind in (it.POSITIONAL_OR_KEYWORD, it.KEYWORD_ONLY)}
    return {name: it for name, it in offered.items() if name in names}


def plain(record: Mapping[str, Any]) -> dict[str, Any]:
    """A fresh dict, which the application may change."""
    return dict(record)
