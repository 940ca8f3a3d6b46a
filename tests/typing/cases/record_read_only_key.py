"""A read-only key may not be set."""

# verdict: refused

from dispatch_interfaces import ParticipantPlugin


def forget(plugin: ParticipantPlugin) -> None:
    plugin.get("Outage", "High", "The database is slow")["individuals"] = []  # refused
