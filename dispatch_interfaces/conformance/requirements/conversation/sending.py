"""What the ways to send have in common: send, send_direct and send_ephemeral."""

import copy
import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Final

from dispatch_interfaces.conformance.requirements import adversarial, expect
from dispatch_interfaces.conformance.requirements.conversation.harness import (
    CONVERSATION,
    POSTING,
    SENDING,
    TYPE,
    Channel,
    ConversationHarness,
    expect_hidden,
    expect_rising,
    expect_shown,
    must,
    section_of,
)
from dispatch_interfaces.conformance.run.requirement import member
from dispatch_interfaces.protocols.conversation import MessageTemplate

_VALUE: Final[MessageTemplate] = {"text": "{{value}}"}
_VALUES: Final = ("Kept as it Is", " two  spaces ", "cafe\u0301, " * 50, "one\r\ntwo")
"""What a careless plugin folds, strips, cuts or composes where it fills a template in."""

# Of each way: where users see what it sent, and what the examples call in its place.
_SEND: Final = {"method": "send", "seen": "messages", "call": "post", "to": "conversation_id"}
_SEND_DIRECT: Final = {
    "method": "send_direct",
    "seen": "direct_messages",
    "call": "direct_message",
    "to": "user",
}
_SEND_EPHEMERAL: Final = {
    "method": "send_ephemeral",
    "seen": "ephemeral_messages",
    "call": "show",
    "to": "conversation_id, user",
}


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
            for place in h.several(plugin, 2)
            for channel in h.offered(plugin, place["id"])
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
        for channel in h.offered(plugin, h.any_conversation(plugin)["id"]):
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
        new, ways = h.any_conversation(plugin)["id"], list[Channel]()
        if expect.offers(plugin, "send"):
            ways.append(h.everybody(plugin, new))
        if expect.offers(plugin, "send_ephemeral"):
            ways.append(h.ephemeral(plugin, new))
        expect_rising([way.send(f"no. {it}", {}, TYPE) for it in range(5) for way in ways])


@CONVERSATION.each(
    member(
        "CONVERSATION-090",
        **_SEND_DIRECT,
        cause="the message is queued, and its id made up before the platform gives one.",
        wrong="self.queue.put((user, text))",
        made_up="str(uuid4())",
        answer="posted",
    ),
    member(
        "CONVERSATION-110",
        **_SEND_EPHEMERAL,
        cause="the answer has no id of the message, and one is made up.",
        wrong="self.client.show(conversation_id, user, text)",
        made_up='""',
        answer="shown",
    ),
    methods=("$method",),
    rule=4,
    observes=("$seen",),
)
def a_message_to_one_user_is_shown_to_them(h: ConversationHarness, method: str) -> None:
    """`$method` shows the message to the user, with the id and timestamp it returns.
    To fix: return what the platform answered to this very message.
    Usual cause: $cause
    Wrong:
        $wrong
        return {"id": $made_up, "timestamp": str(time())}
    Right:
        $answer = self.client.$call($to, text)
        return {"id": $answer.id, "timestamp": $answer.ts}
    """
    with h.plugin() as plugin:
        channel, text = h.channel(plugin, method), h.word()
        message = channel.send(text, {}, TYPE)
        seen = channel.find(message)
        expect.equal(seen["text"], text, "the text seen")
        expect.equal(seen["timestamp"], message["timestamp"], "the timestamp seen")
        expect.equal(channel.texts().count(text), 1, "the number of times that it is shown")


