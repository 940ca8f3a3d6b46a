"""A call of all active plugins is typed by what is called."""

# verdict: accepted

from typing import assert_type

from dispatch_interfaces import MetricPlugin, TermPlugin
from dispatch_interfaces.registry import FanOut, PluginRegistry


def count(plugin: TermPlugin) -> int:
    return len(plugin.get())


found = PluginRegistry().call_all(TermPlugin, count)
assert_type(found, FanOut[int])
PluginRegistry().call_all(MetricPlugin, lambda it: it.counter("incidents")).raise_errors()
