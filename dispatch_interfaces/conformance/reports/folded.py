"""What the calls of the application tripped over, told once, and at most a screen of it."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import frozen

from dispatch_interfaces.conformance.reports.finding_text import finding_lines, traceback_text
from dispatch_interfaces.conformance.run.outcomes import Outcome
from dispatch_interfaces.conformance.run.requirement import Strength

SCREEN: Final = 40
"""Lines that the findings of one plugin may take."""

_IN_SHORT: Final = 14
"""Lines that are kept for those that are only named."""

_TRACEBACK: Final = 7
"""Lines of a traceback that are shown, the last ones."""

_ADDRESS: Final = re.compile(r" at 0x[0-9a-f]+")
_WIDTH: Final = 180


def is_of_host(outcome: Outcome) -> bool:
    """Whether an outcome is about what the application does with a plugin."""
    return outcome.requirement.startswith("HOST-")


@frozen
class Folded:
    """Findings that say the same of several calls.

    Args:
        first: The one that is shown.
        others: The ids of the others.
    """

    first: Outcome
    others: tuple[str, ...]

    @property
    def same(self) -> str:
        """How many there are, in words; empty for one."""
        return f"the same at {len(self.others) + 1} calls" if self.others else ""


def folded(outcomes: Sequence[Outcome]) -> list[Folded]:
    """Failed outcomes, identical ones as one: what counts comes first, then what is frequent."""
    groups: dict[tuple[str, ...], list[Outcome]] = defaultdict(list)
    for it in sorted(outcomes, key=lambda it: it.strength is not Strength.MUST):
        groups[_identity(it)].append(it)
    found = [Folded(it[0], tuple(o.requirement for o in it[1:])) for it in groups.values()]
    return sorted(found, key=lambda it: (it.first.strength is not Strength.MUST, -len(it.others)))


def _identity(outcome: Outcome) -> tuple[str, ...]:
    """What two findings have in common that are one for whoever mends them."""
    finding = outcome.finding
    if finding is None or not finding.called:
        return (outcome.requirement,)
    said = _ADDRESS.sub("", finding.outcome)
    frames = [it for it in finding.traceback.splitlines() if it.lstrip().startswith("File ")]
    # What was raised at one line is one mistake, whichever method led to it.
    where = frames[-1] if frames else ",".join(outcome.methods)
    return (said, where, outcome.expected_failure)


def folded_blocks(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, list[str]]]:
    """The findings of one plugin: the first line of each, and those below it.

    After a screen, the others are named in a line each, and after some of those counted.
    """
    groups = folded(outcomes)
    used, shown = 0, 0
    for it in groups:
        first, *rest = finding_lines(it.first)
        if it.same:
            rest.append(f"  {it.same}: {named(it.first.requirement, *it.others)}")
        told = traceback_text(it.first).splitlines()
        if told:
            rest += told[-_TRACEBACK:]
        size = len(rest) + 2
        if shown and used + size > SCREEN - _IN_SHORT:
            break
        used, shown = used + size, shown + 1
        yield first, rest
    left = groups[shown:]
    if left:
        yield f"and {len(left)} more", list(_in_short(left, max(SCREEN - used - 3, 3)))


def _in_short(left: Sequence[Folded], lines: int) -> Iterator[str]:
    room = lines if len(left) <= lines else lines - 1
    for it in left[:room]:
        finding = it.first.finding
        said = [finding.outcome, finding.then] if finding else [it.first.reason]
        same = f"  ({it.same})" if it.same else ""
        line = f"  {it.first.requirement}  {': '.join(filter(None, said))}".splitlines()[0]
        yield line[: _WIDTH - len(same)] + same
    if len(left) > room:
        rest = left[room:]
        number = sum(len(it.others) + 1 for it in rest)
        yield f"  and {number} findings that --format json lists"


def named(*ids: str) -> str:
    """Some ids, as far as a line holds them."""
    return ", ".join(ids) if len(ids) < 6 else f"{', '.join(ids[:4])} and {len(ids) - 4} more"
