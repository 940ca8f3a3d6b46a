"""A plugin beside a plain model: sequences of calls, and what must be seen after each."""

import contextlib
import functools
import sys
import time
from collections.abc import Callable, Collection, Generator, Iterable
from math import ceil
from string import Template
from types import CodeType
from typing import Any, ClassVar, Final, TypeVar, cast

import hypothesis
from attrs import define, field
from hypothesis import HealthCheck, Phase, Verbosity, settings
from hypothesis import strategies as st
from hypothesis.database import DirectoryBasedExampleDatabase
from hypothesis.errors import HypothesisException
from hypothesis.stateful import RuleBasedStateMachine, invariant, run_state_machine_as_test
from hypothesis.stateful import rule as hypothesis_rule

from dispatch_interfaces.conformance.requirements.expect import is_refusal, offers
from dispatch_interfaces.conformance.requirements.stateful.pasted_test import (
    PastedTest,
    Step,
    texts_in,
)
from dispatch_interfaces.conformance.run.endings import (
    Blocked,
    ConformanceFailure,
    HarnessError,
    Limited,
    NotObserved,
)
from dispatch_interfaces.conformance.run.harness import Harness
from dispatch_interfaces.conformance.run.trace import TracedCall
from dispatch_interfaces.errors import InvalidRequestError
from dispatch_interfaces.narrowing import class_of, vars_of
from dispatch_interfaces.showing import told

T = TypeVar("T")


class _Enough(BaseException):
    """Ends the search: no `Exception`, or Hypothesis would take it for a failure."""

    def __init__(self, error: Exception | None = None) -> None:
        super().__init__()
        self.error = error


@define
class Search:
    """The search for a sequence that fails: how much it may take, and the best found so far."""

    harness: Harness[Any, Any]
    started: float = field(init=False)
    sequences: int = 0
    """How many were tried to their end."""
    failure: ConformanceFailure | None = None
    failed_at: float = 0.0
    calls: list[TracedCall] = field(factory=list[TracedCall])

    def __attrs_post_init__(self) -> None:
        self.started = self._now()

    def _now(self) -> float:
        """The time, without what was waited for the service to show what was written."""
        return time.monotonic() - self.harness.trace.waited()

    def begin_sequence(self) -> None:
        """Begin another sequence.

        Raises:
            _Enough: There were as many as the profile says.
        """
        if self.failure is None and self.sequences >= self.harness.run.profile.examples:
            raise _Enough
        self.harness.trace.calls.clear()

    def begin_step(self) -> None:
        """Go on with another step.

        Raises:
            _Enough: A limit is reached; what was not tried yet is not observed.
        """
        profile, trace = self.harness.run.profile, self.harness.trace
        if self.failure is not None:
            return
        if trace.asked >= profile.calls:
            limit = f"{profile.calls:,} calls were made"
        elif self._longer(self.started, profile.seconds):
            limit = "time was up"
        else:
            return
        done = f"{self.sequences} of {profile.examples} sequences"
        raise _Enough(NotObserved(f"{done}, {limit}"))

    def go_on(self) -> None:
        """Go on with the sequence, unless making a failing one shorter has taken too long.

        Raises:
            _Enough: It has.
        """
        if self.failure is not None and self._longer(
            self.failed_at, self.harness.run.profile.shrink_seconds
        ):
            raise _Enough

    def _longer(self, since: float, seconds: float) -> bool:
        """Whether something has taken longer; of a recording, whether it had."""
        took_longer = self._now() - since > seconds
        return bool(self.harness.trace.ask("suite", "took longer", lambda: took_longer))

    def fail(self, failure: ConformanceFailure) -> None:
        """Keep a failure if its sequence is the shortest so far."""
        if self.failure is None:
            self.failed_at = self._now()
        if self.failure is None or _length(failure) <= _length(self.failure):
            self.failure, self.calls = failure, list(self.harness.trace.calls[-1:])


def _length(failure: ConformanceFailure) -> tuple[int, int]:
    return failure.script.count("\n"), len(failure.script)


