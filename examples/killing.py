"""A check that is killed once it has made something, and what `sweep` then leaves."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

COMMAND = (sys.executable, "-m", "dispatch_interfaces")


def expect_nothing_left(
    made: Callable[[], T], folder: Path, *target: str, environment: Mapping[str, str] = os.environ
) -> None:
    """Kill a check as `kill -9` does, and sweep: all is then as it was before.

    Args:
        made: What there is on the server.
        folder: Where the check runs, and keeps its ledger.
        target: What is checked, with options.
        environment: What the plugin finds its server by.
    """
    before = made()
    found = {**environment, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    check = subprocess.Popen(
        [*COMMAND, "check", "--profile", "live", *target],
        cwd=folder,
        env=found,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    while made() == before:
        assert check.poll() is None, "it has made nothing"
        time.sleep(0.001)
    os.killpg(check.pid, signal.SIGKILL)
    check.wait()
    assert made() != before
    swept = subprocess.run(
        [*COMMAND, "sweep"], cwd=folder, env=found, capture_output=True, text=True
    )
    assert swept.returncode in (0, 1), swept.stdout  # 1: what was in flight may still come
    assert made() == before, swept.stdout
