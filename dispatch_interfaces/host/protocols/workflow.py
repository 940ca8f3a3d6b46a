"""What the application calls of a workflow plugin."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, Protocol


class HostWorkflowPlugin(Protocol):
    """Everything that the application calls."""

    @abstractmethod
    def run(self, workflow_id: str, params: Mapping[str, Any], **kwargs: Any) -> Any:
        """Start a workflow.

        Source: the application of September 2025, ``workflow/service.py:247``,
        ``workflow/flows.py:60``, ``plugins/dispatch_slack/workflow.py:253``.
        """
        ...

    @abstractmethod
    def get_workflow_instance(
        self, workflow_id: str, tags: Sequence[str], **kwargs: Any
    ) -> dict[str, Any] | None:
        """How far a run is, found by the number that `run` was given.

        Source: the application of September 2025, ``workflow/scheduled.py:37``.
        """
        ...
