"""Conversations that are put away: archive."""

from functools import partial

from dispatch_interfaces.conformance.requirements import expect
from dispatch_interfaces.conformance.requirements.conversation.harness import (
    TYPE,
    ConversationHarness,
    expect_refused_unseen,
    must,
)
from dispatch_interfaces.conformance.run.endings import arranging


@must("CONVERSATION-170", "archive", rule=4, observes=("is_archived",))
def archive_archives_the_conversation(h: ConversationHarness) -> None:
    """`archive` archives the conversation.
    To fix: call the platform's own method for it.
    Usual cause: the plugin itself stops posting, but the conversation stays open for others.
    Wrong: self._archived.add(conversation_id)
    Right: self.client.archive(conversation_id)
    """
    with h.plugin() as plugin:
        new = h.archived(plugin)
        expect.equal(h.observe(plugin).is_archived(new), True, "being archived")


@must("CONVERSATION-171", "send", "archive", rule=5, observes=("messages",))
def send_to_an_archived_conversation_is_refused(h: ConversationHarness) -> None:
    """`send` to an archived conversation is refused, and nothing is posted.
    To fix: raise InvalidRequestError where the platform says that it is archived.
    Usual cause: the platform's answer "is archived" is passed over in silence.
    Wrong:
        answer = self.client.post(conversation_id, text)
        if answer.error == "is_archived":
            return {}
    Right:
        answer = self.client.post(conversation_id, text)
        if answer.error == "is_archived":
            raise InvalidRequestError("is archived", value=conversation_id)
    """
    with h.plugin() as plugin:
        new = h.archived(plugin)
        send = partial(plugin.send, new)
        expect_refused_unseen(h, h.everybody(plugin, new), send, "an archived conversation")


@must("CONVERSATION-172", "send_ephemeral", rule=5, observes=("ephemeral_messages",))
def send_ephemeral_to_an_archived_conversation_is_refused(h: ConversationHarness) -> None:
    """`send_ephemeral` to an archived conversation is refused, and nothing is shown.
    To fix: look at the state of the conversation, as `send` does.
    Usual cause: what nobody keeps is not taken for a message.
    Wrong: self.client.show(conversation_id, user, text)
    Right:
        self._require_open(conversation_id)
        self.client.show(conversation_id, user, text)
    """
    with h.plugin() as plugin:
        channel = h.ephemeral(plugin, h.archived(plugin))
        expect_refused_unseen(h, channel, channel.send, "an archived conversation")


@must("CONVERSATION-173", "archive", rule=4, observes=("messages", "pins"))
def archive_keeps_the_messages(h: ConversationHarness) -> None:
    """`archive` keeps the messages that are there, and their pins.
    To fix: archive the conversation; do not delete it.
    Usual cause: the platform has no archive, and the conversation is deleted instead.
    Wrong: self.client.delete(conversation_id)
    Right: self.client.archive(conversation_id)
    """
    with h.plugin() as plugin:
        channel = h.everybody(plugin, new := h.conversation(plugin)["id"])
        with arranging("send"):
            texts = [h.word(), h.word()]
            sent = [channel.send(it, {}, TYPE, persist=it == texts[1]) for it in texts]
        plugin.archive(new)
        for message, text in zip(sent, texts, strict=True):
            expect.equal(channel.find(message)["text"], text, "the text seen")
        pins = h.observe(plugin).pins(new)
        expect.that(sent[1]["id"] in pins, "the pin to stay", f"the pins are {pins}")


@must("CONVERSATION-174", "archive", rule=6, observes=("is_archived",))
def archive_again_changes_nothing(h: ConversationHarness) -> None:
    """`archive` of an archived conversation changes nothing and does not raise.
    To fix: pass over the platform's answer that it is archived already.
    Usual cause: the platform's refusal of the second call comes through.
    Wrong: self.client.archive(conversation_id)
    Right:
        if not self.client.info(conversation_id).archived:
            self.client.archive(conversation_id)
    """
    with h.plugin() as plugin:
        new = h.archived(plugin)
        before = h.observe(plugin).is_archived(new)
        plugin.archive(new)
        expect.unchanged(before, h.observe(plugin).is_archived(new), "being archived")


@must("CONVERSATION-175", "archive", rule=4, observes=("is_archived",))
def archive_leaves_other_conversations_alone(h: ConversationHarness) -> None:
    """`archive` archives the conversation with that id and no other.
    To fix: compare whole ids.
    Usual cause: every conversation whose id begins like that is taken.
    Wrong: found = [it for it in self._all if it.id.startswith(conversation_id)]
    Right: found = self._all[conversation_id]
    """
    with h.plugin() as plugin:
        ids = [h.conversation(plugin)["id"] for _ in h.plenty(11, 2)]
        plugin.archive(ids[0])
        others = [it for it in ids[1:] if h.observe(plugin).is_archived(it)]
        expect.equal(others, [], "the list of other conversations that are archived")
        plugin.archive(ids[1])
        expect.that(h.observe(plugin).is_archived(ids[1]), "the second to be archived too")