@CONVERSATION.each(
    member(
        "CONVERSATION-051",
        **_SEND,
        fix="pass the text on untouched; escape only what the platform unescapes.",
        cause="the text is stripped, normalised, or escaped once too often.",
        altered="html.escape(text.strip())",
    ),
    member(
        "CONVERSATION-092",
        **_SEND_DIRECT,
        fix="pass the text on untouched, as in `send`.",
        cause="a greeting is put before it, or white space around it is taken off.",
        altered='f"Hi! {text}"',
    ),
    member(
        "CONVERSATION-113",
        **_SEND_EPHEMERAL,
        fix="pass the text on untouched, as in `send`.",
        cause="an empty text is replaced by a default one.",
        altered='text or "(no text)"',
    ),
    methods=("$method",),
    rule=7,
    observes=("$seen",),
)
def each_way_keeps_the_text_as_it_is(h: ConversationHarness, method: str) -> None:
    """`$method` shows the text exactly, whatever it holds, or refuses it.
    To fix: $fix
    Usual cause: $cause
    Wrong: self.client.$call($to, $altered)
    Right: self.client.$call($to, text)
    """
    with h.plugin() as plugin:
        _expect_kept(h, h.channel(plugin, method), h.some(adversarial.TEXTS))


@CONVERSATION.each(
    member(
        "CONVERSATION-052",
        **_SEND,
        cause="the text is cut to the limit of the platform, to be safe.",
        shortened="text[:40_000]",
        about='interface="conversation", method="send"',
    ),
    member(
        "CONVERSATION-093",
        **_SEND_DIRECT,
        cause="direct messages have a lower limit than others, which nobody tried.",
        shortened="text[:4000]",
        about='interface="conversation", method="send_direct"',
    ),
    member(
        "CONVERSATION-114",
        **_SEND_EPHEMERAL,
        cause="what is shown to one user only is taken for unimportant, and shortened.",
        shortened="textwrap.shorten(text, 3000)",
        about='interface="conversation"',
    ),
    methods=("$method",),
    rule=7,
    observes=("$seen",),
)
def each_way_keeps_a_long_text_whole(h: ConversationHarness, method: str) -> None:
    """`$method` shows a text of 100 000 characters whole, or refuses it.
    To fix: raise InvalidRequestError where the platform has a limit; never cut.
    Usual cause: $cause
    Wrong: self.client.$call($to, $shortened)
    Right:
        if len(text) > LIMIT:
            raise InvalidRequestError("too long", $about)
        self.client.$call($to, text)
    """
    with h.plugin() as plugin:
        _expect_kept(h, h.channel(plugin, method), [adversarial.LONG_TEXT])


def _expect_kept(h: ConversationHarness, channel: Channel, texts: Iterable[str]) -> None:
    seen = dict[str, str]()
    for text in texts:
        message = expect.accepted(channel.send, text, {}, TYPE)
        if message is not None:
            seen[text] = channel.find(message)["text"]
    h.expect_each_kept("message", seen, "the text seen")


@CONVERSATION.each(
    member(
        "CONVERSATION-056",
        **_SEND,
        fix="loop over the items, and show all that comes of it.",
        cause="all items are merged into one set of variables, or only the first is used.",
        wrong="parts = [self._render(message_template, items[0])]",
        right="parts = [self._render(message_template, item) for item in items]",
    ),
    member(
        "CONVERSATION-094",
        **_SEND_DIRECT,
        fix="render direct messages with the same function as others.",
        cause="only a single item was ever sent directly.",
        wrong="body = self._render(message_template, items[-1])",
        right='body = "\\n".join(self._render(message_template, item) for item in items)',
    ),
    member(
        "CONVERSATION-115",
        **_SEND_EPHEMERAL,
        fix="render ephemeral messages with the same function as others.",
        cause="the items are merged, so that the last one wins.",
        wrong="variables = {key: value for item in items for key, value in item.items()}\n"
        "body = self._render(message_template, variables)",
        right='body = "\\n".join(self._render(message_template, item) for item in items)',
    ),
    methods=("$method",),
    rule=4,
    observes=("$seen",),
)
def each_way_fills_the_template_in_per_item(h: ConversationHarness, method: str) -> None:
    """`$method` fills the template in once per item, with the variables of that item.
    To fix: $fix
    Usual cause: $cause
    Wrong:
        $wrong
    Right: $right
    """
    with h.plugin() as plugin:
        channel, marker = h.channel(plugin, method), h.word()
        words = [h.word(), h.word()]
        items = [{"word": word} for word in words]
        body = channel.body({"text": f"{marker} {{{{word}}}}"}, items=items)
        expect_shown(body, *words)
        expect.equal(body.count(marker), 2, "the number of times that the template is filled in")
        _expect_values_shown(h, lambda it: channel.body(_VALUE, items=[{"value": it}]))


