"""Conversations on a platform that changes and rejects names, topics and messages."""

import threading
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from dispatch_interfaces import (
    AlreadyExistsError,
    Block,
    Conversation,
    ConversationParticipant,
    InvalidRequestError,
    MessageItem,
    MessageTemplate,
)
from reference_impls import InMemoryConversation
from reference_impls.common import require_name
from reference_impls.conversation_records import SentMessage


def short(longest: int, text: str) -> str:
    """The text, unless it is longer."""
    if len(text) > longest:
        raise InvalidRequestError("too long", interface="conversation", value=text)
    return text


class LimitedConversation(InMemoryConversation):
    """A chat that can do less; what it cannot do, a subclass says.

    `on_name`, `on_topic` and `on_message` return what the platform makes of a text, or raise
    InvalidRequestError; `same` returns what names have in common that it takes for the same.
    """

    unique: ClassVar[bool] = False
    for_ever: ClassVar[bool] = False

    def __init__(self) -> None:
        super().__init__()
        self._creating = threading.Lock()

    def on_name(self, name: str) -> str:
        return name

    def on_topic(self, topic: str) -> str:
        return topic

    def on_message(self, text: str) -> str:
        return text

    def same(self, name: str) -> str:
        return name

    def create(self, name: str, participants: list[ConversationParticipant]) -> Conversation:
        kept = self.on_name(require_name(name, interface=self.type, method="create"))
        with self._creating:
            if self.unique and self.same(kept) in self._taken():
                raise AlreadyExistsError("is taken", interface=self.type, value=name)
            return super().create(kept, participants)

    def set_topic(self, conversation_id: str, topic: str) -> None:
        with self._lock:
            self._conversation("set_topic", conversation_id)
        super().set_topic(conversation_id, self.on_topic(topic))

    def _message(
        self,
        user: str | None,
        text: str,
        template: MessageTemplate | None,
        notification_type: str | None,
        items: Sequence[MessageItem] | None,
        blocks: Sequence[Block] | None,
        persist: bool,
        variables: Mapping[str, Any],
    ) -> SentMessage:
        kept = self.on_message(text)
        return super()._message(
            user, kept, template, notification_type, items, blocks, persist, variables
        )

    def _taken(self) -> set[str]:
        with self._lock:
            having = [it for it in self._conversations.values() if self.for_ever or not it.archived]
            return {self.same(it.name) for it in having}
