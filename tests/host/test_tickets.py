"""What reaches a ticket plugin: all that the application passes, and what it can be asked for."""

import inspect
import logging
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from dispatch_interfaces.cli.command import command
from dispatch_interfaces.host import optional
from dispatch_interfaces.host.bridge import TicketBridge, dropped_in_application
from reference_impls import InMemoryTicket
from tests.host.loaded import Database, Row, load, load_database

_CREATED = ("title", "incident_type", "incident_priority", "commander", "reporter")


class Incident(Row): ...


class Case(Row): ...


class Task(Row): ...


class Curious(InMemoryTicket):
    """Asks for everything that is offered, and keeps it."""

    slug = "curious"

    def __init__(self) -> None:
        super().__init__()
        self.created: dict[str, Any] = {}
        self.updated: dict[str, Any] = {}

    def create(
        self,
        title: str,
        incident_type: str,
        incident_priority: str,
        commander: str,
        reporter: str,
        *,
        plugin_metadata: Any = None,
        severity: Any = None,
        visibility: Any = None,
        incident_id: Any = None,
        case_id: Any = None,
        task_id: Any = None,
        incident_ticket_key: Any = None,
        db_session: Any = None,
    ) -> Any:
        self.created = {name: it for name, it in locals().items() if name != "self"}
        del self.created["__class__"]
        return super().create(title, incident_type, incident_priority, commander, reporter)

    def update(  # type: ignore[override]
        self,
        ticket_id: str,
        *,
        plugin_metadata: Any = None,
        severity: Any = None,
        resolution: Any = None,
        case_status: Any = None,
        conference_weblink: Any = None,
        dispatch_weblink: Any = None,
        **documented: Any,
    ) -> None:
        self.updated = {name: it for name, it in locals().items() if name not in _NOT_KEPT}
        super().update(ticket_id, **documented)


_NOT_KEPT = ("self", "ticket_id", "documented", "__class__")


def _named(prefix: str, number: int) -> dict[str, Any]:
    names = {"type": "Outage", "priority": "High", "severity": "SEV1"}
    return {
        f"{prefix}_{it}": SimpleNamespace(name=f"{name} {number}") for it, name in names.items()
    }


def _person(email: str) -> Any:
    return SimpleNamespace(individual=SimpleNamespace(email=email))


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Database:
    models = {"incident": Incident, "case": Case, "task": Task}
    load(
        monkeypatch,
        {f"dispatch.{it}.models.{model.__name__}": model for it, model in models.items()},
    )
    return Database(
        [
            Incident(id=7, visibility="Restricted", reporter=None, **_named("incident", 7)),
            Case(
                id=8,
                name="case-8",
                project_id=1,
                visibility="Open",
                reporter=_person("reporter@example.com"),
                **_named("case", 8),
            ),
            Task(id=9, incident_id=7),
        ]
    )


def bridged(implementation: Any = Curious) -> Any:
    plugin: Any = type("Bridged", (TicketBridge,), {"implementation": implementation})()
    plugin.project_id = 1
    return plugin


def test_type_and_priority_of_an_incident_are_there_from_the_beginning(session: Database) -> None:
    plugin = bridged()
    metadata = {"project": "SEC"}
    plugin.create(7, "Slow", "ada@example.com", "bob@example.com", metadata, db_session=session)
    assert plugin.plugin.created == {
        "title": "Slow",
        "incident_type": "Outage 7",
        "incident_priority": "High 7",
        "commander": "ada@example.com",
        "reporter": "bob@example.com",
        "plugin_metadata": metadata,
        "severity": "SEV1 7",
        "visibility": "Restricted",
        "incident_id": 7,
        "case_id": None,
        "task_id": None,
        "incident_ticket_key": None,
        "db_session": session,
    }


def test_a_case_has_its_own_reporter(session: Database) -> None:
    plugin = bridged()
    plugin.create_case_ticket(8, "A phish", "ada@example.com", {"a": 1}, db_session=session)
    created = plugin.plugin.created
    assert [created[it] for it in _CREATED] == [
        "A phish",
        "Outage 8",
        "High 8",
        "ada@example.com",
        "reporter@example.com",
    ]
    assert (created["case_id"], created["severity"], created["visibility"]) == (8, "SEV1 8", "Open")
    assert created["plugin_metadata"] == {"a": 1}


def test_a_task_has_type_and_priority_of_its_incident(session: Database) -> None:
    plugin = bridged()
    plugin.create_task_ticket(
        task_id=9,
        title="Look",
        assignee_email="ada@example.com",
        reporter_email="owner@example.com",
        incident_ticket_key="ticket-1",
        task_plugin_metadata={"issue_type": "Task"},
        db_session=session,
    )
    created = plugin.plugin.created
    assert (created["incident_type"], created["incident_priority"]) == ("Outage 7", "High 7")
    assert (created["task_id"], created["incident_id"]) == (9, None)
    assert created["incident_ticket_key"] == "ticket-1"
    assert created["plugin_metadata"] == {"issue_type": "Task"}


