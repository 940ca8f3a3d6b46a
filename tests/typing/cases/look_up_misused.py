"""What was looked up has the methods of its interface and no others."""

# verdict: refused

from dispatch_interfaces import StoragePlugin
from dispatch_interfaces.registry import PluginRegistry

PluginRegistry().get(StoragePlugin).page("service-1")  # refused
