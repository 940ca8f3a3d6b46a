"""Every requirement is proved: a plugin exists that fails it, and the suite says so."""

from typing import Final

import pytest
from attrs import evolve

from dispatch_interfaces.conformance import Result
from dispatch_interfaces.conformance.checker import Options, judge
from dispatch_interfaces.conformance.requirements.by_interface import REQUIREMENTS
from dispatch_interfaces.conformance.run.profiles import QUICK, Run
from dispatch_interfaces.conformance.run.requirement import Level
from dispatch_interfaces.conformance.targets import resolve
from tests.conformance.faults import Fault, all_faults

# On a busy machine, too, the same sequences are tried; how short one can be made is no matter here.
PATIENT: Final = Run(profile=evolve(QUICK, seconds=120, shrink_seconds=0))
FEW_SEQUENCES: Final = evolve(PATIENT, profile=evolve(PATIENT.profile, examples=3))


def run_of(fault: Fault) -> Run:
    """Where only threads show a fault, sequences of calls cannot: a few are tried all the same."""
    levels = {REQUIREMENTS[it].level for it in fault.requirements}
    return FEW_SEQUENCES if levels == {Level.CONCURRENT} else PATIENT


@pytest.mark.parametrize("fault", all_faults(), ids=str)
def test_the_suite_names_what_the_fault_breaks_and_nothing_else(fault: Fault) -> None:
    (target,) = resolve(fault.plugin_class, harness=fault.harness)
    judgement = judge(target, Options(strict=True, timeout=5, run=run_of(fault)))
    failed = {it.requirement: it for it in judgement.of(Result.FAILED, Result.ERROR)}
    assert set(failed) == fault.requirements, "\n".join(
        f"{it.requirement}: {it.finding or it.reason}" for it in failed.values()
    )
    assert judgement.exit_code != 0
    for outcome in failed.values():
        assert outcome.reason or (outcome.finding and outcome.finding.expected)


def test_every_requirement_has_a_faulty_plugin() -> None:
    proved = {requirement for fault in all_faults() for requirement in fault.requirements}
    assert sorted(set(REQUIREMENTS) - proved) == []
