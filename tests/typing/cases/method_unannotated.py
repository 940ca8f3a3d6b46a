"""A plugin without annotations fits."""

# verdict: accepted

# mypy: disable-error-code=no-untyped-def
from dispatch_interfaces import MetricPlugin


class AcmeMetric(MetricPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    def gauge(self, name, value, tags=None):
        print(name, value, tags)

    def counter(self, name, value=None, tags=None):
        print(name, value, tags)

    def timer(self, name, value, tags=None):
        print(name, value, tags)


plugin: MetricPlugin = AcmeMetric()
