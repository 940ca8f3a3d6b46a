"""Sub-tasks as in Jira: made by one account, for one assignee, of a workflow that ends."""

from collections.abc import Sequence
from typing import Any

from dispatch_interfaces import Absent, AtMost, InvalidRequestError, NoPlace, TaskLimits, Text
from reference_impls import InMemoryTask
from tests.services.tracker import ACCOUNT, at_most


class JiraTask(InMemoryTask):
    """What a sub-task is about is its summary: a line that is trimmed."""

    limits = TaskLimits(
        description=Text("a summary has 255 characters", longest=255, taken=bool, kept=str.strip),
        creator=NoPlace("who may not modify the reporter is the reporter"),
        assignees=AtMost("an issue has one assignee", 1),
        reopening=Absent("the workflow ends there"),
    )

    def create_task(
        self,
        file_id: str,
        description: str,
        creator: str,
        assignees: Sequence[str] = (),
        **more: Any,
    ) -> str:
        summary = at_most(255, description.strip())
        if not summary:
            raise InvalidRequestError("an issue has a summary", value=description)
        return super().create_task(file_id, summary, ACCOUNT, _at_most_one(assignees), **more)

    def assign_task(self, file_id: str, task_id: str, assignees: Sequence[str]) -> None:
        super().assign_task(file_id, task_id, _at_most_one(assignees))

    def reopen_task(self, file_id: str, task_id: str) -> None:
        raise InvalidRequestError("there is no such transition", value=task_id)


def _at_most_one(people: Sequence[str]) -> Sequence[str]:
    if len(people) > 1:
        raise InvalidRequestError("an issue has one assignee", value=people)
    return people
