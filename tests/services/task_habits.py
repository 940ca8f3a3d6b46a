"""Tasks of systems that have one habit each."""

from collections.abc import Sequence
from typing import Any

from dispatch_interfaces import Absent, AtMost, InvalidRequestError, NoPlace, TaskLimits, Text
from reference_impls import InMemoryTask
from tests.services.ticket_habits import unix_lines
from tests.services.tracker import ACCOUNT, at_most


class AccountCreates(InMemoryTask):
    limits = TaskLimits(creator=NoPlace("one account makes all tasks"))

    def create_task(
        self,
        file_id: str,
        description: str,
        creator: str,
        assignees: Sequence[str] = (),
        **more: Any,
    ) -> str:
        return super().create_task(file_id, description, ACCOUNT, assignees, **more)


class OneAssignee(InMemoryTask):
    limits = TaskLimits(assignees=AtMost("a task has one assignee", 1))

    def create_task(
        self,
        file_id: str,
        description: str,
        creator: str,
        assignees: Sequence[str] = (),
        **more: Any,
    ) -> str:
        people = self.assignable(assignees)
        return super().create_task(file_id, description, creator, people, **more)

    def assign_task(self, file_id: str, task_id: str, assignees: Sequence[str]) -> None:
        super().assign_task(file_id, task_id, self.assignable(assignees))

    def assignable(self, people: Sequence[str]) -> Sequence[str]:
        """The people to whom a task is assigned that is to be everybody's."""
        if len(people) > 1:
            raise InvalidRequestError("a task has one assignee", value=people)
        return people


class FirstAssignee(OneAssignee):
    limits = TaskLimits(assignees=AtMost("the first of several is the assignee", 1))

    def assignable(self, people: Sequence[str]) -> Sequence[str]:
        return people[:1]


class NoAssignees(OneAssignee):
    limits = TaskLimits(assignees=NoPlace("a line of a list has no assignee"))

    def assignable(self, people: Sequence[str]) -> Sequence[str]:
        return ()


class NoWayBack(InMemoryTask):
    limits = TaskLimits(reopening=Absent("the workflow ends there"))

    def reopen_task(self, file_id: str, task_id: str) -> None:
        raise InvalidRequestError("there is no such transition", value=task_id)


class DescriptionTrimmed(InMemoryTask):
    limits = TaskLimits(description=Text("comments are trimmed", kept=str.strip))

    def create_task(self, file_id: str, description: str, *args: Any, **kwargs: Any) -> str:
        return super().create_task(file_id, description.strip(), *args, **kwargs)


class DescriptionOfUnixLines(InMemoryTask):
    limits = TaskLimits(description=Text("lines end the way of Unix", kept=unix_lines))

    def create_task(self, file_id: str, description: str, *args: Any, **kwargs: Any) -> str:
        return super().create_task(file_id, unix_lines(description), *args, **kwargs)


class DescriptionShort(InMemoryTask):
    """What people cannot write, a plugin that reads need not declare; it may, all the same."""

    limits = TaskLimits(description=Text("a comment has 500 characters", longest=500))

    def create_task(self, file_id: str, description: str, *args: Any, **kwargs: Any) -> str:
        return super().create_task(file_id, at_most(500, description), *args, **kwargs)
