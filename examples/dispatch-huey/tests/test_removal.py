"""A check that is killed leaves nothing that `sweep` does not remove."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from dispatch_huey.testing import _remove, harness
from dispatch_interfaces.conformance import Created
from tests.test_plugin import until

_TOOL = [sys.executable, "-m", "dispatch_interfaces"]


def _count(database: Path, where: str = "1") -> int:
    with closing(sqlite3.connect(database)) as connection:
        found = connection.execute(f"SELECT count(*) FROM run WHERE {where}").fetchone()
    return int(found[0])


def test_after_a_kill_sweep_removes_what_was_made(database: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    check = [*_TOOL, "check", "dispatch_huey.plugin:HueyWorkflow", "--profile", "live"]
    with subprocess.Popen(
        [*check, "--harness", "dispatch_huey.testing:harness", "-k", "WORKFLOW-035"],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        # While a worker has something to do, the call that made the run has been answered.
        until(lambda: _count(database, "status = 'Running'") > 0)
        os.killpg(process.pid, signal.SIGKILL)
    assert _count(database) > 0
    swept = subprocess.run(
        [*_TOOL, "sweep"], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert swept.returncode in (0, 1), swept.stdout  # 1: what was in flight may still come
    assert _count(database) == 0
    assert list(database.parent.glob("*.orders")) == []


def test_a_run_whose_call_never_answered_is_found_by_its_parameters(database: Path) -> None:
    with harness().raw_plugin() as plugin:
        params = {"marker": "di-20261127-4f2a"}
        for given in (params, {"marker": "somebody else's"}):
            plugin.run("restart", given)
        arguments = {"workflow_id": "restart", "params": params}
        created = Created("instance", "WORKFLOW-049", "run", arguments)
        assert created.bears("di-20261127-4f2a")
        _remove(plugin, created)
    assert _count(database) == 1
