"""What a check leaves behind: nothing, also if it is killed."""

import os
import subprocess
import sys
import time
from pathlib import Path

from ldap3 import Connection

from tests.server import BASE, Server

PACKAGE = Path(__file__).parents[1]
COMMAND = (sys.executable, "-m", "dispatch_interfaces")
HARNESS = ("dispatch_ldap.group:LdapGroups", "--harness", "dispatch_ldap.testing:group_harness")


def test_sweep_removes_what_a_killed_check_left(
    server: Server, administration: Connection, tmp_path: Path
) -> None:
    environment = {**os.environ, "PYTHONPATH": _path()}
    check = subprocess.Popen(
        [*COMMAND, "check", *HARNESS, "--profile", "live"],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while not (left := _groups(administration)) and check.poll() is None:
        time.sleep(0.01)
    check.kill()
    check.wait()
    assert left
    swept = subprocess.run(
        [*COMMAND, "sweep"], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert swept.returncode in (0, 1), swept.stdout  # 1: what was in flight may still come
    assert _groups(administration) == []


def _groups(administration: Connection) -> list[str]:
    administration.search(f"ou=groups,{BASE}", "(cn=*di-*)")
    return [it["dn"] for it in administration.response or ()]


def _path() -> str:
    return os.pathsep.join([str(PACKAGE), os.environ.get("PYTHONPATH", "")])
