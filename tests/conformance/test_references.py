"""The suite passes what conforms: the references, and plugins built quite differently."""

from pathlib import Path

import pytest
from attrs import evolve

import reference_impls
from dispatch_interfaces.conformance import Result, Verdict
from dispatch_interfaces.conformance.checker import Options, judge
from dispatch_interfaces.conformance.run.profiles import QUICK, Run
from dispatch_interfaces.conformance.targets import resolve
from dispatch_interfaces.contract import CONTRACTS, Contract
from tests.alternatives import ALTERNATIVES
from tests.references import contracts_with_a_reference, reference_of

BRIEF = Run(profile=evolve(QUICK, examples=5, rounds=1))
"""`make check` judges the references by the whole profile."""


def _expect_everything_passed(plugin_class: type, contract: Contract, run: Run) -> None:
    (target,) = resolve(plugin_class, contract.interface)
    judgement = judge(target, Options(strict=True, run=run))
    not_passed = judgement.of(*set(Result) - {Result.PASSED})
    assert [f"{it.requirement}: {it.finding or it.reason}" for it in not_passed] == []
    assert judgement.verdict is Verdict.CONFORMS


@pytest.mark.parametrize("contract", contracts_with_a_reference(), ids=lambda it: it.interface)
def test_a_reference_passes_everything_with_nothing_unobserved(contract: Contract) -> None:
    _expect_everything_passed(reference_of(contract), contract, BRIEF)


@pytest.mark.parametrize(
    "run",
    [
        pytest.param(BRIEF, id="brief"),
        pytest.param(Run(), id="quick", marks=[pytest.mark.slow, pytest.mark.thorough]),
    ],
)
@pytest.mark.parametrize("interface", ALTERNATIVES)
def test_an_alternative_implementation_passes_too(interface: str, run: Run) -> None:
    _expect_everything_passed(ALTERNATIVES[interface], CONTRACTS[interface], run)


def test_an_alternative_inherits_nothing_from_a_reference() -> None:
    references = {reference_of(it) for it in contracts_with_a_reference()}
    assert not [it for it in ALTERNATIVES.values() if references & set(it.__mro__)]


def test_the_references_lean_on_no_suite() -> None:
    for path in Path(reference_impls.__file__).parent.rglob("*.py"):
        assert "conformance" not in path.read_text("utf-8"), path.name
