"""``dispatch-huey``: what people do with runs, beside the application."""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from dispatch_huey.database import Database
from dispatch_huey.queue import Queue
from dispatch_interfaces import PluginError


def approve(database: Database, run_id: str) -> str:
    """Let a run begin that waits for it."""
    kept = database.approve(run_id)
    if kept.status == "Submitted":
        Queue(database).wake(run_id, kept.priority)
    return f"{run_id}: approved"


def show(database: Database, run_id: str) -> str:
    """How far a run is, why it failed, and what it made."""
    kept = database.get(run_id)
    failure = f": {kept.failure}" if kept.failure else ""
    return "\n".join((f"{run_id}: {kept.status}{failure}", *(it["name"] for it in kept.artifacts)))


_ACTIONS: Final[Mapping[str, Callable[[Database, str], str]]] = {"approve": approve, "show": show}


def main(arguments: Sequence[str] | None = None) -> int:
    """Approve a run, or show one.

    Returns:
        The exit code.
    """
    parser = argparse.ArgumentParser(prog="dispatch-huey", description="Runs of workflows.")
    parser.add_argument("action", choices=_ACTIONS)
    parser.add_argument("database", help="the SQLite file of the queue")
    parser.add_argument("run", help="the id of a run")
    given = parser.parse_args(arguments)
    try:
        print(_ACTIONS[given.action](Database(given.database), given.run))
    except PluginError as error:
        print(error, file=sys.stderr)
        return 1
    return 0