@CONVERSATION.each(
    member(
        "CONVERSATION-057",
        **_SEND,
        cause="the loop over the items has nothing to loop over.",
        wrong="parts = [self._render(message_template, item) for item in items or []]",
        right="parts = [self._render(message_template, item) for item in items or [kwargs]]",
    ),
    member(
        "CONVERSATION-095",
        **_SEND_DIRECT,
        cause="the application always passes items here, and so the default was not tried.",
        wrong="body = [self._render(message_template, item) for item in items or []]",
        right="body = [self._render(message_template, item) for item in items or [kwargs]]",
    ),
    member(
        "CONVERSATION-116",
        **_SEND_EPHEMERAL,
        cause="a template was expected to come with items always.",
        wrong='body = self._render(message_template, items[0]) if items else ""',
        right="body = self._render(message_template, items[0] if items else kwargs)",
    ),
    methods=("$method",),
    rule=10,
    observes=("$seen",),
)
def each_way_without_items_fills_the_template_in_once(h: ConversationHarness, method: str) -> None:
    """`$method` without items fills the template in from the keywords.
    To fix: use the keywords as the only item when `items` is None.
    Usual cause: $cause
    Wrong: $wrong
    Right: $right
    """
    with h.plugin() as plugin:
        channel, word = h.channel(plugin, method), h.word()
        expect_shown(channel.body({"text": "{{word}}"}, word=word), word)
        _expect_values_shown(h, lambda it: channel.body(_VALUE, value=it))
        _expect_values_shown(h, lambda it: channel.body({"text": it}))


@CONVERSATION.each(
    member(
        "CONVERSATION-067",
        **_SEND,
        cause="what the template came to is put below the blocks.",
        wrong="(blocks or []) + self._render(message_template, kwargs)",
    ),
    member(
        "CONVERSATION-096",
        **_SEND_DIRECT,
        cause="`blocks` is accepted here and forgotten.",
        wrong="self._render(message_template, kwargs)",
    ),
    member(
        "CONVERSATION-118",
        **_SEND_EPHEMERAL,
        cause="the template is preferred where both are given.",
        wrong="self._render(message_template, kwargs) or blocks",
    ),
    methods=("$method",),
    rule=4,
    observes=("$seen",),
)
def each_way_shows_blocks_in_place_of_the_template(h: ConversationHarness, method: str) -> None:
    """`$method` does not use the template if there are blocks.
    To fix: look at `blocks` first, and fill the template in only without them.
    Usual cause: $cause
    Wrong: layout = $wrong
    Right: layout = blocks or self._render(message_template, kwargs)
    """
    with h.plugin() as plugin:
        channel, word, value = h.channel(plugin, method), h.word(), h.word()
        for items in (None, [{"value": value}]):
            template: MessageTemplate = {"text": f"{word} {{{{value}}}}"}
            body = channel.body(template, items=items, blocks=[section_of(h.word())])
            expect_hidden(body, word, value)


