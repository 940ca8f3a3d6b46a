"""A call of all active plugins is a call of the interface."""

# verdict: refused

from dispatch_interfaces import MetricPlugin
from dispatch_interfaces.registry import PluginRegistry

PluginRegistry().call_all(MetricPlugin, lambda it: it.gauged("incidents", 3))  # refused
