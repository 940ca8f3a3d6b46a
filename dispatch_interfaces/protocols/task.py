"""Tasks kept in the comments of a document; not stable. Source: seed, section Task."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, NotRequired, Protocol, TypeAlias

from typing_extensions import ReadOnly, TypedDict

from dispatch_interfaces.limits import Absent, AtMost, Limits, NoPlace, Text
from dispatch_interfaces.protocols.plugin import Plugin

PROVISIONAL: Final = True
"""The documentation calls this interface not stable."""

TaskStatus: TypeAlias = Literal["Open", "Resolved"]
"""Closed and capitalised: the application refuses any other spelling."""


class TaskIndividual(TypedDict):
    """A person, as the application looks one up."""

    email: str
    """A valid e-mail address."""


class TaskParticipant(TypedDict):
    """Somebody who has to do with a task; the nesting is the application's own."""

    individual: ReadOnly[TaskIndividual]
    """The person."""


class Task(TypedDict):
    """A task, or what changed in it: a key that is absent did not change.

    The seed returns nothing useful; this is defined from what the application reads. A key that
    is there with None would erase what is stored: leave it out. Read-only keys let a plugin
    declare records of its own with more in them.

    Source: the application of September 2025, ``task/flows.py:129``.
    """

    resource_id: str
    """The same in every item about one task, and in every call."""
    creator: NotRequired[ReadOnly[TaskParticipant]]
    """Who made it. A new task without creator and owner is dropped."""
    assignees: NotRequired[ReadOnly[Sequence[TaskParticipant]]]
    """Who shall do it; empty for the creator."""
    owner: NotRequired[ReadOnly[TaskParticipant]]
    """Who answers for it; absent for the incident's commander."""
    status: NotRequired[TaskStatus]
    """Whether it is done; a new task is Open."""
    description: NotRequired[str]
    """What is to be done."""
    priority: NotRequired[str]
    """Name of its priority; a new task has Low."""
    source: NotRequired[str]
    """What it came out of (``"Post Incident Review"``); a new task came out of the incident."""
    resource_type: NotRequired[str]
    """What kind of thing the platform calls it."""
    weblink: NotRequired[str]
    """Absolute http(s) URL of the task."""
    created_at: NotRequired[str]
    """ISO 8601, UTC without offset."""
    updated_at: NotRequired[str]
    """ISO 8601, UTC without offset."""
    resolve_by: NotRequired[str]
    """When it is due: ISO 8601, UTC without offset."""
    resolved_at: NotRequired[str]
    """When it was done: ISO 8601, UTC without offset."""


@dataclass(frozen=True, kw_only=True)
class TaskLimits(Limits):
    """What a system of tasks cannot do; a plugin's class has it as ``limits``."""

    description: Text | None = None
    """What people write; the plugin passes on what the system has kept of it."""
    creator: NoPlace | None = None
    """Whoever made a task, it shows another: the account that all tasks are made with."""
    assignees: AtMost | NoPlace | None = None
    """The people of one task."""
    reopening: Absent | None = None
    """That a task is open again which was resolved."""


class TaskPlugin(Plugin, Protocol):
    """Watches an external system for tasks."""

    type: str = "task"

    @abstractmethod
    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        """List the tasks of a file, or what changed in them lately.

        The application asks every 30 seconds with a longer ``lookback``, so the same item is
        delivered many times.

        Args:
            file_id: Id of the file, as the storage plugin gave it.
            **kwargs: ``lookback``, the age in seconds up to which changes are wanted; without it,
                all are. Other keywords are accepted and ignored.

        Returns:
            The changes, oldest first; empty if there are none, never None. The seed returns
            nothing useful; see `Task`.

        Raises:
            NotFoundError: There is no such file.
            InvalidRequestError: ``lookback`` is not a number, or below zero.

        Source: seed, section Task.
        """
        ...
