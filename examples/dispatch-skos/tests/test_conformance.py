"""The check, as its users run it, and what is left when it is killed."""

import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from killing import expect_nothing_left
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from dispatch_interfaces.conformance import check
from dispatch_skos import GlossarySettings, SkosTerms
from dispatch_skos.testing import harness

CHECK = (sys.executable, "-m", "dispatch_interfaces", "check", "--profile", "remote", "--strict")
TARGET = "dispatch_skos.plugin:SkosTerms"
HARNESS = ("--harness", "dispatch_skos.testing:harness")
HOST = ("--edition", "host", "--harness", "dispatch_skos.testing:host_harness")
BRIDGE = "dispatch_skos.bridge:SkosForDispatch"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "glossary.jsonld"


@pytest.fixture
def environment(file: Path) -> dict[str, str]:
    here = str(Path(__file__).parents[1])
    paths = os.pathsep.join(filter(None, (here, os.environ.get("PYTHONPATH"))))
    return {**os.environ, "SKOS_GLOSSARY": str(file), "PYTHONPATH": paths}


def left(file: Path) -> list[Any]:
    found: list[Any] = json.loads(file.read_text())["@graph"] if file.exists() else []
    return found


def test_it_conforms_and_leaves_nothing(
    tmp_path: Path, file: Path, environment: dict[str, str]
) -> None:
    run = subprocess.run([*CHECK, TARGET, *HARNESS], cwd=tmp_path, env=environment)
    assert run.returncode == 0
    assert left(file) == []


def test_it_conforms_over_the_web(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKOS_GLOSSARY", str(file))
    statuses = list[int]()

    def answer(request: Request) -> Response:
        response = Response(file.read_bytes(), content_type="application/ld+json")
        response.add_etag()
        response.make_conditional(request)
        statuses.append(response.status_code)
        return response

    with HTTPServer(threaded=True) as server:
        server.expect_request("/glossary").respond_with_handler(answer)
        settings = GlossarySettings(source=server.url_for("/glossary"))
        opened = evolve(harness(), open=lambda: SkosTerms(settings))
        report = check(SkosTerms, harness=opened, profile="live")
    assert report.exit_code == 0, report.judgements[0].verdict
    assert set(statuses) == {200, 304}
    assert left(file) == []


def test_the_application_can_call_it(tmp_path: Path, environment: dict[str, str]) -> None:
    command = (*CHECK[:4], BRIDGE, *HOST)
    assert subprocess.run(command, cwd=tmp_path, env=environment).returncode == 0


def test_what_a_killed_check_left_is_swept(
    tmp_path: Path, file: Path, environment: dict[str, str]
) -> None:
    made = partial(left, file)
    expect_nothing_left(made, tmp_path, TARGET, *HARNESS, environment=environment)
