"""Runs workflows in a huey queue, and tells how far they are."""

import json
import logging
import sqlite3
from typing import Any, Final, cast

from dispatch_huey.database import Database, Kept
from dispatch_huey.queue import Queue
from dispatch_huey.settings import HueySettings
from dispatch_interfaces import (
    InvalidRequestError,
    NotFoundError,
    Values,
    WorkflowInstance,
    WorkflowLimits,
    WorkflowPlugin,
    WorkflowStatus,
)

_LOG: Final = logging.getLogger("dispatch_huey")


class HueyWorkflow(WorkflowPlugin):
    """Workflows that are Python functions in the consumer of a huey queue.

    A run is Submitted until a worker begins it. The queue, the runs and their documents are in one
    SQLite file, so they outlive every process that works with them.
    """

    title = "huey workflows"
    slug = "huey-workflow"
    description = "Python functions in a huey queue on SQLite"
    version = "1.0"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"

    limits = WorkflowLimits(
        status=Values(
            "a worker takes a run from the queue and begins it in one step", rejected={"Created"}
        )
    )

    def __init__(self, settings: HueySettings) -> None:
        self._settings = settings
        self._database = Database(settings.database, settings.timeout)
        self._queue = Queue(self._database)

    def run(self, workflow_id: str, params: dict[str, Any], **kwargs: Any) -> WorkflowInstance:
        number = params.get("workflowInstanceId")
        kept = self._database.add(
            workflow_id, _json(params), None if number is None else str(number)
        )
        # The run is made, so from here on nothing raises: whoever tries again would make a second.
        if kept.approved:
            try:
                self._queue.wake(kept.id, kept.priority)
            except sqlite3.Error:
                _LOG.warning("run %s begins within a minute: the queue is locked", kept.id)
        return self._instance(kept)

    def get_instance(self, workflow_id: str, instance_id: str, **kwargs: Any) -> WorkflowInstance:
        kept = self._database.get(instance_id)
        if kept.workflow_id != workflow_id:
            raise NotFoundError("the workflow has no such run", value=instance_id)
        return self._instance(kept)

    def find_instance(self, workflow_id: str, workflow_instance_id: int) -> str | None:
        """The last run with this ``workflowInstanceId``: all that the application knows of it."""
        return self._database.numbered(workflow_id, str(workflow_instance_id))

    def _instance(self, kept: Kept) -> WorkflowInstance:
        return WorkflowInstance(
            resource_id=kept.id,
            status=cast("WorkflowStatus", kept.status),
            weblink=f"{self._settings.weblink}{kept.id}",
            artifacts=kept.artifacts,
            parameters=[{"key": key, "value": it} for key, it in kept.params.items()],
            created_at=kept.created_at,
            updated_at=kept.updated_at,
        )


def _json(params: dict[str, Any]) -> str:
    """Parameters as the consumer will read them.

    Raises:
        InvalidRequestError: They would not come back as they are.
    """
    try:
        text = json.dumps(params, ensure_ascii=False, allow_nan=False)
        text.encode()
        if json.loads(text) == params:
            return text
    except (TypeError, ValueError, RecursionError) as error:
        raise InvalidRequestError(f"this is not JSON ({error})") from error
    raise InvalidRequestError("keys that are no text, and tuples, are not JSON")
