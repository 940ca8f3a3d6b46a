"""What a conversation plugin must do."""

from typing import Final

from dispatch_interfaces.conformance.requirements.conversation.harness import (
    CONVERSATION,
    ConversationHarness,
    ConversationObserver,
    SeenMessage,
    SeenProfile,
)
from dispatch_interfaces.rooms import modules_in

__all__ = [
    "CONVERSATION",
    "ConversationHarness",
    "ConversationObserver",
    "SeenMessage",
    "SeenProfile",
]

# Importing a module registers its requirements.
MODULES: Final = tuple(modules_in(__name__))
