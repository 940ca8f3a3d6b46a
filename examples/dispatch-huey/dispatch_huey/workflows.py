"""The workflows themselves, in the process of huey's consumer."""

import logging
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

from attrs import frozen
from huey import crontab

from dispatch_huey import liveness
from dispatch_huey.database import Database
from dispatch_huey.queue import Queue
from dispatch_interfaces import Artifact, InvalidRequestError

_LOG: Final = logging.getLogger("dispatch_huey")


@frozen
class Run:
    """What a workflow is called with."""

    id: str
    workflow_id: str
    params: Mapping[str, Any]
    """What somebody entered; the application adds `externalRef` and `workflowInstanceId`."""
    _database: Database

    def add_artifact(
        self,
        name: str,
        *,
        weblink: str | None = None,
        description: str | None = None,
        resource_type: str = "document",
    ) -> str:
        """Tell of a document that the run made; the application files it with the incident.

        Returns:
            Its id.

        Raises:
            InvalidRequestError: The name has less than three characters.
        """
        if len(name) < 3:
            raise InvalidRequestError("a document has a name of 3 characters or more", value=name)
        artifact = Artifact(name=name, resource_id=uuid.uuid4().hex, resource_type=resource_type)
        if weblink is not None:
            artifact["weblink"] = weblink
        if description is not None:
            artifact["description"] = description
        self._database.add_artifact(self.id, artifact)
        return artifact["resource_id"]


Function = TypeVar("Function", bound=Callable[[Run], object])


@frozen
class _Workflow:
    function: Callable[[Run], object]
    approval: bool
    priority: int


class Workflows:
    """The workflows of one queue.

    ```python
    # runbooks.py, served by: huey_consumer runbooks.huey -w 4
    workflows = Workflows("/var/lib/dispatch/huey.sqlite")
    huey = workflows.huey

    @workflows.workflow("collect-logs")
    def collect_logs(run): ...
    ```

    A run is begun once, whatever happens. If its worker is killed, it has failed: whether half of a
    runbook may be done again, only people can say.

    Args:
        path: The SQLite file; made if it is not there.
    """

    def __init__(self, path: str | Path) -> None:
        self.database = Database(path)
        self.database.create()
        self._queue = Queue(self.database, self._work, create=True)
        self._workflows: dict[str, _Workflow] = {}
        self.huey = self._queue.huey
        self.huey.on_startup("start")(self.start)
        self.huey.periodic_task(crontab(), name="wake_all")(self._wake_all)

    def workflow(
        self, workflow_id: str, *, approval: bool = False, priority: int = 0
    ) -> Callable[[Function], Function]:
        """Make a workflow of a function.

        Args:
            workflow_id: What the application calls it.
            approval: Whether a run waits until somebody says ``dispatch-huey approve``.
            priority: Runs of a higher one begin first.
        """

        def add(function: Function) -> Function:
            self._workflows[workflow_id] = _Workflow(function, approval, priority)
            return function

        return add

    def start(self) -> None:
        """Say which workflows there are, and wake up what waits; the consumer does it by itself."""
        self.database.publish(
            {key: (it.approval, it.priority) for key, it in self._workflows.items()}
        )
        self.database.end_the_abandoned()
        self._wake_all()

    def _wake_all(self) -> None:
        waking = self._queue.waking()
        for run_id, priority in self.database.waiting():
            if run_id not in waking:
                self._queue.wake(run_id, priority)

    def _work(self, run_id: str) -> None:
        with liveness.holding(self.database.lock(run_id)) as alone:
            kept = self.database.begin(run_id) if alone else None
            if kept is None:
                return
            run = Run(run_id, kept.workflow_id, kept.params, self.database)
            try:
                self._workflows[kept.workflow_id].function(run)
            except BaseException as error:
                self.database.end(run_id, "Failed", f"{type(error).__name__}: {error}")
                raise
            self.database.end(run_id, "Completed")