def test_without_the_application_they_are_empty() -> None:
    plugin = bridged(InMemoryTicket)
    made = plugin.create(7, "Slow", "ada@example.com", "b@example.com", None, db_session=Database())
    assert plugin.plugin.fields(made["resource_id"])["incident_type"] == ""


def test_a_row_that_is_gone_and_a_database_that_fails_cost_only_themselves(
    session: Database, caplog: pytest.LogCaptureFixture
) -> None:
    plugin = bridged()
    plugin.create(99, "Slow", "ada@example.com", "b@example.com", db_session=session)
    assert (plugin.plugin.created["incident_type"], caplog.records) == ("", [])
    with caplog.at_level(logging.ERROR, "dispatch_interfaces.host"):
        plugin.create_case_ticket(8, "A phish", "ada@example.com", db_session=SimpleNamespace())
        plugin.create_task_ticket(9, "Look", "ada@example.com", "b@example.com", db_session="none")
    assert [it.getMessage() for it in caplog.records] == [
        "curious.create: the case failed in project 1",
        "curious.create_task_ticket failed in project 1",
    ]
    assert plugin.plugin.created["title"] == "Look"


def test_the_update_of_an_incident_passes_everything() -> None:
    plugin = bridged()
    made = plugin.create(7, "Slow", "ada@example.com", "b@example.com")
    plugin.update(
        ticket_id=made["resource_id"],
        incident_severity="SEV1",
        conference_weblink="https://meet.example.com/1",
        dispatch_weblink="https://dispatch.example.com/default/incidents/i-7",
        cost=0,
        incident_type_plugin_metadata={"project": "SEC"},
    )
    assert plugin.plugin.updated == {
        "plugin_metadata": {"project": "SEC"},
        "severity": "SEV1",
        "resolution": None,
        "case_status": None,
        "conference_weblink": "https://meet.example.com/1",
        "dispatch_weblink": "https://dispatch.example.com/default/incidents/i-7",
    }


def test_the_update_of_a_case_passes_everything(
    session: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_database(monkeypatch, {"default": session})
    plugin = bridged()
    made = plugin.create_case_ticket(8, "A phish", "ada@example.com")
    page = "https://dispatch.example.com/default/cases/case-8"
    plugin.update_case_ticket(
        ticket_id=made["resource_id"],
        resolution="blocked",
        case_severity="SEV2",
        status="triage",
        dispatch_weblink=page,
        case_type_plugin_metadata={"project": "SEC"},
    )
    assert plugin.plugin.updated == {
        "plugin_metadata": {"project": "SEC"},
        "severity": "SEV2",
        "resolution": "blocked",
        "case_status": "triage",
        "conference_weblink": None,
        "dispatch_weblink": page,
    }
    fields = plugin.plugin.fields(made["resource_id"])
    assert (fields["reporter_email"], fields["status"]) == ("reporter@example.com", "active")
    assert (session.opened, session.closed) == (1, 1)


@pytest.mark.parametrize(
    "page",
    [None, "", "cases/x", "https://example.com/default/cases/x", "https://example.com/o/c/d"],
)
def test_a_reporter_who_cannot_be_found_stays_as_he_is(
    session: Database, monkeypatch: pytest.MonkeyPatch, page: str | None
) -> None:
    plugin = bridged(InMemoryTicket)
    made = plugin.create_case_ticket(8, "A phish", "ada@example.com", db_session=session)
    plugin.update_case_ticket(ticket_id=made["resource_id"], dispatch_weblink=page)
    load_database(monkeypatch, {"default": session})
    plugin.update_case_ticket(ticket_id=made["resource_id"], dispatch_weblink=page)
    fields = plugin.plugin.fields(made["resource_id"])
    assert fields["reporter_email"] == "reporter@example.com"


def test_the_protocols_name_all_that_is_offered() -> None:
    for protocol, method in (
        (optional.SupportsTicketCreationDetails, "create"),
        (optional.SupportsTicketUpdateDetails, "update"),
    ):
        function = getattr(protocol, method)
        parameters = inspect.signature(function).parameters.values()
        named = {it.name for it in parameters if it.kind is it.KEYWORD_ONLY}
        assert named == set(TicketBridge.keywords[method])
        assert all(f"{it}: " in (function.__doc__ or "") for it in named)


def test_what_is_dropped_is_listed_with_what_it_costs() -> None:
    assert dropped_in_application("ticket", Curious) == ()
    dropped = dropped_in_application("ticket", InMemoryTicket)
    assert {"create.severity", "update.resolution", "update.dispatch_weblink"} <= set(dropped)
    result = CliRunner().invoke(command, ["show", "--bridge", "reference_impls:InMemoryTicket"])
    told = "DROPPED  update(resolution=): the ticket does not show how a case was resolved"
    assert told in result.output.splitlines()
