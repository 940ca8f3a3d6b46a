"""Messages to one person: send_direct, and what all three kinds share."""

import re

from dispatch_interfaces.conformance.requirements import adversarial, expect
from dispatch_interfaces.conformance.requirements.conversation.harness import (
    POSTING,
    SENDING,
    TYPE,
    Channel,
    ConversationHarness,
    expect_arguments_alone,
    expect_blocks_alone,
    expect_blocks_instead,
    expect_filled_from_keywords,
    expect_filled_per_item,
    expect_fresh,
    expect_kept,
    expect_keywords_taken,
    expect_rising,
    must,
)


@must("CONVERSATION-080", *SENDING, rule=1)
def ids_of_messages_are_unique(h: ConversationHarness) -> None:
    """Messages have ids that are unique and not empty, in whatever way and place they were sent.

    To fix: make the id of the conversation a part of it, if the platform counts within one.
    Usual cause: the id is the timestamp, or a number counted anew in every conversation.
    Wrong: message_id = str(len(self._messages[conversation_id]))
    Right: message_id = f"{conversation_id}/{posted.ts}"
    """
    with h.plugin() as plugin:
        ids = [
            channel.send("hello", {}, TYPE)["id"]
            for _ in range(2)
            for channel in h.offered(plugin, h.conversation(plugin)["id"])
        ]
        expect.that(all(ids), "ids that are not empty", f"they are {ids}")
        expect.equal(len(set(ids)), len(ids), f"the number of ids of {len(ids)} messages")


@must("CONVERSATION-081", *SENDING, rule=9)
def timestamps_are_decimal_seconds(h: ConversationHarness) -> None:
    """The timestamp of a message is decimal seconds: digits, and at most one point.

    To fix: format the time as seconds since the epoch.
    Usual cause: the platform's ISO date, or a float in scientific notation, is handed on.
    Wrong: timestamp = posted.created_at.isoformat()
    Right: timestamp = f"{posted.created_at.timestamp():.6f}"
    """
    with h.plugin() as plugin:
        for channel in h.offered(plugin, h.conversation(plugin)["id"]):
            stamp = channel.send("hello", {}, TYPE)["timestamp"]
            expect.that(
                re.fullmatch(r"[0-9]+(\.[0-9]+)?", stamp),
                'the timestamp to be decimal seconds, such as "1754300000.000123"',
                f"it is {stamp!r}",
            )


@must("CONVERSATION-082", *POSTING, rule=9)
def timestamps_rise_within_a_conversation(h: ConversationHarness) -> None:
    """Timestamps are unique and rise within a conversation, ephemeral messages included.

    To fix: take the platform's own timestamps, or add a count to those of the clock.
    Usual cause: two messages within a tick of the clock get the same time.
    Wrong: timestamp = f"{time.time():.1f}"
    Right:
        self._last = max(self._last + 1, time.time_ns())
        timestamp = f"{self._last // 10**9}.{self._last % 10**9:09d}"
    """
    with h.plugin() as plugin:
        new, ways = h.conversation(plugin)["id"], list[Channel]()
        if expect.offers(plugin, "send"):
            ways.append(h.everybody(plugin, new))
        if expect.offers(plugin, "send_ephemeral"):
            ways.append(h.ephemeral(plugin, new))
        expect_rising([way.send(f"no. {it}", {}, TYPE) for it in range(5) for way in ways])


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


@must("CONVERSATION-090", "send_direct", rule=4, observes=("direct_messages",))
def send_direct_shows_the_message_to_the_user(h: ConversationHarness) -> None:
    """`send_direct` shows the message to the user, with the id and timestamp it returns.

    To fix: return what the platform answered to this very message.
    Usual cause: the message is queued, and its id made up before the platform gives one.
    Wrong:
        self.queue.put((user, text))
        return {"id": str(uuid4()), "timestamp": str(time())}
    Right:
        posted = self.client.direct_message(user, text)
        return {"id": posted.id, "timestamp": posted.ts}
    """
    with h.plugin() as plugin:
        channel, text = h.direct(plugin), h.word()
        message = channel.send(text, {}, TYPE)
        seen = channel.find(message)
        expect.equal(seen["text"], text, "the text seen")
        expect.equal(seen["timestamp"], message["timestamp"], "the timestamp seen")
        expect.equal(channel.texts().count(text), 1, "the number of times that it is shown")


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


