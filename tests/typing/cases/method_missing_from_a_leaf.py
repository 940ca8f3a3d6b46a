"""A leaf class, marked as final, has every method: the report comes at its definition."""

# verdict: refused

from typing import Any, final

from dispatch_interfaces import MetricPlugin


@final  # refused
class AcmeMetric(MetricPlugin):  # refused
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    def gauge(self, name: str, value: float, tags: dict[str, Any] | None = None) -> None: ...
