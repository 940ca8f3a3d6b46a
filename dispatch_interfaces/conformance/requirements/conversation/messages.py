"""Messages that everybody sees: send."""

from functools import partial
from typing import cast

from dispatch_interfaces.conformance.requirements import expect
from dispatch_interfaces.conformance.requirements.conversation.harness import (
    TYPE,
    ConversationHarness,
    expect_hidden,
    expect_refused_unseen,
    expect_shown,
    must,
    section_of,
    should,
    unknown_ids,
)
from dispatch_interfaces.conformance.run.endings import arranging
from dispatch_interfaces.protocols.conversation import MessageTemplate


@must("CONVERSATION-050", "send", rule=4, observes=("messages",))
def send_shows_the_message_to_everybody(h: ConversationHarness) -> None:
    """`send` shows the message in the conversation, with the id and timestamp it returns.
    To fix: return what the platform answered to this very message.
    Usual cause: the id is the plugin's own, and cannot be found again.
    Wrong:
        self.client.post(conversation_id, text)
        return {"id": str(uuid4()), "timestamp": str(time())}
    Right:
        posted = self.client.post(conversation_id, text)
        return {"id": posted.id, "timestamp": posted.ts}
    """
    with h.plugin() as plugin:
        channel, text = h.everybody(plugin), h.word()
        message = channel.send(text, {}, TYPE)
        seen = channel.find(message)
        expect.equal(seen["text"], text, "the text seen")
        expect.equal(seen["timestamp"], message["timestamp"], "the timestamp seen")


@must("CONVERSATION-053", "send", rule=4, observes=("messages",))
def send_shows_messages_in_order(h: ConversationHarness) -> None:
    """Messages are shown in the order in which `send` was called.
    To fix: post before returning, and not from a queue that several workers empty.
    Usual cause: messages are sent in the background.
    Wrong: self.pool.submit(self.client.post, conversation_id, text)
    Right: self.client.post(conversation_id, text)
    """
    with h.plugin() as plugin:
        channel, texts = h.everybody(plugin), [h.word() for _ in range(4)]
        for text in texts:
            channel.send(text, {}, TYPE)
        seen = [it for it in channel.texts() if it in texts]
        expect.equal(seen, texts, "the order of the messages")


@must("CONVERSATION-054", "send", rule=4, observes=("messages",))
def send_shows_the_same_text_twice(h: ConversationHarness) -> None:
    """`send` called twice with the same text posts two messages.
    To fix: post every message; the application does not repeat a call that succeeded.
    Usual cause: messages are recognised by their text, so that none is posted twice.
    Wrong:
        if text in self._posted:
            return self._posted[text]
    Right: posted = self.client.post(conversation_id, text)
    """
    with h.plugin() as plugin:
        channel, text = h.everybody(plugin), h.word()
        sent = [channel.send(text, {}, TYPE)["id"] for _ in range(2)]
        seen = [it["id"] for it in channel.seen() if it["text"] == text]
        expect.equal(sorted(seen), sorted(sent), "the list of ids of messages with this text")


@must("CONVERSATION-055", "send", rule=4, observes=("messages",))
def send_posts_to_no_other_conversation(h: ConversationHarness) -> None:
    """`send` posts to the conversation with that id and to no other.
    To fix: compare whole ids.
    Usual cause: the conversation is found by the beginning of its id or name.
    Wrong: targets = [it for it in self._all if it.id.startswith(conversation_id)]
    Right: target = self._all[conversation_id]
    """
    with h.plugin() as plugin:
        ids = [it["id"] for it in h.several(plugin, 11)]
        with arranging("send"):  # whoever keeps the last id has another one now
            plugin.send(ids[-1], h.word(), {}, TYPE)
        text = h.word()
        plugin.send(ids[0], text, {}, TYPE)
        others = [it for it in ids[1:] if text in h.everybody(plugin, it).texts()]
        expect.equal(others, [], "the list of other conversations that show the message")


@must("CONVERSATION-058", "send", rule=4, observes=("messages",))
def send_shows_every_part_of_a_template(h: ConversationHarness) -> None:
    """`send` shows title, link, text, header, context and date of a template, filled in.
    To fix: go through all documented keys of a template.
    Usual cause: only `title` and `text` are known, since most templates have no others.
    Wrong: lines = [part["title"], part["text"]]
    Right:
        keys = ("header", "title", "title_link", "text", "datetime", "context")
        lines = [part[key] for key in keys if key in part]
    """
    with h.plugin() as plugin:
        words = {key: h.word() for key in ("header", "title", "link", "text", "when", "context")}
        template: MessageTemplate = {
            "header": "{{header}}",
            "title": "{{title}}",
            "title_link": "https://example.com/{{link}}",
            "text": "{{text}}",
            "datetime": "{{when}}",
            "context": "{{context}}",
        }
        expect_shown(h.everybody(plugin).body(template, items=[words]), *words.values())


