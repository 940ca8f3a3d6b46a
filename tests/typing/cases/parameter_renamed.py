"""A parameter has the documented name: it is passed by it."""

# verdict: refused

from typing import Any

from dispatch_interfaces import MetricPlugin


class AcmeMetric(MetricPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    def gauge(
        self, label: str, value: float, tags: dict[str, Any] | None = None
    ) -> None: ...  # refused


def use(plugin: AcmeMetric) -> None:
    plugin.gauge(name="incidents", value=3)  # refused
