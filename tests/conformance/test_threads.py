"""Threads on a schedule that a seed decides."""

import sys
from collections.abc import Callable

import pytest

from dispatch_interfaces.conformance.requirements.by_interface import REQUIREMENTS
from dispatch_interfaces.conformance.run.outcomes import Result
from dispatch_interfaces.conformance.run.profiles import Run
from dispatch_interfaces.conformance.run.runner import Runner
from dispatch_interfaces.conformance.run.threads import in_parallel
from dispatch_interfaces.conformance.targets import resolve
from tests.conformance.faults.metric import CountsWithoutALock
from tests.conformance.faults.oncall import PagesWithoutALock
from tests.conformance.faults.participant_group import AddsWithoutALock
from tests.conformance.faults.storage import DeletesFilesWithoutALock


class _Counter:
    """The classic: a read, a change and a write, and nothing between them that switches threads."""

    def __init__(self) -> None:
        self.value = 0

    def add(self) -> None:
        value = self.value
        self.value = value + 1


def _lost(seed: int) -> bool:
    counter = _Counter()

    def add_ten() -> None:
        for _ in range(10):
            counter.add()

    in_parallel([add_ten] * 4, f"{seed}")
    return counter.value < 40


def test_a_lost_update_of_two_plain_lines_shows() -> None:
    assert sum(map(_lost, range(100))) >= 95


@pytest.mark.parametrize(
    ("faulty", "requirement_id"),
    [
        (AddsWithoutALock, "PARTICIPANT-GROUP-950"),
        pytest.param(DeletesFilesWithoutALock, "STORAGE-950", marks=pytest.mark.slow),
        pytest.param(PagesWithoutALock, "ONCALL-950", marks=pytest.mark.slow),
        pytest.param(CountsWithoutALock, "METRIC-950", marks=pytest.mark.slow),
    ],
)
def test_a_planted_lost_update_is_found_in_95_of_100_runs(
    faulty: type, requirement_id: str
) -> None:
    (target,) = resolve(faulty)
    requirement = REQUIREMENTS[requirement_id]
    found = 0
    for seed in range(100):
        runner = Runner(target.harness, target.plugin_class, 10, Run(seed=seed))
        found += runner.outcome_of(requirement).result is Result.FAILED
    assert found >= 95


def test_results_come_in_the_order_of_the_calls() -> None:
    def returns(number: int) -> Callable[[], int]:
        return lambda: number

    assert in_parallel([returns(it) for it in range(6)]) == list(range(6))


def test_an_error_is_raised_here_and_nothing_stays_changed() -> None:
    interval, tracer = sys.getswitchinterval(), sys.gettrace()
    with pytest.raises(ZeroDivisionError):
        in_parallel([lambda: 1 // 0, lambda: 1])
    assert sys.getswitchinterval() == interval
    assert sys.gettrace() is tracer
