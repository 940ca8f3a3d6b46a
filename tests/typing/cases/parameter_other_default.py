"""A default is no part of a type: the conformance suite finds this one (METRIC-003)."""

# verdict: accepted

from typing import Any

from dispatch_interfaces import MetricPlugin


class AcmeMetric(MetricPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    def counter(
        self, name: str, value: float | None = 0, tags: dict[str, Any] | None = None
    ) -> None: ...
