"""A class of another interface is not."""

# verdict: refused

from dispatch_interfaces import MetricPlugin
from reference_impls import InMemoryTerm

plugin_class: type[MetricPlugin] = InMemoryTerm  # refused
