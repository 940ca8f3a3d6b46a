"""Tasks as the sum of what happened to them."""

import itertools
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from dispatch_interfaces import InvalidRequestError, NotFoundError

_Kind = Literal["filed", "made", "given", "done", "undone"]


class NothingHappenedError(NotFoundError):
    """No event is about it."""


@dataclass(frozen=True)
class _Event:
    at: float
    file_id: str
    task_id: str
    kind: _Kind
    data: tuple[str, ...] = ()


class EventTask:
    """An append-only list of events; every call folds it anew, for whole tasks.

    A task is listed once, where it changed last. Its creator owns it, and has it if nobody else
    does; nothing is said of the status of a task that was never resolved.

    Duck-typed: it has what a task plugin has, and no base class.
    """

    title = "Tasks from events"
    slug = "event-task"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"
    type = "task"

    def __init__(self) -> None:
        self._events: tuple[_Event, ...] = ()
        self._passed = 0.0
        self._ids = itertools.count(9)
        self._lock = threading.Lock()

    def list(self, file_id: str, **kwargs: Any) -> tuple[dict[str, Any], ...]:
        lookback = kwargs.get("lookback", float("inf"))
        if not (isinstance(lookback, int | float) and lookback >= 0):
            raise InvalidRequestError(f"look back {lookback}?")
        since = self._now() - lookback
        events = self._of_file(file_id)
        tasks: dict[str, dict[str, Any]] = {}
        for event in events:
            if event.kind != "filed":
                # It moves to the end, since it changed last.
                tasks[event.task_id] = _fold(tasks.pop(event.task_id, {}), event)
        recent = {it.task_id for it in events if it.at >= since}
        return tuple(it for task_id, it in tasks.items() if task_id in recent)

    def add_file(self) -> str:
        file_id = f"f{next(self._ids)}"
        self._append(file_id, "", "filed")
        return file_id

    def create_task(
        self, file_id: str, description: str, creator: str, assignees: Sequence[str]
    ) -> str:
        if any("\ud800" <= it <= "\udfff" for it in description):
            raise InvalidRequestError("no comment")
        task_id = str(next(self._ids))
        self._append(file_id, task_id, "made", description, creator, *assignees)
        return task_id

    def assign_task(self, file_id: str, task_id: str, assignees: Sequence[str]) -> None:
        self._append(file_id, task_id, "given", *assignees)

    def resolve_task(self, file_id: str, task_id: str) -> None:
        self._append(file_id, task_id, "done")

    def reopen_task(self, file_id: str, task_id: str) -> None:
        self._append(file_id, task_id, "undone")

    def pass_time(self, seconds: float) -> None:
        with self._lock:
            self._passed += seconds

    def _now(self) -> float:
        return time.time() + self._passed

    def _of_file(self, file_id: str) -> Sequence[_Event]:
        found = [it for it in self._events if it.file_id == file_id]
        if not found:
            raise NothingHappenedError("an unwritten file")
        return found

    def _append(self, file_id: str, task_id: str, kind: _Kind, *data: str) -> None:
        with self._lock:
            known = {it.task_id for it in self._of_file(file_id)} if kind != "filed" else set()
            if kind not in ("filed", "made") and task_id not in known:
                raise NothingHappenedError("an unwritten task")
            event = _Event(self._now(), file_id, task_id, kind, data)
            self._events = (*self._events, event)


def _fold(task: dict[str, Any], event: _Event) -> dict[str, Any]:
    """A task after an event."""
    stamp = datetime.fromtimestamp(event.at, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    people = event.data
    if event.kind == "made":
        description, creator, people = event.data[0], event.data[1], event.data[2:]
        task = {
            "resource_id": event.task_id,
            "description": description,
            "owner": _person(creator),
            "weblink": f"http://127.0.0.1/files/{event.file_id}#{event.task_id}",
            "comments": [],
        }
    if event.kind in ("made", "given"):
        task = {**task, "assignees": tuple(map(_person, people)) or (task["owner"],)}
    if event.kind in ("done", "undone"):
        task = {**task, "status": "Resolved" if event.kind == "done" else "Open"}
    return {**task, "updated_at": stamp}


def _person(email: str) -> dict[str, Any]:
    return {"individual": {"email": email, "avatar": None}, "team": "unknown"}
