"""Metric systems: OpenTelemetry, Prometheus, statsd, Datadog."""

import re
from typing import Any, Final

from dispatch_interfaces import InvalidRequestError, MetricLimits, Text
from reference_impls import InMemoryMetric

Tags = dict[str, Any] | None


class _Stores(InMemoryMetric):
    """Stores what `name_of` and `tags_of` make of names and tags, and reads it back exactly."""

    def gauge(self, name: str, value: float, tags: Tags = None) -> None:
        super().gauge(self.name_of(name), value, self.tags_of(tags or {}))

    def counter(self, name: str, value: float | None = None, tags: Tags = None) -> None:
        super().counter(self.name_of(name), value, self.tags_of(tags or {}))

    def timer(self, name: str, value: float, tags: Tags = None) -> None:
        super().timer(self.name_of(name), value, self.tags_of(tags or {}))

    def name_of(self, name: str) -> str:
        return name

    def tags_of(self, tags: dict[str, Any]) -> dict[str, Any]:
        return tags


def _require(fits: object, value: str) -> None:
    if not fits:
        raise InvalidRequestError("the metric system cannot hold this", value=value)


def _is_instrument(name: str) -> bool:
    """As the SDK of OpenTelemetry asks for."""
    return re.fullmatch(r"[a-zA-Z][\w./-]{0,254}", name, re.ASCII) is not None


class OpenTelemetryMetric(_Stores):
    """The SDK rejects other names, and takes those for the same that differ in case only."""

    limits = MetricLimits(
        name=Text(
            "an instrument is named in ASCII, and case does not count",
            taken=_is_instrument,
            kept=str.lower,
        )
    )

    def name_of(self, name: str) -> str:
        _require(_is_instrument(name), name)
        return name.lower()

    def counter(self, name: str, value: float | None = None, tags: Tags = None) -> None:
        if isinstance(value, (int, float)) and value < 0:
            raise InvalidRequestError("a counter only goes up", value=value)
        super().counter(name, value, tags)


def _is_metric(name: str) -> bool:
    return re.fullmatch("[a-zA-Z_:][a-zA-Z0-9_:]*", name) is not None


def _is_label(name: str) -> bool:
    return re.fullmatch("[a-zA-Z_][a-zA-Z0-9_]*", name) is not None and name[:2] != "__"


class PrometheusMetric(_Stores):
    """Rejects what is no name of a metric or a label; makes text of the values of labels."""

    limits = MetricLimits(
        name=Text("by the data model of Prometheus", taken=_is_metric),
        tag_name=Text("by the data model of Prometheus", taken=_is_label),
    )

    def name_of(self, name: str) -> str:
        _require(_is_metric(name), name)
        return name

    def tags_of(self, tags: dict[str, Any]) -> dict[str, Any]:
        for it in tags:
            _require(_is_label(it), it)
        return {key: str(value) for key, value in tags.items()}

    def gauge_of(self, name: str, tags: Tags = None) -> float | None:
        return super().gauge_of(name, self.tags_of(tags or {}))

    def counter_of(self, name: str, tags: Tags = None) -> float | None:
        return super().counter_of(name, self.tags_of(tags or {}))

    def timer_of(self, name: str, tags: Tags = None) -> Any:
        """As the summaries of Prometheus: how many, and their sum."""
        found = super().timer_of(name, self.tags_of(tags or {}))
        return found and Summary(found.count, found.total)


class Summary:
    """A record of times that has no shortest and no longest."""

    def __init__(self, count: int, total: float) -> None:
        self.count, self.total = count, total


def _statsd(text: str) -> str:
    return re.sub(r"[\s:|@#,/]", "_", text)


class StatsdMetric(_Stores):
    """The server replaces what has a meaning in its protocol."""

    limits = MetricLimits(
        name=Text("statsd replaces what its protocol uses", kept=_statsd),
        tag_name=Text("statsd replaces what its protocol uses", kept=_statsd),
        tag_value=Text("statsd replaces what its protocol uses", kept=_statsd),
    )

    def name_of(self, name: str) -> str:
        return _statsd(name) if name.strip() else name

    def tags_of(self, tags: dict[str, Any]) -> dict[str, Any]:
        return {
            _statsd(key): _statsd(value) if isinstance(value, str) else value
            for key, value in tags.items()
        }


_LONGEST: Final = 200


class DatadogNames(_Stores):
    limits = MetricLimits(name=Text("a name has 200 characters", kept=lambda it: it[:_LONGEST]))

    def name_of(self, name: str) -> str:
        return name[:_LONGEST]


class DatadogTagNames(_Stores):
    limits = MetricLimits(tag_name=Text("tags are in small letters", kept=str.lower))

    def tags_of(self, tags: dict[str, Any]) -> dict[str, Any]:
        return {key.lower(): value for key, value in tags.items()}


class DatadogTagValues(_Stores):
    limits = MetricLimits(tag_value=Text("tags are in small letters", kept=str.lower))

    def tags_of(self, tags: dict[str, Any]) -> dict[str, Any]:
        return {
            key: value.lower() if isinstance(value, str) else value for key, value in tags.items()
        }


class LongTagValuesRejected(_Stores):
    limits = MetricLimits(tag_value=Text("a tag has 200 characters", longest=_LONGEST))

    def tags_of(self, tags: dict[str, Any]) -> dict[str, Any]:
        for it in tags.values():
            _require(len(it) <= _LONGEST if isinstance(it, str) else True, it)
        return tags


class EmptyTagsRejected(_Stores):
    limits = MetricLimits(tag_value=Text("an empty tag is the same as none", taken=bool))

    def tags_of(self, tags: dict[str, Any]) -> dict[str, Any]:
        for it in tags.values():
            _require(it != "", it)
        return tags


class SumsAndCounts(_Stores):
    """Needs no declaration: counters only go up, tags are text, timers have a count and a sum."""

    def counter(self, name: str, value: float | None = None, tags: Tags = None) -> None:
        if isinstance(value, (int, float)) and value < 0:
            raise InvalidRequestError("a counter only goes up", value=value)
        super().counter(name, value, tags)

    def tags_of(self, tags: dict[str, Any]) -> dict[str, Any]:
        return {key: str(value) for key, value in tags.items()}

    def _series(self, method: str, name: str, tags: Tags) -> Any:
        return super()._series(method, name, self.tags_of(tags or {}))

    def timer_of(self, name: str, tags: Tags = None) -> Any:
        found = super().timer_of(name, tags)
        return found and Summary(found.count, found.total)
