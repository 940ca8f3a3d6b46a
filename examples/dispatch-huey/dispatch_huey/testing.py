"""How the suite opens the plugin, and the people who approve runs and watch them.

The consumer of `dispatch_huey.sandbox` has to run, on the file in ``DISPATCH_HUEY_DATABASE``.
"""

import json
import os
import sqlite3
import time
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from dispatch_huey.bridge import HueyWorkflowForDispatch
from dispatch_huey.command import approve
from dispatch_huey.database import Database
from dispatch_huey.plugin import HueyWorkflow
from dispatch_huey.settings import HueySettings
from dispatch_interfaces import InvalidRequestError
from dispatch_interfaces.conformance import Created, HostHarness, WorkflowHarness
from dispatch_interfaces.host.rehearsal import Part

WEBLINK: Final = "https://runs.example.com/"
_PATIENCE: Final = 30.0
"""Seconds for a worker to do what it was told."""


def database() -> Path:
    """The file of the queue."""
    return Path(os.environ["DISPATCH_HUEY_DATABASE"])


class SqlObserver:
    """Reads the tables by a connection of its own, and tells the workers what to do."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def advance(self, instance_id: str, status: str) -> None:
        if status not in ("Running", "Completed", "Failed"):
            raise InvalidRequestError("no worker brings a run to this", value=status)
        self._begin(instance_id)
        if status != "Running":
            self._order(instance_id, {"end": status})
        self._wait(lambda: self._status(instance_id) == status, f"the run to be {status}")

    def add_artifact(self, instance_id: str, name: str) -> str:
        self._begin(instance_id)
        before = set(self._artifacts(instance_id))
        self._order(instance_id, {"artifact": name})
        self._wait(lambda: set(self._artifacts(instance_id)) > before, "the document")
        (made,) = set(self._artifacts(instance_id)) - before
        return made

    def instances(self, workflow_id: str) -> list[str]:
        return self._column("SELECT id FROM run WHERE workflow_id = ?", workflow_id)

    def release(self) -> None:
        """Free the workers that wait for orders: nobody gives any more."""
        for run_id in self._column("SELECT id FROM run WHERE status = 'Running'"):
            self._order(run_id, {"end": "Completed"})

    def dismiss(self, run_id: str) -> None:
        """Have a run end, and leave nothing of it."""
        status = self._status(run_id)
        if status == "Running":
            self._order(run_id, {"end": "Completed"})
            self._wait(lambda: self._status(run_id) != "Running", "the run to end")
        with closing(sqlite3.connect(self._path, timeout=_PATIENCE)) as connection, connection:
            connection.execute("DELETE FROM artifact WHERE run_id = ?", (run_id,))
            connection.execute("DELETE FROM run WHERE id = ?", (run_id,))
        self._orders(run_id).unlink(missing_ok=True)

    def made_with(self, workflow_id: str, params: dict[str, Any]) -> list[str]:
        """The runs of a workflow with these parameters."""
        sql = "SELECT id FROM run WHERE workflow_id = ? AND params = ?"
        return self._column(sql, workflow_id, json.dumps(params, ensure_ascii=False))

    def _begin(self, run_id: str) -> None:
        if self._status(run_id) == "Submitted":
            approve(Database(self._path), run_id)
            self._wait(lambda: self._status(run_id) != "Submitted", "a worker to begin the run")

    def _order(self, run_id: str, order: dict[str, str]) -> None:
        with self._orders(run_id).open("a") as file:
            file.write(json.dumps(order) + "\n")

    def _orders(self, run_id: str) -> Path:
        return self._path.with_name(f"{run_id}.orders")

    def _status(self, run_id: str) -> str:
        return next(iter(self._column("SELECT status FROM run WHERE id = ?", run_id)), "gone")

    def _artifacts(self, run_id: str) -> list[str]:
        return self._column("SELECT id FROM artifact WHERE run_id = ?", run_id)

    def _column(self, sql: str, *values: str) -> list[str]:
        with closing(sqlite3.connect(self._path, timeout=_PATIENCE)) as connection:
            return [str(it) for (it,) in connection.execute(sql, values)]

    @staticmethod
    def _wait(seen: Callable[[], bool], what: str) -> None:
        until = time.monotonic() + _PATIENCE
        while not seen():
            if time.monotonic() > until:
                raise TimeoutError(f"{what}: not after {_PATIENCE:.0f} seconds")
            time.sleep(0.005)


def settings() -> dict[str, str]:
    """What a project enters."""
    return {"database": str(database()), "weblink": WEBLINK}


@contextmanager
def _opened() -> Generator[HueyWorkflow]:
    yield HueyWorkflow(HueySettings(str(database()), WEBLINK))
    SqlObserver(database()).release()


def _remove(_: HueyWorkflow, created: Created) -> None:
    observer = SqlObserver(database())
    if created.answered:
        made = [created.result["resource_id"]]
    else:  # the parameters bear the tag of the run, or the suite would not ask
        made = observer.made_with(created.arguments["workflow_id"], created.arguments["params"])
    for run_id in made:
        observer.dismiss(run_id)


def harness() -> WorkflowHarness:
    """Over the sandbox, whose file all plugins share."""
    return WorkflowHarness(
        open=_opened,
        observer=lambda _: SqlObserver(database()),
        remove=_remove,
        shared_backend=True,
        sandbox=True,
        calls_per_second=500,
    )


def host_harness() -> HostHarness:
    """The bridge over the sandbox."""
    return HostHarness(configuration=settings(), values={"workflow_id": "collect-logs"})


def part() -> Part:
    """The bridge in a rehearsal, which runs the workflow that needs nobody."""
    return Part(
        plugin_class=HueyWorkflowForDispatch, settings=settings(), values={"workflow_id": "greet"}
    )
