"""A look-up is by interface, not by its name."""

# verdict: refused

from dispatch_interfaces import StoragePlugin
from dispatch_interfaces.registry import PluginRegistry

plugin: StoragePlugin = PluginRegistry().get("storage")  # refused
