"""Conversations as Slack has them: short names without capitals, and texts that it tidies up."""

import re
import unicodedata

from dispatch_interfaces import ConversationLimits, InvalidRequestError, Text, Unique
from tests.services.limited_conversation import LimitedConversation


def channel_name(name: str) -> str:
    """What a channel is called: small letters, digits, underscores and dashes."""
    return re.sub(r"[^\w]+", "-", name.lower()).strip("-")


def tidy(text: str) -> str:
    """A text without white space around it, with one kind of line end, and letters composed."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()
    return composed if len(composed) <= 40_000 else f"{composed[:39_999]}\u2026"


def _is_name(name: str) -> bool:
    return 0 < len(name) <= 80


class SlackConversation(LimitedConversation):
    """A channel for each conversation; the name of an archived channel stays taken."""

    limits = ConversationLimits(
        name=Text(
            "a channel name has 80 characters, without capitals, spaces and punctuation",
            kept=channel_name,
            longest=80,
        ),
        unique_names=Unique("an archived channel keeps its name", for_ever=True),
        topic=Text("a topic has 250 characters, and is tidied up", kept=tidy, longest=250),
        message=Text("a message has 40 000 characters, and is tidied up", kept=tidy, taken=bool),
    )
    unique = for_ever = True

    def on_name(self, name: str) -> str:
        if not _is_name(channel_name(name)):
            raise InvalidRequestError("invalid_name_maxlength", value=name)
        return channel_name(name)

    def on_topic(self, topic: str) -> str:
        if len(tidy(topic)) > 250:
            raise InvalidRequestError("too_long", value=topic)
        return tidy(topic)

    def on_message(self, text: str) -> str:
        if not tidy(text):
            raise InvalidRequestError("no_text", value=text)
        return tidy(text)
