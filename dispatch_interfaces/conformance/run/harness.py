"""How an author's plugin is brought under test."""

import copy
import itertools
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from functools import cache, partial
from math import isfinite
from random import Random
from threading import Event
from typing import Any, ClassVar, Final, Generic, Self, TypeAlias, TypeVar, cast

from attrs import evolve, field, frozen

from dispatch_interfaces.capabilities import unsupported_reason
from dispatch_interfaces.checking.annotations import hints
from dispatch_interfaces.checking.shape import shape_problems
from dispatch_interfaces.conformance.run import declarations
from dispatch_interfaces.conformance.run.created import CannotBeRemoved, Created, Fate
from dispatch_interfaces.conformance.run.endings import (
    ConformanceFailure,
    HarnessError,
    NotObserved,
    Pretended,
)
from dispatch_interfaces.conformance.run.profiles import Run
from dispatch_interfaces.conformance.run.threads import in_parallel
from dispatch_interfaces.conformance.run.trace import Trace, Traced, TracedCall
from dispatch_interfaces.conformance.run.watching import Watch
from dispatch_interfaces.contract import Contract
from dispatch_interfaces.errors import InvalidRequestError, NotFoundError
from dispatch_interfaces.limits import NoPlace, Text
from dispatch_interfaces.masking import learn_environment, learn_object
from dispatch_interfaces.narrowing import class_of
from dispatch_interfaces.showing import LONGEST, class_name, shown, told

P = TypeVar("P")
T = TypeVar("T")
Observer = TypeVar("Observer")

Creates: TypeAlias = Mapping[str, tuple[str, Fate]]
"""What each method creates, and what becomes of it."""

CALLS_PER_SECOND: Final = 5.0
"""The pace over a remote backend, unless the harness says otherwise."""

_READING: Final = ("get", "list")
"""What the names of those methods of a plugin begin with that change nothing."""

_numbers = itertools.count(1)

_PAGE: Final = 30
"""How many things are made over a remote backend, where more than a page of them is wanted."""


def _named(value: Any) -> str:
    """What a repr shows of a function: its name, and not what was bound to it."""
    if value is None:
        return "None"
    function = value.func if isinstance(value, partial) else value
    return str(getattr(function, "__qualname__", class_name(function)))


