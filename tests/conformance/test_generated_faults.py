"""Whatever a plugin gets wrong, a verdict that is not green names something to mend.

`make proofs` tells every lie in every method, and counts what is caught. Here it only matters that
none of those below leaves its author with nothing to look for, and that none is said of the suite.
"""

from collections.abc import Iterator
from typing import Any, Final

import pytest

from dispatch_interfaces.conformance import Result, Verdict
from dispatch_interfaces.conformance.run.profiles import Run
from tests.proofs.explained import why_it_may_pass
from tests.proofs.generated import BRIEF, Fault, faults, judged
from tests.proofs.lies import LIES

_AT_EACH_CHANGE: Final = ("return None for the error", "pretend")

QUICKLY: Final = tuple(it for it in LIES if it.name in _AT_EACH_CHANGE)
_SEARCHED: Final = ("do it once for the same arguments",)
"""What a few sequences of calls may miss: in some methods nothing else asks for it."""
AT_LENGTH: Final = tuple(it for it in LIES if it not in QUICKLY)


def _at_length() -> Iterator[Any]:
    """As slow ones; of the two largest interfaces, which have half of them, every fourth."""
    for number, it in enumerate(faults(AT_LENGTH, everywhere=True)):
        left_out = it.contract.interface in ("conversation", "storage") and number % 4
        marks = [pytest.mark.slow, *([pytest.mark.thorough] if left_out else [])]
        yield pytest.param(it, id=str(it), marks=marks)


@pytest.mark.parametrize(
    "fault",
    [*(pytest.param(it, id=str(it)) for it in faults(QUICKLY, everywhere=True)), *_at_length()],
)
def test_a_verdict_that_is_not_green_names_something_to_mend(fault: Fault) -> None:
    judgement = judged(fault, Run() if fault.lie.name in _SEARCHED else BRIEF)
    if judgement.verdict is Verdict.CONFORMS:
        assert why_it_may_pass(fault)
        return
    findings = [it.finding for it in judgement.of(Result.FAILED)]
    assert findings, [f"{it.requirement}: {it.reason}" for it in judgement.of(Result.BLOCKED)]
    assert all(
        it and (it.expected or it.problems) and (it.to_fix or it.problems) for it in findings
    )
    assert [it.reason for it in judgement.of(Result.ERROR) if "the suite" in it.reason] == []
