"""Nobody passes a parameter of one's own."""

# verdict: refused

from typing import Any

from dispatch_interfaces import MetricPlugin


class AcmeMetric(MetricPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    def gauge(  # refused
        self,
        name: str,
        value: float,
        unit: str,
        tags: dict[str, Any] | None = None,  # refused
    ) -> None: ...