@CONVERSATION.each(
    member(
        "CONVERSATION-065",
        **_SEND,
        cause="all keywords are turned into JSON, or passed on to the platform's client.",
        wrong="self.client.post(conversation_id, text, **kwargs)",
        right="body = self._render(message_template, kwargs)\n"
        "self.client.post(conversation_id, text, body)",
    ),
    member(
        "CONVERSATION-097",
        **_SEND_DIRECT,
        cause="all keywords are stored with the message, as JSON.",
        wrong="self.client.direct_message(user, text, metadata=json.dumps(kwargs))",
        right="self.client.direct_message(user, text, self._render(message_template, kwargs))",
    ),
    member(
        "CONVERSATION-119",
        **_SEND_EPHEMERAL,
        cause="the keywords are passed on to a function that knows only some of them.",
        wrong="return self._show(conversation_id, user, text, **kwargs)",
        right="return self._show(conversation_id, user, text, variables=kwargs)",
    ),
    methods=("$method",),
    rule=8,
    observes=("$seen",),
)
def each_way_accepts_any_keyword(h: ConversationHarness, method: str) -> None:
    """`$method` accepts keywords of any name and type.
    To fix: take `**kwargs`, and use only those that the template names.
    Usual cause: $cause
    Wrong: $wrong
    Right: $right
    """
    with h.plugin() as plugin:
        channel, keywords = h.channel(plugin, method), adversarial.keywords()
        message = channel.send("with keywords", {"text": "{{name}}"}, TYPE, **keywords)
        h.expect_kept("message", channel.find(message)["text"], "with keywords", "the text")


@CONVERSATION.each(
    member(
        "CONVERSATION-071",
        **_SEND,
        cause="the keywords are appended to the list of items, which is the caller's own.",
        wrong="items.append(kwargs)",
        right="items = [*items, kwargs]",
    ),
    member(
        "CONVERSATION-098",
        **_SEND_DIRECT,
        cause="every item is completed with the keywords, in place.",
        wrong="\nfor item in items:\n    item.update(kwargs)",
        right="items = [{**kwargs, **item} for item in items]",
    ),
    member(
        "CONVERSATION-120",
        **_SEND_EPHEMERAL,
        cause="a note that only one user sees this is put into the caller's own template.",
        wrong='message_template["context"] = "Only visible to you"',
        right='message_template = {**message_template, "context": "Only visible to you"}',
    ),
    methods=("$method",),
    rule=3,
    observes=("$seen",),
)
def each_way_leaves_its_arguments_alone(h: ConversationHarness, method: str) -> None:
    """`$method` neither changes template, items, blocks and variables nor keeps them.
    To fix: copy what is added to, and render before returning.
    Usual cause: $cause
    Wrong: $wrong
    Right: $right
    """
    with h.plugin() as plugin:
        _expect_template_alone(h, h.channel(plugin, method))
        _expect_blocks_alone(h, h.channel(plugin, method))


def _expect_values_shown(h: ConversationHarness, send: Callable[[str], str]) -> None:
    """What a template says, and what stands for its variables, is shown as far as it is taken.

    Args:
        h: The harness.
        send: Sends a message with a text in its template; what is seen of it.
    """
    in_force = partial(h.in_force, "message")
    for text in h.some(_VALUES):
        if h.takes("message", text):
            # What is declared of messages may happen to all that is shown, or to the text alone.
            expect_shown(in_force(send(text)), in_force(text))


def _expect_template_alone(h: ConversationHarness, channel: Channel) -> None:
    """Neither changed by the call, nor kept: what is seen stays when they change afterwards."""
    template: MessageTemplate = {"title": "Roles", "text": "{{word}}"}
    items: list[dict[str, Any]] = [{"word": h.word()}]
    notes, passed = ["note"], copy.deepcopy((template, items))
    message = channel.send("see below", template, TYPE, items=items, notes=notes)
    expect.unchanged((*passed, ["note"]), (template, items, notes), "the arguments passed")
    seen = channel.find(message)
    template["text"] = items[0]["word"] = h.word()
    items.clear()
    expect.unchanged(seen["body"], channel.find(message)["body"], "the message")


def _expect_blocks_alone(h: ConversationHarness, channel: Channel) -> None:
    blocks = [section_of(h.word())]
    passed = copy.deepcopy(blocks)
    message = channel.send("see below", {}, TYPE, blocks=blocks)
    expect.unchanged(passed, blocks, "the blocks passed")
    seen = channel.find(message)
    blocks[0]["text"]["text"] = h.word()
    expect.unchanged(seen["body"], channel.find(message)["body"], "the message")
