"""A parameter has its documented name."""

# verdict: refused

from dispatch_interfaces import StoragePlugin


def rename(plugin: StoragePlugin) -> None:
    plugin.create(title="incident-1", participants=[])  # refused
