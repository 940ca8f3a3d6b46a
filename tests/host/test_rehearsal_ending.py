"""How a rehearsal ended: of one fault each, exactly that difference is marked."""

from typing import Any

import pytest

from dispatch_interfaces.conformance.reports.rehearsal_page import nested
from dispatch_interfaces.host.rehearsal import GOOD, Part, Rehearsal, Seen, State, rehearse
from reference_impls import bridged

pytestmark = pytest.mark.slow

DOCUMENT = "ticket-3 - Incident Document"


class Misplacing(bridged.Storage):
    """One that leaves a document at the top, though it says that it has moved it."""

    def copy_file(self, folder_id: str, file_id: str, name: str) -> dict[str, Any]:
        place = self.plugin.drive_of(folder_id) if name == DOCUMENT else folder_id
        return super().copy_file(place, file_id, name)

    def move_file(self, new_folder_id: str, file_id: str, **_given: Any) -> dict[str, Any]:
        return {"id": file_id}


class Littering(bridged.Storage):
    """One that makes a folder of its own in each folder that is called Logs."""

    def create_file(self, parent_id: str, name: str, *args: Any, **given: Any) -> dict[str, Any]:
        made = super().create_file(parent_id, name, *args, **given)
        if name == "Logs":
            super().create_file(made["id"], "tmp")
        return made


class Keeping(bridged.Storage):
    """One that deletes nothing."""

    def delete_file(self, file_id: str) -> None:
        """It says that it does."""


class Ignoring(bridged.Document):
    """One that fills in nothing."""

    def update(self, document_id: Any, /, **_values: Any) -> None:
        """It says that it does."""


class Halfway(bridged.Document):
    """One that knows no status."""

    def update(self, document_id: Any, /, **values: Any) -> None:
        super().update(document_id, **{**values, "status": None})


class Quiet(bridged.Oncall):
    """One that pages nobody twice."""

    paged: Any = None

    def page(self, *args: Any, **given: Any) -> None:
        self.paged = self.paged or set()
        if given["incident_name"] not in self.paged:
            super().page(*args, **given)
        self.paged.add(given["incident_name"])


class Mute(bridged.Oncall):
    """One that pages nobody."""

    def page(self, *_args: Any, **_given: Any) -> None:
        """It says that it does."""


class Stubborn(bridged.Task):
    """One in which no task changes."""

    def update(self, *_args: Any, **_given: Any) -> None:
        """It says that it does."""


class Forgetful(bridged.Workflow):
    """One that runs all anew when it is asked how a run stands."""

    def get_workflow_instance(
        self, workflow_id: str, *args: Any, **given: Any
    ) -> dict[str, Any] | None:
        found = super().get_workflow_instance(workflow_id, *args, **given)
        return found and {**found, "status": "Failed"}


def marked(found: Rehearsal) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """What is marked, by what it is."""
    return {f"{it.what} of {it.of}": (it.missing, it.unexpected) for it in found.differences}


def told_only_at_the_end(found: Rehearsal) -> None:
    assert {it.state for it in found.steps} == {State.PASSED}
    assert found.exit_code == 1
    assert found.verdict.startswith(f"{GOOD}, and not all is as the application believes: ")


def test_a_file_in_another_folder() -> None:
    found = rehearse([Misplacing])
    told_only_at_the_end(found)
    missing, elsewhere = (f"ticket-3/{DOCUMENT}",), (f".../{DOCUMENT}",)
    assert marked(found) == {"files of incident ticket-3": (missing, elsewhere)}


def test_a_file_that_nobody_asked_for() -> None:
    found = rehearse([Littering])
    told_only_at_the_end(found)
    assert marked(found)["files of incident ticket-1"] == ((), ("ticket-1/Logs/tmp/",))
    assert {it.what for it in found.differences} == {"files"}


def test_a_folder_that_is_still_there() -> None:
    found = rehearse([Keeping])
    told_only_at_the_end(found)
    missing, still = marked(found)["files of incident ticket-2"]
    assert not missing
    assert {"ticket-2/", "ticket-2/Logs/", "ticket-2/ticket-2 - Incident Document"} <= set(still)
    # Of all that was deleted, and of nothing else.
    assert all(not it.believed for it in found.differences)


