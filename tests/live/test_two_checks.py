"""Two checks, each a process of its own, of one backend at one time."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.live.commands import GROUPS, STORAGE, held, others
from tests.live.server import Backend


@pytest.mark.slow
@pytest.mark.parametrize(
    "target",
    [
        pytest.param(STORAGE, id="storage"),
        pytest.param(GROUPS, id="groups", marks=pytest.mark.thorough),
    ],
)
def test_neither_fails_by_what_the_other_does(
    backend: Backend, tmp_path: Path, target: tuple[str, ...]
) -> None:
    others(backend)
    before = held(backend)
    command = [sys.executable, "-m", "dispatch_interfaces", "check", *target, "--json"]
    folders = [tmp_path / "one", tmp_path / "other"]
    checks = []
    for folder in folders:
        folder.mkdir()
        started = subprocess.Popen(
            [*command, "--profile", "live"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
            stdout=subprocess.PIPE,
        )
        checks.append(started)
    for it in checks:
        told, _ = it.communicate(timeout=600)
        (judgement,) = json.loads(told)["judgements"]
        wrong = [o for o in judgement["outcomes"] if o["result"] != "passed"]
        assert (it.returncode, wrong) == (0, [])
    assert held(backend) == before
