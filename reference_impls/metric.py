"""Measurements, kept in memory."""

import math
import threading
from typing import Any

from attrs import define, field, frozen

from dispatch_interfaces import InvalidRequestError, MetricPlugin
from reference_impls.common import require_name

_Series = tuple[str, frozenset[tuple[str, str]]]


@frozen
class TimerStats:
    """What a timer has recorded, in seconds."""

    values: tuple[float, ...]
    """Every value, in the order in which they were recorded."""

    @property
    def count(self) -> int:
        return len(self.values)

    @property
    def total(self) -> float:
        return math.fsum(self.values)

    @property
    def minimum(self) -> float:
        return min(self.values)

    @property
    def maximum(self) -> float:
        return max(self.values)

    def quantile(self, q: float) -> float:
        """The value below which a share of the values lies, interpolated between neighbours.

        Args:
            q: The share, from 0 to 1.

        Raises:
            InvalidRequestError: It is not from 0 to 1.
        """
        if not 0 <= q <= 1:
            raise InvalidRequestError("a share is from 0 to 1", interface="metric", value=q)
        ordered, place = sorted(self.values), q * (len(self.values) - 1)
        below, above = ordered[math.floor(place)], ordered[math.ceil(place)]
        return below + (above - below) * (place % 1)


@define
class _Measurements:
    gauges: dict[_Series, float] = field(factory=dict[_Series, float])
    counters: dict[_Series, float] = field(factory=dict[_Series, float])
    timers: dict[_Series, list[float]] = field(factory=dict[_Series, list[float]])


class InMemoryMetric(MetricPlugin):
    """Gauges, counters and timers, each a series by its name and tags.

    `gauge_of`, `counter_of` and `timer_of` show what was recorded.
    """

    title = "In-memory metrics"
    slug = "in-memory-metric"
    description = "Measurements kept in memory"
    version = "1.0"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"

    def __init__(self) -> None:
        self._measured = _Measurements()
        self._lock = threading.Lock()

    def gauge(self, name: str, value: float, tags: dict[str, Any] | None = None) -> None:
        """Keep the value as the last one."""
        series = self._series("gauge", name, tags)
        self._require_number("gauge", value)
        with self._lock:
            self._measured.gauges[series] = value

    def counter(
        self, name: str, value: float | None = None, tags: dict[str, Any] | None = None
    ) -> None:
        """Add the value, or one; a negative one is subtracted."""
        series, amount = self._series("counter", name, tags), 1 if value is None else value
        self._require_number("counter", amount)
        with self._lock:
            self._measured.counters[series] = self._measured.counters.get(series, 0) + amount

    def timer(self, name: str, value: float, tags: dict[str, Any] | None = None) -> None:
        """Keep the value, in seconds, beside the others."""
        series = self._series("timer", name, tags)
        self._require_number("timer", value)
        if value < 0:
            raise InvalidRequestError(
                "a duration is not below zero", interface=self.type, method="timer", value=value
            )
        with self._lock:
            self._measured.timers.setdefault(series, []).append(value)

    def gauge_of(self, name: str, tags: dict[str, Any] | None = None) -> float | None:
        """The last value of a gauge; None if there is none."""
        with self._lock:
            return self._measured.gauges.get(self._series("gauge_of", name, tags))

    def counter_of(self, name: str, tags: dict[str, Any] | None = None) -> float | None:
        """The sum of a counter; None if nothing was counted."""
        with self._lock:
            return self._measured.counters.get(self._series("counter_of", name, tags))

    def timer_of(self, name: str, tags: dict[str, Any] | None = None) -> TimerStats | None:
        """What a timer has recorded; None if it has not."""
        with self._lock:
            values = self._measured.timers.get(self._series("timer_of", name, tags))
            return TimerStats(tuple(values)) if values else None

    def _series(self, method: str, name: str, tags: dict[str, Any] | None) -> _Series:
        require_name(name, interface=self.type, method=method)
        return name, frozenset((key, repr(value)) for key, value in (tags or {}).items())

    def _require_number(self, method: str, value: object) -> None:
        if (
            isinstance(value, bool)
            or not isinstance(value, (int, float))
            or not math.isfinite(value)
        ):
            raise InvalidRequestError(
                "this is not a finite number", interface=self.type, method=method, value=value
            )
