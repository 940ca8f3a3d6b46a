"""A fault is caught behind declared habits by the requirements that catch it without."""

from typing import Final

import pytest

from tests.conformance.faults import Fault, all_faults
from tests.services import task, ticket
from tests.services.habits import (
    Habit,
    expect_declared_conforms,
    expect_fault_is_caught,
    expect_untrue_is_found,
)
from tests.services.task_habits import DescriptionShort

BEHIND_TRACKERS: Final = (
    "CutsTheTitle",
    "EmptiesWhatIsNone",
    "FindsTheSameTitleAgain",
    "JoinsLabelsWithCommas",
    "LogsAndGoesOn",
    "LosesLabels",
    "OpensTheSameTitleAgain",
    "PassesOverAnEmptyList",
    "PutsThePriorityIntoTheTitle",
    "ReadsAndWritesTheTicket",
    "SearchesForTheId",
    "SharesItsTickets",
    "WritesBeforeItLooksAtTheStatus",
)
"""Faults that are none of a field for which a tracker has no place."""

BEHIND_TASKS: Final = (
    "FiltersDoublesByTheirText",
    "LeavesOutWhatNobodyHas",
    "ListsEveryFile",
    "ReturnsAPage",
    "TakesNewTasksForResolved",
)


def _faults(prefix: str, names: tuple[str, ...]) -> list[Fault]:
    of = [it for it in all_faults() if str(it).startswith(prefix)]
    return [it for it in of if it.plugin_class.__name__ in names]


@pytest.mark.parametrize("service", ticket.SERVICES, ids=str)
@pytest.mark.parametrize("fault", _faults("TICKET-", BEHIND_TRACKERS), ids=str)
def test_a_fault_of_tickets_is_caught_within_limits(fault: Fault, service: Habit) -> None:
    expect_fault_is_caught(fault.plugin_class, service, fault.requirements)


@pytest.mark.parametrize("service", task.SERVICES, ids=str)
@pytest.mark.parametrize("fault", _faults("TASK-", BEHIND_TASKS), ids=str)
def test_a_fault_of_tasks_is_caught_within_limits(fault: Fault, service: Habit) -> None:
    expect_fault_is_caught(fault.plugin_class, service, fault.requirements)


def test_what_people_cannot_write_may_be_declared() -> None:
    harness = task.HABITS[0].harness
    habit = Habit("short", "comments", DescriptionShort, "description", harness)
    expect_declared_conforms(habit)
    expect_untrue_is_found(habit)