@frozen(kw_only=True)
class Harness(Generic[P, Observer]):
    """How to open a plugin, what its backend knows, and how to see what it did.

    Args:
        open: Called with no arguments, for every requirement anew: returns a fresh plugin, or a
            context manager that yields one and cleans up.
        observer: Called with an open plugin: returns the object through which the suite sees and
            arranges what the interface itself has no method for. Without it, the plugin is its
            own observer, as far as it has the methods.
        shared_backend: Whether all plugins that `open` gives work on the same data. They are then
            expected to see the same, instead of nothing of each other.
        tag: Goes into every name that the suite makes up. Left out, each run has its own where
            the backend is shared, or outlives the run.
        people: Addresses of at least four persons that the backend knows.
        sandbox: Whether the backend may be filled with what the suite makes up. The profiles remote
            and live run against no other.
        calls_per_second: The pace of these profiles, of plugin and observer together.
        settle: How many seconds the service may take to show what was written. Before it is read,
            the suite waits until so much time has gone by since the last write; in any profile.
        remove: Removes what they have made: called with an open plugin and what was
            created. Where the call that made it never answered, ``created.answered`` is false, and
            there may be nothing: then look for the name in ``created.arguments``. Left out, the
            suite uses the interface's own methods, as far as it has any.
    """

    contract: ClassVar[Contract]
    observer_type: ClassVar[type]
    creates: ClassVar[Creates] = {}
    """What the methods make on the backend, ``"observer."`` before those of the observer."""
    removes_by: ClassVar[str] = ""
    """The method that `_remove` uses, if there is any; of the observer with ``"observer."``."""
    acts: ClassVar[tuple[str, ...]] = ()
    """What else an observer is asked for that answers, and does not only show what is there."""
    watch_type: ClassVar[type[Watch]] = Watch
    spared_hooks: ClassVar[Mapping[str, str]] = {}
    """Methods of the observer that nobody needs where a limit says that there is nothing to see."""
    shows: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """Methods of the observer that show only what certain methods of the plugin do, with these."""

    open: Callable[[], Any] = field(repr=_named)
    observer: Callable[[Any], Any] | None = field(default=None, repr=_named)
    shared_backend: bool = False
    tag: str = ""
    people: tuple[str, ...] = (
        "ada@example.com",
        "grace@example.com",
        "edsger@example.com",
        "barbara@example.com",
    )
    sandbox: bool = False
    calls_per_second: float = CALLS_PER_SECOND
    settle: float = 0.0
    remove: Callable[[Any, Created], object] | None = field(default=None, repr=_named)
    trace: Trace = field(factory=Trace, repr=False, eq=False)
    run: Run = field(factory=Run, repr=False, eq=False)
    origin: tuple[str, ...] = field(default=(), repr=False, eq=False)
    """The lines of Python that make it, where it can be imported by name: for what is pasted."""

    @classmethod
    def hooks(cls) -> tuple[str, ...]:
        """The names of all methods that an observer may have."""
        return tuple(name for name in vars(cls.observer_type) if not name.startswith("_"))

    def traced(self, trace: Trace, run: Run) -> Self:
        """The same harness, for a run, whose plugins write their calls down in a trace."""
        for it in (self, self.open, self.observer):
            learn_object(it)
        return evolve(self, trace=trace, run=run)

    @contextmanager
    def plugin(self) -> Generator[P]:
        """A fresh plugin, whose calls are written down.

        Raises:
            HarnessError: The plugin could not be opened or closed.
        """
        with self.raw_plugin() as plugin:
            yield cast("P", Traced(plugin, self.contract, self.trace, self._watch()))

    @contextmanager
    def raw_plugin(self) -> Generator[Any]:
        """A fresh plugin as the harness gives it."""
        with _harness_code("open"):
            opened = self.open()
            manager: AbstractContextManager[Any] = (
                opened if hasattr(class_of(opened), "__enter__") else nullcontext(opened)
            )
            plugin = manager.__enter__()
            learn_environment()
            learn_object(plugin)
        try:
            yield plugin
        except BaseException as error:
            try:
                manager.__exit__(type(error), error, error.__traceback__)
            except BaseException as closing:  # a plugin may call sys.exit
                error.add_note(f"and closing the plugin raised {shown(closing)}")
            raise
        with _harness_code("open (while closing)"):
            manager.__exit__(None, None, None)

    def observe(self, plugin: P) -> Observer:
        """The observer of a plugin that `plugin` gave."""
        raw = self.raw_observer(vars(plugin)["_plugin"])
        return cast("Observer", _GuardedObserver(raw, self.observer_type, self.trace))

    def raw_observer(self, plugin: Any) -> Any:
        """The observer as the author wrote it."""
        if self.observer is None:
            return plugin
        with _harness_code("observer"):
            return self.observer(plugin)

    def missing_hooks(self, plugin: Any) -> tuple[str, ...]:
        """Which methods of an observer are not there."""

        def missing() -> list[str]:
            observer = self.raw_observer(plugin)
            return [it for it in self.hooks() if not callable(getattr(observer, it, None))]

        with _harness_code("observer"):
            return tuple(self.trace.ask("suite", "missing_hooks", missing))

    def problems(self) -> tuple[str, ...]:
        """What is wrong with the harness itself, all of it at once."""
        problems = [] if callable(self.open) else [f"open is not callable: {shown(self.open)}"]
        if self.observer is not None and not callable(self.observer):
            problems.append(f"observer is not callable: {shown(self.observer)}")
        if self.calls_per_second <= 0:
            problems.append(f"calls_per_second is above zero: {self.calls_per_second!r}")
        if not _is_duration(self.settle):
            problems.append(f"settle is a number of seconds, zero or more: {self.settle!r}")
        if len(set(self.people)) < 4:
            problems.append(f"people needs four addresses or more: {self.people!r}")
        return tuple(problems)

    def try_observer(self, plugin: P, observer: Observer) -> None:
        """Show that the observer does not see what never happened.

        Each interface does this for its own observer, with `expect_unseen`; an observer that
        sees everything would let every requirement pass.
        """

    def expect_unseen(self, what: str, seen: bool) -> None:
        """Refuse an observer that sees what never happened, or a plugin that is its own."""
        if seen and self.observer is None:
            raise ConformanceFailure(f"{what} not to be seen", "it is seen, and never happened")
        if seen:
            raise HarnessError(f"the observer sees {what}, which never happened")

    @property
    def limits(self) -> Any:
        """What the plugin under test declares; nothing outside a run."""
        found, kind = self.trace.limits, self.contract.limits
        return found if isinstance(found, kind) else kind()

    def meets(self, name: str) -> bool:
        """Whether a limit is declared; then it is told that the requirement came up against it."""
        if getattr(self.limits, name) is None:
            return False
        self.trace.met.add(name)
        return True

    def takes(self, name: str, value: object) -> bool:
        """Whether a value is not rejected, by what is declared of it."""
        taken: bool = self.limits.takes(name, value)
        if not taken:
            self.trace.met.add(name)
        return taken

    def has_place(self, name: str) -> bool:
        """Whether what is shown may depend on an argument: it is not declared to be dropped."""
        if not isinstance(getattr(self.limits, name), NoPlace):
            return True
        self.trace.met.add(name)
        return False

    def in_force(self, name: str, value: T) -> T:
        """What is shown of a value that was given and taken, by what is declared of it.

        Args:
            name: The limit that the value is about.
            value: What was given; a list of texts for each of its own.
        """
        shown: T = self.limits.in_force(name, value)
        if shown != value:
            self.trace.met.add(name)
        return shown

    def plain(self, name: str, value: str) -> str:
        """A text as it is, or one like it that the platform takes and leaves as it is.

        Args:
            name: The limit that the text is about.
            value: What would be used if nothing were declared.

        Raises:
            NotObserved: No text of that meaning is taken.
        """
        limit = getattr(self.limits, name)
        if not isinstance(limit, Text):
            return value
        dashed = "-".join(value.lower().split())
        alike = [value, value.lower(), dashed, dashed.replace("-", "_"), dashed.replace("-", "")]
        longest = min(len(limit.in_force(value)), limit.longest or len(value))
        if longest < len(value):  # what tells names apart is at their end
            alike += [it[-longest:] for it in alike]
        for it in (*alike, *map(str.upper, alike)):
            if it and limit.takes(it) and limit.in_force(it) == it:
                return it
        raise NotObserved(f"no text like {value!r} is taken as it is: {name}, {limit.because}")

    def joined(self, name: str, start: str, end: str) -> str:
        """Two texts in one, with something between them that the platform takes and leaves.

        Args:
            name: The limit that the text is about.
            start: What it begins with, such as a name that is used nowhere else.
            end: What it ends with, whether the platform takes that or not.
        """
        limit = getattr(self.limits, name)
        if not isinstance(limit, Text):
            return f"{start} {end}"
        tried = ((it, f"{start}{it}{letter}") for it in (" ", "-", "_", ".") for letter in "aA1")
        left = (it for it, text in tried if limit.takes(text) and limit.in_force(text) == text)
        return f"{start}{next(left, '')}{end}"

    def near(self, name: str, text: str) -> str:
        """A text as it is, or with an underscore for every character that is not taken."""
        limit = getattr(self.limits, name)
        if not isinstance(limit, Text) or limit.takes(text):
            return text
        return "".join(it if limit.takes(f"a{it}") else "_" for it in text)

    def explained(self, call: TracedCall, error: BaseException) -> str:
        """The limit that would explain why a call was rejected, as it is to be declared."""
        limits = self.contract.limits
        if call.explained_by:
            return declarations.written(limits, call.explained_by)
        return declarations.for_rejection(limits, call.method, call.arguments, error)

    def expect_kept(self, name: str, found: Any, given: Any, what: str) -> None:
        """Fail unless a value shows as it was given, or as is declared of it.

        Args:
            name: The limit that would explain another one.
            found: What is shown.
            given: What was given.
            what: What the value is: ``"the topic"``.
        """
        __tracebackhide__ = True
        kept = self.in_force(name, given)
        if found != kept:
            declare = declarations.for_value(self.contract.limits, name, given, found)
            raise ConformanceFailure(
                f"{what} to be {shown(kept, LONGEST)}",
                f"{what} is {shown(found, LONGEST)}",
                declare=declare,
            )

    def expect_each_kept(self, name: str, shown_of: Mapping[str, str], what: str) -> None:
        """As `expect_kept`, of several texts; the limit that is offered explains all of them.

        Args:
            name: The limit that would explain others.
            shown_of: What is shown of each text that was given and taken.
            what: What the texts are: ``"the topic"``.
        """
        __tracebackhide__ = True
        try:
            for given, found in shown_of.items():
                self.expect_kept(name, found, given, what)
        except ConformanceFailure as failure:
            all_given, all_found = list(shown_of), list(shown_of.values())
            limits = self.contract.limits
            failure.declare = declarations.for_value(limits, name, all_given, all_found)
            raise

    def _watch(self) -> Watch:
        """A new one for each plugin; one for all where they work on the same data."""
        if not self.shared_backend:
            return self.watch_type(self.limits)
        if self.trace.watch is None:
            self.trace.watch = self.watch_type(self.limits)
        return self.trace.watch

    def in_parallel(self, calls: Sequence[Callable[[], T]]) -> list[T]:
        """Start all calls at once, a thread each; the results in the order of the calls.

        Where the threads give way to each other is drawn from the seed of the run. An error of
        any call is raised here.
        """
        return in_parallel(calls, f"{self.run.seed}:{self.run.round}")

    def threads(self, round: int, work: Callable[[int, Random], T]) -> list[T]:
        """Do some work in as many threads at once as the profile says; the results in order.

        Args:
            round: Which of the profile's rounds it is; each has a schedule of its own.
            work: Called with the number of the thread, and what it may draw from.
        """
        seed = f"{self.run.seed}:{self.run.round}:{round}"
        numbers = range(self.run.profile.threads)
        return in_parallel([partial(work, it, Random(f"{seed}:{it}")) for it in numbers], seed)

    def unique(self, word: str) -> str:
        """A name that the suite has not used before: ``"drive-17"``."""
        made = "-".join(filter(None, (word, self.tag, str(next(_numbers)))))
        return str(self.trace.ask("suite", "unique", lambda: made))

    def utc_now(self) -> datetime:
        """The time in UTC, without offset; of a recording, the time at which it was made."""
        ask = lambda: datetime.now(UTC).replace(tzinfo=None).isoformat()  # noqa: E731
        return datetime.fromisoformat(self.trace.ask("suite", "now", ask))

    def is_set(self, event: Event) -> bool:
        """Whether an event of another thread has come; of a recording, whether it had come then."""
        return bool(self.trace.ask("suite", "is_set", event.is_set))

    def some(self, table: Sequence[T]) -> Sequence[T]:
        """All values of a table; over a remote backend a few, from its beginning to its end."""
        last, few = len(table) - 1, self.run.profile.few
        if not self.run.profile.few_values or last < few:
            return table
        return [table[number * last // (few - 1)] for number in range(few)]

    def plenty(self, number: int, few: int = _PAGE) -> range:
        """For making so many things, more than a page; fewer over a remote backend."""
        return range(min(number, few) if self.run.profile.few_values else number)

    def once(self, what: str, make: Callable[[], T]) -> T:
        """Something new; over a remote backend that all plugins share, the same each time.

        For what a requirement needs, and neither changes nor looks at as a whole.

        Args:
            what: A name for it.
            make: Makes it.
        """
        if not (self.run.profile.few_values and self.shared_backend):
            return make()
        kept = self.trace.kept
        if what not in kept:
            with self.trace.of_the_run(what):
                kept[what] = make()
        found: T = copy.deepcopy(kept[what])
        return found

    def tagged(self, name: str) -> str:
        """A name that people give; over a remote backend with the tag of the run."""
        return f"{self.tag} {name}" if self.run.profile.remote else name

    def may_be_ours(self, name: str) -> bool:
        """Whether something of this name may have been made by the requirement.

        Anything may, unless others work on the same data: then what bears the tag of the run, and
        what has a name that a call of the requirement gave.
        """
        if not self.shared_backend or self.tag in name:
            return True
        return any(name in call.arguments.values() for call in self.trace.calls)

    def makes(self, by: str, method: str) -> tuple[str, Fate] | None:
        """What a method of the plugin or of the observer makes on the backend, if anything."""
        return self.creates.get(method if by == "plugin" else f"{by}.{method}")

    @classmethod
    def reads(cls, by: str, method: str) -> bool:
        """Whether a method of the plugin or of the observer only shows what is there."""
        if by == "plugin":
            return method.partition("_")[0] in _READING
        if method in cls.acts or f"{by}.{method}" in cls.creates:
            return False
        return method not in cls.hooks() or _shown_by(cls.observer_type, method) is not object

    def can_remove(self, plugin_class: type) -> bool:
        """Whether there is a way to remove what a run of a plugin makes."""
        if self.remove is not None:
            return True
        by, _, name = self.removes_by.rpartition(".")
        if not by:
            return bool(name) and unsupported_reason(plugin_class, name) is None
        return self.observer is not None or callable(getattr(plugin_class, name, None))

    def remove_created(self, plugin: Any, created: Created) -> None:
        """Remove what a run made, or may have made.

        Args:
            plugin: An open plugin, as the harness gives it.
            created: Something of fate ``REMOVED``, from the ledger.

        Raises:
            CannotBeRemoved: Neither the harness nor the interface has a way.
            NotFoundError: It is gone already, or was never made.
        """
        if self.remove is not None:
            self.remove(plugin, created)
        else:
            self._remove(plugin, created)

    def _remove(self, plugin: Any, created: Created) -> None:
        """Remove it by the interface's own methods; harnesses of interfaces that have any do."""
        raise CannotBeRemoved(f"give the harness a `remove` that can remove a {created.kind}")


def _is_duration(seconds: object) -> bool:
    return isinstance(seconds, (int, float)) and isfinite(seconds) and seconds >= 0


def count_from(number: int) -> None:
    """Make up names from a number on, where another process has used those before it."""
    global _numbers
    _numbers = itertools.count(number)


class _GuardedObserver:
    """Tells failures of the observer from failures of the plugin."""

    def __init__(self, observer: Any, observer_type: type, trace: Trace) -> None:
        self._observer, self._type, self._trace = observer, observer_type, trace

    def __getattr__(self, name: str) -> Any:
        def observed(*args: Any, **kwargs: Any) -> Any:
            def answer() -> Any:
                found = getattr(self._observer, name, None)
                if not callable(found):
                    raise NotObserved(f"needs an observer with {name}")
                result = found(*args, **kwargs)
                problems = shape_problems(result, _shown_by(self._type, name))
                if problems:
                    raise HarnessError(f"observer.{name} is wrong: {problems[0]}")
                return result

            # A backend may refuse what a requirement plants; `expect.accepted` takes that.
            with _harness_code(f"observer.{name}", InvalidRequestError):
                try:
                    return self._trace.ask("observer", name, answer, args, kwargs)
                except LookupError as error:
                    self._expect_made(name, error, (*args, *kwargs.values()))
                    raise

        return observed

    def _expect_made(self, hook: str, error: LookupError, asked: tuple[Any, ...]) -> None:
        """Tell an observer that lost something from a plugin that never made it."""
        for value in (it for it in asked if it and isinstance(it, str)):
            call = self._trace.gave(value)
            if call and (isinstance(error, NotFoundError) or value in error.args):
                told = f"observer.{hook}({value!r}) raised {type(error).__name__}: {error}"
                what = f"what {call.method} returned to be there"
                raise Pretended(call.method, f"{call.outcome}, but {told}", what, told) from error


@cache
def _shown_by(observer_type: type, hook: str) -> Any:
    """What an observer's method has to return; one that only acts may return anything."""
    returns = hints(getattr(observer_type, hook))["return"]
    return object if returns is type(None) else returns


@contextmanager
def _harness_code(where: str, passed: type[Exception] = HarnessError) -> Generator[None]:
    try:
        yield
    except (HarnessError, NotObserved, Pretended, passed):
        raise
    except BaseException as error:
        raise HarnessError(f"{where} raised {told(error)}") from error