@must("CONVERSATION-059", "send", rule=4, observes=("messages",))
def send_shows_what_a_template_offers(h: ConversationHarness) -> None:
    """`send` shows the buttons of a template, where they lead, and the choices of its select.
    To fix: fill in the texts within `buttons` and `select` too; list them where there are none.
    Usual cause: only texts at the top of the template are filled in.
    Wrong: filled = {key: fill(it) for key, it in part.items() if isinstance(it, str)}
    Right:
        labels = [fill(it["button_text"]) for it in part.get("buttons", [])]
        choices = [fill(it["option_text"]) for it in part["select"]["options"]]
    """
    with h.plugin() as plugin:
        words, page = [h.word() for _ in range(3)], f"https://example.com/{h.word()}"
        button = {"button_text": "{{a}}", "button_value": "join", "button_action": "join"}
        options = [{"option_text": it, "option_value": it} for it in ("{{b}}", "{{c}}")]
        template = cast(
            "MessageTemplate",
            {
                "buttons": [button, {**button, "button_url": page}],
                "select": {"select_action": "go", "options": options},
            },
        )
        item = dict(zip("abc", words, strict=True))
        expect_shown(h.everybody(plugin).body(template, items=[item]), *words, page)


@must("CONVERSATION-060", "send", rule=4, observes=("messages",))
def send_leaves_out_a_part_without_its_link(h: ConversationHarness) -> None:
    """`send` leaves out a part of a template whose `title_link` fills in to nothing or to "None".
    To fix: fill the link in first, and skip the part if it is empty or `"None"`.
    Usual cause: the variable is None until the document exists, and nobody looked at the message.
    Wrong: title = f"<{fill(part['title_link'])}|{part['title']}>"
    Right:
        if fill(part["title_link"]) in ("", "None"):
            continue
    """
    with h.plugin() as plugin:
        channel, word = h.everybody(plugin), h.word()
        template: MessageTemplate = {"title": word, "title_link": "{{link}}", "text": word}
        expect_shown(channel.body(template, items=[{"link": "https://example.com/"}]), word)
        for link in ("", None):
            expect_hidden(channel.body(template, items=[{"link": link}]), word)


@must("CONVERSATION-061", "send", rule=4, observes=("messages",))
def send_chooses_the_text_by_visibility_and_status(h: ConversationHarness) -> None:
    """`send` shows the text that a template's mapping has for the visibility or status given.
    To fix: look the variable up in `visibility_mapping` and `status_mapping`.
    Usual cause: the mapping is taken for a list of texts, or is not looked at.
    Wrong: text = part.get("text", "")
    Right: text = part["status_mapping"][variables["status"]]
    """
    with h.plugin() as plugin:
        channel, shown, hidden = h.everybody(plugin), h.word(), h.word()
        by_visibility = {"Open": shown, "Restricted": hidden}
        by_status = {"Active": hidden, "Closed": shown}
        for body in (
            channel.body({"visibility_mapping": by_visibility}, items=[{"visibility": "Open"}]),
            channel.body({"status_mapping": by_status}, items=[{"status": "Closed"}]),
        ):
            expect_shown(body, shown)
            expect_hidden(body, hidden)


@must("CONVERSATION-062", "send", rule=7, observes=("messages",))
def send_fills_no_value_in_again(h: ConversationHarness) -> None:
    """A value of the template that `send` fills in is not filled in itself, if it has braces.
    To fix: replace all variables in one pass over the template.
    Usual cause: one variable after the other is replaced in the text so far.
    Wrong:
        for key, value in variables.items():
            text = text.replace("{{" + key + "}}", str(value))
    Right: text = re.sub(r"{{(.+?)}}", lambda it: str(variables[it[1]]), text)
    """
    with h.plugin() as plugin:
        secret = h.word()
        item = {"description": "{{secret}}", "secret": secret}
        body = h.everybody(plugin).body({"text": "{{description}}"}, items=[item])
        expect_hidden(body, secret)


@must("CONVERSATION-063", "send", rule=7, observes=("messages",))
def send_does_not_take_the_text_for_a_template(h: ConversationHarness) -> None:
    """The text that `send` shows is not filled in, even if it has braces.
    To fix: fill in the template only.
    Usual cause: text and template are put together before they are filled in.
    Wrong: shown = self._fill(text + template_text, variables)
    Right: shown = text + self._fill(template_text, variables)
    """
    with h.plugin() as plugin:
        channel = h.everybody(plugin)
        message = channel.send("is {{name}} known?", {"text": "{{name}}"}, TYPE, name="Ada")
        h.expect_kept("message", channel.find(message)["text"], "is {{name}} known?", "the text")


