"""A method may be declared unsupported."""

# verdict: accepted

from typing import Any

from dispatch_interfaces import MetricPlugin, unsupported


class AcmeMetric(MetricPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    def gauge(self, name: str, value: float, tags: dict[str, Any] | None = None) -> None: ...

    counter = unsupported("Acme has no counters")
    timer = unsupported("Acme has no timers")


plugin: MetricPlugin = AcmeMetric()
