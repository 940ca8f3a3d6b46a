"""The reference implementations, bridged: what an author's own module looks like."""

from typing import Any

import attrs

import reference_impls
from dispatch_interfaces.host import bridge
from dispatch_interfaces.host.configuration import secret


class Conversation(bridge.ConversationBridge):
    implementation = reference_impls.InMemoryConversation


class Document(bridge.DocumentBridge):
    implementation = reference_impls.InMemoryDocument


class DocumentResolver(bridge.DocumentResolverBridge):
    implementation = reference_impls.InMemoryDocumentResolver


class Metric(bridge.MetricBridge):
    implementation = reference_impls.InMemoryMetric


class Oncall(bridge.OncallBridge):
    implementation = reference_impls.InMemoryOncall


class Participant(bridge.ParticipantBridge):
    implementation = reference_impls.InMemoryParticipant


class ParticipantGroup(bridge.ParticipantGroupBridge):
    implementation = reference_impls.InMemoryParticipantGroup


class Storage(bridge.StorageBridge):
    implementation = reference_impls.InMemoryStorage


class Task(bridge.TaskBridge):
    implementation = reference_impls.InMemoryTask


class Term(bridge.TermBridge):
    implementation = reference_impls.InMemoryTerm


class Ticket(bridge.TicketBridge):
    implementation = reference_impls.InMemoryTicket


class Workflow(bridge.WorkflowBridge):
    implementation = reference_impls.InMemoryWorkflow


BRIDGED: dict[str, type[bridge.Bridge]] = {
    it.type: it
    for it in (
        Conversation,
        Document,
        DocumentResolver,
        Metric,
        Oncall,
        Participant,
        ParticipantGroup,
        Storage,
        Task,
        Term,
        Ticket,
        Workflow,
    )
}


@attrs.frozen
class Settings:
    """Where the tracker is, and how to get in."""

    url: str
    token: str = secret()
    notify: bool = True


class Tracker(reference_impls.InMemoryTicket):
    """A tracker with settings."""

    slug = "tracker"

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings


class ConfiguredTicket(bridge.TicketBridge):
    """One that cannot be made without settings."""

    implementation = Tracker
    settings = Settings
    instances: Any = None
