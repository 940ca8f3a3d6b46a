"""A metric plugin in the running application."""

from typing import Any

from dispatch_interfaces.host.bridge.base import Bridge


class MetricBridge(Bridge):
    """Measurements of the application itself.

    It is chosen by the environment and not by the project: it has neither a configuration nor a
    project, and what it raised would end whatever was measured.
    """

    type = "metric"

    def gauge(self, name: str, value: float, tags: dict[str, Any] | None = None) -> None:
        self._spared("gauge", None, lambda: self.within.gauge(name, value, _own(tags)))

    def counter(
        self, name: str, value: float | None = None, tags: dict[str, Any] | None = None
    ) -> None:
        self._spared("counter", None, lambda: self.within.counter(name, value, _own(tags)))

    def timer(self, name: str, value: float, tags: dict[str, Any] | None = None) -> None:
        self._spared("timer", None, lambda: self.within.timer(name, value, _own(tags)))


def _own(tags: dict[str, Any] | None) -> dict[str, Any] | None:
    return None if tags is None else dict(tags)
