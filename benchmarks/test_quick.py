"""How long the quick profile takes on all twelve references: on one core, and spread over two.

Nothing is asserted here: `make bench` prints the table, and docs/figures.md says what to expect.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

_BIN = Path(sys.executable).parent


def _one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def _run(folder: Path, *command: str, start: Callable[[], None] | None = None) -> None:
    # In an empty folder, where pytest finds nothing else to run. Modules are compiled once.
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder.parent)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run(
        [str(_BIN / command[0]), *command[1:]],
        check=True,
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        preexec_fn=start,
    )


def test_command_on_one_core(benchmark: Any, tmp_path: Path) -> None:
    check = (tmp_path, "dispatch-interfaces", "check", "reference_impls")
    benchmark.pedantic(_run, check, {"start": _one_core}, rounds=3, warmup_rounds=1)


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("target", ["reference_impls", "reference_impls.document:InMemoryDocument"])
def test_command_with_jobs(benchmark: Any, tmp_path: Path, target: str, jobs: str) -> None:
    check = (tmp_path, "dispatch-interfaces", "check", target, "--jobs", jobs)
    benchmark.pedantic(_run, check, rounds=3, warmup_rounds=1)


@pytest.mark.parametrize("workers", [1, 2])
def test_pytest_with_workers(benchmark: Any, tmp_path: Path, workers: int) -> None:
    judge = (
        tmp_path,
        "pytest",
        "-q",
        "--dispatch-plugin",
        "reference_impls",
        "-n",
        str(workers),
        "--dist",
        "worksteal",
    )
    benchmark.pedantic(_run, judge, rounds=3, warmup_rounds=1)
