"""One person whom a plugin does not know keeps nobody else out, and stops nothing."""

import logging
from types import SimpleNamespace
from typing import Any

import pytest

from dispatch_interfaces import NotFoundError, unsupported
from dispatch_interfaces.host.bridge import OncallBridge, ParticipantGroupBridge, StorageBridge
from reference_impls import InMemoryOncall, InMemoryParticipantGroup, InMemoryStorage
from tests.host.bridged import DocumentResolver
from tests.host.loaded import Database, Row, load

GHOST, ADA = "ghost@example.com", "ada@example.com"


def _known(people: list[str]) -> list[str]:
    if GHOST in people:
        raise NotFoundError("nobody has this address", value=GHOST)
    return people


class Groups(InMemoryParticipantGroup):
    """One that knows not everybody."""

    def create(self, name: str, participants: list[str], *args: Any, **kwargs: Any) -> Any:
        return super().create(name, _known(participants), *args, **kwargs)

    def add(self, email: str, participants: list[str], *args: Any, **kwargs: Any) -> None:
        super().add(email, _known(participants), *args, **kwargs)

    def remove(self, email: str, participants: list[str]) -> None:
        super().remove(email, _known(participants))


class Drives(InMemoryStorage):
    """One that gives access to people whom it knows."""

    def add_participant(self, holder: str, participants: list[str], *args: Any) -> None:
        super().add_participant(holder, _known(participants), *args)


class Folders(InMemoryStorage):
    """One to whose files nobody can be given access."""

    add_participant = unsupported("access is given elsewhere")
    remove_participant = unsupported("access is given elsewhere")


class GroupsForDispatch(ParticipantGroupBridge):
    implementation = Groups


class DrivesForDispatch(StorageBridge):
    implementation = Drives


class FoldersForDispatch(StorageBridge):
    implementation = Folders


def errors(caplog: pytest.LogCaptureFixture) -> list[str]:
    told = [it.getMessage() for it in caplog.records if it.levelno == logging.ERROR]
    return [it.partition(" failed")[0].partition(".")[2] for it in told]


def test_a_group_is_made_of_those_it_knows(caplog: pytest.LogCaptureFixture) -> None:
    bridge: Any = GroupsForDispatch()
    email = bridge.create(name="incident", participants=[GHOST, ADA])["email"]
    assert bridge.list(email=email) == [ADA]
    assert errors(caplog) == [f"add of {GHOST}"]


def test_a_group_takes_and_gives_up_those_it_knows(caplog: pytest.LogCaptureFixture) -> None:
    bridge: Any = GroupsForDispatch()
    email = bridge.create(name="another", participants=["grace@example.com"])["email"]
    bridge.add(email, [ADA, GHOST])
    bridge.remove(email, [GHOST, "grace@example.com"])
    assert bridge.list(email=email) == [ADA]
    assert errors(caplog) == [f"add of {GHOST}", f"remove of {GHOST}"]


def test_a_folder_is_made_whoever_gets_access(caplog: pytest.LogCaptureFixture) -> None:
    bridge = DrivesForDispatch()
    bridge.configuration = bridge.configuration_schema.parse_obj({"root_id": "drive-1"})
    bridge.plugin.create("Incidents", [])
    made = bridge.create_file(parent_id="drive-1", name="inc-7", participants=[GHOST, ADA])
    assert set(bridge.plugin.permissions(made["id"])) == {ADA}
    assert errors(caplog) == [f"add_participant of {GHOST}"]


def test_a_page_for_a_case_says_so_where_it_is_asked_for() -> None:
    seen: list[str] = []

    class Paging(InMemoryOncall):
        def page(self, *args: Any, event_type: str = "incident") -> None:
            seen.append(event_type)

    class Bridged(OncallBridge):
        implementation = Paging

    told = {
        "service_id": "database",
        "incident_name": "case-3",
        "incident_title": "A phish",
        "incident_description": "",
    }
    Bridged().page(**told)
    Bridged().page(**told, event_type="case")
    assert seen == ["incident", "case"]


def test_related_documents_are_rows_of_the_application(monkeypatch: pytest.MonkeyPatch) -> None:
    class Document(Row):
        """A document that the application has."""

    load(monkeypatch, {"dispatch.document.models.Document": Document})
    database = Database()
    database.add(Document(id=17, project_id=1, resource_id="file-1"))
    database.add(Document(id=18, project_id=2, resource_id="file-2"))
    bridge = DocumentResolver()
    known = [{"resource_id": "file-1"}, {"resource_id": "file-2"}]
    monkeypatch.setattr(bridge.plugin, "get", lambda *args: known)
    incident: Any = SimpleNamespace(
        incident_type=SimpleNamespace(name="Outage"),
        incident_priority=SimpleNamespace(name="High"),
        description="",
        project=SimpleNamespace(id=1),
    )
    found = bridge.get(incident=incident, db_session=database)
    assert [it.resource_state for it in found] == [{"id": 17}]


def test_a_storage_without_rights_is_said_once_and_is_no_error(
    caplog: pytest.LogCaptureFixture,
) -> None:
    bridge = FoldersForDispatch()
    bridge.configuration = bridge.configuration_schema.parse_obj({"root_id": "drive-1"})
    drive = bridge.plugin.create("incidents", [])["id"]
    for name in ("one", "two"):
        folder = bridge.create_file(drive, name, participants=[ADA])["id"]
        bridge.add_participant(folder, [ADA, GHOST])
        bridge.remove_participant(folder, [ADA])
    assert errors(caplog) == []
    assert [it.getMessage().partition(":")[0] for it in caplog.records] == [
        "in-memory-storage has no add_participant",
        "in-memory-storage has no remove_participant",
    ]
