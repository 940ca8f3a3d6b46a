"""Runs one requirement against one plugin, whatever the plugin does."""

import contextlib
import io
import threading
import time
from collections.abc import Callable, Generator
from functools import partial
from typing import Any, Final, Protocol

from attrs import define, evolve, field

from dispatch_interfaces.capabilities import unsupported_reason
from dispatch_interfaces.checking.source import place_of
from dispatch_interfaces.conformance.run.created import LeftBehind
from dispatch_interfaces.conformance.run.endings import (
    Blocked,
    ConformanceFailure,
    HarnessError,
    Limited,
    NeverReturned,
    NotObserved,
    Pretended,
    refused_in_preparation,
)
from dispatch_interfaces.conformance.run.harness import Harness
from dispatch_interfaces.conformance.run.layers import Layer
from dispatch_interfaces.conformance.run.outcomes import Finding, Outcome, Result
from dispatch_interfaces.conformance.run.profiles import Profile, Run
from dispatch_interfaces.conformance.run.requirement import Level, Requirement
from dispatch_interfaces.conformance.run.settling import Settling
from dispatch_interfaces.conformance.run.trace import NOT_RETURNED, Trace, TracedCall
from dispatch_interfaces.conformance.run.tracebacks import (
    author_frames,
    author_traceback,
    hangs_in_object,
    raised_by_object,
)
from dispatch_interfaces.deadline import within
from dispatch_interfaces.errors import InvalidRequestError, NotSupportedError
from dispatch_interfaces.limits import Absent, Limits, NoPlace, limits_of
from dispatch_interfaces.showing import message_of, printable, told

_PLAIN: Final = "something that can be compared, counted and shown"
"""What a call returns or raises."""

_BROKEN: Final = (Result.FAILED, Result.BLOCKED, Result.ERROR)
"""The results of what may have left something in another state than it should."""

PATIENCE: Final = 10
"""How many times as long a requirement may take over a live backend."""


class Backend(Protocol):
    """A backend that outlives the run, so that what is made on it has to be removed."""

    @property
    def layers(self) -> tuple[Layer, ...]:
        """What stands between the suite and it."""
        ...

    @property
    def left_behind(self) -> tuple[LeftBehind, ...]:
        """What could not be removed."""
        ...

    def clean(self, again: bool = False) -> None:
        """Remove what was made; ``again`` also what could not be removed before."""
        ...

    def close(self) -> None:
        """End the run."""
        ...


