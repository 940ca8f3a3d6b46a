"""A method may take whatever it is passed."""

# verdict: accepted

from typing import Any

from dispatch_interfaces import MetricPlugin


class AcmeMetric(MetricPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    def gauge(self, *args: Any, **kwargs: Any) -> None: ...
