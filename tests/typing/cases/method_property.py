"""A method is no property."""

# verdict: refused

from dispatch_interfaces import MetricPlugin


class AcmeMetric(MetricPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    @property  # refused
    def gauge(self) -> str:  # refused
        return "gauge"


def use(plugin: AcmeMetric) -> None:
    plugin.gauge(name="incidents", value=3)  # refused
