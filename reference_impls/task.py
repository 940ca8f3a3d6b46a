"""Tasks, kept in memory."""

import copy
import math
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from attrs import define, field

from dispatch_interfaces import (
    InvalidRequestError,
    NotFoundError,
    Task,
    TaskParticipant,
    TaskPlugin,
)
from reference_impls.common import Clock, Ids


@define
class _Change:
    at: float
    task: Task


@define
class _File:
    changes: list[_Change] = field(factory=list[_Change])
    tasks: dict[str, Task] = field(factory=dict[str, Task])
    """All changes of each task applied, to tell what would change nothing."""


class InMemoryTask(TaskPlugin):
    """Files, each with a feed of what happened to its tasks.

    `add_file`, `create_task`, `assign_task`, `resolve_task` and `reopen_task` stand for the people
    who work in the external system, `pass_time` lets what they did grow old; `task` shows how a
    task is now, however old its changes are. `linked.LinkedTask` has the files of a storage.

    Args:
        clock: The time, for how old a change is and for what it is stamped with.
    """

    title = "In-memory tasks"
    slug = "in-memory-task"
    description = "Tasks kept in memory"
    version = "1.0"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"

    def __init__(self, *, clock: Clock = time.time) -> None:
        self._files: dict[str, _File] = {}
        self._ids = Ids()
        self._clock = clock
        self._passed = 0.0
        self._lock = threading.Lock()

    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        """What happened to the tasks of a file: an item for each change, with what it changed.

        A change that is exactly ``lookback`` seconds old is among them.
        """
        lookback = self._require_seconds("list", kwargs.get("lookback", math.inf))
        with self._lock:
            since = self._now() - lookback
            changes = self._file("list", file_id).changes
            return [copy.deepcopy(it.task) for it in changes if it.at >= since]

    def add_file(self, file_id: str | None = None) -> str:
        """Add a file without tasks; returns its id, which is made up if none is given.

        A file that is there already keeps its tasks.
        """
        with self._lock:
            known_as = file_id if file_id is not None else self._ids.new("file")
            while file_id is None and known_as in self._files:
                known_as = self._ids.new("file")
            self._started(known_as)
            return known_as

    def create_task(
        self,
        file_id: str,
        description: str,
        creator: str,
        assignees: Sequence[str] = (),
        *,
        owner: str | None = None,
        priority: str = "Low",
        source: str = "Incident",
        resolve_by: str | None = None,
    ) -> str:
        """Create an open task; returns its ``resource_id``. What is None its item does not have.

        Raises:
            NotFoundError: There is no such file.
        """
        with self._lock:
            self._file("create_task", file_id)
            task_id, now = self._ids.new("task"), self._now()
            task = Task(
                resource_id=task_id,
                creator=_participant(creator),
                assignees=_participants(assignees),
                status="Open",
                description=description,
                priority=priority,
                source=source,
                resource_type=self.slug,
                weblink=f"https://tasks.example.com/{task_id}",
                created_at=_stamp(now),
            )
            if resolve_by is not None:
                task["resolve_by"] = resolve_by
            with_owner: Task = {**task, "owner": _participant(owner)} if owner else task
            self._record(file_id, now, with_owner)
            return task_id

    def assign_task(self, file_id: str, task_id: str, assignees: Sequence[str]) -> None:
        """Assign a task to these people and to nobody else.

        Raises:
            NotFoundError: There is no such file, or no such task in it.
        """
        people = _participants(assignees)
        with self._lock:
            if self._task("assign_task", file_id, task_id).get("assignees") != people:
                self._record(file_id, self._now(), Task(resource_id=task_id, assignees=people))

    def resolve_task(self, file_id: str, task_id: str) -> None:
        """Resolve a task; one that is resolved stays as it is.

        Raises:
            NotFoundError: There is no such file, or no such task in it.
        """
        with self._lock:
            if self._task("resolve_task", file_id, task_id).get("status") != "Resolved":
                now = self._now()
                change = Task(resource_id=task_id, status="Resolved", resolved_at=_stamp(now))
                self._record(file_id, now, change)

    def reopen_task(self, file_id: str, task_id: str) -> None:
        """Open a task again; one that is open stays as it is.

        Raises:
            NotFoundError: There is no such file, or no such task in it.
        """
        with self._lock:
            if self._task("reopen_task", file_id, task_id).get("status") != "Open":
                self._record(file_id, self._now(), Task(resource_id=task_id, status="Open"))

    def pass_time(self, seconds: float) -> None:
        """Let everything that happened so far become older.

        Raises:
            InvalidRequestError: Time does not run backwards.
        """
        self._require_seconds("pass_time", seconds)
        with self._lock:
            self._passed += seconds

    def task(self, file_id: str, task_id: str) -> Task:
        """A task with all its changes applied.

        Raises:
            NotFoundError: There is no such file, or no such task in it.
        """
        with self._lock:
            return copy.deepcopy(self._task("task", file_id, task_id))

    def _now(self) -> float:
        return self._clock() + self._passed

    def _record(self, file_id: str, at: float, change: Task) -> None:
        file, task_id = self._files[file_id], change["resource_id"]
        change["updated_at"] = _stamp(at)
        file.changes.append(_Change(at, change))
        file.tasks[task_id] = {**file.tasks.get(task_id, change), **change}

    def _started(self, file_id: str) -> _File:
        return self._files.setdefault(file_id, _File())

    def _file(self, method: str, file_id: str) -> _File:
        file = self._files.get(file_id)
        if file is None:
            raise self._unknown(method, file_id)
        return file

    def _unknown(self, method: str, file_id: str) -> NotFoundError:
        return NotFoundError(
            "no file has this id", interface=self.type, method=method, value=file_id
        )

    def _task(self, method: str, file_id: str, task_id: str) -> Task:
        task = self._file(method, file_id).tasks.get(task_id)
        if task is None:
            raise NotFoundError(
                "the file has no such task", interface=self.type, method=method, value=task_id
            )
        return task

    def _require_seconds(self, method: str, seconds: object) -> float:
        # True is an int, and nan, which is no number below zero either, is a float.
        if isinstance(seconds, int | float) and not isinstance(seconds, bool) and seconds >= 0:
            return seconds
        raise InvalidRequestError(
            "this is no number of seconds", interface=self.type, method=method, value=seconds
        )


def _stamp(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).replace(tzinfo=None).isoformat()


def _participant(email: str) -> TaskParticipant:
    return {"individual": {"email": email}}


def _participants(emails: Sequence[str]) -> Sequence[TaskParticipant]:
    return [_participant(it) for it in dict.fromkeys(emails)]
