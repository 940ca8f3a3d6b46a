"""A method may come from a mixin."""

# verdict: accepted

from typing import Any

from dispatch_interfaces import MetricPlugin


class Gauges:
    def gauge(self, name: str, value: float, tags: dict[str, Any] | None = None) -> None: ...


class AcmeMetric(Gauges, MetricPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    def counter(
        self, name: str, value: float | None = None, tags: dict[str, Any] | None = None
    ) -> None: ...
    def timer(self, name: str, value: float, tags: dict[str, Any] | None = None) -> None: ...


plugin: MetricPlugin = AcmeMetric()
