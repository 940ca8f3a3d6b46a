"""What a check that is killed leaves behind: nothing that `sweep` does not remove."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
COMMAND = (sys.executable, "-m", "dispatch_interfaces")
TARGET = ("dispatch_docx.plugin:DocxDocument", "--harness", "dispatch_docx.testing:harness")


def made(incidents: Path) -> list[str]:
    """What documents there are on the server's disk."""
    return sorted(str(it) for it in incidents.glob("Documents under test/*"))


def test_after_a_kill_sweep_removes_what_was_made(incidents: Path, tmp_path: Path) -> None:
    before = made(incidents)
    path = os.pathsep.join([str(PACKAGE), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": path}
    check = subprocess.Popen(
        [*COMMAND, "check", *TARGET, "--profile", "live"],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while made(incidents) == before and check.poll() is None:
        time.sleep(0.01)
    os.killpg(check.pid, signal.SIGKILL)
    check.wait()
    assert made(incidents) != before
    swept = subprocess.run(
        [*COMMAND, "sweep"], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert swept.returncode in (0, 1), swept.stdout  # 1: what was in flight may still come
    assert made(incidents) == before, swept.stdout