class _Declined(BaseException):
    """A call was refused as a limit declares: the rule ends, and the model stays as it is."""


def rule(**drawn: Any) -> Callable[[Callable[..., None]], Any]:
    """As Hypothesis's own, for a rule that ends where a declared limit is met."""

    def decorate(function: Callable[..., None]) -> Any:
        @functools.wraps(function)
        def within_limits(machine: Any, *args: Any, **given: Any) -> None:
            with contextlib.suppress(_Declined):
                function(machine, *args, **given)

        untyped: Any = hypothesis_rule
        return untyped(**drawn)(within_limits)

    return decorate


_SEQUENCES_AT_ONCE: Final = 10
"""After ten, Hypothesis goes over to varying those it has; with so few of them, new ones find
more."""

WHICH: Final = st.integers(0, 9)
"""Which of several things a rule is about; see `Machine.pick`."""


class Machine(RuleBasedStateMachine):
    """The base of the machines: makes the calls, and says what a test to paste would say.

    A subclass keeps the model in plain dicts and lists, has a `@rule` for every method, and
    `compare`. Rules make calls through `call`, `refused` and `tried` only, and look through `see`.

    Args:
        search: What is searched for; holds the harness.
    """

    name: ClassVar[str]
    """What the pasted test is called."""

    @classmethod
    def explore(cls, harness: Harness[Any, Any]) -> None:
        """Try sequences of calls until one fails or there were enough.

        Args:
            harness: Opens a fresh plugin for each sequence; its run says how many there are.

        Raises:
            ConformanceFailure: A sequence failed: the shortest that was found, as a test to paste.
        """
        search = Search(harness)
        for number in range(ceil(harness.run.profile.examples / _SEQUENCES_AT_ONCE)):
            if not _try_some(cls, search, number):
                break
        if search.failure is not None:
            harness.trace.calls[:] = search.calls
            raise search.failure

    def __init__(self, search: Search) -> None:
        super().__init__()
        search.begin_sequence()
        self.h: Any = search.harness
        self._search = search
        self._mark = search.harness.unique("sequence")
        self._pasted = PastedTest(self.h.contract, self.h.settle, self.h.reads)
        self._closing = contextlib.ExitStack()
        self._touched = set[str]()
        self._turn = 0
        self.at_the_end: bool = False
        """Whether the sequence is over, and all is compared once more."""
        self.refusals: list[str] = []
        """The methods of the calls of `tried` that were refused."""
        with self._failures():
            self.plugin: Any = self._closing.enter_context(search.harness.plugin())
            self.observer: Any = search.harness.observe(self.plugin)
            self.missing: set[str] = set(search.harness.missing_hooks(vars(self.plugin)["_plugin"]))

    def call(self, method: str, *args: Any, **kwargs: Any) -> Any:
        """The result of a call that must return; the rule ends where a limit says it need not."""
        step = self._add("plugin", method, args, kwargs)
        with self._failures(f"{method} to return"):
            try:
                result = getattr(self.plugin, method)(*args, **kwargs)
            except Limited:
                step.refused = True
                raise _Declined from None
        return self._returned(step, result)

    def tried(self, method: str, *args: Any, **kwargs: Any) -> Any:
        """The result of a call that may be refused; None if it was.

        For what a platform may be unable to hold, or may have already.
        """
        step = self._add("plugin", method, args, kwargs)
        with self._failures(f"{method} to return, or to refuse its argument"):
            try:
                result = getattr(self.plugin, method)(*args, **kwargs)
            except Exception as error:
                if not is_refusal(error):
                    raise
                step.refused = True
                self.refusals.append(method)
                return None
        return self._returned(step, result)

    def refused(self, what: str, method: str, *args: Any, **kwargs: Any) -> None:
        """A call that must raise.

        Args:
            what: What ought to be refused: ``"an unknown drive_id"``.
        """
        self._add("plugin", method, args, kwargs).refused = True
        with self._failures():
            bound = getattr(self.plugin, method)
            try:
                bound(*args, **kwargs)
            except (Blocked, HarnessError, NotObserved):
                raise
            except Exception:
                return
        self.fail(f"{what} to be refused with an error", "the call returned")

    def arrange(self, hook: str, *args: Any, **kwargs: Any) -> Any:
        """Have the observer arrange what the interface has no method for.

        Raises:
            InvalidRequestError: The backend cannot hold this.
        """
        step = self._add("observer", hook, args, kwargs)
        with self._failures():
            try:
                return self._returned(step, getattr(self.observer, hook)(*args, **kwargs))
            except InvalidRequestError as error:
                self._pasted.forget(step)
                refused = error
        raise refused

    def see(self, what: str, expression: str, expected: Any, **names: Any) -> None:
        """Compare what is seen with what the model says.

        Args:
            what: What is looked at: ``"the drives that are listed"``.
            expression: Python over `plugin`, `observer` and ``$names``. What the author is given
                to paste is what was evaluated.
            expected: Its value, by the model.
            names: The values of the ``$names``.
        """
        with self._failures("the call to return", lambda: f"{expression} was asked for {what}"):
            scope = {"plugin": self.plugin, "observer": self.observer, **names}
            seen = eval(_compiled(expression, tuple(names)), scope)
        if seen != expected:
            self._pasted.end(expression, names, expected)
            self.fail(f"{what} to be {expected!r}", f"it is {seen!r}")

    def compare(self) -> None:
        """Compare what can be observed with the model: of several things, those that are `due`."""

    @invariant()
    def everything_is_as_the_model_says(self) -> None:
        if not self.at_the_end:
            self._search.begin_step()
        self.compare()
        self._touched.clear()
        self._turn += 1

    def due(self, things: Collection[str]) -> list[str]:
        """Those of several things to look at now.

        After a step those that its calls named or returned, and one other in turn: to read all
        each time would be most of what a search does. At the end of the sequence all.
        """
        if self.at_the_end:
            return list(things)
        others = [it for it in things if it not in self._touched]
        one = others[self._turn % len(others)] if others else None
        return [it for it in things if it in self._touched or it == one]

    def touch(self, *things: str) -> None:
        """Have things looked at that a step may have changed without a word of them."""
        self._touched.update(things)

    def pick(self, which: int, live: Iterable[str], gone: Iterable[str] = ()) -> str:
        """An id: mostly of something that is there, else of something gone, or of nothing.

        Args:
            which: Drawn from `WHICH`.
            live: The ids of what is there.
            gone: The ids of what was there.
        """
        there, not_there = list(live), [*gone, f"no-such-{self.h.contract.interface}"]
        if which < 8 and there:
            return there[which % len(there)]
        return not_there[-1 - which % len(not_there)]

    def named(self, name: str) -> str:
        """A name as it is; with a mark of the sequence where the backend outlives it."""
        return f"{self._mark} {name}" if self.h.shared_backend or self.h.tag else name

    def sees(self, *hooks: str) -> bool:
        """Whether the observer has all of some methods."""
        return not self.missing & set(hooks)

    def offers(self, *methods: str) -> bool:
        """Whether the plugin has all of some methods: none is declared unsupported."""
        return all(offers(self.plugin, it) for it in methods)

    def fail(
        self, expected: str, then: str, declare: str = "", untrue: tuple[str, ...] = ()
    ) -> None:
        """Fail, with the sequence that led here; the rest is as for `ConformanceFailure`.

        Raises:
            ConformanceFailure: Always.
        """
        plugin_class = class_of(vars_of(self.plugin)["_plugin"])
        script = self._pasted.test(self.name, *_opening(plugin_class, self.h))
        failure = ConformanceFailure(expected, then, script, declare=declare, untrue=untrue)
        self._search.fail(failure)
        raise failure

    def teardown(self) -> None:
        """Compare everything, and close the plugin; called by Hypothesis after each sequence."""
        try:
            with self._closing:
                # Nothing can be said at the end of a sequence that was broken off.
                if sys.exc_info()[1] is None:
                    self.at_the_end = True
                    self.everything_is_as_the_model_says()
                    self._search.sequences += 1
        except HarnessError as error:
            raise _Enough(error) from error

    def _add(self, subject: str, method: str, args: Any, kwargs: Any) -> Step:
        step = self._pasted.add(subject, method, args, kwargs)
        self.touch(*texts_in([*args, *kwargs.values()]))
        return step

    def _returned(self, step: Step, result: Any) -> Any:
        step.returned(result)
        self.touch(*texts_in(result))
        return result

    @contextlib.contextmanager
    def _failures(
        self, expected: str = "", then: Callable[[], str] | None = None
    ) -> Generator[None]:
        """Tell what the plugin did wrong from what kept the sequence from being tried."""
        self._search.go_on()
        try:
            yield
        except ConformanceFailure as error:  # a result of the wrong shape
            self.fail(error.expected, error.then, error.declare, error.untrue)
        except (Blocked, NotObserved, HarnessError) as error:
            raise _Enough(error) from error
        except Exception as error:
            call = self.h.trace.raised(error)
            if call is None or not expected:
                raise _Enough(error) from error
            self.fail(expected, f"it raised {told(error)}", self.h.explained(call, error))


