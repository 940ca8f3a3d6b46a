"""Parameters are in the documented order."""

# verdict: refused

from typing import Any

from dispatch_interfaces import MetricPlugin


class AcmeMetric(MetricPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    def gauge(
        self, value: float, name: str, tags: dict[str, Any] | None = None
    ) -> None: ...  # refused
