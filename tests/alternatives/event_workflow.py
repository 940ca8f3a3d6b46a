"""Workflows as a log of what their instances did."""

import json
import threading
import uuid
from typing import Any, Final

from dispatch_interfaces import InvalidRequestError, NotFoundError

_FINAL: Final = ("Completed", "Failed")


class LostInTheLogError(NotFoundError):
    """The log has no such line."""


class EventWorkflow:
    """An append-only log of JSON lines; every call reads it anew.

    An instance is Created as soon as it is run, since this system keeps no queue. Only one that is
    Running makes documents. It says nothing of times.

    Duck-typed: it has what a workflow plugin has, and no base class.
    """

    title = "Workflows from a log"
    slug = "event-workflow"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"
    type = "workflow"

    def __init__(self) -> None:
        self._log: list[str] = []
        self._lock = threading.RLock()

    def run(
        self, workflow_id: str, params: dict[str, Any], *, queue: str = "", **_: object
    ) -> dict[str, Any]:
        if workflow_id not in ("restart", "collect-logs"):
            raise LostInTheLogError(f"{workflow_id!r} does not run here")
        try:
            json.dumps(params, ensure_ascii=False).encode()
        except (UnicodeEncodeError, TypeError) as error:
            raise InvalidRequestError("this cannot be logged") from error
        instance_id = str(uuid.uuid4())
        self._append(instance_id, "run", workflow_id, params)
        return self.get_instance(workflow_id, instance_id)

    def get_instance(self, workflow_id: str, instance_id: str, **_: object) -> dict[str, Any]:
        instance: dict[str, Any] = {}
        for what, *data in self._of(instance_id):
            if what == "run" and data[0] == workflow_id:
                parameters = [{"value": it, "key": key} for key, it in data[1].items()]
                instance = {
                    "status": "Created",
                    "artifacts": (),
                    "parameters": tuple(reversed(parameters)),
                    "resource_id": instance_id,
                    "weblink": f"http://ci.internal.example/{workflow_id}/{instance_id}?tab=log",
                    "logs": None,
                }
            elif what == "advance" and instance:
                instance["status"] = data[0]
            elif instance:
                artifact_id, name = data
                artifact = {"name": name, "resource_id": artifact_id, "resource_type": "blob"}
                instance["artifacts"] = (artifact, *instance["artifacts"])
        if not instance:
            raise LostInTheLogError("that run is in another log")
        return instance

    def advance(self, instance_id: str, status: str) -> None:
        with self._lock:
            before = [data[0] for what, *data in self._of(instance_id) if what == "advance"]
            if before and before[-1] in _FINAL:
                raise InvalidRequestError("the log of this run is closed")
            self._append(instance_id, "advance", status)

    def add_artifact(self, instance_id: str, name: str) -> str:
        if len(name) < 3 or any("\ud800" <= it <= "\udfff" for it in name):
            raise InvalidRequestError("call it something")
        with self._lock:
            if not any(what == "advance" for what, *_ in self._of(instance_id)):
                self._append(instance_id, "advance", "Running")
            artifact_id = uuid.uuid4().urn
            self._append(instance_id, "artifact", artifact_id, name)
            return artifact_id

    def instances(self, workflow_id: str) -> set[str]:
        with self._lock:
            lines = [json.loads(it) for it in self._log]
        return {whose for whose, what, *data in lines if what == "run" and data[0] == workflow_id}

    def _append(self, *line: Any) -> None:
        with self._lock:
            self._log.append(json.dumps(line))

    def _of(self, instance_id: str) -> list[list[Any]]:
        """What the log says of an instance, from its first line."""
        with self._lock:
            lines = list(self._log)
        said = [what for whose, *what in map(json.loads, lines) if whose == instance_id]
        if not said:
            raise LostInTheLogError("what run?")
        return said
