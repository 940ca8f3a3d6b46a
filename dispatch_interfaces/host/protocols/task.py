"""What the application calls of a task plugin."""

from abc import abstractmethod
from typing import Any, Protocol


class HostTaskPlugin(Protocol):
    """Everything that the application calls."""

    @abstractmethod
    def list(self, file_id: str, lookback: int = 60, **kwargs: Any) -> list[dict[str, Any]]:
        """What happened to the tasks of a document.

        Source: the application of September 2025, ``task/scheduled.py:60``.
        """
        ...

    @abstractmethod
    def update(
        self, file_id: str, task_id: str | None, resolved: bool | str = False, **kwargs: Any
    ) -> None:
        """Resolve a task, or open it again.

        Source: the application of September 2025, ``task/service.py:222``,
        ``task/service.py:228``, ``plugins/dispatch_slack/incident/interactive.py:3076``,
        ``plugins/dispatch_slack/incident/interactive.py:3079``.
        """
        ...
