"""What an observer leaves out is not observed; it is never an error, and never a failure."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from attrs import evolve

from dispatch_interfaces.conformance import Result, Verdict
from dispatch_interfaces.conformance.checker import Options, judge
from dispatch_interfaces.conformance.requirements.by_interface import SUITES
from dispatch_interfaces.conformance.run.profiles import QUICK, Run
from dispatch_interfaces.conformance.targets import resolve
from tests.references import contracts_with_a_reference, reference_of

BRIEF = Run(profile=evolve(QUICK, examples=2, rounds=1))

NOTHING_WITHOUT = {"document-resolver": ["add_document"], "term": ["add_term"]}
"""Hooks without which there is nothing to look at, so that no behaviour is seen at all."""


def _each_hook() -> Iterator[Any]:
    for contract in contracts_with_a_reference():
        for hook in SUITES[contract.interface].harness.hooks():
            yield pytest.param(contract.interface, hook, id=f"{contract.interface}-{hook}")


@pytest.mark.parametrize(("interface", "left_out"), list(_each_hook()))
def test_a_hook_that_is_left_out_is_not_observed(interface: str, left_out: str) -> None:
    suite = SUITES[interface]
    hooks = [it for it in suite.harness.hooks() if it != left_out]
    harness = suite.harness(
        open=(plugin_class := reference_of(suite.contract)),
        observer=lambda plugin: SimpleNamespace(**{it: getattr(plugin, it) for it in hooks}),
    )
    (target,) = resolve(plugin_class, interface, harness)
    judgement = judge(target, Options(run=BRIEF))
    others = judgement.of(*set(Result) - {Result.PASSED})
    wrong = [it for it in others if it.result is not Result.NOT_OBSERVED]
    assert [f"{it.requirement}: {it.finding or it.reason}" for it in wrong] == []
    assert {it.reason for it in others} == {f"needs an observer with {left_out}"}
    alone = left_out in NOTHING_WITHOUT.get(interface, ())
    seen = Verdict.NOT_JUDGED if alone else Verdict.CONFORMS_WHERE_OBSERVED
    assert judgement.verdict is seen
