"""A method is not a constant."""

# verdict: refused
# ty: accepted, an attribute is not compared with a method of the base class

from dispatch_interfaces import MetricPlugin


class AcmeMetric(MetricPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    gauge = 3  # refused
