"""Runs one requirement against one plugin, whatever the plugin does."""

import contextlib
import io
import threading
import time
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
    NotObserved,
)
from dispatch_interfaces.conformance.run.harness import Harness
from dispatch_interfaces.conformance.run.layers import Layer
from dispatch_interfaces.conformance.run.outcomes import Finding, Outcome, Result
from dispatch_interfaces.conformance.run.profiles import Run
from dispatch_interfaces.conformance.run.requirement import Level, Requirement
from dispatch_interfaces.conformance.run.trace import NOT_RETURNED, Trace, TracedCall
from dispatch_interfaces.conformance.run.tracebacks import (
    author_frames,
    author_traceback,
    hangs_in_object,
    raised_by_object,
)
from dispatch_interfaces.deadline import within
from dispatch_interfaces.errors import InvalidRequestError, NotSupportedError
from dispatch_interfaces.showing import message_of, printable, told

_PLAIN: Final = "something that can be compared, counted and shown"
"""What a call returns or raises."""

_PATIENCE: Final = 10
"""How many times as long a requirement may take over a live backend."""


class Backend(Protocol):
    """A backend that outlives the run, so that what is made on it has to be removed."""

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
    """

    harness: Harness[Any, Any]
    plugin_class: type
    timeout: float = 60.0
    run: Run = field(factory=Run)
    layers: tuple[Layer, ...] = ()
    backend: Backend | None = None
    missing_hooks: tuple[str, ...] = field(default=(), init=False)
    """What the observer was found to lack, as soon as a requirement needed an observer."""
    _hung: set[str] = field(factory=set[str], init=False)

    def outcome_of(self, requirement: Requirement) -> Outcome:
        """Run one requirement; never raises, except for KeyboardInterrupt."""
        reasons = [unsupported_reason(self.plugin_class, name) for name in requirement.methods]
        if reasons and all(reasons):
            return self._outcome(requirement, Result.UNSUPPORTED, "; ".join(map(str, reasons)))
        started = time.monotonic()
        about_shape = requirement.level in (Level.SHAPE, Level.STATEFUL)
        shape_of = requirement.methods if about_shape else ()
        trace = Trace(
            shape_of=shape_of, hung=self._hung, requirement=requirement.id, layers=self.layers
        )
        printed = io.StringIO()
        outcomes: list[Outcome] = []
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            attempt = partial(self._attempt, requirement, trace, printed, outcomes)
            within(self._seconds_for(requirement), attempt)
            self._clean()
        seconds = time.monotonic() - started
        if not outcomes:
            return self._timed_out(requirement, trace, seconds, printed.getvalue())
        return outcomes[0]

    def _seconds_for(self, requirement: Requirement) -> float:
        profile = self.run.profile
        more = profile.seconds + profile.shrink_seconds if requirement.level.searches else 0
        # Waiting for one's turn takes most of the time, and is not the plugin's.
        return (self.timeout + more) * (_PATIENCE if self.backend is not None else 1)

    @property
    def left_behind(self) -> tuple[LeftBehind, ...]:
        """What could not be removed from a live backend."""
        return self.backend.left_behind if self.backend is not None else ()

    def end(self) -> None:
        """Try for the last time to remove what is left on a live backend."""
        self._clean(again=True)
        if self.backend is not None:
            self.backend.close()

    def _clean(self, again: bool = False) -> None:
        if self.backend is not None:
            within(self.timeout * _PATIENCE, partial(self.backend.clean, again))

    def waits(self, requirement: Requirement) -> Outcome:
        """The outcome of a search that would only find again what failed already."""
        reason = "waits until everything below its level passes"
        return self._outcome(requirement, Result.BLOCKED, reason)

    def not_run(self, requirement: Requirement, reason: str) -> Outcome:
        """The outcome of a requirement that was left out, for a reason."""
        return self._outcome(requirement, Result.NOT_RUN, reason)

    def _attempt(
        self, requirement: Requirement, trace: Trace, printed: io.StringIO, outcomes: list[Outcome]
    ) -> None:
        started, error = time.monotonic(), None
        trace.thread = threading.get_ident()
        try:
            self._call(requirement, self.harness.traced(trace, self.run))
        except BaseException as raised:  # a plugin may call sys.exit
            error = raised
        seconds, told = time.monotonic() - started, printed.getvalue()
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
                self.missing_hooks = harness.missing_hooks(plugin)
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
            return self._outcome(requirement, Result.PASSED, seconds=seconds)
        if isinstance(error, HarnessError):
            return self._outcome(
                requirement,
                Result.ERROR,
                str(error),
                traceback=author_traceback(error.__cause__) if error.__cause__ else "",
                seconds=seconds,
            )
        if isinstance(error, NotObserved):
            return self._outcome(requirement, Result.NOT_OBSERVED, str(error), seconds=seconds)
        if isinstance(error, Blocked):
            return self._outcome(
                requirement, Result.BLOCKED, str(error), blocked_by=error.method, seconds=seconds
            )
        if isinstance(error, ConformanceFailure):
            call = trace.last(requirement.methods)
            finding = self._finding(
                requirement, call, error.expected, error.then, printed, script=error.script
            )
            finding = evolve(finding, problems=error.problems)
            return self._outcome(requirement, Result.FAILED, finding=finding, seconds=seconds)
        call = trace.raised(error)
        if call is None and isinstance(error, InvalidRequestError):
            reason = f"the observer refused what the requirement plants: {message_of(error)}"
            return self._outcome(requirement, Result.ERROR, reason, seconds=seconds)
        if call is None:
            return self._strange(requirement, trace, error, seconds, printed)
        if call.method not in requirement.methods:
            reason = f"{call.method} {call.outcome}"
            return self._outcome(
                requirement, Result.BLOCKED, reason, blocked_by=call.method, seconds=seconds
            )
        expected = "the call to return"
        if isinstance(error, NotSupportedError):
            expected = f"{call.method} to work, or to be declared unsupported"
        finding = self._finding(requirement, call, expected, "", printed, error)
        return self._outcome(requirement, Result.FAILED, finding=finding, seconds=seconds)

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
            return self._outcome(requirement, Result.ERROR, reason, seconds=seconds)
        then = f"it raised {told(error)} when it was looked at"
        finding = self._finding(requirement, trace.last(), _PLAIN, then, printed, error)
        return self._outcome(requirement, Result.FAILED, finding=finding, seconds=seconds)

    def _timed_out(
        self, requirement: Requirement, trace: Trace, seconds: float, printed: str
    ) -> Outcome:
        call = trace.unfinished()
        if call is None and trace.calls and hangs_in_object(trace.thread):
            call = trace.last()
        if call is None:
            reason = f"the harness did not come back within {self.timeout:g} s"
            return self._outcome(requirement, Result.ERROR, reason, seconds=seconds)
        self._hung.add(call.method)
        if call.method not in requirement.methods:
            reason = f"{call.text} {call.outcome} within {self.timeout:g} s"
            return self._outcome(
                requirement, Result.BLOCKED, reason, blocked_by=call.method, seconds=seconds
            )
        expected, then = f"the call to return within {self.timeout:g} s", ""
        if call.outcome != NOT_RETURNED:
            expected = _PLAIN
            then = f"it did not return within {self.timeout:g} s when it was looked at"
        finding = self._finding(requirement, call, expected, then, printed)
        return self._outcome(requirement, Result.FAILED, finding=finding, seconds=seconds)

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

    def _outcome(
        self,
        requirement: Requirement,
        result: Result,
        reason: str = "",
        *,
        traceback: str = "",
        blocked_by: str = "",
        finding: Finding | None = None,
        seconds: float = 0.0,
    ) -> Outcome:
        return Outcome(
            requirement=requirement.id,
            text=requirement.text,
            strength=requirement.strength,
            level=requirement.level,
            methods=requirement.methods,
            result=result,
            reason=reason,
            traceback=traceback,
            blocked_by=blocked_by,
            finding=finding,
            preview=requirement.preview,
            stochastic=requirement.stochastic,
            seconds=round(seconds, 4),
        )


def source_of(plugin_class: type, method: str = "") -> str:
    """Where a class, or a method of it, was written: ``"acme/plugin.py:88"``; empty if unknown."""
    return str(place_of(plugin_class, method) or "")


def _raised_at(error: BaseException | None) -> str:
    """The innermost line of the author's code that an error came through."""
    frames = author_frames(error) if error else []
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