@must("CONVERSATION-092", "send_direct", rule=7, observes=("direct_messages",))
def send_direct_keeps_the_text_as_it_is(h: ConversationHarness) -> None:
    """`send_direct` shows the text exactly, whatever it holds, or refuses it.

    To fix: pass the text on untouched, as in `send`.
    Usual cause: a greeting is put before it, or white space around it is taken off.
    Wrong: self.client.direct_message(user, f"Hi! {text}")
    Right: self.client.direct_message(user, text)
    """
    with h.plugin() as plugin:
        expect_kept(h.direct(plugin), h.some(adversarial.TEXTS))


@must("CONVERSATION-093", "send_direct", rule=7, observes=("direct_messages",))
def send_direct_keeps_a_long_text_whole(h: ConversationHarness) -> None:
    """`send_direct` shows a text of 100 000 characters whole, or refuses it.

    To fix: raise InvalidRequestError where the platform has a limit; never cut.
    Usual cause: direct messages have a lower limit than others, which nobody tried.
    Wrong: self.client.direct_message(user, text[:4000])
    Right:
        if len(text) > LIMIT:
            raise InvalidRequestError("too long", interface="conversation", method="send_direct")
        self.client.direct_message(user, text)
    """
    with h.plugin() as plugin:
        expect_kept(h.direct(plugin), [adversarial.LONG_TEXT])


@must("CONVERSATION-094", "send_direct", rule=4, observes=("direct_messages",))
def send_direct_fills_the_template_in_for_each_item(h: ConversationHarness) -> None:
    """`send_direct` fills the template in once per item, with the variables of that item.

    To fix: render direct messages with the same function as others.
    Usual cause: only a single item was ever sent directly.
    Wrong: body = self._render(message_template, items[-1])
    Right: body = "\\n".join(self._render(message_template, item) for item in items)
    """
    with h.plugin() as plugin:
        expect_filled_per_item(h, h.direct(plugin))


@must("CONVERSATION-095", "send_direct", rule=10, observes=("direct_messages",))
def send_direct_without_items_fills_the_template_in_once(h: ConversationHarness) -> None:
    """`send_direct` without items fills the template in from the keywords.

    To fix: use the keywords as the only item when `items` is None.
    Usual cause: the application always passes items here, and so the default was not tried.
    Wrong: body = [self._render(message_template, item) for item in items or []]
    Right: body = [self._render(message_template, item) for item in items or [kwargs]]
    """
    with h.plugin() as plugin:
        expect_filled_from_keywords(h, h.direct(plugin))


@must("CONVERSATION-096", "send_direct", rule=4, observes=("direct_messages",))
def send_direct_shows_blocks_in_place_of_the_template(h: ConversationHarness) -> None:
    """`send_direct` does not use the template if there are blocks.

    To fix: look at `blocks` first, and fill the template in only without them.
    Usual cause: `blocks` is accepted here and forgotten.
    Wrong: layout = self._render(message_template, kwargs)
    Right: layout = blocks or self._render(message_template, kwargs)
    """
    with h.plugin() as plugin:
        expect_blocks_instead(h, h.direct(plugin))


@must("CONVERSATION-097", "send_direct", rule=8, observes=("direct_messages",))
def send_direct_accepts_any_keyword(h: ConversationHarness) -> None:
    """`send_direct` accepts keywords of any name and type.

    To fix: take `**kwargs`, and use only those that the template names.
    Usual cause: all keywords are stored with the message, as JSON.
    Wrong: self.client.direct_message(user, text, metadata=json.dumps(kwargs))
    Right: self.client.direct_message(user, text, self._render(message_template, kwargs))
    """
    with h.plugin() as plugin:
        expect_keywords_taken(h.direct(plugin))


@must("CONVERSATION-098", "send_direct", rule=3, observes=("direct_messages",))
def send_direct_leaves_its_arguments_alone(h: ConversationHarness) -> None:
    """`send_direct` neither changes template, items, blocks and variables nor keeps them.

    To fix: copy what is added to, and render before returning.
    Usual cause: every item is completed with the keywords, in place.
    Wrong:
        for item in items:
            item.update(kwargs)
    Right: items = [{**kwargs, **item} for item in items]
    """
    with h.plugin() as plugin:
        expect_arguments_alone(h, h.direct(plugin))
        expect_blocks_alone(h, h.direct(plugin))


@must("CONVERSATION-099", "send_direct", rule=2, observes=("direct_messages",))
def the_receipt_of_send_direct_is_fresh(h: ConversationHarness) -> None:
    """Changing the dict that `send_direct` returned changes nothing in the plugin.

    To fix: return a new dict, and keep another.
    Usual cause: the last message to each user is kept, and returned as it is.
    Wrong:
        self._last[user] = message
        return message
    Right:
        self._last[user] = message
        return dict(message)
    """
    with h.plugin() as plugin:
        expect_fresh(h.direct(plugin))


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
