"""What the application calls of a metric plugin."""

from abc import abstractmethod
from typing import Any, Protocol


class HostMetricPlugin(Protocol):
    """Everything that the application calls."""

    @abstractmethod
    def gauge(self, name: str, value: float, tags: dict[str, Any] | None = None) -> None:
        """Record a value.

        Source: the application of September 2025, ``metrics.py:26``.
        """
        ...

    @abstractmethod
    def counter(
        self, name: str, value: float | None = None, tags: dict[str, Any] | None = None
    ) -> None:
        """Count something, by one.

        Source: the application of September 2025, ``metrics.py:34``.
        """
        ...

    @abstractmethod
    def timer(self, name: str, value: float, tags: dict[str, Any] | None = None) -> None:
        """Record how long something took, in seconds.

        Source: the application of September 2025, ``metrics.py:42``.
        """
        ...
