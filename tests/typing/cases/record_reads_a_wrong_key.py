"""A record has its documented keys."""

# verdict: refused

from dispatch_interfaces import StoragePlugin


def link(plugin: StoragePlugin) -> str:
    return plugin.create("incident-1", [])["url"]  # refused
