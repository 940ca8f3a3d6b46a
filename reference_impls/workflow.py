"""Workflows, kept in memory."""

import copy
import json
import threading
import time
from datetime import UTC, datetime
from typing import Any, Final, get_args

from attrs import define, field

from dispatch_interfaces import (
    Artifact,
    InvalidRequestError,
    NotFoundError,
    WorkflowInstance,
    WorkflowPlugin,
    WorkflowStatus,
)
from reference_impls.common import Clock, Ids, require_text

_STATUSES: Final[tuple[WorkflowStatus, ...]] = get_args(WorkflowStatus)
_NEXT: Final[dict[WorkflowStatus, WorkflowStatus]] = {
    "Submitted": "Created",
    "Created": "Running",
    "Running": "Completed",
}
_ARTIFACT_NAME: Final = 3
"""Characters that the name of an artifact has at least."""


@define
class _Instance:
    id: str
    workflow_id: str
    params: dict[str, Any]
    keywords: dict[str, Any]
    created_at: str
    updated_at: str
    statuses: list[WorkflowStatus] = field(factory=lambda: list[WorkflowStatus](["Submitted"]))
    artifacts: list[Artifact] = field(factory=list[Artifact])
    failure: str | None = None


class InMemoryWorkflow(WorkflowPlugin):
    """Workflows whose instances advance when the test says so.

    `advance`, `fail` and `add_artifact` stand for the external system; `instances`, `statuses`,
    `failure_of` and `keywords_of` show what the interface has no method for.

    Args:
        workflows: Ids of the workflows that there are.
        clock: The time, for when an instance was created and updated.
    """

    title = "In-memory workflows"
    slug = "in-memory-workflow"
    description = "Workflows kept in memory"
    version = "1.0"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"

    def __init__(
        self, workflows: tuple[str, ...] = ("restart", "collect-logs"), *, clock: Clock = time.time
    ) -> None:
        self._workflows = set(workflows)
        self._instances: dict[str, _Instance] = {}
        self._started: dict[str, list[str]] = {}
        """Ids of instances, by their workflow."""
        self._numbered: dict[tuple[str, str], str] = {}
        """Ids of instances, by their workflow and the number that the application gives them."""
        self._ids = Ids()
        self._clock = clock
        self._lock = threading.Lock()

    def run(self, workflow_id: str, params: dict[str, Any], **kwargs: Any) -> WorkflowInstance:
        """Start an instance; it is Submitted until `advance` is called."""
        texts = json.dumps(params, ensure_ascii=False, default=repr)
        require_text(texts, interface=self.type, method="run")
        with self._lock:
            self._require_workflow("run", workflow_id)
            now = self._now()
            instance = _Instance(
                self._ids.new("instance"),
                workflow_id,
                copy.deepcopy(params),
                dict(kwargs),
                now,
                now,
            )
            self._instances[instance.id] = instance
            self._started.setdefault(workflow_id, []).append(instance.id)
            number = str(instance.params.get("workflowInstanceId"))
            self._numbered[workflow_id, number] = instance.id
            return _record(instance)

    def get_instance(self, workflow_id: str, instance_id: str, **kwargs: Any) -> WorkflowInstance:
        """An instance as it is now."""
        with self._lock:
            self._require_workflow("get_instance", workflow_id)
            instance = self._instance("get_instance", instance_id)
            if instance.workflow_id != workflow_id:
                raise self._not_found("get_instance", instance_id)
            instance.keywords.update(kwargs)
            return _record(instance)

    def find_instance(self, workflow_id: str, workflow_instance_id: int) -> str | None:
        """The instance that was run with this ``workflowInstanceId``; None if there is none.

        The documentation has no such method, and the application needs it. Of several instances
        with the same number, the last.
        """
        with self._lock:
            return self._numbered.get((workflow_id, str(workflow_instance_id)))

    def add_workflow(self, workflow_id: str) -> None:
        """Make a workflow that can be run."""
        with self._lock:
            self._workflows.add(workflow_id)

    def advance(self, instance_id: str, status: WorkflowStatus | None = None) -> WorkflowStatus:
        """Bring an instance to a status; None for the one that comes next.

        Raises:
            NotFoundError: There is no such instance.
            InvalidRequestError: There is no such status, or the instance is finished.
        """
        with self._lock:
            return self._advance("advance", instance_id, status)

    def fail(self, instance_id: str, reason: str) -> None:
        """Let an instance fail; `failure_of` shows the reason.

        Raises:
            NotFoundError: There is no such instance.
            InvalidRequestError: The instance is finished.
        """
        with self._lock:
            self._advance("fail", instance_id, "Failed")
            self._instances[instance_id].failure = reason

    def add_artifact(
        self, instance_id: str, name: str, resource_type: str = "document", description: str = ""
    ) -> str:
        """Let an instance make a document; returns its ``resource_id``.

        Raises:
            NotFoundError: There is no such instance.
            InvalidRequestError: The name is shorter than three characters, or no Unicode text.
        """
        require_text(name, interface=self.type, method="add_artifact")
        if len(name) < _ARTIFACT_NAME:
            raise InvalidRequestError(
                f"a name has {_ARTIFACT_NAME} characters or more",
                interface=self.type,
                method="add_artifact",
                value=name,
            )
        with self._lock:
            instance = self._instance("add_artifact", instance_id)
            artifact_id = self._ids.new("artifact")
            artifact = Artifact(
                name=name,
                resource_id=artifact_id,
                resource_type=resource_type,
                weblink=f"https://workflows.example.com/artifacts/{artifact_id}",
                created_at=self._now(),
            )
            if description:
                artifact["description"] = description
            instance.artifacts.append(artifact)
            instance.updated_at = self._now()
            return artifact_id

    def instances(self, workflow_id: str) -> list[str]:
        """The ids of all instances of a workflow, in the order in which they were started."""
        with self._lock:
            return list(self._started.get(workflow_id, ()))

    def failure_of(self, instance_id: str) -> str | None:
        """Why an instance failed; None if it did not.

        Raises:
            NotFoundError: There is no such instance.
        """
        with self._lock:
            return self._instance("failure_of", instance_id).failure

    def statuses(self, instance_id: str) -> list[WorkflowStatus]:
        """All statuses that an instance has had, in order.

        Raises:
            NotFoundError: There is no such instance.
        """
        with self._lock:
            return list(self._instance("statuses", instance_id).statuses)

    def keywords_of(self, instance_id: str) -> dict[str, Any]:
        """The further keywords that an instance was run and looked up with.

        Raises:
            NotFoundError: There is no such instance.
        """
        with self._lock:
            return dict(self._instance("keywords_of", instance_id).keywords)

    def _advance(
        self, method: str, instance_id: str, status: WorkflowStatus | None
    ) -> WorkflowStatus:
        instance = self._instance(method, instance_id)
        current = instance.statuses[-1]
        target = _NEXT.get(current) if status is None else status
        if target not in _STATUSES or current not in _NEXT:
            raise InvalidRequestError(
                f"an instance that is {current} cannot become this",
                interface=self.type,
                method=method,
                value=status,
            )
        instance.statuses.append(target)
        instance.updated_at = self._now()
        return target

    def _now(self) -> str:
        return datetime.fromtimestamp(self._clock(), UTC).replace(tzinfo=None).isoformat()

    def _require_workflow(self, method: str, workflow_id: str) -> None:
        if workflow_id not in self._workflows:
            raise NotFoundError(
                "no workflow has this id", interface=self.type, method=method, value=workflow_id
            )

    def _instance(self, method: str, instance_id: str) -> _Instance:
        instance = self._instances.get(instance_id)
        if instance is None:
            raise self._not_found(method, instance_id)
        return instance

    def _not_found(self, method: str, instance_id: str) -> NotFoundError:
        return NotFoundError(
            "the workflow has no such instance",
            interface=self.type,
            method=method,
            value=instance_id,
        )


def _record(instance: _Instance) -> WorkflowInstance:
    return WorkflowInstance(
        resource_id=instance.id,
        status=instance.statuses[-1],
        weblink=f"https://workflows.example.com/{instance.id}",
        artifacts=copy.deepcopy(instance.artifacts),
        parameters=[
            {"key": key, "value": copy.deepcopy(value)} for key, value in instance.params.items()
        ],
        created_at=instance.created_at,
        updated_at=instance.updated_at,
    )
