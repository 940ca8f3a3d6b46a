"""What is run next, and what all outcomes come to: without running anything itself.

Whoever runs requirements asks for the `next` ones and says how they ended; several may be run at
once. All that is decided over more than one requirement is decided here.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Final

from attrs import define, evolve, field

from dispatch_interfaces.conformance.config import ExpectedFailure
from dispatch_interfaces.conformance.run.outcomes import Finding, Outcome, Result
from dispatch_interfaces.conformance.run.requirement import Level, Requirement, Strength

_ABOUT_LIMITS: Final = "-008"
"""What the id of the requirement ends with that proves the limits of a plugin."""


@define
class Judging:
    """One plugin, while it is being judged.

    Args:
        requirements: All of its interface.
        left_out: What becomes of a requirement that is not to be run; None of one that is.
        strict: Whether a SHOULD counts as much as a MUST.
        expected: Failures that the author knows of, by requirement.
        fail_fast: Whether nothing more is run after the first failure.
        first: The ids of those that are run before others of their level.
    """

    requirements: Sequence[Requirement]
    left_out: Callable[[Requirement], Outcome | None]
    strict: bool
    expected: Mapping[str, ExpectedFailure]
    fail_fast: bool = False
    first: Collection[str] = ()
    _begun: set[str] = field(factory=set[str], init=False)
    _ended: dict[str, Outcome] = field(factory=dict[str, Outcome], init=False)
    _left_out: dict[str, Outcome] = field(factory=dict[str, Outcome], init=False)
    _stopped: str = field(default="", init=False)
    """Why nothing more is opened."""
    _enough: str = field(default="", init=False)
    """Why nothing at all is run any more."""

    def next(self) -> Requirement | None:
        """A requirement to be run now; None if none may be before others have ended."""
        for level in Level:
            of_level = [it for it in self.requirements if it.level is level]
            of_level.sort(key=lambda it: not it.core and it.id not in self.first)
            for it in of_level:
                if it.id in self._begun or it.id in self._left_out:
                    continue
                if self._alone(level):
                    return None
                left_out = self._left_out_of(it)
                if left_out is None:
                    self._begun.add(it.id)
                    return it
                self._left_out[it.id] = left_out
            # A search need not wait for another: what it found then counts for nothing, if need be.
            if not level.searches and not self._over(of_level):
                return None
        return None

    def take(self, outcome: Outcome) -> None:
        """How a requirement ended."""
        self._ended[outcome.requirement] = outcome
        core = next(it.core for it in self.requirements if it.id == outcome.requirement)
        works = core and outcome.level is not Level.STATIC
        if works and outcome.result in (Result.ERROR, Result.FAILED):
            whose = "harness" if outcome.result is Result.ERROR else "plugin"
            self._stopped = f"the {whose} failed: {outcome.requirement}"
        outcome = as_expected(outcome, self.expected.get(outcome.requirement))
        if self.fail_fast and (outcome.result is Result.ERROR or self._counts(outcome)):
            self._enough = f"stopped at the first failure: {outcome.requirement}"

    @property
    def done(self) -> bool:
        """Whether there is an outcome of every requirement."""
        return self._over(self.requirements)

    def outcomes(self) -> list[Outcome]:
        """All of them, in the order of their ids."""
        settled = list(self._settled(self.requirements))
        failed = self._failed_levels(settled)
        waiting = {
            it.id: _waits(it)
            for it in self.requirements
            if it.id in self._ended
            and it.level.searches
            and min(failed, default=99) < it.level.rank
        }
        settled = [waiting.get(it.requirement, it) for it in settled]
        return sorted(settled, key=lambda it: it.requirement)

    def _over(self, requirements: Iterable[Requirement]) -> bool:
        return all(it.id in self._ended or it.id in self._left_out for it in requirements)

    def _alone(self, level: Level) -> bool:
        """Whether a requirement is run on which all others of its level rely."""
        return level is not Level.STATIC and any(
            it.core and it.level is level and it.id in self._begun and it.id not in self._ended
            for it in self.requirements
        )

    def _left_out_of(self, requirement: Requirement) -> Outcome | None:
        """What becomes of a requirement without running it; None if it is to be run."""
        left_out = self.left_out(requirement)
        if left_out is not None:
            return left_out
        reason = self._enough
        if not reason and requirement.level is not Level.STATIC:
            reason = self._stopped
        if reason:
            return Outcome.of(requirement, Result.NOT_RUN, reason)
        if requirement.level.searches:
            rank = requirement.level.rank
            before = [it for it in self.requirements if it.level.rank < rank]
            if self._failed_levels(self._settled(before)):
                return _waits(requirement)
        return None

    def _settled(self, requirements: Iterable[Requirement]) -> Iterable[Outcome]:
        """The outcomes as they count, each in the light of those before it, and of the limits."""
        untrue = self._untrue()
        for outcome in self._in_light(requirements):
            yield _unless_untrue(outcome, untrue)

    def _untrue(self) -> Mapping[str, str]:
        """The declared limits that were shown to be none, each with the requirement that did."""
        return {
            name: it.requirement
            for it in self._ended.values()
            if it.requirement.endswith(_ABOUT_LIMITS) and it.finding is not None
            for name in it.finding.untrue
        }

    def _in_light(self, requirements: Iterable[Requirement]) -> Iterable[Outcome]:
        raised: dict[str, str] = {}
        for it in sorted(requirements, key=lambda it: it.level.rank):
            if it.id in self._left_out:
                yield self._left_out[it.id]
            elif it.id in self._ended:
                outcome = _unless_repeated(self._ended[it.id], raised)
                yield as_expected(outcome, self.expected.get(it.id))

    def _failed_levels(self, outcomes: Iterable[Outcome]) -> set[int]:
        return {it.level.rank for it in outcomes if self._counts(it)}

    def _counts(self, outcome: Outcome) -> bool:
        """Whether it is a failure that keeps the plugin from conforming."""
        binds = self.strict or outcome.strength is Strength.MUST
        return outcome.result is Result.FAILED and binds and not outcome.expected_failure


def _waits(requirement: Requirement) -> Outcome:
    """The outcome of a search that would only find again what failed already."""
    reason = "waits until everything below its level passes"
    return Outcome.of(requirement, Result.BLOCKED, reason)


def _unless_untrue(outcome: Outcome, untrue: Mapping[str, str]) -> Outcome:
    """What relied on a limit that is none is blocked by the requirement that says so."""
    if outcome.requirement in untrue.values() or outcome.result is Result.PASSED:
        return outcome
    name = next((it for it in outcome.within if it in untrue), None)
    if name is None:
        return outcome
    reason = f"relies on the limit {name}, which is not as it is declared: {untrue[name]}"
    return evolve(outcome, result=Result.BLOCKED, reason=reason, finding=None)


def _unless_repeated(outcome: Outcome, raised: dict[str, str]) -> Outcome:
    """A method that raises whenever it is called fails once, and blocks all else about it.

    Args:
        outcome: How a requirement ended.
        raised: The line at which a method raised when its shape was looked at; added to here.
    """
    finding = outcome.finding
    if finding is None or not finding.traceback:
        return outcome
    if outcome.level is Level.SHAPE:
        raised.update(dict.fromkeys(outcome.methods, finding.source))
        return outcome
    method = next((it for it in outcome.methods if raised.get(it) == finding.source), None)
    if method is None:
        return outcome
    reason = f"{method} {finding.outcome}"
    return evolve(outcome, result=Result.BLOCKED, reason=reason, blocked_by=method, finding=None)


def as_expected(outcome: Outcome, entry: ExpectedFailure | None) -> Outcome:
    """How a requirement ended, in the light of what its author expects of it."""
    if entry is None:
        return outcome
    if outcome.result is Result.PASSED:
        finding = Finding(
            expected=f"it to fail, as the configuration says: {entry.reason}",
            then="it passed",
            to_fix=f"take {entry.requirement} out of the expected failures",
        )
        return evolve(outcome, result=Result.FAILED, finding=finding)
    if outcome.result in (Result.FAILED, Result.BLOCKED):  # it may yet be the one that failed
        return evolve(outcome, expected_failure=entry.reason)
    return outcome
