"""What systems of tasks do otherwise than the contract says, and who does."""

from typing import Final

from dispatch_interfaces.conformance import TaskHarness
from tests.services import task_habits as of
from tests.services.habits import Habit
from tests.services.jira_task import JiraTask


def _harness(plugin: type) -> TaskHarness:
    return TaskHarness(open=plugin)


def _habit(name: str, who: str, plugin: type, limit: str) -> Habit:
    return Habit(name, who, plugin, limit, _harness)


SERVICES: Final = (_habit("jira", "Jira", JiraTask, "assignees"),)

HABITS: Final = (
    _habit("account creates", "GitHub, Jira", of.AccountCreates, "creator"),
    _habit("one assignee", "Jira, Google Docs", of.OneAssignee, "assignees"),
    _habit("first assignee", "observers of Jira", of.FirstAssignee, "assignees"),
    _habit("no assignees", "check lists of notes", of.NoAssignees, "assignees"),
    _habit("no way back", "Jira workflows", of.NoWayBack, "reopening"),
    _habit("description trimmed", "Roundup", of.DescriptionTrimmed, "description"),
    _habit("description lines", "editors in a browser", of.DescriptionOfUnixLines, "description"),
    *SERVICES,
)
