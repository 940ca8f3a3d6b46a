from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_interfaces import InvalidRequestError, NotFoundError
from reference_impls.task import InMemoryTask

NOON = 1_756_728_000.0
"""2025-09-01T12:00:00 in UTC."""


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> float:
        return self.now


def test_each_change_is_an_item_with_what_it_changed() -> None:
    clock = Clock()
    plugin = InMemoryTask(clock=clock)
    file_id = plugin.add_file()
    task_id = plugin.create_task(
        file_id,
        "restart the service",
        "ada@example.com",
        ["grace@example.com"],
        owner="edsger@example.com",
        priority="High",
        source="Post Incident Review",
        resolve_by="2025-09-08T12:00:00",
    )
    clock.now += 1
    plugin.assign_task(file_id, task_id, ["barbara@example.com", "barbara@example.com"])
    clock.now += 1
    plugin.resolve_task(file_id, task_id)
    clock.now += 1
    plugin.reopen_task(file_id, task_id)
    assert (file_id, task_id) == ("file-1", "task-2")
    assert plugin.list(file_id) == [
        {
            "resource_id": "task-2",
            "creator": {"individual": {"email": "ada@example.com"}},
            "owner": {"individual": {"email": "edsger@example.com"}},
            "assignees": [{"individual": {"email": "grace@example.com"}}],
            "status": "Open",
            "description": "restart the service",
            "priority": "High",
            "source": "Post Incident Review",
            "resource_type": "in-memory-task",
            "weblink": "https://tasks.example.com/task-2",
            "created_at": "2025-09-01T12:00:00",
            "updated_at": "2025-09-01T12:00:00",
            "resolve_by": "2025-09-08T12:00:00",
        },
        {
            "resource_id": "task-2",
            "assignees": [{"individual": {"email": "barbara@example.com"}}],
            "updated_at": "2025-09-01T12:00:01",
        },
        {
            "resource_id": "task-2",
            "status": "Resolved",
            "resolved_at": "2025-09-01T12:00:02",
            "updated_at": "2025-09-01T12:00:02",
        },
        {"resource_id": "task-2", "status": "Open", "updated_at": "2025-09-01T12:00:03"},
    ]


def test_what_was_not_said_of_a_task_is_not_in_its_item() -> None:
    plugin = InMemoryTask()
    file_id = plugin.add_file()
    plugin.create_task(file_id, "x", "ada@example.com")
    (item,) = plugin.list(file_id)
    assert "owner" not in item
    assert "resolve_by" not in item
    assert (item["priority"], item["source"], item["assignees"]) == ("Low", "Incident", [])


def test_a_change_that_changes_nothing_is_no_item() -> None:
    plugin = InMemoryTask()
    file_id = plugin.add_file()
    task_id = plugin.create_task(file_id, "x", "ada@example.com", ["grace@example.com"])
    plugin.assign_task(file_id, task_id, ["grace@example.com"])
    plugin.reopen_task(file_id, task_id)
    assert len(plugin.list(file_id)) == 1
    plugin.resolve_task(file_id, task_id)
    plugin.resolve_task(file_id, task_id)
    assert len(plugin.list(file_id)) == 2


def test_a_task_is_shown_with_all_its_changes() -> None:
    plugin = InMemoryTask()
    file_id = plugin.add_file()
    task_id = plugin.create_task(file_id, "x", "ada@example.com")
    plugin.assign_task(file_id, task_id, ["grace@example.com"])
    plugin.resolve_task(file_id, task_id)
    task = plugin.task(file_id, task_id)
    assert task["description"] == "x"
    assert task["assignees"] == [{"individual": {"email": "grace@example.com"}}]
    assert task["status"] == "Resolved"
    task["assignees"][0]["individual"]["email"] = "changed@example.com"
    assert plugin.list(file_id)[1].get("assignees") == [
        {"individual": {"email": "grace@example.com"}}
    ]


@pytest.mark.parametrize(
    ("lookback", "told"), [(0, 1), (9.5, 1), (10, 2), (29, 2), (30, 3), (float("inf"), 3)]
)
def test_the_lookback_reaches_back_to_the_second(lookback: float, told: int) -> None:
    clock = Clock()
    plugin = InMemoryTask(clock=clock)
    file_id = plugin.add_file()
    task_id = plugin.create_task(file_id, "x", "ada@example.com")
    clock.now += 20
    plugin.resolve_task(file_id, task_id)
    plugin.pass_time(10)
    plugin.reopen_task(file_id, task_id)
    assert len(plugin.list(file_id, lookback=lookback)) == told


@pytest.mark.parametrize("lookback", [-1, -0.5, float("nan"), True, None, "60"])
def test_what_is_no_number_of_seconds_is_no_lookback(lookback: Any) -> None:
    plugin = InMemoryTask()
    file_id = plugin.add_file()
    with pytest.raises(InvalidRequestError, match=r"task\.list"):
        plugin.list(file_id, lookback=lookback)


def test_time_does_not_run_backwards() -> None:
    with pytest.raises(InvalidRequestError, match=r"task\.pass_time: .*-1"):
        InMemoryTask().pass_time(-1)


def test_a_file_keeps_its_tasks_if_it_is_added_again() -> None:
    plugin = InMemoryTask()
    assert plugin.add_file("file-1") == "file-1"
    plugin.create_task("file-1", "x", "ada@example.com")
    assert plugin.add_file("file-1") == "file-1"
    assert len(plugin.list("file-1")) == 1
    assert plugin.list(plugin.add_file()) == []


def test_a_task_is_found_in_its_own_file_only() -> None:
    plugin = InMemoryTask()
    file_id, other = plugin.add_file(), plugin.add_file()
    task_id = plugin.create_task(file_id, "x", "ada@example.com")
    for change in (plugin.resolve_task, plugin.reopen_task, plugin.task):
        with pytest.raises(NotFoundError, match=rf"task\.{change.__name__}: .*'task-3'"):
            change(other, task_id)
    with pytest.raises(NotFoundError, match=r"task\.assign_task"):
        plugin.assign_task(other, task_id, [])


def test_a_file_must_be_there() -> None:
    plugin = InMemoryTask()
    with pytest.raises(NotFoundError, match=r"task\.list: .*'nowhere'"):
        plugin.list("nowhere")
    with pytest.raises(NotFoundError, match=r"task\.create_task: .*'nowhere'"):
        plugin.create_task("nowhere", "x", "ada@example.com")


@given(st.lists(st.sampled_from(["resolve_task", "reopen_task"])))
def test_the_feed_applied_in_order_gives_the_task(changes: list[str]) -> None:
    plugin = InMemoryTask()
    file_id = plugin.add_file()
    task_id = plugin.create_task(file_id, "x", "ada@example.com")
    applied: dict[str, Any] = {}
    for change in changes:
        getattr(plugin, change)(file_id, task_id)
    for item in plugin.list(file_id):
        applied.update(item)
    assert applied == plugin.task(file_id, task_id)
    expected = "Resolved" if changes and changes[-1] == "resolve_task" else "Open"
    assert applied["status"] == expected
