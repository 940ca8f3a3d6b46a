"""What implements one interface has not the methods of another."""

# verdict: refused

from dispatch_interfaces import MetricPlugin, implements


def measure(plugin: object) -> None:
    if implements(plugin, MetricPlugin):
        plugin.page("service-1")  # refused
