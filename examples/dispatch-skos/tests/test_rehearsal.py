"""An incident over the plugin, as the application plays it."""

import json
import logging
from pathlib import Path

import pytest

from dispatch_interfaces.host.rehearsal import rehearse
from dispatch_skos.testing import part


def test_an_incident_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    glossary = tmp_path / "glossary.jsonld"
    monkeypatch.setenv("SKOS_GLOSSARY", str(glossary))
    logging.disable()
    try:
        rehearsal = rehearse([part()])
    finally:
        logging.disable(logging.NOTSET)
    assert rehearsal.exit_code == 0, rehearsal.verdict
    # The glossary itself, and what the application has taken over from it.
    planted = {it["skos:prefLabel"]["@value"] for it in json.loads(glossary.read_text())["@graph"]}
    believed = {it.believed for it in rehearsal.ending if it.type == "term"}
    assert believed == {tuple(planted)} == {("rollback",)}
