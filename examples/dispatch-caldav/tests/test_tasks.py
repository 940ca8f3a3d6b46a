"""Tasks, as calendar programs write them and as the application changes them."""

import threading
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Self

import pytest

from dispatch_caldav import CalDavTask, TaskSettings
from dispatch_caldav.bridge import CalDavTaskForDispatch
from dispatch_caldav.client import Home, Stored
from dispatch_caldav.task import list_id
from dispatch_caldav.testing import Folder, TaskListObserver, task_settings
from dispatch_interfaces import NotFoundError, Task, TaskParticipant
from dispatch_interfaces.host.configuration import Schema
from tests.conftest import Service

Tasks = Callable[..., CalDavTask]
ADA = "ada@example.com"


@pytest.fixture
def file_id(people: TaskListObserver) -> str:
    return people.add_file()


@pytest.fixture
def tasks(folder: Folder, file_id: str) -> Service:
    """The task list of the file, in which anything can be written."""
    return Service(list_id(file_id), folder)


def todo(*lines: str) -> list[str]:
    return ["BEGIN:VTODO", f"UID:{uuid.uuid4()}", "DTSTAMP:20260101T000000Z", *lines, "END:VTODO"]


def only(found: Sequence[Task]) -> Task:
    """The one task that is told of."""
    (item,) = found
    return item


def emails(*people: TaskParticipant) -> list[str]:
    return [it["individual"]["email"] for it in people]


def test_a_task_without_an_organizer_has_an_owner(
    task: Tasks, tasks: Service, file_id: str
) -> None:
    tasks.put(todo("SUMMARY:Call the vendor"))
    item = only(task(owner="lead@example.com").list(file_id))
    assert emails(item["owner"]) == ["lead@example.com"]
    assert "creator" not in item
    assert item["description"] == "Call the vendor"
    assert item["weblink"].startswith("http://127.0.0.1:")
    assert item["assignees"] == []


def test_what_a_task_says_is_told(task: Tasks, tasks: Service, file_id: str) -> None:
    tasks.put(
        todo(
            "SUMMARY:Call\\, or write",
            "ORGANIZER:mailto:ada@example.com",
            "ATTENDEE:mailto:grace@example.com",
            "ATTENDEE:mailto:grace@example.com",
            "ATTENDEE:tel:+49-30-1234",
            "CREATED;TZID=Europe/Berlin:20260301T120000",
            "DUE;VALUE=DATE:20260305",
            "STATUS:COMPLETED",
            "COMPLETED:20260304T120000Z",
            "URL:https://tasks.example.com/17",
        )
    )
    item = only(task().list(file_id))
    assert emails(item["creator"]) == [ADA]
    assert emails(*item["assignees"]) == ["grace@example.com"]
    assert item["description"] == "Call, or write"
    assert item["status"] == "Resolved"
    assert item["created_at"] == "2026-03-01T11:00:00"
    assert item["resolve_by"] == "2026-03-05T00:00:00"
    assert item["resolved_at"] == "2026-03-04T12:00:00"
    assert item["weblink"] == "https://tasks.example.com/17"


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("NEEDS-ACTION", "Open"),
        ("IN-PROCESS", "Open"),
        ("CANCELLED", "Resolved"),
        ("completed", "Resolved"),
        ("", "Open"),
    ],
)
def test_a_status_is_one_of_two(
    task: Tasks, tasks: Service, file_id: str, status: str, told: str
) -> None:
    tasks.put(todo("SUMMARY:a", f"STATUS:{status}"))
    assert only(task().list(file_id))["status"] == told


def test_a_task_that_was_changed_long_before_it_came_is_told(
    task: Tasks, tasks: Service, file_id: str
) -> None:
    tasks.put(todo("SUMMARY:a", "LAST-MODIFIED:20200101T000000Z"))
    assert only(task().list(file_id, lookback=600))["description"] == "a"


