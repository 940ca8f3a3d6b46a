"""Every requirement is proved: a plugin exists that fails it, and the suite says so."""

import pytest

from dispatch_interfaces.conformance import Result, check
from dispatch_interfaces.conformance.suites import REQUIREMENTS
from tests.conformance.faults import Fault, all_faults


@pytest.mark.parametrize("fault", all_faults(), ids=lambda fault: fault.plugin_class.__name__)
def test_the_suite_names_what_the_fault_breaks_and_nothing_else(fault: Fault) -> None:
    report = check(fault.plugin_class, harness=fault.harness, strict=True, timeout=5)
    (judgement,) = report.judgements
    failed = {it.requirement: it for it in judgement.of(Result.FAILED, Result.ERROR)}
    assert set(failed) == fault.requirements, "\n".join(
        f"{it.requirement}: {it.finding or it.reason}" for it in failed.values()
    )
    assert report.exit_code != 0
    for outcome in failed.values():
        assert outcome.reason or (outcome.finding and outcome.finding.expected)


def test_every_requirement_has_a_faulty_plugin() -> None:
    proved = {requirement for fault in all_faults() for requirement in fault.requirements}
    assert sorted(set(REQUIREMENTS) - proved) == []
