"""The check, as its users run it, and what is left when it is killed."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

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


def test_the_application_can_call_it(tmp_path: Path, environment: dict[str, str]) -> None:
    command = (*CHECK[:4], BRIDGE, *HOST)
    assert subprocess.run(command, cwd=tmp_path, env=environment).returncode == 0


def test_what_a_killed_check_left_is_swept(
    tmp_path: Path, file: Path, environment: dict[str, str]
) -> None:
    running = subprocess.Popen(
        [*CHECK, TARGET, *HARNESS], cwd=tmp_path, env=environment, start_new_session=True
    )
    while not left(file):
        assert running.poll() is None
        time.sleep(0.001)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    sweep = (*CHECK[:3], "sweep")
    assert subprocess.run(sweep, cwd=tmp_path, env=environment).returncode == 0
    assert left(file) == []
