"""Metrics in the SDK of OpenTelemetry, read back as an exporter would read them."""

import math
import re
import threading
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from attrs import frozen
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import (
    HistogramDataPoint,
    InMemoryMetricReader,
    NumberDataPoint,
)
from opentelemetry.util.types import AttributeValue

from dispatch_interfaces import InvalidRequestError, MetricLimits, MetricPlugin, Text

Tags = dict[str, Any] | None
Point = NumberDataPoint | HistogramDataPoint
T = TypeVar("T")


def _is_instrument(name: str) -> bool:
    return re.fullmatch(r"[a-zA-Z][\w./-]{0,254}", name, re.ASCII) is not None


@frozen
class Times:
    """What a histogram holds."""

    count: int
    total: float
    minimum: float
    maximum: float


class OpenTelemetrySdk(MetricPlugin):
    """An instrument for each name, which the SDK takes for another's that differs in case only."""

    title = "OpenTelemetry"
    slug = "opentelemetry-sdk"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"

    limits = MetricLimits(
        name=Text(
            "an instrument is named in ASCII, and case does not count",
            taken=_is_instrument,
            kept=str.lower,
        )
    )

    def __init__(self) -> None:
        self._reader = InMemoryMetricReader()
        self._provider = MeterProvider([self._reader], shutdown_on_exit=False)
        # An instrument is of one kind: a meter for each, so that they may share a name.
        self._gauges = self._provider.get_meter("gauges")
        self._counters = self._provider.get_meter("counters")
        self._timers = self._provider.get_meter("timers")
        self._instruments: dict[tuple[Any, str], Any] = {}
        self._seen: dict[Any, Point] = {}
        self._lock = threading.Lock()

    def __enter__(self) -> "OpenTelemetrySdk":
        return self

    def __exit__(self, *_: object) -> None:
        self._provider.shutdown()

    def gauge(self, name: str, value: float, tags: Tags = None) -> None:
        given = _number(value), _attributes(tags)
        self._instrument(self._gauges.create_gauge, name).set(*given)

    def counter(self, name: str, value: float | None = None, tags: Tags = None) -> None:
        given = _not_below_zero(1 if value is None else value), _attributes(tags)
        self._instrument(self._counters.create_counter, name).add(*given)

    def timer(self, name: str, value: float, tags: Tags = None) -> None:
        given = _not_below_zero(value), _attributes(tags)
        self._instrument(self._timers.create_histogram, name).record(*given)

    def _instrument(self, create: Callable[[str], T], name: str) -> T:
        if not _is_instrument(name):
            raise InvalidRequestError("no instrument has such a name", value=name)
        with self._lock:
            key = create, name.lower()
            if key not in self._instruments:
                self._instruments[key] = create(name.lower())
            found: T = self._instruments[key]
            return found

    def gauge_of(self, name: str, tags: Tags = None) -> float | None:
        found = self._point("gauges", name, tags)
        return found.value if isinstance(found, NumberDataPoint) else None

    def counter_of(self, name: str, tags: Tags = None) -> float | None:
        found = self._point("counters", name, tags)
        return found.value if isinstance(found, NumberDataPoint) else None

    def timer_of(self, name: str, tags: Tags = None) -> Times | None:
        found = self._point("timers", name, tags)
        if not isinstance(found, HistogramDataPoint):
            return None
        return Times(found.count, found.sum, found.min, found.max)

    def _point(self, meter: str, name: str, tags: Tags) -> Point | None:
        with self._lock:
            # A gauge that was not set since the last look is not told again.
            self._seen.update(self._exported())
            return self._seen.get((meter, name.lower(), frozenset(_attributes(tags).items())))

    def _exported(self) -> Iterator[tuple[Any, Point]]:
        data = self._reader.get_metrics_data()
        scopes = [it for one in data.resource_metrics for it in one.scope_metrics] if data else []
        for scope in scopes:
            for metric in scope.metrics:
                for point in metric.data.data_points:
                    if isinstance(point, (NumberDataPoint, HistogramDataPoint)):
                        tags = frozenset((point.attributes or {}).items())
                        yield (scope.scope.name, metric.name, tags), point


def _attributes(tags: Tags) -> dict[str, AttributeValue]:
    """Texts and numbers as they are; everything else as text."""
    for key in tags or {}:
        if not key:
            raise InvalidRequestError("an attribute has a name", value=key)
        _require_text(key)
    return {key: _attribute(value) for key, value in (tags or {}).items()}


def _attribute(value: Any) -> AttributeValue:
    if isinstance(value, (bool, int, float)):
        return value
    text = str(value)
    _require_text(text)
    return text


def _require_text(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InvalidRequestError("half a character cannot be sent", value=text) from error


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise InvalidRequestError("this is no number", value=value)
    number: float = value
    return number


def _not_below_zero(value: Any) -> float:
    number = _number(value)
    if number < 0:
        raise InvalidRequestError("it only goes up", value=value)
    return number
