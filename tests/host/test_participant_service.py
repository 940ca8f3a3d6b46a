"""Who stands for a service comes with the id of the application's own row for it."""

import logging
import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from dispatch_interfaces.host.rehearsal.rows import Incident, Named, Project
from tests.host.bridged import Participant

SESSION = SimpleNamespace()
ROWS = {("PD-1", 1): 41, ("PD-1", 2): 42, ("PD-2", 1): 43}
"""The ids of rows, by external id and project."""


def get_by_external_id_and_project_id(
    *, db_session: Any, external_id: str, project_id: int
) -> SimpleNamespace | None:
    """As the application has it."""
    assert db_session is SESSION
    if external_id == "PD-broken":
        raise RuntimeError("the database says no")
    found = ROWS.get((external_id, project_id))
    return None if found is None else SimpleNamespace(id=found, external_id=external_id)


@pytest.fixture
def application(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the application has loaded when it asks."""
    loaded: Any = ModuleType("dispatch.service.service")
    loaded.get_by_external_id_and_project_id = get_by_external_id_and_project_id
    monkeypatch.setitem(sys.modules, "dispatch.service.service", loaded)


@pytest.fixture
def plugin() -> Any:
    Participant._held.clear()
    plugin = Participant()
    plugin.project_id = 1
    plugin.plugin.add_service("PD-1", "ada@example.com")
    plugin.plugin.add_individual("grace@example.com")
    return plugin


def found(plugin: Any, project_id: int = 1, db_session: Any = SESSION) -> dict[str, int | None]:
    """Whom the bridge finds, with the service that they stand for."""
    row = Incident(
        id=7,
        project=Project(project_id, "default"),
        title="Slow",
        description="Queries take minutes.",
        status="Active",
        type=Named("Outage"),
        severity=Named("SEV1"),
        priority=Named("High"),
    )
    people, _ = plugin.get(class_instance=row, project_id=project_id, db_session=db_session)
    return {person.email: service_id for person, service_id in people}


@pytest.mark.usefixtures("application")
@pytest.mark.parametrize(("project_id", "row_id"), [(1, 41), (2, 42), (3, None)])
def test_the_row_is_that_of_the_project(plugin: Any, project_id: int, row_id: int | None) -> None:
    wanted = {"grace@example.com": None, "ada@example.com": row_id}
    assert found(plugin, project_id) == wanted


@pytest.mark.usefixtures("application")
def test_without_a_session_there_is_no_service(plugin: Any) -> None:
    wanted = {"grace@example.com": None, "ada@example.com": None}
    assert found(plugin, db_session=None) == wanted


def test_without_the_application_there_is_no_service(plugin: Any) -> None:
    assert "dispatch.service.service" not in sys.modules
    assert found(plugin) == {"grace@example.com": None, "ada@example.com": None}


@pytest.mark.usefixtures("application")
def test_a_row_that_cannot_be_looked_up_keeps_nobody_out(
    plugin: Any, caplog: pytest.LogCaptureFixture
) -> None:
    plugin.plugin.add_service("PD-broken", "edsger@example.com")
    plugin.plugin.add_service("PD-2", "barbara@example.com")
    with caplog.at_level(logging.ERROR, "dispatch_interfaces.host"):
        assert found(plugin) == {
            "grace@example.com": None,
            "ada@example.com": 41,
            "edsger@example.com": None,
            "barbara@example.com": 43,
        }
    (record,) = caplog.records
    assert record.exc_info is not None
    assert "the database says no" in str(record.exc_info[1])