@must("CONVERSATION-064", "send", rule=4, observes=("messages",))
def send_shows_a_number_in_the_template(h: ConversationHarness) -> None:
    """`send` fills in a value that is no str as the str of it.
    To fix: call `str` on each value before it goes into the text.
    Usual cause: all values were expected to be texts.
    Wrong: text = text.replace("{{count}}", variables["count"])
    Right: text = text.replace("{{count}}", str(variables["count"]))
    """
    with h.plugin() as plugin:
        items = [{"count": 70417, "rate": 0.25}]
        body = h.everybody(plugin).body({"text": "{{count}} / {{rate}}"}, items=items)
        expect_shown(body, "70417", "0.25")


@must("CONVERSATION-066", "send", rule=4)
def send_accepts_any_notification_type(h: ConversationHarness) -> None:
    """`send` accepts a notification type that it has never heard of.
    To fix: treat an unknown type as an ordinary message.
    Usual cause: the types are looked up in a table of the plugin's own.
    Wrong: introduction = INTRODUCTIONS[notification_type]
    Right: introduction = INTRODUCTIONS.get(notification_type, "")
    """
    with h.plugin() as plugin:
        plugin.send(h.any_conversation(plugin)["id"], "hello", {}, h.unique("new-type"))


@should("CONVERSATION-068", "send", rule=4, observes=("messages",))
def send_shows_the_texts_of_blocks(h: ConversationHarness) -> None:
    """`send` shows the texts within the blocks, in the order of the blocks.
    To fix: pass the blocks on, or turn their texts into the platform's own layout.
    Usual cause: the platform has no such blocks, and only `text` is shown.
    Wrong: self.client.post(conversation_id, text)
    Right:
        lines = [block["text"]["text"] for block in blocks if "text" in block]
        self.client.post(conversation_id, "\\n".join([text, *lines]))
    """
    with h.plugin() as plugin:
        words = [h.word() for _ in range(3)]
        blocks = [section_of(words[0]), {"type": "divider"}, *map(section_of, words[1:])]
        body = h.everybody(plugin).body({}, blocks=blocks)
        expect_shown(body, *words)
        order = sorted(words, key=body.index)
        expect.equal(order, words, "the order of the texts")


@must("CONVERSATION-069", "send", rule=4, observes=("pins",))
def send_pins_what_shall_persist(h: ConversationHarness) -> None:
    """`send` with `persist=True` pins the message, and leaves other pins in place.
    To fix: pin the message after posting it.
    Usual cause: the conversation keeps one pin, and the new one takes its place.
    Wrong: self._pinned[conversation_id] = posted.id
    Right: self._pins[conversation_id].append(posted.id)
    """
    with h.plugin() as plugin:
        new = h.any_conversation(plugin)["id"]
        sent = [plugin.send(new, it, {}, TYPE, persist=True)["id"] for it in ("one", "two")]
        missing = [it for it in sent if it not in h.observe(plugin).pins(new)]
        expect.equal(missing, [], "the list of messages that are not pinned")


@must("CONVERSATION-070", "send", rule=10, observes=("pins",))
def send_pins_nothing_else(h: ConversationHarness) -> None:
    """`send` does not pin a message if `persist` is False or omitted.
    To fix: pin only if `persist` is true.
    Usual cause: whether to pin is told from the type of the notification.
    Wrong:
        if persist or notification_type in IMPORTANT:
            self.client.pin(posted.id)
    Right:
        if persist:
            self.client.pin(posted.id)
    """
    with h.plugin() as plugin:
        new = h.any_conversation(plugin)["id"]
        sent = [plugin.send(new, "one", {}, TYPE), plugin.send(new, "two", {}, TYPE, persist=False)]
        pinned = [it["id"] for it in sent if it["id"] in h.observe(plugin).pins(new)]
        expect.equal(pinned, [], "the list of messages that are pinned")


@must("CONVERSATION-073", "send", rule=5, observes=("messages",))
def send_refuses_an_unknown_conversation(h: ConversationHarness) -> None:
    """`send` refuses the id of a conversation that is not there, and posts nothing.
    To fix: let the platform's refusal through, as NotFoundError.
    Usual cause: an answer of the platform that says "no such channel" is not looked at.
    Wrong: self.client.post(conversation_id, text)
    Right:
        if not self.client.post(conversation_id, text).ok:
            raise NotFoundError("no such channel", value=conversation_id)
    """
    with h.plugin() as plugin:
        known = h.any_conversation(plugin)["id"]
        for unknown in unknown_ids(h, known):
            send = partial(plugin.send, unknown)
            what = f"the unknown conversation {unknown!r}"
            expect_refused_unseen(h, h.everybody(plugin, known), send, what)
