"""The application does not await."""

# verdict: refused

from typing import Any

from dispatch_interfaces import MetricPlugin


class AcmeMetric(MetricPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    async def gauge(  # refused
        self, name: str, value: float, tags: dict[str, Any] | None = None
    ) -> None: ...
