"""Records measurements of the application itself. Source: seed, section Metric."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from dispatch_interfaces.limits import Limits, Text
from dispatch_interfaces.protocols.plugin import Plugin


@dataclass(frozen=True, kw_only=True)
class MetricLimits(Limits):
    """What a metric system cannot do; a plugin's class has it as ``limits``."""

    name: Text | None = None
    """Names that become the same are one series."""
    tag_name: Text | None = None
    """The keys of tags."""
    tag_value: Text | None = None
    """The values of tags that are text; what becomes of others is up to the platform."""

    about: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "name": ("gauge.name", "counter.name", "timer.name")
    }


class MetricPlugin(Plugin, Protocol):
    """Passes measurements to a metric system.

    A name and its tags make one series: other tags, other series; no tags is the same as ``{}``.
    Values are finite numbers: a bool, NaN and infinities are refused.
    """

    type: str = "metric"

    @abstractmethod
    def gauge(self, name: str, value: float, tags: dict[str, Any] | None = None) -> None:
        """Set a gauge, in place of the value before.

        Args:
            name: Name of the gauge.
            value: The value, an int or a float.
            tags: What tells this series from others of that name; values are not only strings.

        Raises:
            InvalidRequestError: The name is empty, or the value is not a finite number.

        Source: seed, section Metric.
        """
        ...

    @abstractmethod
    def counter(
        self, name: str, value: float | None = None, tags: dict[str, Any] | None = None
    ) -> None:
        """Add to a counter.

        Args:
            name: Name of the counter.
            value: How much to add; None adds one. Less than zero may be refused.
            tags: What tells this series from others of that name; values are not only strings.

        Raises:
            InvalidRequestError: The name is empty, or the value is not a finite number.

        Source: seed, section Metric.
        """
        ...

    @abstractmethod
    def timer(self, name: str, value: float, tags: dict[str, Any] | None = None) -> None:
        """Record how long something took, beside the values before.

        Args:
            name: Name of the timer.
            value: Duration in seconds, zero or more.
            tags: What tells this series from others of that name; values are not only strings.

        Raises:
            InvalidRequestError: The name is empty, or the value is below zero or not a finite
                number.

        Source: seed, section Metric.
        """
        ...
