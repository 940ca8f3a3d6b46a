"""Two checks may be at work on one backend: what the other does is no failure of ours."""

from pathlib import Path
from typing import Final

import pytest

from dispatch_interfaces.conformance import Result
from dispatch_interfaces.conformance.requirements.by_interface import REQUIREMENTS
from dispatch_interfaces.conformance.run.profiles import LIVE, REMOTE, Run
from dispatch_interfaces.contract import Contract
from tests.conformance.faults import Fault, all_faults
from tests.conformance.neighbour import beside_another
from tests.conformance.test_references import BRIEF
from tests.references import contracts_with_a_reference, reference_of

RUNS: Final = {"live": Run(profile=LIVE), "remote": Run(profile=REMOTE), "quick": BRIEF}

LOOKS_FAR: Final = frozenset(
    {
        *("STORAGE-035", "STORAGE-041", "STORAGE-044", "STORAGE-060", "STORAGE-061"),
        *("STORAGE-077", "STORAGE-960", "WORKFLOW-049", "CONVERSATION-150", "CONVERSATION-152"),
        *("CONVERSATION-160", "CONVERSATION-162", "CONVERSATION-164", "CONVERSATION-960"),
    }
)
"""The requirements that look at what somebody else may change meanwhile."""


LONG: Final = (pytest.mark.slow, pytest.mark.thorough)

ONLY_THE_FIRST: Final = "OpensModalsForEverybody"
"""A fault that shows only where nobody has opened anything before."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where ledgers are written."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("contract", contracts_with_a_reference(), ids=lambda it: it.interface)
@pytest.mark.parametrize(
    ("profile", "at_once"),
    [
        ("live", 3),
        *(pytest.param("live", it, marks=LONG) for it in (1, 2, 5, 11)),
        *(pytest.param("quick", it, marks=LONG) for it in (1, 2)),
        pytest.param("remote", 3, marks=LONG),
    ],
)
def test_what_another_check_does_is_no_failure(
    contract: Contract, profile: str, at_once: int
) -> None:
    backend = reference_of(contract)()
    judgement = beside_another(contract, RUNS[profile], at_once, backend)
    not_passed = judgement.of(*set(Result) - {Result.PASSED})
    assert [f"{it.requirement}: {it.finding or it.reason}" for it in not_passed] == []


@pytest.mark.parametrize(
    "fault",
    [
        it
        for it in all_faults()
        if it.requirements & LOOKS_FAR and it.plugin_class.__name__ != ONLY_THE_FIRST
    ],
    ids=str,
)
def test_a_fault_is_caught_beside_another_check(fault: Fault) -> None:
    for requirement in fault.requirements & LOOKS_FAR:
        contract = REQUIREMENTS[requirement].contract
        backend = fault.plugin_class()
        judgement = beside_another(contract, RUNS["live"], 2, backend, requirement)
        (outcome,) = judgement.of(*set(Result) - {Result.NOT_SELECTED})
        assert outcome.result is Result.FAILED, (requirement, outcome)