@pytest.mark.parametrize("hours", [-3, 3])
def test_how_old_a_task_is_says_the_clock_of_the_server(
    task: Tasks, people: TaskListObserver, file_id: str, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    class Wrong(datetime):
        """A clock on the machine of the plugin."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return super().now(tz) + timedelta(hours=hours)

    for module in ("client", "task"):
        monkeypatch.setattr(f"dispatch_caldav.{module}.datetime", Wrong)
    people.create_task(file_id, "a", ADA, [])
    assert len(task().list(file_id, lookback=600)) == 1
    people.pass_time(3600)
    assert task().list(file_id, lookback=600) == []


def test_the_address_of_a_list_has_nothing_of_the_id(task: Tasks, people: TaskListObserver) -> None:
    file_id = "/incidents/INC-7 \N{EM DASH} Orders/" + "x" * 3000
    people.add_file(file_id)
    assert task().list(file_id) == []
    with pytest.raises(NotFoundError):
        task().list(f"{file_id}x")


def test_a_task_is_resolved_and_opened_again(
    task: Tasks, people: TaskListObserver, file_id: str
) -> None:
    task_id = people.create_task(file_id, "Call the vendor", ADA, [ADA])
    task().update(file_id, task_id, True)
    written = people.folder.read(f"{list_id(file_id)}/{task_id}.ics").todos[0]
    assert written["STATUS"] == "COMPLETED"
    assert written["PERCENT-COMPLETE"] == 100
    assert datetime.now(UTC) - written.decoded("COMPLETED") < timedelta(minutes=1)
    assert written["SUMMARY"] == "Call the vendor"
    assert [it.email for it in written.attendees] == [ADA]
    task().update(file_id, task_id, False)
    written = people.folder.read(f"{list_id(file_id)}/{task_id}.ics").todos[0]
    assert written["STATUS"] == "NEEDS-ACTION"
    assert "COMPLETED" not in written


def test_what_is_so_already_is_left_alone(
    task: Tasks, people: TaskListObserver, file_id: str
) -> None:
    task_id = people.create_task(file_id, "a", ADA, [])
    people.reopen_task(file_id, task_id)
    before = people.folder.read(f"{list_id(file_id)}/{task_id}.ics").to_ical()
    task().update(file_id, task_id, False)
    assert people.folder.read(f"{list_id(file_id)}/{task_id}.ics").to_ical() == before


def test_a_task_of_another_file_is_not_found(
    task: Tasks, people: TaskListObserver, file_id: str
) -> None:
    task_id = people.create_task(people.add_file(), "a", ADA, [])
    with pytest.raises(NotFoundError):
        task().update(file_id, task_id, True)
    with pytest.raises(NotFoundError):
        task().update("no such file", task_id, True)


def test_what_somebody_else_writes_at_the_same_time_is_kept(
    task: Tasks, people: TaskListObserver, file_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    task_id = people.create_task(file_id, "a", ADA, [])
    replace, others = Home.replace, ["grace@example.com", "edsger@example.com"]

    def replace_later(home: Home, stored: Stored) -> bool:
        if others:
            people.assign_task(file_id, task_id, [others.pop()])
        return replace(home, stored)

    monkeypatch.setattr(Home, "replace", replace_later)
    task().update(file_id, task_id, True)
    written = people.folder.read(f"{list_id(file_id)}/{task_id}.ics").todos[0]
    assert written["STATUS"] == "COMPLETED"
    assert [it.email for it in written.attendees] == ["grace@example.com"]


def test_threads_resolve_the_tasks_of_one_list(
    task: Tasks, people: TaskListObserver, file_id: str
) -> None:
    plugin = task()
    made = [people.create_task(file_id, f"{it}", ADA, []) for it in range(8)]
    threads = [threading.Thread(target=plugin.update, args=(file_id, it, True)) for it in made]
    for it in threads:
        it.start()
    for it in threads:
        it.join()
    assert {it["status"] for it in people.list(file_id)} == {"Resolved"}


def bridged(**changes: object) -> CalDavTaskForDispatch:
    """The plugin as the application has it, in a project with these settings."""
    bridge = CalDavTaskForDispatch()
    entered = {**task_settings(), **changes}
    bridge.configuration, bridge.project_id = Schema(TaskSettings).parse_obj(entered), 1
    return bridge


def test_a_list_is_made_for_an_open_incident(folder: Folder, task: Tasks) -> None:
    bridge, file_id = bridged(), f"{uuid.uuid4()}"
    with pytest.raises(NotFoundError):
        bridge.list(file_id, lookback=86400)  # of all incidents that there ever were
    for _ in range(2):
        assert bridge.list(file_id, lookback=600) == []
    assert folder.names()[list_id(file_id)] == file_id
    assert task().list(file_id) == []


def test_threads_make_one_list(folder: Folder, task: Tasks) -> None:
    plugin, file_id = task(), f"{uuid.uuid4()}"
    threads = [threading.Thread(target=plugin.make_list, args=(file_id,)) for _ in range(4)]
    for it in threads:
        it.start()
    for it in threads:
        it.join()
    assert list(folder.names().values()).count(file_id) == 1


def test_no_list_is_made_where_nobody_wants_it(folder: Folder) -> None:
    file_id = f"{uuid.uuid4()}"
    with pytest.raises(NotFoundError):
        bridged(make_lists=False).list(file_id, lookback=600)
    assert list_id(file_id) not in folder.names()


def test_settings_are_looked_at() -> None:
    wrong = {**task_settings(), "url": "calendar.example.com", "timeout": 0}
    with pytest.raises(ValueError, match="the http"):
        Schema(TaskSettings).parse(wrong)
