"""The tasks of a document, in a task list."""

import uuid
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from icalendar import Calendar, Todo, vCalAddress

from dispatch_caldav.client import Stored, opened
from dispatch_caldav.rotation import address
from dispatch_caldav.settings import TaskSettings
from dispatch_interfaces import (
    AlreadyExistsError,
    InvalidRequestError,
    NotFoundError,
    Task,
    TaskLimits,
    TaskParticipant,
    TaskPlugin,
    Text,
    UnavailableError,
)

_LISTS: Final = uuid.UUID("6ba5a9cf-4a1c-4f0c-9f3f-6c2a3b0d8c51")
_DONE: Final = ("COMPLETED", "CANCELLED")
_ATTEMPTS: Final = 5


def list_id(file_id: str) -> str:
    """The id of the task list of a document.

    Ids of files may have slashes in them, or more characters than an address takes.
    """
    return str(uuid.uuid5(_LISTS, file_id))


def kept(text: str) -> str:
    """What a calendar keeps of a text: it has lines, and no control characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(it for it in text if it >= " " or it in "\t\n")


class CalDavTask(TaskPlugin):
    """A task list for each document, in which people write with their calendar programs.

    A list is found by its address, which is made from the id of the document; see `list_id`. What
    is to be done is the summary of a task, its organizer made it, and its attendees shall do it.

    Args:
        settings: Where the task lists are.
    """

    title, slug = "Tasks in a calendar", "caldav-task"
    description = "Tasks of an incident's documents, in CalDAV task lists"
    version = "1.0"
    author, author_url = "dispatch-interfaces", "https://example.com/dispatch-interfaces"

    limits = TaskLimits(
        description=Text(
            "iCalendar has one kind of line break, and no control characters", kept=kept
        )
    )

    def __init__(self, settings: TaskSettings) -> None:
        self._settings = settings

    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        """How each task is that has changed.

        When it changed says the server. A program stamps a task when somebody changes it, and that
        may be hours before it is online again.
        """
        lookback = _lookback(kwargs.get("lookback"))
        with opened(self._settings) as home:
            # What changes between the two requests is told with its new state, and told again.
            now, changes = home.changes(list_id(file_id))
            recent = {href: at for href, at in changes.items() if now - at <= lookback}
            found = home.read(list_id(file_id), recent)
        told = list[tuple[datetime, str, str, Task]]()
        for href, stored in found.items():
            todo, changed = _todo(stored.calendar), recent[href]
            if todo is not None:
                item = self._item(stored, todo, changed)
                stamp = _stamp(todo.get("LAST-MODIFIED")) or ""
                told.append((changed, stamp, item["resource_id"], item))
        return [item for *_, item in sorted(told, key=lambda it: it[:3])]

    # What only the application asks for.

    def update(self, file_id: str, task_id: str, resolved: bool) -> None:
        """Resolve a task, or open it again; one that is so already is left as it is."""
        with opened(self._settings) as home:
            for _ in range(_ATTEMPTS):
                for stored in home.todos(list_id(file_id)):
                    todo = _todo(stored.calendar)
                    if todo is not None and str(todo.get("UID")) == task_id:
                        break
                else:
                    raise NotFoundError(
                        "the list of the document has no such task",
                        interface=self.type,
                        method="update",
                        value=task_id,
                    )
                if (_status(todo) in _DONE) == resolved:
                    return
                _resolve(todo, resolved)
                if home.replace(stored):
                    return
        raise UnavailableError("others change the task at the same time", value=task_id)

    def make_list(self, file_id: str) -> None:
        """Make the task list of a document; one that is there is left as it is."""
        with opened(self._settings) as home, suppress(AlreadyExistsError):
            home.make(list_id(file_id), file_id, "VTODO")

    def _item(self, stored: Stored, todo: Todo, changed: datetime) -> Task:
        attendees = [it for it in map(address, todo.attendees) if it is not None]
        organizer = todo.get("ORGANIZER")
        creator = address(organizer) if isinstance(organizer, vCalAddress) else None
        whose: Task = {"resource_id": str(todo["UID"])}
        if creator is None:
            whose = {**whose, "owner": _participant(self._settings.owner)}
        else:
            whose = {**whose, "creator": _participant(creator)}
        item: Task = {
            **whose,
            "description": str(todo.get("SUMMARY", "")),
            "status": "Resolved" if _status(todo) in _DONE else "Open",
            "assignees": [_participant(it) for it in dict.fromkeys(attendees)],
            "resource_type": self.slug,
            "weblink": _weblink(todo) or stored.url,
            "updated_at": _plain(changed),
        }
        if created := _stamp(todo.get("CREATED")):
            item["created_at"] = created
        if due := _stamp(todo.get("DUE")):
            item["resolve_by"] = due
        if item["status"] == "Resolved" and (completed := _stamp(todo.get("COMPLETED"))):
            item["resolved_at"] = completed
        return item


def _lookback(seconds: object) -> timedelta:
    """How old what is wanted may be."""
    if seconds is None:
        return timedelta.max
    # True is an int, and nan, which is no number below zero either, is a float.
    if not isinstance(seconds, int | float) or isinstance(seconds, bool) or not seconds >= 0:
        raise InvalidRequestError(
            "this is no number of seconds", interface="task", method="list", value=seconds
        )
    try:
        return timedelta(seconds=seconds)
    except OverflowError:
        return timedelta.max


def _todo(calendar: Calendar) -> Todo | None:
    """The task of an object, not one that takes the place of a recurrence."""
    return next((it for it in calendar.todos if "UID" in it and "RECURRENCE-ID" not in it), None)


def _status(todo: Todo) -> str:
    return str(todo.get("STATUS", "")).upper()


def _resolve(todo: Todo, resolved: bool) -> None:
    now = datetime.now(UTC)
    for name in ("STATUS", "COMPLETED", "PERCENT-COMPLETE", "LAST-MODIFIED"):
        todo.pop(name, None)
    todo.add("STATUS", "COMPLETED" if resolved else "NEEDS-ACTION")
    todo.add("LAST-MODIFIED", now)
    if resolved:
        todo.add("COMPLETED", now)
        todo.add("PERCENT-COMPLETE", 100)


def _participant(email: str) -> TaskParticipant:
    return {"individual": {"email": email}}


def _weblink(todo: Todo) -> str | None:
    url = str(todo.get("URL", ""))
    return url if url.startswith(("http://", "https://")) else None


def _stamp(found: Any) -> str | None:
    """A point in time, or a day, as the application takes it; None if it is neither."""
    value = getattr(found, "dt", None)
    if isinstance(value, datetime):
        return _plain(value if value.tzinfo is not None else value.replace(tzinfo=UTC))
    if isinstance(value, date):
        return _plain(datetime(value.year, value.month, value.day, tzinfo=UTC))
    return None


def _plain(at: datetime) -> str:
    return at.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat()
