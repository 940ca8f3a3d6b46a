"""The example of a host, installed as its README says."""

import os
import re
import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).parents[1] / "examples" / "host"


def test_the_host_opens_and_closes_an_incident(tmp_path: Path) -> None:
    install = ("pip", "install", "--quiet", "--no-deps", "--target", str(tmp_path), str(EXAMPLE))
    subprocess.run([sys.executable, "-m", *install], check=True, cwd=tmp_path)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}

    def run(*command: str) -> str:
        return subprocess.run(
            [sys.executable, "-m", *command],
            check=True,
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
        ).stdout

    shown = re.search(r"\$ demo-host\n(.*?)\$ ", (EXAMPLE / "README.md").read_text(), re.S)
    assert shown
    assert run("demo_host") == shown[1]
    listed = run("dispatch_interfaces", "list")
    assert listed.count(" ready") == 12
    assert "refused" not in listed
