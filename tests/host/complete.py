"""References with the methods that the documentation does not know, as an author may add them."""

from dispatch_interfaces.host import bridge
from reference_impls.bridged import (
    Conversation,
    Conversations,
    Document,
    Documents,
    Drives,
    Oncall,
    Oncalls,
    Storage,
    Task,
    Tasks,
    Ticket,
    Tickets,
)
from tests.host import bridged

COMPLETE: dict[str, type[bridge.Bridge]] = {
    **bridged.BRIDGED,
    **{it.type: it for it in (Conversation, Document, Oncall, Storage, Task, Ticket)},
}

__all__ = [
    "COMPLETE",
    "Conversation",
    "Conversations",
    "Document",
    "Documents",
    "Drives",
    "Oncall",
    "Oncalls",
    "Storage",
    "Task",
    "Tasks",
    "Ticket",
    "Tickets",
]