def _try_some(machine: type[Machine], search: Search, number: int) -> bool:
    """Try some sequences; whether to go on with more."""
    run = search.harness.run
    more = run.profile.examples - number * _SEQUENCES_AT_ONCE
    # Any factory will do, though the annotation asks for a class.
    factory = cast("type[Machine]", lambda: machine(search))
    cache = DirectoryBasedExampleDatabase(run.cache / "examples") if run.cache else None
    reuse = [Phase.reuse] if number == 0 else []
    shrink = [Phase.shrink] if run.profile.shrink_seconds else []
    chosen = settings(
        max_examples=min(more, _SEQUENCES_AT_ONCE),
        stateful_step_count=run.profile.steps,
        database=cache,
        phases=[*reuse, Phase.generate, *shrink],
        deadline=None,
        verbosity=Verbosity.quiet,
        suppress_health_check=list(HealthCheck),  # pyright: ignore[reportArgumentType]
        report_multiple_bugs=False,
        print_blob=False,
    )
    try:
        run_state_machine_as_test(hypothesis.seed(f"{run.seed}:{number}")(factory), settings=chosen)
    except (_Enough, ConformanceFailure, HypothesisException, ExceptionGroup) as error:
        # Hypothesis may say of a sequence that was broken off, or of a failure that `search` has,
        # that it did not happen again: then the plugin is slow, or not always wrong.
        enough = _broken_off(error)
        if search.failure is None and enough is None:
            raise
        if search.failure is None and enough is not None and enough.error is not None:
            raise enough.error from None
        return False
    return True


def _broken_off(error: BaseException | None) -> _Enough | None:
    """What broke a sequence off, also if another error came of it."""
    while error is not None and not isinstance(error, _Enough):
        error = error.__context__
    return error


@functools.lru_cache(maxsize=256)
def _compiled(expression: str, names: tuple[str, ...]) -> CodeType:
    source = Template(expression).substitute({name: name for name in names})
    return compile(source, f"<{source}>", "eval")


def _opening(plugin_class: type, harness: Harness[Any, Any]) -> tuple[list[str], str]:
    """The lines that open a plugin, and how far what follows is indented."""
    if harness.origin:
        inside = "    observer = harness.raw_observer(plugin)"
        return [*harness.origin, "with harness.raw_plugin() as plugin:", inside], "    "
    name = plugin_class.__qualname__
    opened = [f"from {plugin_class.__module__} import {name.partition('.')[0]}", ""]
    if harness.observer is not None:
        opened += [
            f"plugin = {name}()  # as the harness opens it",
            "observer = harness.observer(plugin)",
        ]
        return opened, ""
    return [*opened, f"plugin = observer = {name}()"], ""
