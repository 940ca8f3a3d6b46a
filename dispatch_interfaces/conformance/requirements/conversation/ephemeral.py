"""Messages that one member sees: send_ephemeral."""

from dispatch_interfaces.conformance.requirements import expect
from dispatch_interfaces.conformance.requirements.conversation.harness import (
    TYPE,
    ConversationHarness,
    must,
)


@must("CONVERSATION-111", "send_ephemeral", rule=4, observes=("ephemeral_messages", "messages"))
def send_ephemeral_shows_the_message_to_nobody_else(h: ConversationHarness) -> None:
    """`send_ephemeral` shows the message to nobody else in the conversation.
    To fix: use the platform's own call for it; declare the method unsupported if there is none.
    Usual cause: the platform has nothing of the kind, and the message is posted to everybody.
    Wrong: self.client.post(conversation_id, text)
    Right: self.client.show(conversation_id, user, text)
    """
    with h.plugin() as plugin:
        new, text = h.any_conversation(plugin)["id"], h.word()
        plugin.send_ephemeral(new, h.people[0], text, {}, TYPE)
        others = [it for it in h.people[1:] if text in h.ephemeral(plugin, new, it).texts()]
        expect.equal(others, [], "the list of others who see it")
        shown = [it["text"] for it in h.observe(plugin).messages(new)]
        expect.that(text not in shown, "not everybody to see it", "everybody does")


@must("CONVERSATION-112", "send_ephemeral", rule=4, observes=("ephemeral_messages",))
def send_ephemeral_shows_the_message_in_no_other_conversation(h: ConversationHarness) -> None:
    """`send_ephemeral` shows the message in no other conversation that the user is in.
    To fix: keep conversation and user together as the key.
    Usual cause: such messages are kept by user alone.
    Wrong: self._ephemeral[user].append(message)
    Right: self._ephemeral[conversation_id, user].append(message)
    """
    with h.plugin() as plugin:
        one, other = (h.ephemeral(plugin, it["id"]) for it in h.several(plugin, 2))
        text = h.word()
        one.send(text, {}, TYPE)
        expect.that(text not in other.texts(), "the other conversation not to show it", "it does")


@must("CONVERSATION-117", "send_ephemeral", rule=10, observes=("ephemeral_messages",))
def send_ephemeral_needs_no_more_than_a_text(h: ConversationHarness) -> None:
    """`send_ephemeral` with nothing but a text shows that text, as if None were passed.
    To fix: leave the template out of the message if it is None.
    Usual cause: the template is rendered without asking whether there is one.
    Wrong: body = self._render(message_template, kwargs)
    Right: body = self._render(message_template, kwargs) if message_template else ""
    """
    with h.plugin() as plugin:
        channel, text = h.ephemeral(plugin), h.word()
        short, long = channel.send(text), channel.send(text, None, None, None, None)
        for message in (short, long):
            expect.equal(channel.find(message)["text"], text, "the text seen")
        bodies = [channel.find(it)["body"] for it in (short, long)]
        expect.equal(bodies[0], bodies[1], "what is seen beside the text")


@must("CONVERSATION-123", "send_ephemeral", rule=5, observes=("messages",))
def send_ephemeral_refuses_an_unknown_user(h: ConversationHarness) -> None:
    """`send_ephemeral` refuses a user whom the platform does not know, and shows it to nobody.
    To fix: look the user up first, and raise NotFoundError.
    Usual cause: without the user, the message is posted to everybody.
    Wrong:
        found = self.client.lookup(user)
        self.client.post(conversation_id, text, only_for=found)
    Right:
        if (found := self.client.lookup(user)) is None:
            raise NotFoundError("no such user", interface="conversation", value=user)
        self.client.post(conversation_id, text, only_for=found)
    """
    with h.plugin() as plugin:
        new = h.any_conversation(plugin)["id"]
        for user in (h.stranger(), f"x{h.people[0]}"):
            text, observer = h.word(), h.observe(plugin)
            expect.refused(
                plugin.send_ephemeral, new, user, text, {}, TYPE, what=f"the unknown user {user}"
            )
            shown = [it["text"] for it in observer.messages(new)]
            expect.that(text not in shown, "the refused message not to be seen", "it is seen")
