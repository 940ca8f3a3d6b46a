"""What fails only while something else is prepared is a finding too."""

from collections.abc import Iterable

from attrs import evolve

from dispatch_interfaces.conformance.run.outcomes import Outcome, Result
from dispatch_interfaces.conformance.run.requirement import Strength


def with_preparations(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """The outcomes of one plugin, with each failure that blocked something reported.

    Where no requirement that failed reports it, the first that it blocked has failed: one that is
    about the method that failed, if there is one. The others stay blocked, without its evidence;
    where the failure is expected, so is that it blocks them.
    """
    settled = {it.requirement: it for it in outcomes}
    blocked = [it for it in settled.values() if it.result is Result.BLOCKED and it.blocked_by]
    for it in sorted(blocked, key=_precedence):
        known = [other.expected_failure for other in settled.values() if _reports(other, it)]
        if not known and it.finding:
            settled[it.requirement] = evolve(it, result=Result.FAILED, reason="")
        else:
            expected = known[0] if known and all(known) else ""
            settled[it.requirement] = evolve(it, finding=None, expected_failure=expected)
    return list(settled.values())


def _precedence(blocked: Outcome) -> tuple[bool, bool, int, str]:
    elsewhere = blocked.blocked_by not in blocked.methods
    weak = blocked.strength is not Strength.MUST
    return weak, elsewhere, blocked.level.rank, blocked.requirement


def _reports(failed: Outcome, blocked: Outcome) -> bool:
    """Whether a failed requirement names what blocked another, or what led to it."""
    weaker = blocked.strength is Strength.MUST is not failed.strength
    if failed.result is not Result.FAILED or weaker or failed.preview > blocked.preview:
        return False
    problems = failed.finding.problems if failed.finding else ()
    named = {*failed.methods, failed.blocked_by, *(it.member for it in problems)} - {""}
    return not named.isdisjoint((blocked.blocked_by, *blocked.called))
