"""Two workflows that get on only when somebody says so, and one that just runs.

Served by ``huey_consumer dispatch_huey.sandbox.huey -w 16``, with the file of the queue in
``DISPATCH_HUEY_DATABASE``. What a run has to do next is a line in a file of its own.
"""

import json
import os
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any, Final

from dispatch_huey.workflows import Run, Workflows

DATABASE: Final = Path(os.environ["DISPATCH_HUEY_DATABASE"])
GREETING: Final = "greet"

workflows = Workflows(DATABASE)
huey = workflows.huey


def orders_of(run_id: str) -> Path:
    """The file that a run reads: ``{"artifact": name}``, or ``{"end": status}``."""
    return DATABASE.with_name(f"{run_id}.orders")


def _orders(run_id: str) -> Generator[dict[str, Any]]:
    path = orders_of(run_id)
    path.touch()
    with path.open() as file:
        while True:
            # A line that is only half written is read again.
            at, line = file.tell(), file.readline()
            if line.endswith("\n"):
                yield json.loads(line)
            else:
                file.seek(at)
                time.sleep(0.02)


@workflows.workflow("restart", approval=True)
@workflows.workflow("collect-logs", approval=True)
def follow_orders(run: Run) -> None:
    """Make documents, and end, as it is told."""
    for order in _orders(run.id):
        if "artifact" in order:
            run.add_artifact(order["artifact"], weblink=f"https://docs.example.com/{run.id}")
        elif order["end"] == "Completed":
            return
        else:
            raise RuntimeError("told to fail")


@workflows.workflow(GREETING)
def greet(run: Run) -> None:
    """Make a document of what it was run with."""
    run.add_artifact(f"Hello {run.params.get('host', 'nobody')}")