@define
class Runner:
    """Runs requirements against one plugin.

    Args:
        harness: Opens the plugin.
        plugin_class: The class that the static level reads.
        timeout: Seconds that one requirement may take, beside what the profile allows the levels
            that try many sequences.
        run: What all requirements of the check have in common.
        layers: What stands between the suite and the plugin, the innermost first.
        backend: What has to be cleaned after each requirement; None if it goes with the plugin.
        doing: Told of each call of the plugin before it is made, and ``""`` when it has ended.
        settling: Waits before what is read, where the service shows late what was written.
    """

    harness: Harness[Any, Any]
    plugin_class: type
    timeout: float = 60.0
    run: Run = field(factory=Run)
    layers: tuple[Layer, ...] = ()
    backend: Backend | None = None
    doing: Callable[[str], None] | None = None
    settling: Settling | None = None
    missing_hooks: tuple[str, ...] = field(default=(), init=False)
    """What the observer was found to lack, as soon as a requirement needed an observer."""
    _kept: dict[str, Any] = field(factory=dict[str, Any], init=False)
    """What was made once for all requirements."""
    hung: set[str] = field(factory=set[str], init=False)
    """The methods that did not return; they are not waited for again."""
    abandoned: bool = field(default=False, init=False)
    """Whether a thread was left behind, which is still about a requirement."""

    def outcome_of(self, requirement: Requirement) -> Outcome:
        """Run one requirement; never raises, except for KeyboardInterrupt."""
        reasons = [unsupported_reason(self.plugin_class, name) for name in requirement.methods]
        if reasons and all(reasons):
            return Outcome.of(requirement, Result.UNSUPPORTED, "; ".join(map(str, reasons)))
        limits = self.limits
        nothing = _nothing_left(requirement, limits)
        if nothing is not None:
            return nothing
        started = time.monotonic()
        about_shape = requirement.level in (Level.SHAPE, Level.STATEFUL)
        shape_of = requirement.methods if about_shape else ()
        trace = Trace(
            shape_of=shape_of,
            hung=self.hung,
            requirement=requirement.id,
            # Outside of all others: a recording holds no waiting.
            layers=(*self.layers, self.settling.keep) if self.settling else self.layers,
            doing=self.doing,
            limits=limits,
            kept=self._kept,
            waited=self._waited,
        )
        waited = self._waited()
        printed = io.StringIO()
        outcomes: list[Outcome] = []
        with self._apart(printed):
            attempt = partial(self._attempt, requirement, trace, printed, outcomes)
            limit = time_limit(requirement, self.timeout, self.run.profile, self.patience)
            within(limit, attempt, lambda: self._waited() - waited)
            if outcomes:  # else its thread may make something later than it is looked for
                self.clean()
        seconds = round(time.monotonic() - started, 4)
        if not outcomes or outcomes[0].result in _BROKEN:
            self._kept.clear()  # nobody knows what became of it
        if not outcomes:
            return self._timed_out(requirement, trace, seconds, printed.getvalue())
        return evolve(outcomes[0], within=tuple(sorted(trace.met)))

    def _waited(self) -> float:
        """Seconds that were waited until now for a service to show what was written."""
        return self.settling.waited if self.settling is not None else 0.0

    @property
    def limits(self) -> Limits:
        """What the plugin declares that its platform cannot do."""
        return limits_of(self.plugin_class, self.harness.contract.limits)

    @property
    def _spared_hooks(self) -> set[str]:
        """Methods of the observer that show what the platform has no place for, or cannot do."""
        declared = self.limits.declared()
        unsupported = partial(unsupported_reason, self.plugin_class)
        return {
            hook
            for hook, name in self.harness.spared_hooks.items()
            if isinstance(declared.get(name), (Absent, NoPlace))
        } | {hook for hook, of in self.harness.shows.items() if all(map(unsupported, of))}

    @contextlib.contextmanager
    def _apart(self, printed: io.StringIO) -> Generator[None]:
        """Keep what is printed; where a parent looks on, it does, also if this process ends."""
        if self.doing is not None:
            yield
        else:
            with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
                yield

    @property
    def patience(self) -> int:
        """How many times as long as in memory a requirement may take."""
        return PATIENCE if self.backend is not None else 1

    @property
    def left_behind(self) -> tuple[LeftBehind, ...]:
        """What could not be removed from a live backend."""
        return self.backend.left_behind if self.backend is not None else ()

    def end(self) -> None:
        """Try for the last time to remove what is left on a live backend."""
        self.clean(again=True)
        if self.backend is not None:
            self.backend.close()

    def clean(self, again: bool = False) -> None:
        """Remove what was made on a live backend; ``again`` also what could not be removed."""
        if self.backend is not None:
            within(self.timeout * PATIENCE, partial(self.backend.clean, again))
            if self.settling is not None:  # what was removed may be seen for a while
                self.settling.wrote()

    def _attempt(
        self, requirement: Requirement, trace: Trace, printed: io.StringIO, outcomes: list[Outcome]
    ) -> None:
        started, error = time.monotonic(), None
        trace.thread = threading.get_ident()
        try:
            self._call(requirement, self.harness.traced(trace, self.run))
        except BaseException as raised:  # a plugin may call sys.exit
            error = raised
        seconds, told = round(time.monotonic() - started, 4), printed.getvalue()
        try:
            # Here, where it is not waited for beyond its time: an error may be the plugin's own.
            outcome = self._judged(requirement, trace, error, seconds, told)
        except BaseException as raised:
            outcome = self._strange(requirement, trace, raised, seconds, told)
        outcomes.append(outcome)

    def _call(self, requirement: Requirement, harness: Harness[Any, Any]) -> None:
        if requirement.level is Level.STATIC:
            # The one level that reads the class, since it must not need an instance.
            requirement.function(harness, self.plugin_class)
            return
        if requirement.observes:
            with harness.raw_plugin() as plugin:
                lacking = harness.missing_hooks(plugin)
            self.missing_hooks = tuple(it for it in lacking if it not in self._spared_hooks)
            missing = set(requirement.observes) & set(self.missing_hooks)
            if missing:
                raise NotObserved(f"needs an observer with {', '.join(sorted(missing))}")
        rounds = self.run.profile.rounds if requirement.level is Level.CONCURRENT else 1
        for round in range(rounds):
            run = evolve(harness.run, round=round)
            requirement.function(evolve(harness, run=run))

    def _judged(
        self,
        requirement: Requirement,
        trace: Trace,
        error: BaseException | None,
        seconds: float,
        printed: str,
    ) -> Outcome:
        if error is None:
            return Outcome.of(requirement, Result.PASSED, seconds=seconds)
        if isinstance(error, NeverReturned):
            return self._timed_out(requirement, trace, seconds, printed)
        if isinstance(error, HarnessError):
            return Outcome.of(
                requirement,
                Result.ERROR,
                str(error),
                traceback=author_traceback(error.__cause__) if error.__cause__ else "",
                seconds=seconds,
            )
        if isinstance(error, Limited):
            reason = f"the suite went beyond a declared limit, please report it: {error.limit}"
            return Outcome.of(requirement, Result.ERROR, reason, seconds=seconds)
        if isinstance(error, NotObserved):
            return Outcome.of(requirement, Result.NOT_OBSERVED, str(error), seconds=seconds)
        if isinstance(error, Blocked):
            return self._blocked(requirement, trace, error, printed, seconds)
        if isinstance(error, ConformanceFailure):
            call = trace.last(requirement.methods)
            finding = self._finding(
                requirement, call, error.expected, error.then, printed, script=error.script
            )
            finding = evolve(
                finding, problems=error.problems, declare=error.declare, untrue=error.untrue
            )
            return Outcome.of(requirement, Result.FAILED, finding=finding, seconds=seconds)
        call = trace.raised(error)
        if call is None and isinstance(error, InvalidRequestError):
            reason = f"the observer refused what the requirement plants: {message_of(error)}"
            return Outcome.of(requirement, Result.NOT_OBSERVED, reason, seconds=seconds)
        if call is None:
            return self._strange(requirement, trace, error, seconds, printed)
        if call.method not in requirement.methods:
            if isinstance(error, InvalidRequestError):
                reason = refused_in_preparation(call.method, error)
                return Outcome.of(requirement, Result.NOT_OBSERVED, reason, seconds=seconds)
            blocked = Blocked(call.method, call.outcome)
            blocked.__cause__ = error
            return self._blocked(requirement, trace, blocked, printed, seconds)
        expected = "the call to return"
        if isinstance(error, NotSupportedError):
            expected = f"{call.method} to work, or to be declared unsupported"
        finding = self._finding(requirement, call, expected, "", printed, error)
        finding = evolve(finding, declare=self.harness.explained(call, error))
        return Outcome.of(requirement, Result.FAILED, finding=finding, seconds=seconds)

    def _strange(
        self,
        requirement: Requirement,
        trace: Trace,
        error: BaseException,
        seconds: float,
        printed: str,
    ) -> Outcome:
        """An error that neither a call nor the harness raised: an object of the plugin, or we."""
        if not raised_by_object(error):
            reason = f"the suite failed, please report it: {told(error)}"
            return Outcome.of(requirement, Result.ERROR, reason, seconds=seconds)
        then = f"it raised {told(error)} when it was looked at"
        finding = self._finding(requirement, trace.last(), _PLAIN, then, printed, error)
        return Outcome.of(requirement, Result.FAILED, finding=finding, seconds=seconds)

    def _timed_out(
        self, requirement: Requirement, trace: Trace, seconds: float, printed: str
    ) -> Outcome:
        self.abandoned = True
        call = trace.unfinished()
        if call is None and trace.calls and hangs_in_object(trace.thread):
            call = trace.last()
        if call is None:
            reason = f"the harness did not come back within {self.timeout:g} s"
            return Outcome.of(requirement, Result.ERROR, reason, seconds=seconds)
        self.hung.add(call.method)
        limit = f"within {self.timeout:g} s"
        expected, then = f"the call to return {limit}", ""
        if call.outcome != NOT_RETURNED:
            expected = _PLAIN
            then = f"it did not return {limit} when it was looked at"
        if call.method not in requirement.methods:
            told = f"{call.outcome}; {then}" if then else f"{call.outcome} {limit}"
            blocked = Blocked(call.method, told, expected, then)
            return self._blocked(requirement, trace, blocked, printed, seconds)
        finding = self._finding(requirement, call, expected, then, printed)
        return Outcome.of(requirement, Result.FAILED, finding=finding, seconds=seconds)

    def _blocked(
        self, requirement: Requirement, trace: Trace, error: Blocked, printed: str, seconds: float
    ) -> Outcome:
        """Blocked, with the evidence in case that no other requirement reports the failure."""
        method, expected, cause = error.method, error.expected, error.__cause__
        about, to_fix = method in requirement.methods, requirement.to_fix
        failed = isinstance(error, Pretended) and (about or requirement.core)
        if isinstance(error, Pretended):
            cause = None  # raised by the observer
            to_fix = f"have {method} make it before it returns; if it is there, have the observer"
            to_fix += f" look where {method} puts it"
        elif not about:
            expected += f", while what {requirement.id} needs was prepared"
            to_fix = f"have {method} do so here, too"
        call = trace.raised(cause) if cause else None
        call = call or next((it for it in reversed(trace.calls) if it.method == method), None)
        finding = self._finding(requirement, call, expected, error.then, printed, cause)
        source = _raised_at(cause) or source_of(self.plugin_class, method)
        outcome = Outcome.of(
            requirement,
            Result.FAILED if failed else Result.BLOCKED,
            "" if failed else str(error),
            blocked_by=method,
            finding=evolve(finding, to_fix=to_fix, source=source),
            seconds=seconds,
        )
        return evolve(outcome, called=tuple(dict.fromkeys(it.method for it in trace.calls)))

    def _finding(
        self,
        requirement: Requirement,
        call: TracedCall | None,
        expected: str,
        then: str,
        printed: str,
        error: BaseException | None = None,
        script: str = "",
    ) -> Finding:
        method = call.method if call else next(iter(requirement.methods), "")
        return Finding(
            called=call.text if call else "",
            outcome=call.outcome if call else "",
            expected=expected,
            then=then,
            to_fix=requirement.to_fix,
            source=_raised_at(error) or source_of(self.plugin_class, method),
            traceback=author_traceback(error) if error else "",
            printed=printable(printed, 2000),
            script=script,
            repeat=self.run.options if requirement.level.rank > Level.BEHAVIOUR.rank else "",
        )


def _nothing_left(requirement: Requirement, limits: Limits) -> Outcome | None:
    """The outcome of a requirement that asks for what is declared not to be there."""
    declared = limits.declared()
    for name in requirement.limited_by:
        limit = declared.get(name)
        if isinstance(limit, (Absent, NoPlace)):
            reason = f"{name}: {limit.because}"
            return Outcome.of(requirement, Result.LIMITED, reason, within=(name,))
    return None


def time_limit(requirement: Requirement, timeout: float, profile: Profile, patience: int) -> float:
    """How many seconds a requirement may take in all."""
    more = profile.seconds + profile.shrink_seconds if requirement.level.searches else 0
    # Waiting for one's turn takes most of the time, and is not the plugin's.
    return timeout * patience + more


def source_of(plugin_class: type, method: str = "") -> str:
    """Where a class, or a method of it, was written: ``"acme/plugin.py:88"``; empty if unknown."""
    return str(place_of(plugin_class, method) or "")


def _raised_at(error: BaseException | None) -> str:
    """The innermost line of the author's code that an error came through."""
    frames = author_frames(error) if error else []
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
