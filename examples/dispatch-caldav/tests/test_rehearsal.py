"""Incidents of the application, over both bridges; the end on the servers themselves."""

from pathlib import Path

import pytest
from icalendar import Calendar, Todo

from dispatch_caldav.testing import all_pages, oncall_part, task_part
from dispatch_interfaces.host.rehearsal import Rehearsal, rehearse
from tests.server import Server


@pytest.fixture(scope="module")
def rehearsal(servers: Server) -> Rehearsal:
    return rehearse([oncall_part(), task_part()])


def todos(servers: Server, account: str) -> list[Todo]:
    """All tasks of an account, from the files of the server."""
    files = (servers.folder / "collections" / "collection-root" / account).glob("*/*.ics")
    return [it for path in sorted(files) for it in _parsed(path).todos]


def _parsed(path: Path) -> Calendar:
    return Calendar.from_ical(path.read_bytes())


def test_an_incident_opens_runs_and_closes(rehearsal: Rehearsal) -> None:
    assert rehearsal.exit_code == 0, rehearsal.verdict
    assert rehearsal.verdict == "an incident opens, runs and closes"


def test_nothing_is_done_without(rehearsal: Rehearsal) -> None:
    ours = ("oncall.", "task.")
    lacks = [it for step in rehearsal.steps for it in step.lacks if it.startswith(ours)]
    assert lacks == []


@pytest.mark.parametrize("plugin_type", ["oncall", "task"])
def test_the_end_is_seen(rehearsal: Rehearsal, plugin_type: str) -> None:
    seen = [it for it in rehearsal.ending if it.type == plugin_type]
    assert seen
    assert [it.reason for it in seen if it.shown is None] == []


def test_who_is_on_call_has_the_pages(rehearsal: Rehearsal, servers: Server) -> None:
    pages = [it for it in all_pages() if it.text.startswith("Service: Database\n")]
    told = [it for it in rehearsal.ending if it.what == "pages"]
    assert told
    for line in (line for seen in told for line in seen.believed):
        email, _, title = line.partition("  (")[0].partition(": ")
        assert any(it.email == email and it.incident_title == title for it in pages), line


def test_the_task_of_a_document_is_as_it_was_left(rehearsal: Rehearsal, servers: Server) -> None:
    """Somebody wrote it, resolved it, and then it was opened again on the page."""
    written = [it for it in todos(servers, "dispatch") if it["SUMMARY"] == "Look at the logs"]
    assert [it["STATUS"] for it in written] == ["NEEDS-ACTION"]
    assert [it.email for it in written[0].attendees] == ["barbara@example.com"]
