"""The stateful level: a machine per interface, with a plain model of its own."""

from dispatch_interfaces.conformance.stateful import (
    document_resolver,
    participant,
    participant_group,
    term,
)

__all__ = ["document_resolver", "participant", "participant_group", "term"]
