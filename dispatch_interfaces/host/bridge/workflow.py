"""A workflow plugin in the running application."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from dispatch_interfaces.host.bridge.base import Bridge

_ID: Final = "workflowInstanceId"
"""By what the application asks after a run: it passed the number to `run`."""


class WorkflowBridge(Bridge):
    """Automation outside the application.

    The application does not keep the id of a run: it asks by the number that it gave the run, and
    in another process than the one that started it. Only the implementation can tell which run
    that was, by its `find_instance`.
    """

    type = "workflow"
    needed: ClassVar[Mapping[str, str]] = {
        "find_instance": "no run is ever seen again: its status and its artifacts never arrive"
    }

    def run(self, workflow_id: str, params: Mapping[str, Any], **kwargs: Any) -> Any:
        return self._call("run", lambda: self.within.run(workflow_id, dict(params), **kwargs))

    def get_workflow_instance(
        self, workflow_id: str, tags: Sequence[str], **kwargs: Any
    ) -> dict[str, Any] | None:
        def get() -> dict[str, Any] | None:
            instance_id = self._instance_of(workflow_id, tags)
            if instance_id is None:
                return None
            found = dict(self.within.get_instance(workflow_id, instance_id))
            instance = {key: it for key, it in found.items() if it is not None}
            artifacts = [_artifact(it) for it in instance.get("artifacts") or ()]
            return {**instance, "artifacts": [it for it in artifacts if it.get("resource_id")]}

        return self._spared("get_workflow_instance", None, get)

    def _instance_of(self, workflow_id: str, tags: Sequence[str]) -> str | None:
        """Which run the application means by its tags."""
        wanted = [it.partition(":")[2] for it in tags if it.startswith(f"{_ID}:")]
        for number in map(int, wanted):
            found: Any = self._optional("find_instance", None, workflow_id, number)
            if found is not None:
                return str(found)
        return None


def _artifact(record: Mapping[str, Any]) -> dict[str, Any]:
    """An artifact of which no key erases or confuses anything in the application."""
    artifact = {key: it for key, it in record.items() if it is not None}
    artifact.setdefault("resource_type", "document")
    return artifact
