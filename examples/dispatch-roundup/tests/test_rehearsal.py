"""The whole of it: in incidents, by the application's calls, and after a check that was killed."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from dispatch_interfaces.host.rehearsal import rehearse
from dispatch_roundup.testing import part
from tests.server import Server, running

PACKAGE = Path(__file__).parent.parent


def rows(server: Server, query: str) -> list[tuple[Any, ...]]:
    """What the tracker's own file says."""
    with closing(sqlite3.connect(Path(server.environment["ROUNDUP_HOME"], "db", "db"))) as found:
        return found.execute(query).fetchall()


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A tracker of its own."""
    (tmp_path / "server").mkdir()
    with running(tmp_path / "server") as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        yield server


def test_incidents_open_run_and_close(server: Server) -> None:
    rehearsal = rehearse([part()])
    assert rehearsal.exit_code == 0, rehearsal.verdict
    assert [it for it in rehearsal.ending if it.type == "ticket" and it.shown is None] == []
    issues = dict(rows(server, "SELECT _title, _name FROM _issue JOIN _status s ON s.id = _status"))
    assert issues["Orders are late: stable incident"] == "testing"
    assert issues["Orders are late: closed incident"] == "resolved"
    assert issues["Odd logins: closed case"] == "resolved"
    assert issues["Roll back"] == "in-progress", "a task"


@pytest.mark.usefixtures("tracker")
def test_it_answers_every_call_of_the_application() -> None:
    command = [sys.executable, "-m", "dispatch_interfaces", "check", "--edition", "host"]
    target = "dispatch_roundup.bridge:RoundupTicketForDispatch"
    harness = ["--harness", "dispatch_roundup.testing:host_harness"]
    found = subprocess.run(
        [*command, "--strict", target, *harness], cwd=PACKAGE, capture_output=True, text=True
    )
    assert found.returncode == 0, found.stdout


def test_what_a_killed_check_has_left_is_swept(server: Server, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "dispatch_interfaces"]
    about = ["dispatch_roundup.plugin:RoundupTicket", "--harness"]
    check = [*command, "check", *about, "dispatch_roundup.testing:harness", "--profile", "live"]
    path = os.pathsep.join([str(PACKAGE), os.environ.get("PYTHONPATH", "")])
    env = {**os.environ, "PYTHONPATH": path}
    killed = subprocess.Popen(
        check, start_new_session=True, stdout=subprocess.DEVNULL, cwd=tmp_path, env=env
    )
    kept = {it: f"SELECT id FROM _{it} WHERE NOT __retired__" for it in ("issue", "keyword", "msg")}
    while not all(rows(server, it) for it in kept.values()):
        assert killed.poll() is None
        time.sleep(0.02)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    swept = subprocess.run(
        [*command, "sweep"], capture_output=True, text=True, cwd=tmp_path, env=env
    )
    assert swept.returncode in (0, 1), swept.stdout  # 1: what was in flight may still come
    assert [it for it, query in kept.items() if rows(server, query)] == []
