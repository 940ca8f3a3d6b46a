"""A class is passed where the type of a plugin is asked for."""

# verdict: accepted

from dispatch_interfaces import MetricPlugin
from reference_impls import InMemoryMetric


def make(plugin_class: type[MetricPlugin]) -> MetricPlugin:
    return plugin_class()


plugin = make(InMemoryMetric)
