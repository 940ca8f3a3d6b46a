"""The stateful level: a machine per interface, with a plain model of its own."""

from dispatch_interfaces.conformance.stateful import (
    conversation,
    document,
    document_resolver,
    metric,
    oncall,
    participant,
    participant_group,
    storage,
    task,
    term,
    ticket,
    workflow,
)

__all__ = [
    "conversation",
    "document",
    "document_resolver",
    "metric",
    "oncall",
    "participant",
    "participant_group",
    "storage",
    "task",
    "term",
    "ticket",
    "workflow",
]
