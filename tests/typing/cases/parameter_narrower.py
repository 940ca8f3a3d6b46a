"""A parameter may not be narrower: a float is passed."""

# verdict: refused

from typing import Any

from dispatch_interfaces import MetricPlugin


class AcmeMetric(MetricPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    def gauge(
        self, name: str, value: int, tags: dict[str, Any] | None = None
    ) -> None: ...  # refused
