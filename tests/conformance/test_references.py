"""The suite passes what conforms: the references, and plugins built quite differently."""

from pathlib import Path

import pytest

from dispatch_interfaces.conformance import Result, Verdict, check
from dispatch_interfaces.contract import CONTRACTS, Contract
from tests.alternatives import ALTERNATIVES
from tests.references import reference_of


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=lambda it: it.interface)
def test_a_reference_passes_everything_with_nothing_unobserved(contract: Contract) -> None:
    (judgement,) = check(reference_of(contract), strict=True).judgements
    assert {it.result for it in judgement.outcomes} == {Result.PASSED}
    assert judgement.verdict is Verdict.CONFORMS


def test_every_interface_has_a_alternative_implementation() -> None:
    assert set(ALTERNATIVES) == set(CONTRACTS)
    references = {reference_of(it) for it in CONTRACTS.values()}
    assert not [it for it in ALTERNATIVES.values() if references & set(it.__mro__)]


@pytest.mark.parametrize("interface", ALTERNATIVES)
def test_a_alternative_implementation_passes_too(interface: str) -> None:
    (judgement,) = check(ALTERNATIVES[interface], interface=interface, strict=True).judgements
    not_passed = judgement.of(*set(Result) - {Result.PASSED})
    assert [f"{it.requirement}: {it.finding or it.reason}" for it in not_passed] == []


def test_the_references_lean_on_no_suite() -> None:
    import reference_impls

    for path in Path(reference_impls.__file__).parent.glob("*.py"):
        assert "conformance" not in path.read_text("utf-8"), path.name
