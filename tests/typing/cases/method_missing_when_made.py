"""A class with methods left out cannot be made."""

# verdict: refused

from typing import Any

from dispatch_interfaces import MetricPlugin


class AcmeMetric(MetricPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    def gauge(self, name: str, value: float, tags: dict[str, Any] | None = None) -> None: ...


plugin = AcmeMetric()  # refused
