"""A key that may be left out is asked for."""

# verdict: accepted

from typing import assert_type

from dispatch_interfaces import ParticipantPlugin


def names(plugin: ParticipantPlugin) -> list[str]:
    found = plugin.get("Outage", "High", "The database is slow")
    assert_type(found["individuals"][0].get("name"), str | None)
    return [it.get("name", it["email"]) for it in found["individuals"]]
