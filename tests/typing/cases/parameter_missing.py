"""Every documented parameter has to be there."""

# verdict: refused

from dispatch_interfaces import MetricPlugin


class AcmeMetric(MetricPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    def gauge(self, name: str, value: float) -> None: ...  # refused
