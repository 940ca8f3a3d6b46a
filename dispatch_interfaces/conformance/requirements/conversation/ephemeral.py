"""Messages that one member sees: send_ephemeral."""

from dispatch_interfaces.conformance.requirements import adversarial, expect
from dispatch_interfaces.conformance.requirements.conversation.harness import (
    TYPE,
    ConversationHarness,
    expect_arguments_alone,
    expect_blocks_alone,
    expect_blocks_instead,
    expect_filled_from_keywords,
    expect_filled_per_item,
    expect_fresh,
    expect_kept,
    expect_keywords_taken,
    must,
    unknown_ids,
)


@must("CONVERSATION-110", "send_ephemeral", rule=4, observes=("ephemeral_messages",))
def send_ephemeral_shows_the_message_to_the_user(h: ConversationHarness) -> None:
    """`send_ephemeral` shows the message to the user, with the id and timestamp it returns.

    To fix: return what the platform answered to this very message.
    Usual cause: the answer has no id of the message, and one is made up.
    Wrong:
        self.client.show(conversation_id, user, text)
        return {"id": "", "timestamp": str(time())}
    Right:
        shown = self.client.show(conversation_id, user, text)
        return {"id": shown.id, "timestamp": shown.ts}
    """
    with h.plugin() as plugin:
        channel, text = h.ephemeral(plugin), h.word()
        message = channel.send(text, {}, TYPE)
        seen = channel.find(message)
        expect.equal(seen["text"], text, "the text seen")
        expect.equal(seen["timestamp"], message["timestamp"], "the timestamp seen")
        expect.equal(channel.texts().count(text), 1, "the number of times that it is shown")


@must("CONVERSATION-111", "send_ephemeral", rule=4, observes=("ephemeral_messages", "messages"))
def send_ephemeral_shows_the_message_to_nobody_else(h: ConversationHarness) -> None:
    """`send_ephemeral` shows the message to nobody else in the conversation.

    To fix: use the platform's own call for it; declare the method unsupported if there is none.
    Usual cause: the platform has nothing of the kind, and the message is posted to everybody.
    Wrong: self.client.post(conversation_id, text)
    Right: self.client.show(conversation_id, user, text)
    """
    with h.plugin() as plugin:
        new, text = h.conversation(plugin)["id"], h.word()
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
        one, other, text = h.ephemeral(plugin), h.ephemeral(plugin), h.word()
        one.send(text, {}, TYPE)
        expect.that(text not in other.texts(), "the other conversation not to show it", "it does")


@must("CONVERSATION-113", "send_ephemeral", rule=7, observes=("ephemeral_messages",))
def send_ephemeral_keeps_the_text_as_it_is(h: ConversationHarness) -> None:
    """`send_ephemeral` shows the text exactly, whatever it holds, or refuses it.

    To fix: pass the text on untouched, as in `send`.
    Usual cause: an empty text is replaced by a default one.
    Wrong: self.client.show(conversation_id, user, text or "(no text)")
    Right: self.client.show(conversation_id, user, text)
    """
    with h.plugin() as plugin:
        expect_kept(h.ephemeral(plugin), h.some(adversarial.TEXTS))


@must("CONVERSATION-114", "send_ephemeral", rule=7, observes=("ephemeral_messages",))
def send_ephemeral_keeps_a_long_text_whole(h: ConversationHarness) -> None:
    """`send_ephemeral` shows a text of 100 000 characters whole, or refuses it.

    To fix: raise InvalidRequestError where the platform has a limit; never cut.
    Usual cause: what is shown to one user only is taken for unimportant, and shortened.
    Wrong: self.client.show(conversation_id, user, textwrap.shorten(text, 3000))
    Right:
        if len(text) > LIMIT:
            raise InvalidRequestError("too long", interface="conversation")
        self.client.show(conversation_id, user, text)
    """
    with h.plugin() as plugin:
        expect_kept(h.ephemeral(plugin), [adversarial.LONG_TEXT])


@must("CONVERSATION-115", "send_ephemeral", rule=4, observes=("ephemeral_messages",))
def send_ephemeral_fills_the_template_in_for_each_item(h: ConversationHarness) -> None:
    """`send_ephemeral` fills the template in once per item, with the variables of that item.

    To fix: render ephemeral messages with the same function as others.
    Usual cause: the items are merged, so that the last one wins.
    Wrong:
        variables = {key: value for item in items for key, value in item.items()}
        body = self._render(message_template, variables)
    Right: body = "\\n".join(self._render(message_template, item) for item in items)
    """
    with h.plugin() as plugin:
        expect_filled_per_item(h, h.ephemeral(plugin))


