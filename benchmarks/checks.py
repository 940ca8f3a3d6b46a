"""How long the quick profile takes on all twelve references: on one core, and spread over two."""

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure
from benchmarks.timing import ALONE, PYTEST, per_command

_ALL = "the quick profile over all twelve references"


def figures() -> Iterator[Figure]:
    """Seconds on the clock."""
    bin = Path(sys.executable).parent
    check = (str(bin / "dispatch-interfaces"), "check", "reference_impls")
    plugins = ("-p", "xdist.plugin", "-p", "dispatch_interfaces.pytest_plugin")
    pytest = (*PYTEST, *plugins, "--dispatch-plugin", "reference_impls")
    spread = ("--dist", "worksteal", "-n")
    commands = {
        "check": check,
        "two jobs": (*check, "--jobs", "2"),
        "one worker": (*pytest, *spread, "1"),
        "two workers": (*pytest, *spread, "2"),
    }
    # In an empty folder, where pytest finds nothing else to run.
    with TemporaryDirectory() as folder:
        took = per_command(commands, rounds=2, wall=True, cwd=folder, env=ALONE)
    yield Figure(_ALL, took["check"], "s")
    yield Figure(f"{_ALL}, `--jobs 2`", took["two jobs"], "s", "one job", took["check"])
    workers = "under pytest-xdist, two workers"
    yield Figure(f"{_ALL}, {workers}", took["two workers"], "s", "one worker", took["one worker"])
