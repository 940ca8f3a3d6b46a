"""The check, as its users run it, and what is left when it is killed."""

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from killing import expect_nothing_left

CHECK = (sys.executable, "-m", "dispatch_interfaces", "check", "--profile", "remote", "--strict")
TARGET = "dispatch_sqlite_search.plugin:SqliteSearch"
HARNESS = ("--harness", "dispatch_sqlite_search.testing:harness")
HOST = ("--edition", "host", "--harness", "dispatch_sqlite_search.testing:host_harness")
BRIDGE = "dispatch_sqlite_search.bridge:SqliteSearchForDispatch"


@pytest.fixture
def environment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    here = str(Path(__file__).parents[1])
    paths = os.pathsep.join(filter(None, (here, os.environ.get("PYTHONPATH"))))
    return {**os.environ, "RUNBOOKS_FOLDER": str(folder), "PYTHONPATH": paths}


def left(folder: Path) -> list[Path]:
    return [it for it in folder.iterdir() if not it.name.startswith(".runbooks.")]


def test_it_conforms_and_leaves_nothing(
    tmp_path: Path, folder: Path, environment: dict[str, str]
) -> None:
    run = subprocess.run([*CHECK, TARGET, *HARNESS], cwd=tmp_path, env=environment)
    assert run.returncode == 0
    assert not left(folder)


def test_the_application_can_call_it(tmp_path: Path, environment: dict[str, str]) -> None:
    command = (*CHECK[:4], BRIDGE, *HOST)
    assert subprocess.run(command, cwd=tmp_path, env=environment).returncode == 0


def test_what_a_killed_check_left_is_swept(
    tmp_path: Path, folder: Path, environment: dict[str, str]
) -> None:
    made = partial(left, folder)
    expect_nothing_left(made, tmp_path, TARGET, *HARNESS, environment=environment)