@must("CONVERSATION-116", "send_ephemeral", rule=10, observes=("ephemeral_messages",))
def send_ephemeral_without_items_fills_the_template_in_once(h: ConversationHarness) -> None:
    """`send_ephemeral` without items fills the template in from the keywords.

    To fix: use the keywords as the only item when `items` is None.
    Usual cause: a template was expected to come with items always.
    Wrong: body = self._render(message_template, items[0]) if items else ""
    Right: body = self._render(message_template, items[0] if items else kwargs)
    """
    with h.plugin() as plugin:
        expect_filled_from_keywords(h, h.ephemeral(plugin))


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


@must("CONVERSATION-118", "send_ephemeral", rule=4, observes=("ephemeral_messages",))
def send_ephemeral_shows_blocks_in_place_of_the_template(h: ConversationHarness) -> None:
    """`send_ephemeral` does not use the template if there are blocks.

    To fix: look at `blocks` first, and fill the template in only without them.
    Usual cause: the template is preferred where both are given.
    Wrong: layout = self._render(message_template, kwargs) or blocks
    Right: layout = blocks or self._render(message_template, kwargs)
    """
    with h.plugin() as plugin:
        expect_blocks_instead(h, h.ephemeral(plugin))


@must("CONVERSATION-119", "send_ephemeral", rule=8, observes=("ephemeral_messages",))
def send_ephemeral_accepts_any_keyword(h: ConversationHarness) -> None:
    """`send_ephemeral` accepts keywords of any name and type.

    To fix: take `**kwargs`, and use only those that the template names.
    Usual cause: the keywords are passed on to a function that knows only some of them.
    Wrong: return self._show(conversation_id, user, text, **kwargs)
    Right: return self._show(conversation_id, user, text, variables=kwargs)
    """
    with h.plugin() as plugin:
        expect_keywords_taken(h.ephemeral(plugin))


@must("CONVERSATION-120", "send_ephemeral", rule=3, observes=("ephemeral_messages",))
def send_ephemeral_leaves_its_arguments_alone(h: ConversationHarness) -> None:
    """`send_ephemeral` neither changes template, items, blocks and variables nor keeps them.

    To fix: copy what is added to, and render before returning.
    Usual cause: a note that only one user sees this is put into the caller's own template.
    Wrong: message_template["context"] = "Only visible to you"
    Right: message_template = {**message_template, "context": "Only visible to you"}
    """
    with h.plugin() as plugin:
        expect_arguments_alone(h, h.ephemeral(plugin))
        expect_blocks_alone(h, h.ephemeral(plugin))


@must("CONVERSATION-121", "send_ephemeral", rule=2, observes=("ephemeral_messages",))
def the_receipt_of_send_ephemeral_is_fresh(h: ConversationHarness) -> None:
    """Changing the dict that `send_ephemeral` returned changes nothing in the plugin.

    To fix: return a new dict, and keep another.
    Usual cause: the message that is shown is the one that is returned.
    Wrong:
        self._shown[user].append(message)
        return message
    Right:
        self._shown[user].append(message)
        return {"id": message["id"], "timestamp": message["timestamp"]}
    """
    with h.plugin() as plugin:
        expect_fresh(h.ephemeral(plugin))


@must("CONVERSATION-122", "send_ephemeral", rule=5)
def send_ephemeral_refuses_an_unknown_conversation(h: ConversationHarness) -> None:
    """`send_ephemeral` refuses the id of a conversation that is not there.

    To fix: let the platform's refusal through, as NotFoundError.
    Usual cause: the message is sent directly where the conversation cannot be found.
    Wrong:
        if conversation_id not in self._channels:
            return self.send_direct(user, text, message_template, notification_type)
    Right:
        if conversation_id not in self._channels:
            raise NotFoundError("no such channel", value=conversation_id)
    """
    with h.plugin() as plugin:
        for unknown in unknown_ids(h, h.conversation(plugin)["id"]):
            expect.refused(
                plugin.send_ephemeral,
                unknown,
                h.people[0],
                "hello",
                {},
                TYPE,
                what=f"the unknown conversation {unknown!r}",
            )


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
        new = h.conversation(plugin)["id"]
        for user in (h.stranger(), f"x{h.people[0]}"):
            text, observer = h.word(), h.observe(plugin)
            expect.refused(
                plugin.send_ephemeral, new, user, text, {}, TYPE, what=f"the unknown user {user}"
            )
            shown = [it["text"] for it in observer.messages(new)]
            expect.that(text not in shown, "the refused message not to be seen", "it is seen")
