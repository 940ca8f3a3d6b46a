"""What the application calls of a term plugin."""

from abc import abstractmethod
from typing import Any, Protocol


class HostTermPlugin(Protocol):
    """Everything that the application calls."""

    @abstractmethod
    def get(self, **kwargs: Any) -> list[dict[str, Any]]:
        """All terms of the organisation's vocabulary, each with its ``project``.

        ``{"text": "SEV1", "project": {"name": "default"}}``; without a project the job ends.

        Source: the application of September 2025, ``term/scheduled.py:38``.
        """
        ...