def test_a_document_that_is_not_filled_in() -> None:
    found = rehearse([Ignoring])
    told_only_at_the_end(found)
    assert {it.what.partition(" ")[0] for it in found.differences} == {"values"}
    missing, shown = marked(found)["values in ticket-1 - Incident Document of incident ticket-1"]
    assert {"name: ticket-1", "status: Active"} <= set(missing)
    assert {"name: {{name}}", "status: {{status}}"} <= set(shown)


def test_a_place_that_is_left_open() -> None:
    found = rehearse([Halfway])
    told_only_at_the_end(found)
    missing, shown = marked(found)[f"values in {DOCUMENT} of incident ticket-3"]
    assert (missing, shown) == (("status: Stable",), ("status: {{status}}",))


def test_pages_that_nobody_got() -> None:
    found = rehearse([Mute])
    told_only_at_the_end(found)
    assert {it.what for it in found.differences} == {"pages"}
    page = "grace@example.com: Orders are late: incident"
    assert marked(found)["pages of incident ticket-1"] == ((page,), ())


def test_one_of_two_pages_that_are_alike() -> None:
    found = rehearse([Quiet])
    told_only_at_the_end(found)
    page = "grace@example.com: Odd logins: channel case  (2)"
    assert marked(found)["pages of case ticket-8"] == ((page,), ())


def test_a_task_that_does_not_change() -> None:
    found = rehearse([Stubborn])
    told_only_at_the_end(found)
    task = "Look at the logs"
    expected = ((f"{task}: Open",), (f"{task}: Resolved",))
    assert marked(found) == {"tasks in its documents of incident ticket-1": expected}


def test_a_run_that_ended_otherwise() -> None:
    (different,) = rehearse([Forgetful]).differences
    assert (different.what, different.of) == ("runs of workflows", "the project default")
    assert "collect-logs: Failed" in different.missing


class Hiding:
    """An observer that has no way to show one thing."""

    def __init__(self, plugin: Any, hidden: str) -> None:
        self._plugin, self._hidden = plugin, hidden

    def __getattr__(self, name: str) -> Any:
        if name == self._hidden:
            raise AttributeError(name)
        return getattr(self._plugin.plugin, name)


@pytest.mark.parametrize(
    ("plugin", "hidden", "whats"),
    [
        (bridged.Storage, "list_files", {"files"}),
        (bridged.Document, "text", {"values"}),
        (bridged.Oncall, "pages", {"pages"}),
        (bridged.Task, "list", {"tasks"}),
        (bridged.Ticket, "fields", {"fields"}),
        (bridged.Conversation, "members", {"members"}),
        (bridged.Workflow, "get_instance", {"runs"}),
    ],
)
def test_what_cannot_be_seen_is_said_to_be_unseen(
    plugin: type, hidden: str, whats: set[str]
) -> None:
    part = Part(plugin_class=plugin, observer=lambda it: Hiding(it, hidden))
    found = rehearse([part])
    unseen = [it for it in found.ending if it.shown is None]
    assert {it.what.partition(" ")[0] for it in unseen} == whats
    assert {it.reason for it in unseen} == {f"there is no {hidden} to see it"}
    assert any(it.believed for it in unseen)
    assert found.verdict == GOOD


def test_folders_are_nested() -> None:
    lines = ("a/b/", "a/b/c/", "a/b/c/d", "a/b/e", "f")
    assert [(depth, name) for _, depth, name in nested(lines)] == [
        (0, "a/b/"),
        (1, "c/"),
        (2, "d"),
        (1, "e"),
        (0, "f"),
    ]


def test_what_is_missing_may_be_a_folder() -> None:
    seen = Seen("incident 1", "files", "storage", ("a/", "a/b/"), ("a/",))
    assert (seen.missing, seen.unexpected, seen.differs) == (("a/b/",), (), True)
