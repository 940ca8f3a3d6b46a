"""Carries a plugin that was written to the documentation into the running application."""

from typing import Final

from dispatch_interfaces.host.bridge.base import Bridge
from dispatch_interfaces.host.bridge.conversation import ConversationBridge
from dispatch_interfaces.host.bridge.document import DocumentBridge
from dispatch_interfaces.host.bridge.document_resolver import DocumentResolverBridge
from dispatch_interfaces.host.bridge.metric import MetricBridge
from dispatch_interfaces.host.bridge.oncall import OncallBridge
from dispatch_interfaces.host.bridge.participant import ParticipantBridge
from dispatch_interfaces.host.bridge.participant_group import ParticipantGroupBridge
from dispatch_interfaces.host.bridge.storage import StorageBridge, StorageSettings
from dispatch_interfaces.host.bridge.task import TaskBridge
from dispatch_interfaces.host.bridge.term import TermBridge, TermSettings
from dispatch_interfaces.host.bridge.ticket import TicketBridge
from dispatch_interfaces.host.bridge.workflow import WorkflowBridge

BRIDGES: Final[dict[str, type[Bridge]]] = {
    it.type: it
    for it in (
        ConversationBridge,
        DocumentBridge,
        DocumentResolverBridge,
        MetricBridge,
        OncallBridge,
        ParticipantBridge,
        ParticipantGroupBridge,
        StorageBridge,
        TaskBridge,
        TermBridge,
        TicketBridge,
        WorkflowBridge,
    )
}

__all__ = [
    "BRIDGES",
    "Bridge",
    "ConversationBridge",
    "DocumentBridge",
    "DocumentResolverBridge",
    "MetricBridge",
    "OncallBridge",
    "ParticipantBridge",
    "ParticipantGroupBridge",
    "StorageBridge",
    "StorageSettings",
    "TaskBridge",
    "TermBridge",
    "TermSettings",
    "TicketBridge",
    "WorkflowBridge",
]
