"""Conversations on a platform that changes and rejects names, topics and messages."""

import threading
from collections.abc import Callable
from typing import Any, ClassVar

from dispatch_interfaces import (
    AlreadyExistsError,
    Conversation,
    ConversationParticipant,
    InvalidRequestError,
)
from reference_impls import InMemoryConversation
from reference_impls.common import require_name


def as_it_is(text: str) -> str:
    """The text, on a platform that can hold it."""
    return text


def short(longest: int) -> Callable[[str], str]:
    """Rejects longer texts."""

    def kept(text: str) -> str:
        if len(text) > longest:
            raise InvalidRequestError("too long", interface="conversation", value=text)
        return text

    return kept


class LimitedConversation(InMemoryConversation):
    """What becomes of names, topics and messages on the platform.

    Each function returns what the platform makes of a text, or raises InvalidRequestError.
    """

    on_name: ClassVar[Any] = staticmethod(as_it_is)
    on_topic: ClassVar[Any] = staticmethod(as_it_is)
    on_message: ClassVar[Any] = staticmethod(as_it_is)
    unique: ClassVar[bool] = False
    for_ever: ClassVar[bool] = False
    same: ClassVar[Any] = staticmethod(as_it_is)
    """What two names have in common that the platform takes for the same."""

    def __init__(self) -> None:
        super().__init__()
        self._creating = threading.Lock()

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

    def _message(self, user: str | None, text: str, *rest: Any) -> Any:
        return super()._message(user, self.on_message(text), *rest)

    def _taken(self) -> set[Any]:
        with self._lock:
            having = [it for it in self._conversations.values() if self.for_ever or not it.archived]
            return {self.same(it.name) for it in having}
