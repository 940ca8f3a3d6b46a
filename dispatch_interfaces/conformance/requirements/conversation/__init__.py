"""What a conversation plugin must do."""

# Importing a module registers its requirements.
from dispatch_interfaces.conformance.requirements.conversation import (
    archives,
    conversations,
    direct,
    directory,
    ephemeral,
    members,
    messages,
    sending,
    sequences,
    shapes,
    together,
    topics,
    windows,
)
from dispatch_interfaces.conformance.requirements.conversation.harness import (
    CONVERSATION,
    ConversationHarness,
    ConversationObserver,
    SeenMessage,
    SeenProfile,
)

__all__ = [
    "CONVERSATION",
    "ConversationHarness",
    "ConversationObserver",
    "SeenMessage",
    "SeenProfile",
    "archives",
    "conversations",
    "direct",
    "directory",
    "ephemeral",
    "members",
    "messages",
    "sending",
    "sequences",
    "shapes",
    "together",
    "topics",
    "windows",
]
