"""A role is one of the documented ones."""

# verdict: refused

from dispatch_interfaces import StoragePlugin


def share(plugin: StoragePlugin) -> None:
    plugin.add_participant("drive-1", ["ada@example.com"], "boss")  # refused
