"""What kills a mutant: the conformance suite, over the reference implementations, and no more.

The mutation tester runs this file by its name; the tests of the package do not.
"""

import os
import time
from typing import Final

import pytest

from dispatch_interfaces.conformance import Result, requirements_for
from dispatch_interfaces.conformance.run.requirement import Level
from dispatch_interfaces.contract import CONTRACTS, Contract
from tests.references import reference_of

LAST_LEVEL: Final = Level.BEHAVIOUR
"""The levels above it take longer, for each of some thousand mutants."""

TIMEOUT: Final = 10.0
"""Seconds for one requirement: a mutant that waits forever is one that the suite caught."""


# Where a clock that shows local time differs from one that shows UTC.
os.environ["TZ"] = "Asia/Kathmandu"
time.tzset()


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=lambda it: it.interface)
def test_the_reference_passes_everything(contract: Contract) -> None:
    # One after the other, and not `check`: the first that does not pass is enough.
    for case in requirements_for(reference_of(contract), strict=True, timeout=TIMEOUT):
        if case.requirement.level.rank <= LAST_LEVEL.rank:
            outcome = case.runner.outcome_of(case.requirement)
            assert outcome.result is Result.PASSED, f"{outcome.requirement}: {outcome.result}"
