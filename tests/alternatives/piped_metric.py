"""Metrics that another process keeps."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.alternatives.piped import Pipes


@dataclass
class Times:
    count: int
    total: float
    minimum: float
    maximum: float


class PipedMetric(Pipes):
    """Asks another process for everything; tags are text there.

    Duck-typed: it has what a metric plugin has, and no base class of the package.
    """

    title = "Metrics in another process"
    slug = "piped-metric"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"
    type = "metric"

    def __init__(self) -> None:
        super().__init__("metric")

    def gauge(self, name: str, value: float, tags: Mapping[str, object] | None = None) -> None:
        self.ask("gauge", name=name, value=value, tags=_text(tags))

    def counter(
        self, name: str, value: float | None = None, tags: Mapping[str, object] | None = None
    ) -> None:
        self.ask("counter", name=name, value=1 if value is None else value, tags=_text(tags))

    def timer(self, name: str, value: float, tags: Mapping[str, object] | None = None) -> None:
        self.ask("timer", name=name, value=value, tags=_text(tags))

    def gauge_of(self, name: str, tags: Mapping[str, object] | None = None) -> Any:
        found = self._recorded("gauge", name, tags)
        return found[-1] if found else None

    def counter_of(self, name: str, tags: Mapping[str, object] | None = None) -> Any:
        found = self._recorded("counter", name, tags)
        return sum(found) if found else None

    def timer_of(self, name: str, tags: Mapping[str, object] | None = None) -> Times | None:
        found = self._recorded("timer", name, tags)
        return Times(len(found), sum(found), min(found), max(found)) if found else None

    def _recorded(self, kind: str, name: str, tags: Mapping[str, object] | None) -> list[float]:
        found: list[float] = self.ask("recorded", kind=kind, name=name, tags=_text(tags))
        return found


def _text(tags: Mapping[str, object] | None) -> dict[str, str]:
    return {key: str(value) for key, value in (tags or {}).items()}
