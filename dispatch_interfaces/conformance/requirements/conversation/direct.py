"""Messages to one person: send_direct."""

from dispatch_interfaces.conformance.requirements import expect
from dispatch_interfaces.conformance.requirements.conversation.harness import (
    TYPE,
    ConversationHarness,
    expect_rising,
    must,
)


@must("CONVERSATION-083", "send_direct", rule=9)
def timestamps_rise_among_direct_messages(h: ConversationHarness) -> None:
    """Timestamps of `send_direct` are unique and rise among the messages to one user.
    To fix: treat the direct messages to a user as one conversation.
    Usual cause: only the times of shared conversations are kept apart.
    Wrong: timestamp = str(int(time.time()))
    Right: timestamp = self._next_timestamp()
    """
    with h.plugin() as plugin:
        channel = h.direct(plugin)
        expect_rising([channel.send(f"no. {it}", {}, TYPE) for it in range(5)])


@must("CONVERSATION-091", "send_direct", rule=4, observes=("direct_messages", "messages"))
def send_direct_shows_the_message_to_nobody_else(h: ConversationHarness) -> None:
    """`send_direct` shows the message to no other user, and in no conversation.
    To fix: open a conversation with this one user, and post there.
    Usual cause: the message goes to a shared conversation, with the user mentioned.
    Wrong: self.client.post(self.shared_channel, f"@{user} {text}")
    Right: self.client.post(self.client.open_direct(user).id, text)
    """
    with h.plugin() as plugin:
        shared = h.everybody(plugin)
        for user in h.people[:2]:
            text = h.word()
            h.direct(plugin, user).send(text, {}, TYPE)
            others = [it for it in h.people if it != user and text in h.direct(plugin, it).texts()]
            expect.equal(others, [], "the list of others who see it")
            expect.that(text not in shared.texts(), "no conversation to show it", "one does")


@must("CONVERSATION-100", "send_direct", rule=5)
def send_direct_refuses_an_unknown_user(h: ConversationHarness) -> None:
    """`send_direct` refuses a user whom the platform does not know.
    To fix: raise NotFoundError if the address cannot be looked up.
    Usual cause: an unknown user is passed over, so that one wrong address does no harm.
    Wrong:
        if not (found := self.client.lookup(user)):
            return {}
    Right:
        if not (found := self.client.lookup(user)):
            raise NotFoundError("no such user", interface="conversation", value=user)
    """
    with h.plugin() as plugin:
        for user in (h.stranger(), f"x{h.people[0]}"):
            expect.refused(
                plugin.send_direct, user, "hello", {}, TYPE, what=f"the unknown user {user}"
            )
