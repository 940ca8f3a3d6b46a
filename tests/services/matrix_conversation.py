"""Conversations as Matrix has them, measured on Synapse 1.163: events of 64 KiB, unique aliases."""

import json
import re
from typing import Final

from dispatch_interfaces import ConversationLimits, InvalidRequestError, Text, Unique
from tests.services.limited_conversation import LimitedConversation

_EVENT: Final = 64_000
"""Bytes of a text as JSON that an event has room for, beside its own keys."""


def _fits(text: str) -> bool:
    return len(json.dumps(text, ensure_ascii=False).encode("utf-8", "surrogatepass")) <= _EVENT


def _is_alias(name: str) -> bool:
    return len(f"#{name}:test.localhost") <= 255 and not re.search(r"[\s:]", name)


class MatrixConversation(LimitedConversation):
    """A room for each conversation, found by its alias; one that is left keeps it."""

    limits = ConversationLimits(
        name=Text("an alias has 255 characters, no white space and no colon", taken=_is_alias),
        unique_names=Unique("two rooms have no alias in common", for_ever=True),
        topic=Text("an event has 64 KiB", taken=_fits),
        message=Text("an event has 64 KiB", taken=_fits),
    )
    unique = for_ever = True

    def on_name(self, name: str) -> str:
        if not _is_alias(name):
            raise InvalidRequestError("Invalid characters in room alias", value=name)
        return name

    def on_topic(self, topic: str) -> str:
        if not _fits(topic):
            raise InvalidRequestError("event too large", value=topic)
        return topic

    def on_message(self, text: str) -> str:
        if not _fits(text):
            raise InvalidRequestError("event too large", value=text)
        return text
