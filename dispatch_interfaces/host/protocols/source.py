"""What the application calls of a source plugin."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, Protocol


class HostSourcePlugin(Protocol):
    """Everything that the application calls."""

    @abstractmethod
    def get(self, external_id: str) -> Mapping[str, Any] | None:
        """What is known of a source of data that is there already.

        Source: the application of September 2025, ``data/source/scheduled.py:46``.
        """
        ...
