"""The commands: a check of the bridges, and what is swept up after one that was killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dispatch_caldav.testing import Folder
from tests.server import Server

_HERE = Path(__file__).parents[1]


def started(command: str, folder: Path) -> "subprocess.Popen[str]":
    """The command, in a folder and in a group of processes of its own."""
    path = os.pathsep.join(filter(None, (str(_HERE), os.environ.get("PYTHONPATH"))))
    return subprocess.Popen(
        [sys.executable, "-m", "dispatch_interfaces", *command.split()],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def output(command: str, folder: Path) -> tuple[int, str]:
    """What a command comes to, and what it prints."""
    process = started(command, folder)
    printed, _ = process.communicate(timeout=300)
    return process.returncode, printed


@pytest.mark.parametrize(
    ("bridge", "harness"),
    [
        ("CalDavOncallForDispatch", "oncall_host_harness"),
        ("CalDavTaskForDispatch", "task_host_harness"),
    ],
)
def test_all_calls_of_the_application_are_answered(
    servers: Server, tmp_path: Path, bridge: str, harness: str
) -> None:
    command = f"check dispatch_caldav.bridge:{bridge} --edition host --strict"
    code, printed = output(f"{command} --harness dispatch_caldav.testing:{harness}", tmp_path)
    assert code == 0, printed


def test_what_a_check_has_left_is_swept_up(servers: Server, folder: Folder, tmp_path: Path) -> None:
    before = set(folder.names())
    process = started(
        "check dispatch_caldav.oncall:CalDavOncall --profile live"
        " --harness dispatch_caldav.testing:oncall_harness",
        tmp_path,
    )
    try:
        until = time.monotonic() + 120
        while len(set(folder.names()) - before) < 2:
            assert process.poll() is None, process.communicate()[0]
            assert time.monotonic() < until, "it makes nothing"
            time.sleep(0.01)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    assert set(folder.names()) - before
    code, printed = output("sweep", tmp_path)
    assert code in (0, 1), printed  # 1: what was in flight may still come
    assert set(folder.names()) == before
