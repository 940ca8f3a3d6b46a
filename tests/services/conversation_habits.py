"""What single habits of chats are, each in a plugin of its own."""

import unicodedata
from functools import partial
from typing import Final

from dispatch_interfaces import ConversationLimits, Text, Unique, cut
from dispatch_interfaces.conformance import ConversationHarness
from tests.services.habits import Habit
from tests.services.limited_conversation import LimitedConversation, short
from tests.services.matrix_conversation import MatrixConversation
from tests.services.slack_conversation import SlackConversation

_composed: Final = partial(unicodedata.normalize, "NFC")


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n")


def _shortened(text: str) -> str:
    return text if len(text) <= 4000 else f"{text[:3999]}\u2026"


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _dashed(text: str) -> str:
    return "-".join(text.lower().split())


class Strips(LimitedConversation):
    limits = ConversationLimits(message=Text("white space is trimmed", kept=str.strip))

    def on_message(self, text: str) -> str:
        return text.strip()


class ChangesLineEnds(LimitedConversation):
    limits = ConversationLimits(message=Text("lines end with LF", kept=_one_line_end))

    def on_message(self, text: str) -> str:
        return _one_line_end(text)


class Composes(LimitedConversation):
    limits = ConversationLimits(message=Text("letters are composed", kept=_composed))

    def on_message(self, text: str) -> str:
        return _composed(text)


class RejectsLongMessages(LimitedConversation):
    limits = ConversationLimits(message=Text("4096 characters", longest=4096))

    def on_message(self, text: str) -> str:
        return short(4096, text)


class CutsMessages(LimitedConversation):
    limits = ConversationLimits(message=Text("4000 characters, then an ellipsis", kept=_shortened))

    def on_message(self, text: str) -> str:
        return _shortened(text)


class StripsTopics(LimitedConversation):
    limits = ConversationLimits(topic=Text("white space is trimmed", kept=str.strip))

    def on_topic(self, topic: str) -> str:
        return topic.strip()


class HasTopicsOfOneLine(LimitedConversation):
    limits = ConversationLimits(topic=Text("one line", kept=_in_one_line))

    def on_topic(self, topic: str) -> str:
        return _in_one_line(topic)


class RejectsLongTopics(LimitedConversation):
    limits = ConversationLimits(topic=Text("250 characters", longest=250))

    def on_topic(self, topic: str) -> str:
        return short(250, topic)


class CutsTopics(LimitedConversation):
    limits = ConversationLimits(topic=Text("250 characters", kept=cut(250)))

    def on_topic(self, topic: str) -> str:
        return topic[:250]


class FoldsNames(LimitedConversation):
    limits = ConversationLimits(name=Text("no capitals and no spaces", kept=_dashed))

    def on_name(self, name: str) -> str:
        return _dashed(name)


class RejectsLongNames(LimitedConversation):
    limits = ConversationLimits(name=Text("80 characters", longest=80))

    def on_name(self, name: str) -> str:
        return short(80, name)


class CutsNames(LimitedConversation):
    limits = ConversationLimits(name=Text("20 characters", kept=cut(20)))

    def on_name(self, name: str) -> str:
        return name[:20]


class HasUniqueNames(LimitedConversation):
    unique = True
    limits = ConversationLimits(unique_names=Unique("in any case", alike=str.casefold))

    def same(self, name: str) -> str:
        return name.casefold()


class HasUniqueNamesForEver(LimitedConversation):
    unique = for_ever = True
    limits = ConversationLimits(unique_names=Unique("archived ones keep theirs", for_ever=True))


def _harness(plugin_class: type) -> ConversationHarness:
    return ConversationHarness(open=plugin_class)


_MANY: Final = "Slack, Mattermost, Zulip and others"

CONVERSATION_HABITS: Final = [
    Habit(name, who, plugin, limit, _harness)
    for name, who, plugin, limit in (
        ("white space around a message is trimmed", _MANY, Strips, "message"),
        ("line ends are changed", _MANY, ChangesLineEnds, "message"),
        ("Unicode is composed", "Slack, Apple's", Composes, "message"),
        ("a message has a longest length", "Telegram, Discord", RejectsLongMessages, "message"),
        ("a longer message is cut, visibly", "Slack", CutsMessages, "message"),
        ("white space around a topic is trimmed", _MANY, StripsTopics, "topic"),
        ("a topic is one line", "IRC", HasTopicsOfOneLine, "topic"),
        ("a topic has a longest length", "Slack", RejectsLongTopics, "topic"),
        ("a longer topic is cut", "IRC", CutsTopics, "topic"),
        ("names have no capitals and no spaces", "Slack, Discord", FoldsNames, "name"),
        ("a name has a longest length", "Slack, Mattermost", RejectsLongNames, "name"),
        ("a longer name is cut", "IRC", CutsNames, "name"),
        ("a name is there once, in any case", "Mattermost", HasUniqueNames, "unique_names"),
        ("a name is given once for ever", "Slack", HasUniqueNamesForEver, "unique_names"),
    )
]

COMPOSED: Final = [
    Habit(name, who, plugin, limit, _harness)
    for name, who, plugin in (
        ("all of Slack", "Slack", SlackConversation),
        ("all of Matrix", "Synapse 1.163", MatrixConversation),
    )
    for limit in plugin.limits.declared()
]
