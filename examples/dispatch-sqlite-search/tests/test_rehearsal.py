"""An incident over the plugin, as the application plays it."""

import logging
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from dispatch_interfaces.host.rehearsal import rehearse
from dispatch_sqlite_search.bridge import SqliteSearchForDispatch
from dispatch_sqlite_search.testing import part


def test_an_incident_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNBOOKS_FOLDER", str(folder))
    logging.disable()
    try:
        rehearsal = rehearse([part()])
    finally:
        logging.disable(logging.NOTSET)
    assert rehearsal.exit_code == 0, rehearsal.verdict


def test_the_bridge_asks_for_an_incident(
    folder: Path, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    # No version of the application calls it in an incident: so it is called here.
    monkeypatch.setenv("RUNBOOKS_FOLDER", str(folder))
    write("database.md", "types: [Outage]", "words: [database]")
    write("badge.md", "words: [badge]")
    bridge = SqliteSearchForDispatch()
    settings = part().settings
    assert settings is not None
    bridge.configuration = SqliteSearchForDispatch.configuration_schema.parse_obj(settings)
    bridge.project_id = 1
    incident = SimpleNamespace(
        incident_type=SimpleNamespace(name="Outage"),
        incident_priority=SimpleNamespace(name="High"),
        description="The database is slow",
        project=SimpleNamespace(id=1),
    )
    found = bridge.get(incident)
    assert [it.resource_state for it in found] == [{"id": "database.md"}]
