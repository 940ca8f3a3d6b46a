"""What implements an interface is of its type."""

# verdict: accepted

from typing import assert_type

from dispatch_interfaces import MetricPlugin, implements


def measure(plugin: object) -> None:
    if implements(plugin, MetricPlugin):
        assert_type(plugin, MetricPlugin)
        plugin.gauge("incidents", 3)
