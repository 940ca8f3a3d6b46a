"""Carries a plugin that was written to the documentation into the running application."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dispatch_interfaces.host.bridge.base import Bridge, taken
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
from dispatch_interfaces.narrowing import is_class
from dispatch_interfaces.rooms import modules_in

_BASE: Final = Bridge.__module__

BRIDGES: Final[Mapping[str, type[Bridge]]] = MappingProxyType(
    {
        it.type: it
        for module in modules_in(__name__)
        for it in vars(module).values()
        if is_class(it) and issubclass(it, Bridge) and it.__module__ == module.__name__ != _BASE
    }
)
"""The bridge of each interface that the application calls, by plugin type."""


def missing_in_application(interface: str, plugin_class: type) -> tuple[str, ...] | None:
    """The methods that the application asks for in vain when a plugin class is bridged.

    None if the application never calls a plugin of this interface.
    """
    bridge = BRIDGES.get(interface)
    if bridge is None:
        return None
    wanted = (*bridge.needed, *bridge.methods)
    return tuple(it for it in wanted if not callable(getattr(plugin_class, it, None)))


def dropped_in_application(interface: str, plugin_class: type) -> tuple[str, ...]:
    """What the application passes and a plugin class does not ask for: ``"create.severity"``."""
    bridge = BRIDGES.get(interface, Bridge)
    return tuple(
        f"{method}.{it}"
        for method, keywords in bridge.keywords.items()
        for it in keywords
        if it not in taken(getattr(plugin_class, method), keywords)
    )


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
    "dropped_in_application",
    "missing_in_application",
]
