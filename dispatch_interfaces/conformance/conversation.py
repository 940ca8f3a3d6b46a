"""What a conversation plugin must do."""

import copy
import re
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any, Final, Protocol, cast

from attrs import field, frozen
from typing_extensions import TypedDict

from dispatch_interfaces.conformance import expect, values
from dispatch_interfaces.conformance.common import add_common_requirements
from dispatch_interfaces.conformance.harness import Harness
from dispatch_interfaces.conformance.outcome import (
    Blocked,
    HarnessError,
    NotObserved,
    arranging,
)
from dispatch_interfaces.conformance.parallel import in_parallel
from dispatch_interfaces.conformance.requirement import Level, Suite
from dispatch_interfaces.contract import CONTRACTS
from dispatch_interfaces.errors import AlreadyExistsError, InvalidRequestError, NotFoundError
from dispatch_interfaces.protocols.conversation import (
    Block,
    Conversation,
    ConversationPlugin,
    Message,
    MessageTemplate,
)

_TYPE: Final = "incident-notification"
_SENDING: Final = ("send", "send_direct", "send_ephemeral")
_POSTING: Final = ("send", "send_ephemeral")


class SeenMessage(TypedDict):
    """A message as the platform shows it."""

    id: str
    timestamp: str
    text: str
    """The plain text, exactly."""
    body: str
    """What the template or the blocks came to, in the platform's own markup; ``""`` for nothing.

    With the addresses of links, and with what buttons and choices say.
    """


class SeenProfile(TypedDict):
    """What the platform says of somebody."""

    id: str
    username: str
    """Without any mark of mention."""
    avatar_url: str | None
    """None if they have no picture."""


class ConversationObserver(Protocol):
    """Sees what the interface has no method for, and acts as a user of the platform."""

    def conversations(self) -> Mapping[str, str]:
        """The names of all conversations, by id."""
        ...

    def members(self, conversation_id: str) -> Collection[str]:
        """The addresses of all in a conversation."""
        ...

    def messages(self, conversation_id: str) -> Sequence[SeenMessage]:
        """What everybody in a conversation sees, oldest first."""
        ...

    def ephemeral_messages(self, conversation_id: str, user: str) -> Sequence[SeenMessage]:
        """What a user alone sees in a conversation, oldest first."""
        ...

    def direct_messages(self, user: str) -> Sequence[SeenMessage]:
        """What the plugin sent to a user directly, oldest first."""
        ...

    def pins(self, conversation_id: str) -> Collection[str]:
        """The ids of the messages that are pinned in a conversation."""
        ...

    def topic(self, conversation_id: str) -> str:
        """The topic of a conversation; ``""`` if it has none."""
        ...

    def is_archived(self, conversation_id: str) -> bool:
        """Whether a conversation is archived."""
        ...

    def issue_trigger(self, user: str) -> str:
        """A new trigger, as if the user had pressed a button."""
        ...

    def dialogs(self, user: str) -> Sequence[Mapping[str, Any]]:
        """The dialogs that were opened for a user, oldest first."""
        ...

    def modals(self, user: str) -> Sequence[Mapping[str, Any]]:
        """The modals that were opened for a user, oldest first."""
        ...

    def profile(self, email: str) -> SeenProfile | None:
        """What the platform says of somebody; None if it does not know them."""
        ...

    def command_names(self) -> Mapping[str, str]:
        """What users type, for each command of the application."""
        ...


@frozen
class Channel:
    """A way to send, with somebody to send to, and how they see what was sent."""

    send: Callable[..., Message]
    """Takes what all ways have in common: text, template, notification type and so on."""
    seen: Callable[[], Sequence[SeenMessage]]

    def find(self, message: Message) -> SeenMessage:
        """A message that was sent, as it is seen."""
        found = [it for it in self.seen() if it["id"] == message["id"]]
        expect.equal(len(found), 1, f"the number of messages seen with id {message['id']!r}")
        return found[0]

    def texts(self) -> list[str]:
        """All texts that are seen."""
        return [it["text"] for it in self.seen()]

    def body(self, template: MessageTemplate, **rest: Any) -> str:
        """Send a message; what is seen of it beside its text."""
        return self.find(self.send("see below", template, _TYPE, **rest))["body"]


@frozen
class Window:
    """Dialogs or modals: how to open one, how a user sees them, and one to open."""

    open: Callable[[str, dict[str, Any]], None]
    seen: Callable[[str], Sequence[Mapping[str, Any]]]
    content: dict[str, Any]


@frozen(kw_only=True)
class ConversationHarness(Harness[ConversationPlugin, ConversationObserver]):
    """How to bring a conversation plugin under test.

    Args:
        commands: Commands of the application, at least two, that the plugin has a name for.
        dialog: A dialog that the platform can show.
        modal: A modal that the platform can show.
    """

    contract = CONTRACTS["conversation"]
    observer_type = ConversationObserver

    commands: tuple[str, ...] = ("assign-role", "engage-oncall", "update-incident")
    dialog: Mapping[str, Any] = field(
        factory=lambda: {"title": "Report", "elements": [{"type": "text", "name": "title"}]}
    )
    modal: Mapping[str, Any] = field(
        factory=lambda: {"type": "modal", "blocks": [{"type": "input", "block_id": "title"}]}
    )

    def problems(self) -> tuple[str, ...]:
        """What is wrong with the harness itself, all of it at once."""
        few = len(set(self.commands)) < 2
        return super().problems() + (
            (f"commands needs two or more: {self.commands!r}",) if few else ()
        )

    def conversation(self, plugin: ConversationPlugin, *members: str) -> Conversation:
        """A new conversation, as the ground for something else; of all `people` by default."""
        with arranging("create"):
            name = self.unique("incident")
            return plugin.create(name, [{"email": it} for it in members or self.people])

    def everybody(self, plugin: ConversationPlugin, conversation_id: str | None = None) -> Channel:
        """`send`, to a conversation; to a new one if none is given."""
        target = conversation_id or self.conversation(plugin)["id"]
        observer = self.observe(plugin)
        return Channel(partial(plugin.send, target), lambda: observer.messages(target))

    def direct(self, plugin: ConversationPlugin, user: str | None = None) -> Channel:
        """`send_direct`, to a user."""
        target, observer = user or self.people[0], self.observe(plugin)
        return Channel(
            partial(plugin.send_direct, target), lambda: observer.direct_messages(target)
        )

    def ephemeral(
        self,
        plugin: ConversationPlugin,
        conversation_id: str | None = None,
        user: str | None = None,
    ) -> Channel:
        """`send_ephemeral`, to a user in a conversation; in a new one if none is given."""
        target, reader = conversation_id or self.conversation(plugin)["id"], user or self.people[0]
        observer = self.observe(plugin)
        return Channel(
            partial(plugin.send_ephemeral, target, reader),
            lambda: observer.ephemeral_messages(target, reader),
        )

    def offered(self, plugin: ConversationPlugin, conversation_id: str) -> Iterator[Channel]:
        """All ways to send that the plugin does not declare unsupported."""
        ways = (
            partial(self.everybody, plugin, conversation_id),
            partial(self.direct, plugin),
            partial(self.ephemeral, plugin, conversation_id),
        )
        for method, way in zip(_SENDING, ways, strict=True):
            if _offers(plugin, method):
                yield way()

    def dialogs(self, plugin: ConversationPlugin) -> Window:
        """`open_dialog`."""
        observer, content = self.observe(plugin), copy.deepcopy(dict(self.dialog))
        return Window(plugin.open_dialog, lambda user: observer.dialogs(user), content)

    def modals(self, plugin: ConversationPlugin) -> Window:
        """`open_modal`."""
        observer, content = self.observe(plugin), copy.deepcopy(dict(self.modal))
        return Window(plugin.open_modal, lambda user: observer.modals(user), content)

    def trigger(self, plugin: ConversationPlugin, user: str | None = None) -> str:
        """A new trigger of a user."""
        return self.observe(plugin).issue_trigger(user or self.people[0])

    def members(self, plugin: ConversationPlugin, conversation_id: str) -> list[str]:
        """Who of `people` is in a conversation; others, such as a bot, are left out."""
        found = self.observe(plugin).members(conversation_id)
        return [it for it in self.people if it in found]

    def profiles(self, plugin: ConversationPlugin) -> dict[str, SeenProfile]:
        """The profiles of `people`, by address."""
        observer = self.observe(plugin)
        found = {it: observer.profile(it) for it in self.people}
        unknown = [email for email, profile in found.items() if profile is None]
        if unknown:
            raise HarnessError(f"the observer has no profile of {', '.join(unknown)}")
        return cast("dict[str, SeenProfile]", found)

    def stranger(self) -> str:
        """An address that no backend knows."""
        return f"{self.unique('nobody')}@nowhere.invalid"

    def word(self) -> str:
        """A word that is part of no other."""
        return f"{self.unique('word')}x"

    def try_observer(self, plugin: ConversationPlugin, observer: ConversationObserver) -> None:
        """A new conversation has nothing in it, and nothing was sent to anybody or opened."""
        member, stranger = self.people[:2]
        new, word = self.conversation(plugin, member)["id"], self.word()
        for what, messages in (
            ("a message", observer.messages(new)),
            ("an ephemeral message", observer.ephemeral_messages(new, member)),
            ("a direct message", observer.direct_messages(member)),
        ):
            self.expect_unseen(what, any(it["text"] == word for it in messages))
        for what, windows in (("dialog", observer.dialogs), ("modal", observer.modals)):
            self.expect_unseen(f"a {what}", {"title": word} in windows(member))
        self.expect_unseen(f"a conversation {word}", word in observer.conversations())
        self.expect_unseen(f"member {stranger}", stranger in observer.members(new))
        self.expect_unseen(f"pin {word}", word in observer.pins(new))
        self.expect_unseen(f"topic {word}", observer.topic(new) == word)
        self.expect_unseen("the archiving of a new conversation", observer.is_archived(new))
        self.expect_unseen("a stranger's profile", observer.profile(self.stranger()) is not None)
        self.expect_unseen(f"command {word}", word in observer.command_names())
        triggers = [observer.issue_trigger(member) for _ in range(2)]
        self.expect_unseen("one trigger being issued twice", triggers[0] == triggers[1])


CONVERSATION: Final = Suite(ConversationHarness)
add_common_requirements(CONVERSATION)

_must, _should = CONVERSATION.must, CONVERSATION.should


def _offers(plugin: ConversationPlugin, method: str) -> bool:
    """Whether a method can be called at all: it is not declared unsupported."""
    try:
        getattr(plugin, method)
    except NotObserved:
        return False
    return True


def _made(call: Callable[[], Any]) -> Any:
    """A record; None if the platform cannot hold the name, or has it already."""
    try:
        return call()
    except (AlreadyExistsError, InvalidRequestError):
        return None


def _done(call: Callable[[], Any]) -> bool:
    """Whether a call was carried out, and not refused as something the platform cannot do."""
    return expect.accepted(lambda: (call(),)) is not None


def _attempt(call: Callable[[], Any]) -> Any:
    """What a call returned, in a tuple; None if it was refused with whatever error."""
    try:
        return (call(),)
    except (AssertionError, Blocked, HarnessError, NotObserved):
        raise
    except Exception:
        return None


def _section(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def _unknown(h: ConversationHarness, known_id: str) -> tuple[str, str]:
    """Two ids that are not there, one of them beginning with one that is."""
    return h.unique("unknown"), f"{known_id}-unknown"


def _instant(message: Message) -> Decimal:
    """A timestamp to compare with others; whether it is written as it should be is not asked."""
    try:
        return Decimal(message["timestamp"])
    except ArithmeticError as error:
        raise Blocked("send", f"gave the timestamp {message['timestamp']!r}") from error


def _expect_rising(messages: Iterable[Message]) -> None:
    stamps = [_instant(it) for it in messages]
    expect.equal(stamps, sorted(set(stamps)), "the list of timestamps in the order of sending")


def _expect_shown(body: str, *words: str) -> None:
    missing = [word for word in words if word not in body]
    expect.that(not missing, f"the message to show {missing}", f"it shows {body!r}")


def _expect_hidden(body: str, *words: str) -> None:
    present = [word for word in words if word in body]
    expect.that(not present, f"the message not to show {present}", f"it shows {body!r}")


def _expect_kept(channel: Channel, texts: Iterable[str]) -> None:
    for text in texts:
        message = expect.accepted(partial(channel.send, text, {}, _TYPE))
        if message is not None:
            expect.equal(channel.find(message)["text"], text, "the text seen")


def _expect_filled_per_item(h: ConversationHarness, channel: Channel) -> None:
    marker, words = h.word(), [h.word(), h.word()]
    body = channel.body(
        {"text": f"{marker} {{{{word}}}}"}, items=[{"word": word} for word in words]
    )
    _expect_shown(body, *words)
    expect.equal(body.count(marker), 2, "the number of times that the template is filled in")


def _expect_filled_from_keywords(h: ConversationHarness, channel: Channel) -> None:
    word = h.word()
    _expect_shown(channel.body({"text": "{{word}}"}, word=word), word)


def _expect_blocks_instead(h: ConversationHarness, channel: Channel) -> None:
    word = h.word()
    body = channel.body({"text": word}, blocks=[_section(h.word())])
    _expect_hidden(body, word)


def _expect_keywords_taken(channel: Channel) -> None:
    message = channel.send("with keywords", {"text": "{{name}}"}, _TYPE, **values.KEYWORDS)
    expect.equal(channel.find(message)["text"], "with keywords", "the text seen")


def _expect_arguments_alone(h: ConversationHarness, channel: Channel) -> None:
    """Neither changed by the call, nor kept: what is seen stays when they change afterwards."""
    template: MessageTemplate = {"title": "Roles", "text": "{{word}}"}
    items: list[dict[str, Any]] = [{"word": h.word()}]
    notes, passed = ["note"], copy.deepcopy((template, items))
    message = channel.send("see below", template, _TYPE, items=items, notes=notes)
    expect.unchanged((*passed, ["note"]), (template, items, notes), "the arguments passed")
    seen = channel.find(message)
    template["text"] = items[0]["word"] = h.word()
    items.clear()
    expect.unchanged(seen["body"], channel.find(message)["body"], "the message")


def _expect_blocks_alone(h: ConversationHarness, channel: Channel) -> None:
    blocks = [_section(h.word())]
    passed = copy.deepcopy(blocks)
    message = channel.send("see below", {}, _TYPE, blocks=blocks)
    expect.unchanged(passed, blocks, "the blocks passed")
    seen = channel.find(message)
    blocks[0]["text"]["text"] = h.word()
    expect.unchanged(seen["body"], channel.find(message)["body"], "the message")


def _expect_fresh(channel: Channel) -> None:
    message = channel.send("stays", {}, _TYPE)
    before = channel.find(message)["timestamp"]
    kept = message.copy()
    message["timestamp"] = message["id"] = "changed"
    expect.unchanged(before, channel.find(kept)["timestamp"], "the timestamp of the message")


def _expect_refused_unseen(
    h: ConversationHarness, channel: Channel, send: Callable[..., Any], what: str
) -> None:
    """What is sent is refused, and not seen where it would have been."""
    text = h.word()
    expect.refused(lambda: send(text, {}, _TYPE), what)
    expect.that(text not in channel.texts(), "the refused message not to be seen", "it is seen")


def _expect_opened(h: ConversationHarness, plugin: ConversationPlugin, window: Window) -> None:
    user, other = h.people[:2]
    before = len(window.seen(user)), len(window.seen(other))
    window.open(h.trigger(plugin, user), copy.deepcopy(window.content))
    seen = window.seen(user)
    after = len(seen), len(window.seen(other))
    expect.equal(after, (before[0] + 1, before[1]), f"the counts seen by {user} and {other}")
    shown = {key: seen[-1].get(key) for key in window.content}
    expect.equal(shown, window.content, "what the user sees")


def _expect_content_alone(
    h: ConversationHarness, plugin: ConversationPlugin, window: Window
) -> None:
    content, user = copy.deepcopy(window.content), h.people[0]
    window.open(h.trigger(plugin, user), content)
    expect.unchanged(window.content, content, "the argument passed")
    before = copy.deepcopy(window.seen(user)[-1])
    for value in (*content.values(), content):
        if isinstance(value, dict | list):
            value.clear()
    expect.unchanged(before, window.seen(user)[-1], "what the user sees")


def _expect_trigger_refused(
    h: ConversationHarness, window: Window, trigger: str, what: str
) -> None:
    before = [len(window.seen(it)) for it in h.people]
    expect.refused(lambda: window.open(trigger, copy.deepcopy(window.content)), what)
    after = [len(window.seen(it)) for it in h.people]
    expect.unchanged(before, after, "the number of windows that each user sees")


def _expect_trigger_single_use(
    h: ConversationHarness, plugin: ConversationPlugin, first: Window, second: Window
) -> None:
    trigger = h.trigger(plugin)
    first.open(trigger, copy.deepcopy(first.content))
    _expect_trigger_refused(h, second, trigger, "a trigger that was used before")


@_must("CONVERSATION-010", "create", rule=2, level=Level.SHAPE)
def create_returns_a_conversation(h: ConversationHarness) -> None:
    """`create` returns a dict with `id`, `name` and `weblink`, all of them str.

    To fix: build the dict from the platform's answer; leave no key out.

    Usual cause: the platform gives no address of the conversation, and so the key was left out.

    Wrong:
        made = self.client.create_channel(name)
        return {"id": made.id, "name": made.name}

    Right:
        made = self.client.create_channel(name)
        link = f"https://acme.example/channels/{made.id}"
        return {"id": made.id, "name": made.name, "weblink": link}
    """
    with h.plugin() as plugin:
        plugin.create(h.unique("incident"), [{"email": h.people[0], "name": "Full Name"}])


@_must("CONVERSATION-011", "send", rule=2, level=Level.SHAPE)
def send_returns_a_message(h: ConversationHarness) -> None:
    """`send` returns a dict with `id` and `timestamp`, both of them str.

    To fix: build the dict from the platform's answer; write the time as decimal seconds.

    Usual cause: the platform's time is a number, and is handed on as it came.

    Wrong:
        return {"id": posted.id, "timestamp": posted.created_at}

    Right:
        return {"id": posted.id, "timestamp": f"{posted.created_at:.6f}"}
    """
    with h.plugin() as plugin:
        new = h.conversation(plugin)["id"]
        template: MessageTemplate = {"title": "Role", "text": "{{role}}"}
        plugin.send(new, "see below", template, _TYPE, [{"role": "Scribe"}], None, False, a=1)


@_must("CONVERSATION-012", "send_direct", rule=2, level=Level.SHAPE)
def send_direct_returns_a_message(h: ConversationHarness) -> None:
    """`send_direct` returns a dict with `id` and `timestamp`, both of them str.

    To fix: build the dict from the platform's answer, as in `send`.

    Usual cause: a direct message is posted by another call of the platform, with another answer.

    Wrong:
        return self.client.direct_message(user, text)

    Right:
        posted = self.client.direct_message(user, text)
        return {"id": posted.id, "timestamp": posted.ts}
    """
    with h.plugin() as plugin:
        template: MessageTemplate = {"title": "Role", "text": "{{role}}"}
        plugin.send_direct(
            h.people[0], "see below", template, _TYPE, [{"role": "Scribe"}], None, a=1
        )


@_must("CONVERSATION-013", "send_ephemeral", rule=2, level=Level.SHAPE)
def send_ephemeral_returns_a_message(h: ConversationHarness) -> None:
    """`send_ephemeral` returns a dict with `id` and `timestamp`, both of them str.

    To fix: return the id and the time of the message, even if neither is of use afterwards.

    Usual cause: the platform says nothing about what it showed to one user, and neither does the
    plugin.

    Wrong:
        self.client.show(conversation_id, user, text)

    Right:
        shown = self.client.show(conversation_id, user, text)
        return {"id": shown.id, "timestamp": shown.ts}
    """
    with h.plugin() as plugin:
        new = h.conversation(plugin)["id"]
        template: MessageTemplate = {"title": "Role", "text": "{{role}}"}
        items = [{"role": "Scribe"}]
        plugin.send_ephemeral(new, h.people[0], "see below", template, _TYPE, items, None, a=1)


@_must("CONVERSATION-014", "add", rule=2, level=Level.SHAPE)
def add_returns_nothing(h: ConversationHarness) -> None:
    """`add` returns None.

    To fix: let the method end without `return`.

    Usual cause: the answer of the platform is handed on.

    Wrong:
        def add(self, conversation_id, participants):
            return self.client.invite(conversation_id, participants)

    Right:
        def add(self, conversation_id, participants):
            self.client.invite(conversation_id, participants)
    """
    with h.plugin() as plugin:
        plugin.add(h.conversation(plugin, h.people[0])["id"], [h.people[1]])


@_must("CONVERSATION-015", "open_dialog", rule=2, level=Level.SHAPE, observes=("issue_trigger",))
def open_dialog_returns_nothing(h: ConversationHarness) -> None:
    """`open_dialog` returns None.

    To fix: let the method end without `return`.

    Usual cause: the platform answers with the dialog that it opened, and that is handed on.

    Wrong:
        return self.client.dialog_open(trigger_id, dialog)

    Right:
        self.client.dialog_open(trigger_id, dialog)
    """
    with h.plugin() as plugin:
        plugin.open_dialog(h.trigger(plugin), dict(h.dialog))


@_must("CONVERSATION-016", "open_modal", rule=2, level=Level.SHAPE, observes=("issue_trigger",))
def open_modal_returns_nothing(h: ConversationHarness) -> None:
    """`open_modal` returns None.

    To fix: let the method end without `return`.

    Usual cause: the platform answers with the view that it opened, and that is handed on.

    Wrong:
        return self.client.views_open(trigger_id, modal)

    Right:
        self.client.views_open(trigger_id, modal)
    """
    with h.plugin() as plugin:
        plugin.open_modal(h.trigger(plugin), dict(h.modal))


@_must("CONVERSATION-017", "archive", rule=2, level=Level.SHAPE)
def archive_returns_nothing(h: ConversationHarness) -> None:
    """`archive` returns None.

    To fix: let the method end without `return`.

    Usual cause: the method tells whether it was the one to archive.

    Wrong:
        return self.client.archive(conversation_id).ok

    Right:
        self.client.archive(conversation_id)
    """
    with h.plugin() as plugin:
        plugin.archive(h.conversation(plugin)["id"])


@_must("CONVERSATION-018", "get_participant_username", rule=2, level=Level.SHAPE)
def get_participant_username_returns_a_name(h: ConversationHarness) -> None:
    """`get_participant_username` returns a str that is not empty.

    To fix: where nobody chose a username, return what the platform mentions them by instead.

    Usual cause: the username is an optional field of the platform's profile.

    Wrong:
        return self.client.user(participant_id).nickname

    Right:
        user = self.client.user(participant_id)
        return user.nickname or user.handle
    """
    with h.plugin() as plugin:
        for email in h.people:
            username = plugin.get_participant_username(email)
            expect.that(username.strip(), "a username", f"it is {username!r}")


@_must("CONVERSATION-019", "get_participant_email", rule=2, level=Level.SHAPE)
def get_participant_email_returns_an_address(h: ConversationHarness) -> None:
    """`get_participant_email` returns a str.

    To fix: return the address itself, out of the platform's profile.

    Usual cause: the platform keeps several addresses, and the list of them is handed on.

    Wrong:
        return self.client.user(participant_id).emails

    Right:
        return self.client.user(participant_id).primary_email
    """
    with h.plugin() as plugin:
        plugin.get_participant_email(h.people[0])


@_must("CONVERSATION-020", "get_participant_avatar_url", rule=2, level=Level.SHAPE)
def get_participant_avatar_url_returns_an_address(h: ConversationHarness) -> None:
    """`get_participant_avatar_url` returns a str, or None.

    To fix: return one URL, of the largest picture there is.

    Usual cause: the platform has the picture in several sizes, and all of them are handed on.

    Wrong:
        return self.client.user(participant_id).pictures

    Right:
        return self.client.user(participant_id).pictures.get("512")
    """
    with h.plugin() as plugin:
        for email in h.people:
            plugin.get_participant_avatar_url(email)


@_must("CONVERSATION-021", "set_topic", rule=2, level=Level.SHAPE)
def set_topic_returns_nothing(h: ConversationHarness) -> None:
    """`set_topic` returns None.

    To fix: let the method end without `return`.

    Usual cause: the platform answers with the new topic, and that is handed on.

    Wrong:
        return self.client.set_topic(conversation_id, topic)

    Right:
        self.client.set_topic(conversation_id, topic)
    """
    with h.plugin() as plugin:
        plugin.set_topic(h.conversation(plugin)["id"], "investigating")


@_must("CONVERSATION-022", "get_command_name", rule=2, level=Level.SHAPE)
def get_command_name_returns_a_name(h: ConversationHarness) -> None:
    """`get_command_name` returns a str that is not empty.

    To fix: return what users type; refuse a command that has no name here.

    Usual cause: a look-up with a default answers for commands that nobody configured.

    Wrong:
        return self.commands.get(command, [])

    Right:
        return self.commands[command]
    """
    with h.plugin() as plugin:
        for command in h.commands:
            name = plugin.get_command_name(command)
            expect.that(name.strip(), f"a name of {command}", f"it is {name!r}")


@_must("CONVERSATION-030", "create", rule=1, observes=("conversations",))
def create_answers_with_the_name_in_force(h: ConversationHarness) -> None:
    """The conversation that `create` returns is there, under its id and the name returned.

    To fix: return the id and the name from the platform's answer, not the argument.

    Usual cause: the platform folds or shortens names, and the plugin repeats what it was given.

    Wrong:
        made = self.client.create_channel(name)
        return {"id": made.id, "name": name, "weblink": made.url}

    Right:
        made = self.client.create_channel(name)
        return {"id": made.id, "name": made.name, "weblink": made.url}
    """
    with h.plugin() as plugin:
        for name in (h.unique("Incident"), *values.NAMES):
            made = _made(partial(plugin.create, name, [{"email": h.people[0]}]))
            if made is not None:
                seen = h.observe(plugin).conversations().get(made["id"])
                expect.equal(seen, made["name"], f"the name seen of {made['id']!r}")


@_should("CONVERSATION-031", "create", rule=1)
def create_keeps_the_name_as_given(h: ConversationHarness) -> None:
    """The name that `create` returns is the name it was given.

    To fix: pass the name on as it is; refuse one that the platform would change.

    Usual cause: names are made to suit the strictest platform, whatever this one can do.

    Wrong:
        made = self.client.create_channel(name.lower().replace(" ", "-"))

    Right:
        made = self.client.create_channel(name)
    """
    with h.plugin() as plugin:
        for name in values.NAMES:
            made = _made(partial(plugin.create, name, [{"email": h.people[0]}]))
            if made is not None:
                expect.equal(made["name"], name, "the name of the conversation")


@_must("CONVERSATION-032", "create", rule=1)
def create_with_a_taken_name_makes_another_or_refuses(h: ConversationHarness) -> None:
    """`create` with the name of another conversation makes a second one, or refuses.

    To fix: never answer with a conversation that was there before.

    Usual cause: the name is looked up first, so that the call can be repeated.

    Wrong:
        made = self.client.find_channel(name) or self.client.create_channel(name)

    Right:
        made = self.client.create_channel(name)
    """
    with h.plugin() as plugin:
        first = plugin.create(h.unique("incident"), [{"email": h.people[0]}])
        second = _made(lambda: plugin.create(first["name"], [{"email": h.people[0]}]))
        if second is not None:
            expect.that(
                first["id"] and second["id"] and first["id"] != second["id"],
                "a second conversation, with another id",
                f"the ids are {first['id']!r} and {second['id']!r}",
            )


@_must("CONVERSATION-033", "create", rule=1)
def create_keeps_names_apart_that_differ_a_little(h: ConversationHarness) -> None:
    """`create` makes distinct conversations of names that differ a little, or refuses one.

    To fix: derive no id from the name; let the platform give it.

    Usual cause: the id is the name in lower case, or its first 64 characters.

    Wrong:
        channel_id = name.lower().strip()[:64]

    Right:
        channel_id = self.client.create_channel(name).id
    """
    with h.plugin() as plugin:
        for names in values.NAME_PAIRS:
            made = [_made(partial(plugin.create, it, [{"email": h.people[0]}])) for it in names]
            ids = [it["id"] for it in made if it is not None]
            expect.equal(len(set(ids)), len(ids), f"the number of ids made of {names!r}")


@_must("CONVERSATION-034", "create", rule=5)
def create_refuses_what_cannot_be_a_name(h: ConversationHarness) -> None:
    """`create` refuses a name of nothing but white space.

    To fix: check the name before calling the platform.

    Usual cause: the platform makes up a name for an empty one.

    Wrong:
        made = self.client.create_channel(name)

    Right:
        if not name.strip():
            raise InvalidRequestError("no name", interface="conversation", value=name)
        made = self.client.create_channel(name)
    """
    with h.plugin() as plugin:
        for name in values.NOT_NAMES:
            create = partial(plugin.create, name, [{"email": h.people[0]}])
            expect.refused(create, f"the name {name!r}")


@_must("CONVERSATION-035", "create", rule=4, observes=("members",))
def create_adds_the_participants(h: ConversationHarness) -> None:
    """`create` makes members of the given participants, with or without a full name.

    To fix: add every participant before returning; look at their address only.

    Usual cause: the platform creates an empty conversation, and adding is another call of it.

    Wrong:
        return self._record(self.client.create_channel(name))

    Right:
        made = self.client.create_channel(name)
        self.client.invite(made.id, [it["email"] for it in participants])
        return self._record(made)
    """
    with h.plugin() as plugin:
        one, other = h.people[:2]
        participants: list[Any] = [{"email": one}, {"email": other, "name": "Full Name"}]
        made = plugin.create(h.unique("incident"), participants)
        expect.equal(h.members(plugin, made["id"]), [one, other], "the membership")


@_must("CONVERSATION-036", "create", rule=6, observes=("members",))
def create_accepts_nobody(h: ConversationHarness) -> None:
    """`create` accepts an empty list of participants, and adds nobody.

    To fix: create the conversation, and leave out the call that adds.

    Usual cause: the platform's call for adding refuses an empty list.

    Wrong:
        self.client.invite(made.id, addresses)

    Right:
        if addresses:
            self.client.invite(made.id, addresses)
    """
    with h.plugin() as plugin:
        made = plugin.create(h.unique("incident"), [])
        expect.equal(h.members(plugin, made["id"]), [], "the membership")


@_must("CONVERSATION-037", "create", rule=6, observes=("members",))
def create_takes_a_participant_twice(h: ConversationHarness) -> None:
    """`create` takes a participant who is given twice as one member.

    To fix: leave out repeated addresses before calling the platform.

    Usual cause: the platform refuses to add somebody who is in the conversation already.

    Wrong:
        for participant in participants:
            self.client.invite(made.id, participant["email"])

    Right:
        for email in {participant["email"] for participant in participants}:
            self.client.invite(made.id, email)
    """
    with h.plugin() as plugin:
        one = h.people[0]
        made = plugin.create(h.unique("incident"), [{"email": one}, {"email": one}])
        found = [it for it in h.observe(plugin).members(made["id"]) if it == one]
        expect.equal(found, [one], f"the membership of {one}")


@_must("CONVERSATION-038", "create", rule=5, observes=("conversations",))
def create_refuses_an_unknown_participant(h: ConversationHarness) -> None:
    """`create` refuses a participant whom the platform does not know, and creates nothing.

    To fix: look all participants up before creating the conversation.

    Usual cause: the conversation is created first, and stays when adding somebody fails.

    Wrong:
        made = self.client.create_channel(name)
        users = [self._user(it["email"]) for it in participants]

    Right:
        users = [self._user(it["email"]) for it in participants]
        made = self.client.create_channel(name)
    """
    with h.plugin() as plugin:
        name, participants = h.unique("incident"), [h.people[0], h.stranger()]
        expect.refused(
            lambda: plugin.create(name, [{"email": it} for it in participants]),
            f"the unknown participant {participants[1]}",
        )
        names = [it.casefold() for it in h.observe(plugin).conversations().values()]
        expect.that(name not in names, "no conversation of that name", "there is one")


@_must("CONVERSATION-039", "create", rule=3, observes=("members",))
def create_leaves_its_arguments_alone(h: ConversationHarness) -> None:
    """`create` neither changes the list of participants nor keeps it.

    To fix: copy the addresses out of the list.

    Usual cause: the list itself becomes the membership.

    Wrong:
        self._members[made.id] = participants

    Right:
        self._members[made.id] = {it["email"] for it in participants}
    """
    with h.plugin() as plugin:
        participants: list[Any] = [{"email": it} for it in h.people[:2]]
        passed = copy.deepcopy(participants)
        made = plugin.create(h.unique("incident"), participants)
        expect.unchanged(passed, participants, "the list passed")
        participants.pop()["email"] = h.people[2]
        expect.equal(h.members(plugin, made["id"]), list(h.people[:2]), "the membership")


@_must("CONVERSATION-040", "create", rule=2, observes=("conversations",))
def the_record_of_a_conversation_is_fresh(h: ConversationHarness) -> None:
    """Changing the dict that `create` returned changes nothing in the plugin.

    To fix: return a new dict, and keep another.

    Usual cause: the plugin returns the record that it keeps.

    Wrong:
        self._conversations[made["id"]] = made
        return made

    Right:
        self._conversations[made["id"]] = made
        return dict(made)
    """
    with h.plugin() as plugin:
        made = h.conversation(plugin)
        made_id, name = made["id"], made["name"]
        made["id"] = made["name"] = "changed"
        expect.equal(h.observe(plugin).conversations().get(made_id), name, "the name seen")


@_must("CONVERSATION-041", "create", rule=9)
def the_weblink_of_a_conversation_is_absolute(h: ConversationHarness) -> None:
    """The weblink that `create` returns is an absolute http(s) URL.

    To fix: put the address of the platform before the path.

    Usual cause: the platform gives a path, or a link that only its own program opens.

    Wrong:
        weblink = f"acme://channel/{made.id}"

    Right:
        weblink = f"https://acme.example/channel/{made.id}"
    """
    with h.plugin() as plugin:
        made = plugin.create(h.unique("incident"), [{"email": h.people[0]}])
        expect.absolute_url(made["weblink"], "the weblink of the conversation")


@_must("CONVERSATION-042", "create", rule=4, observes=("members", "messages"))
def create_leaves_other_conversations_alone(h: ConversationHarness) -> None:
    """`create` changes neither the members nor the messages of another conversation.

    To fix: change only what belongs to the new id.

    Usual cause: members are kept by address, in the one conversation that they joined last.

    Wrong:
        for it in participants:
            self._conversation_of[it["email"]] = made.id

    Right:
        self._members[made.id] = {it["email"] for it in participants}
    """
    with h.plugin() as plugin:
        first = h.conversation(plugin)["id"]
        with arranging("send"):
            message = plugin.send(first, "stays", {}, _TYPE)
        plugin.create(h.unique("incident"), [{"email": h.people[0]}])
        expect.equal(h.members(plugin, first), list(h.people), "the membership of the first")
        h.everybody(plugin, first).find(message)


@_must("CONVERSATION-050", "send", rule=4, observes=("messages",))
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
        message = channel.send(text, {}, _TYPE)
        seen = channel.find(message)
        expect.equal(seen["text"], text, "the text seen")
        expect.equal(seen["timestamp"], message["timestamp"], "the timestamp seen")


@_must("CONVERSATION-051", "send", rule=7, observes=("messages",))
def send_keeps_the_text_as_it_is(h: ConversationHarness) -> None:
    """`send` shows the text exactly, whatever it holds, or refuses it.

    To fix: pass the text on untouched; escape only what the platform unescapes.

    Usual cause: the text is stripped, normalised, or escaped once too often.

    Wrong:
        self.client.post(conversation_id, html.escape(text.strip()))

    Right:
        self.client.post(conversation_id, text)
    """
    with h.plugin() as plugin:
        _expect_kept(h.everybody(plugin), values.TEXTS)


@_must("CONVERSATION-052", "send", rule=7, observes=("messages",))
def send_keeps_a_long_text_whole(h: ConversationHarness) -> None:
    """`send` shows a text of 100 000 characters whole, or refuses it.

    To fix: raise InvalidRequestError where the platform has a limit; never cut.

    Usual cause: the text is cut to the limit of the platform, to be safe.

    Wrong:
        self.client.post(conversation_id, text[:40_000])

    Right:
        if len(text) > LIMIT:
            raise InvalidRequestError("too long", interface="conversation", method="send")
        self.client.post(conversation_id, text)
    """
    with h.plugin() as plugin:
        _expect_kept(h.everybody(plugin), [values.LONG_TEXT])


@_must("CONVERSATION-053", "send", rule=4, observes=("messages",))
def send_shows_messages_in_order(h: ConversationHarness) -> None:
    """Messages are shown in the order in which `send` was called.

    To fix: post before returning, and not from a queue that several workers empty.

    Usual cause: messages are sent in the background.

    Wrong:
        self.pool.submit(self.client.post, conversation_id, text)

    Right:
        self.client.post(conversation_id, text)
    """
    with h.plugin() as plugin:
        channel, texts = h.everybody(plugin), [h.word() for _ in range(4)]
        for text in texts:
            channel.send(text, {}, _TYPE)
        seen = [it for it in channel.texts() if it in texts]
        expect.equal(seen, texts, "the order of the messages")


@_must("CONVERSATION-054", "send", rule=4, observes=("messages",))
def send_shows_the_same_text_twice(h: ConversationHarness) -> None:
    """`send` called twice with the same text posts two messages.

    To fix: post every message; the application does not repeat a call that succeeded.

    Usual cause: messages are recognised by their text, so that none is posted twice.

    Wrong:
        if text in self._posted:
            return self._posted[text]

    Right:
        posted = self.client.post(conversation_id, text)
    """
    with h.plugin() as plugin:
        channel, text = h.everybody(plugin), h.word()
        sent = [channel.send(text, {}, _TYPE)["id"] for _ in range(2)]
        seen = [it["id"] for it in channel.seen() if it["text"] == text]
        expect.equal(sorted(seen), sorted(sent), "the list of ids of messages with this text")


@_must("CONVERSATION-055", "send", rule=4, observes=("messages",))
def send_posts_to_no_other_conversation(h: ConversationHarness) -> None:
    """`send` posts to the conversation with that id and to no other.

    To fix: compare whole ids.

    Usual cause: the conversation is found by the beginning of its id or name.

    Wrong:
        targets = [it for it in self._all if it.id.startswith(conversation_id)]

    Right:
        target = self._all[conversation_id]
    """
    with h.plugin() as plugin:
        ids = [h.conversation(plugin)["id"] for _ in range(11)]
        text = h.word()
        plugin.send(ids[0], text, {}, _TYPE)
        others = [it for it in ids[1:] if text in h.everybody(plugin, it).texts()]
        expect.equal(others, [], "the list of other conversations that show the message")


@_must("CONVERSATION-056", "send", rule=4, observes=("messages",))
def send_fills_the_template_in_for_each_item(h: ConversationHarness) -> None:
    """`send` fills the template in once per item, with the variables of that item.

    To fix: loop over the items, and show all that comes of it.

    Usual cause: all items are merged into one set of variables, or only the first is used.

    Wrong:
        parts = [self._render(message_template, items[0])]

    Right:
        parts = [self._render(message_template, item) for item in items]
    """
    with h.plugin() as plugin:
        _expect_filled_per_item(h, h.everybody(plugin))


@_must("CONVERSATION-057", "send", rule=10, observes=("messages",))
def send_without_items_fills_the_template_in_once(h: ConversationHarness) -> None:
    """`send` without items fills the template in from the keywords.

    To fix: use the keywords as the only item when `items` is None.

    Usual cause: the loop over the items has nothing to loop over.

    Wrong:
        parts = [self._render(message_template, item) for item in items or []]

    Right:
        parts = [self._render(message_template, item) for item in items or [kwargs]]
    """
    with h.plugin() as plugin:
        _expect_filled_from_keywords(h, h.everybody(plugin))


@_must("CONVERSATION-058", "send", rule=4, observes=("messages",))
def send_shows_every_part_of_a_template(h: ConversationHarness) -> None:
    """`send` shows title, link, text, header, context and date of a template, filled in.

    To fix: go through all documented keys of a template.

    Usual cause: only `title` and `text` are known, since most templates have no others.

    Wrong:
        lines = [part["title"], part["text"]]

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
        _expect_shown(h.everybody(plugin).body(template, items=[words]), *words.values())


@_must("CONVERSATION-059", "send", rule=4, observes=("messages",))
def send_shows_what_a_template_offers(h: ConversationHarness) -> None:
    """`send` shows the buttons of a template and the choices of its select, filled in.

    To fix: fill in the texts within `buttons` and `select` too; list them where there are none.

    Usual cause: only texts at the top of the template are filled in.

    Wrong:
        filled = {key: fill(it) for key, it in part.items() if isinstance(it, str)}

    Right:
        labels = [fill(it["button_text"]) for it in part.get("buttons", [])]
        choices = [fill(it["option_text"]) for it in part["select"]["options"]]
    """
    with h.plugin() as plugin:
        words = [h.word() for _ in range(3)]
        button = {"button_text": "{{a}}", "button_value": "join", "button_action": "join"}
        options = [{"option_text": it, "option_value": it} for it in ("{{b}}", "{{c}}")]
        template = cast(
            "MessageTemplate",
            {"buttons": [button], "select": {"select_action": "go", "options": options}},
        )
        item = dict(zip("abc", words, strict=True))
        _expect_shown(h.everybody(plugin).body(template, items=[item]), *words)


@_must("CONVERSATION-060", "send", rule=4, observes=("messages",))
def send_leaves_out_a_part_without_its_link(h: ConversationHarness) -> None:
    """`send` leaves out a part of a template whose `title_link` fills in to nothing or to "None".

    To fix: fill the link in first, and skip the part if it is empty or `"None"`.

    Usual cause: the variable is None until the document exists, and nobody looked at the message.

    Wrong:
        title = f"<{fill(part['title_link'])}|{part['title']}>"

    Right:
        if fill(part["title_link"]) in ("", "None"):
            continue
    """
    with h.plugin() as plugin:
        channel, word = h.everybody(plugin), h.word()
        template: MessageTemplate = {"title": word, "title_link": "{{link}}", "text": word}
        _expect_shown(channel.body(template, items=[{"link": "https://example.com/"}]), word)
        for link in ("", None):
            _expect_hidden(channel.body(template, items=[{"link": link}]), word)


@_must("CONVERSATION-061", "send", rule=4, observes=("messages",))
def send_chooses_the_text_by_visibility_and_status(h: ConversationHarness) -> None:
    """`send` shows the text that a template's mapping has for the visibility or status given.

    To fix: look the variable up in `visibility_mapping` and `status_mapping`.

    Usual cause: the mapping is taken for a list of texts, or is not looked at.

    Wrong:
        text = part.get("text", "")

    Right:
        text = part["status_mapping"][variables["status"]]
    """
    with h.plugin() as plugin:
        channel, shown, hidden = h.everybody(plugin), h.word(), h.word()
        by_visibility = {"Open": shown, "Restricted": hidden}
        by_status = {"Active": hidden, "Closed": shown}
        for body in (
            channel.body({"visibility_mapping": by_visibility}, items=[{"visibility": "Open"}]),
            channel.body({"status_mapping": by_status}, items=[{"status": "Closed"}]),
        ):
            _expect_shown(body, shown)
            _expect_hidden(body, hidden)


@_must("CONVERSATION-062", "send", rule=7, observes=("messages",))
def send_fills_no_value_in_again(h: ConversationHarness) -> None:
    """A value of the template that `send` fills in is not filled in itself, if it has braces.

    To fix: replace all variables in one pass over the template.

    Usual cause: one variable after the other is replaced in the text so far.

    Wrong:
        for key, value in variables.items():
            text = text.replace("{{" + key + "}}", str(value))

    Right:
        text = re.sub(r"{{(.+?)}}", lambda it: str(variables[it[1]]), text)
    """
    with h.plugin() as plugin:
        secret = h.word()
        item = {"description": "{{secret}}", "secret": secret}
        body = h.everybody(plugin).body({"text": "{{description}}"}, items=[item])
        _expect_hidden(body, secret)


@_must("CONVERSATION-063", "send", rule=7, observes=("messages",))
def send_does_not_take_the_text_for_a_template(h: ConversationHarness) -> None:
    """The text that `send` shows is not filled in, even if it has braces.

    To fix: fill in the template only.

    Usual cause: text and template are put together before they are filled in.

    Wrong:
        shown = self._fill(text + template_text, variables)

    Right:
        shown = text + self._fill(template_text, variables)
    """
    with h.plugin() as plugin:
        channel = h.everybody(plugin)
        message = channel.send("is {{name}} known?", {"text": "{{name}}"}, _TYPE, name="Ada")
        expect.equal(channel.find(message)["text"], "is {{name}} known?", "the text seen")


@_must("CONVERSATION-064", "send", rule=4, observes=("messages",))
def send_shows_a_number_in_the_template(h: ConversationHarness) -> None:
    """`send` fills in a value that is no str as the str of it.

    To fix: call `str` on each value before it goes into the text.

    Usual cause: all values were expected to be texts.

    Wrong:
        text = text.replace("{{count}}", variables["count"])

    Right:
        text = text.replace("{{count}}", str(variables["count"]))
    """
    with h.plugin() as plugin:
        items = [{"count": 70417, "rate": 0.25}]
        body = h.everybody(plugin).body({"text": "{{count}} / {{rate}}"}, items=items)
        _expect_shown(body, "70417", "0.25")


@_must("CONVERSATION-065", "send", rule=8, observes=("messages",))
def send_accepts_any_keyword(h: ConversationHarness) -> None:
    """`send` accepts keywords of any name and type.

    To fix: take `**kwargs`, and use only those that the template names.

    Usual cause: all keywords are turned into JSON, or passed on to the platform's client.

    Wrong:
        self.client.post(conversation_id, text, **kwargs)

    Right:
        body = self._render(message_template, kwargs)
        self.client.post(conversation_id, text, body)
    """
    with h.plugin() as plugin:
        _expect_keywords_taken(h.everybody(plugin))


@_must("CONVERSATION-066", "send", rule=4)
def send_accepts_any_notification_type(h: ConversationHarness) -> None:
    """`send` accepts a notification type that it has never heard of.

    To fix: treat an unknown type as an ordinary message.

    Usual cause: the types are looked up in a table of the plugin's own.

    Wrong:
        introduction = INTRODUCTIONS[notification_type]

    Right:
        introduction = INTRODUCTIONS.get(notification_type, "")
    """
    with h.plugin() as plugin:
        plugin.send(h.conversation(plugin)["id"], "hello", {}, h.unique("new-type"))


@_must("CONVERSATION-067", "send", rule=4, observes=("messages",))
def send_shows_blocks_in_place_of_the_template(h: ConversationHarness) -> None:
    """`send` does not use the template if there are blocks.

    To fix: look at `blocks` first, and fill the template in only without them.

    Usual cause: what the template came to is put below the blocks.

    Wrong:
        layout = (blocks or []) + self._render(message_template, kwargs)

    Right:
        layout = blocks or self._render(message_template, kwargs)
    """
    with h.plugin() as plugin:
        _expect_blocks_instead(h, h.everybody(plugin))


@_should("CONVERSATION-068", "send", rule=4, observes=("messages",))
def send_shows_the_texts_of_blocks(h: ConversationHarness) -> None:
    """`send` shows the texts within the blocks, in the order of the blocks.

    To fix: pass the blocks on, or turn their texts into the platform's own layout.

    Usual cause: the platform has no such blocks, and only `text` is shown.

    Wrong:
        self.client.post(conversation_id, text)

    Right:
        lines = [block["text"]["text"] for block in blocks if "text" in block]
        self.client.post(conversation_id, "\\n".join([text, *lines]))
    """
    with h.plugin() as plugin:
        words = [h.word() for _ in range(3)]
        blocks = [_section(words[0]), {"type": "divider"}, *map(_section, words[1:])]
        body = h.everybody(plugin).body({}, blocks=blocks)
        _expect_shown(body, *words)
        order = sorted(words, key=body.index)
        expect.equal(order, words, "the order of the texts")


@_must("CONVERSATION-069", "send", rule=4, observes=("pins",))
def send_pins_what_shall_persist(h: ConversationHarness) -> None:
    """`send` with `persist=True` pins the message, and leaves other pins in place.

    To fix: pin the message after posting it.

    Usual cause: the conversation keeps one pin, and the new one takes its place.

    Wrong:
        self._pinned[conversation_id] = posted.id

    Right:
        self._pins[conversation_id].append(posted.id)
    """
    with h.plugin() as plugin:
        new = h.conversation(plugin)["id"]
        sent = [plugin.send(new, it, {}, _TYPE, persist=True)["id"] for it in ("one", "two")]
        missing = [it for it in sent if it not in h.observe(plugin).pins(new)]
        expect.equal(missing, [], "the list of messages that are not pinned")


@_must("CONVERSATION-070", "send", rule=10, observes=("pins",))
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
        new = h.conversation(plugin)["id"]
        sent = [
            plugin.send(new, "one", {}, _TYPE),
            plugin.send(new, "two", {}, _TYPE, persist=False),
        ]
        pinned = [it["id"] for it in sent if it["id"] in h.observe(plugin).pins(new)]
        expect.equal(pinned, [], "the list of messages that are pinned")


@_must("CONVERSATION-071", "send", rule=3, observes=("messages",))
def send_leaves_its_arguments_alone(h: ConversationHarness) -> None:
    """`send` neither changes template, items, blocks and variables nor keeps them.

    To fix: copy what is added to, and render before returning.

    Usual cause: the keywords are appended to the list of items, which is the caller's own.

    Wrong:
        items.append(kwargs)

    Right:
        items = [*items, kwargs]
    """
    with h.plugin() as plugin:
        _expect_arguments_alone(h, h.everybody(plugin))
        _expect_blocks_alone(h, h.everybody(plugin))


@_must("CONVERSATION-072", "send", rule=2, observes=("messages",))
def the_receipt_of_send_is_fresh(h: ConversationHarness) -> None:
    """Changing the dict that `send` returned changes nothing in the plugin.

    To fix: return a new dict, and keep another.

    Usual cause: the message itself is returned.

    Wrong:
        self._messages.append(message)
        return message

    Right:
        self._messages.append(message)
        return {"id": message["id"], "timestamp": message["timestamp"]}
    """
    with h.plugin() as plugin:
        _expect_fresh(h.everybody(plugin))


@_must("CONVERSATION-073", "send", rule=5, observes=("messages",))
def send_refuses_an_unknown_conversation(h: ConversationHarness) -> None:
    """`send` refuses the id of a conversation that is not there, and posts nothing.

    To fix: let the platform's refusal through, as NotFoundError.

    Usual cause: an answer of the platform that says "no such channel" is not looked at.

    Wrong:
        self.client.post(conversation_id, text)

    Right:
        if not self.client.post(conversation_id, text).ok:
            raise NotFoundError("no such channel", value=conversation_id)
    """
    with h.plugin() as plugin:
        known = h.conversation(plugin)["id"]
        for unknown in _unknown(h, known):
            send = partial(plugin.send, unknown)
            what = f"the unknown conversation {unknown!r}"
            _expect_refused_unseen(h, h.everybody(plugin, known), send, what)


@_must("CONVERSATION-080", *_SENDING, rule=1)
def ids_of_messages_are_unique(h: ConversationHarness) -> None:
    """Messages have ids that are unique and not empty, in whatever way and place they were sent.

    To fix: make the id of the conversation a part of it, if the platform counts within one.

    Usual cause: the id is the timestamp, or a number counted anew in every conversation.

    Wrong:
        message_id = str(len(self._messages[conversation_id]))

    Right:
        message_id = f"{conversation_id}/{posted.ts}"
    """
    with h.plugin() as plugin:
        ids = [
            channel.send("hello", {}, _TYPE)["id"]
            for _ in range(2)
            for channel in h.offered(plugin, h.conversation(plugin)["id"])
        ]
        expect.that(all(ids), "ids that are not empty", f"they are {ids}")
        expect.equal(len(set(ids)), len(ids), f"the number of ids of {len(ids)} messages")


@_must("CONVERSATION-081", *_SENDING, rule=9)
def timestamps_are_decimal_seconds(h: ConversationHarness) -> None:
    """The timestamp of a message is decimal seconds: digits, and at most one point.

    To fix: format the time as seconds since the epoch.

    Usual cause: the platform's ISO date, or a float in scientific notation, is handed on.

    Wrong:
        timestamp = posted.created_at.isoformat()

    Right:
        timestamp = f"{posted.created_at.timestamp():.6f}"
    """
    with h.plugin() as plugin:
        for channel in h.offered(plugin, h.conversation(plugin)["id"]):
            stamp = channel.send("hello", {}, _TYPE)["timestamp"]
            expect.that(
                re.fullmatch(r"[0-9]+(\.[0-9]+)?", stamp),
                'the timestamp to be decimal seconds, such as "1754300000.000123"',
                f"it is {stamp!r}",
            )


@_must("CONVERSATION-082", *_POSTING, rule=9)
def timestamps_rise_within_a_conversation(h: ConversationHarness) -> None:
    """Timestamps are unique and rise within a conversation, ephemeral messages included.

    To fix: take the platform's own timestamps, or add a count to those of the clock.

    Usual cause: two messages within a tick of the clock get the same time.

    Wrong:
        timestamp = f"{time.time():.1f}"

    Right:
        self._last = max(self._last + 1, time.time_ns())
        timestamp = f"{self._last // 10**9}.{self._last % 10**9:09d}"
    """
    with h.plugin() as plugin:
        new, ways = h.conversation(plugin)["id"], list[Channel]()
        if _offers(plugin, "send"):
            ways.append(h.everybody(plugin, new))
        if _offers(plugin, "send_ephemeral"):
            ways.append(h.ephemeral(plugin, new))
        _expect_rising([way.send(f"no. {it}", {}, _TYPE) for it in range(5) for way in ways])


@_must("CONVERSATION-083", "send_direct", rule=9)
def timestamps_rise_among_direct_messages(h: ConversationHarness) -> None:
    """Timestamps of `send_direct` are unique and rise among the messages to one user.

    To fix: treat the direct messages to a user as one conversation.

    Usual cause: only the times of shared conversations are kept apart.

    Wrong:
        timestamp = str(int(time.time()))

    Right:
        timestamp = self._next_timestamp()
    """
    with h.plugin() as plugin:
        channel = h.direct(plugin)
        _expect_rising([channel.send(f"no. {it}", {}, _TYPE) for it in range(5)])


@_must("CONVERSATION-090", "send_direct", rule=4, observes=("direct_messages",))
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
        message = channel.send(text, {}, _TYPE)
        seen = channel.find(message)
        expect.equal(seen["text"], text, "the text seen")
        expect.equal(seen["timestamp"], message["timestamp"], "the timestamp seen")


@_must("CONVERSATION-091", "send_direct", rule=4, observes=("direct_messages", "messages"))
def send_direct_shows_the_message_to_nobody_else(h: ConversationHarness) -> None:
    """`send_direct` shows the message to no other user, and in no conversation.

    To fix: open a conversation with this one user, and post there.

    Usual cause: the message goes to a shared conversation, with the user mentioned.

    Wrong:
        self.client.post(self.shared_channel, f"@{user} {text}")

    Right:
        self.client.post(self.client.open_direct(user).id, text)
    """
    with h.plugin() as plugin:
        user, text = h.people[0], h.word()
        shared = h.everybody(plugin)
        h.direct(plugin, user).send(text, {}, _TYPE)
        others = [it for it in h.people[1:] if text in h.direct(plugin, it).texts()]
        expect.equal(others, [], "the list of others who see it")
        expect.that(text not in shared.texts(), "no conversation to show it", "one does")


@_must("CONVERSATION-092", "send_direct", rule=7, observes=("direct_messages",))
def send_direct_keeps_the_text_as_it_is(h: ConversationHarness) -> None:
    """`send_direct` shows the text exactly, whatever it holds, or refuses it.

    To fix: pass the text on untouched, as in `send`.

    Usual cause: a greeting is put before it, or white space around it is taken off.

    Wrong:
        self.client.direct_message(user, f"Hi! {text}")

    Right:
        self.client.direct_message(user, text)
    """
    with h.plugin() as plugin:
        _expect_kept(h.direct(plugin), values.TEXTS)


@_must("CONVERSATION-093", "send_direct", rule=7, observes=("direct_messages",))
def send_direct_keeps_a_long_text_whole(h: ConversationHarness) -> None:
    """`send_direct` shows a text of 100 000 characters whole, or refuses it.

    To fix: raise InvalidRequestError where the platform has a limit; never cut.

    Usual cause: direct messages have a lower limit than others, which nobody tried.

    Wrong:
        self.client.direct_message(user, text[:4000])

    Right:
        if len(text) > LIMIT:
            raise InvalidRequestError("too long", interface="conversation", method="send_direct")
        self.client.direct_message(user, text)
    """
    with h.plugin() as plugin:
        _expect_kept(h.direct(plugin), [values.LONG_TEXT])


@_must("CONVERSATION-094", "send_direct", rule=4, observes=("direct_messages",))
def send_direct_fills_the_template_in_for_each_item(h: ConversationHarness) -> None:
    """`send_direct` fills the template in once per item, with the variables of that item.

    To fix: render direct messages with the same function as others.

    Usual cause: only a single item was ever sent directly.

    Wrong:
        body = self._render(message_template, items[-1])

    Right:
        body = "\\n".join(self._render(message_template, item) for item in items)
    """
    with h.plugin() as plugin:
        _expect_filled_per_item(h, h.direct(plugin))


@_must("CONVERSATION-095", "send_direct", rule=10, observes=("direct_messages",))
def send_direct_without_items_fills_the_template_in_once(h: ConversationHarness) -> None:
    """`send_direct` without items fills the template in from the keywords.

    To fix: use the keywords as the only item when `items` is None.

    Usual cause: the application always passes items here, and so the default was not tried.

    Wrong:
        body = [self._render(message_template, item) for item in items or []]

    Right:
        body = [self._render(message_template, item) for item in items or [kwargs]]
    """
    with h.plugin() as plugin:
        _expect_filled_from_keywords(h, h.direct(plugin))


@_must("CONVERSATION-096", "send_direct", rule=4, observes=("direct_messages",))
def send_direct_shows_blocks_in_place_of_the_template(h: ConversationHarness) -> None:
    """`send_direct` does not use the template if there are blocks.

    To fix: look at `blocks` first, and fill the template in only without them.

    Usual cause: `blocks` is accepted here and forgotten.

    Wrong:
        layout = self._render(message_template, kwargs)

    Right:
        layout = blocks or self._render(message_template, kwargs)
    """
    with h.plugin() as plugin:
        _expect_blocks_instead(h, h.direct(plugin))


@_must("CONVERSATION-097", "send_direct", rule=8, observes=("direct_messages",))
def send_direct_accepts_any_keyword(h: ConversationHarness) -> None:
    """`send_direct` accepts keywords of any name and type.

    To fix: take `**kwargs`, and use only those that the template names.

    Usual cause: all keywords are stored with the message, as JSON.

    Wrong:
        self.client.direct_message(user, text, metadata=json.dumps(kwargs))

    Right:
        self.client.direct_message(user, text, self._render(message_template, kwargs))
    """
    with h.plugin() as plugin:
        _expect_keywords_taken(h.direct(plugin))


@_must("CONVERSATION-098", "send_direct", rule=3, observes=("direct_messages",))
def send_direct_leaves_its_arguments_alone(h: ConversationHarness) -> None:
    """`send_direct` neither changes template, items, blocks and variables nor keeps them.

    To fix: copy what is added to, and render before returning.

    Usual cause: every item is completed with the keywords, in place.

    Wrong:
        for item in items:
            item.update(kwargs)

    Right:
        items = [{**kwargs, **item} for item in items]
    """
    with h.plugin() as plugin:
        _expect_arguments_alone(h, h.direct(plugin))
        _expect_blocks_alone(h, h.direct(plugin))


@_must("CONVERSATION-099", "send_direct", rule=2, observes=("direct_messages",))
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
        _expect_fresh(h.direct(plugin))


@_must("CONVERSATION-100", "send_direct", rule=5)
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
            send = partial(plugin.send_direct, user, "hello", {}, _TYPE)
            expect.refused(send, f"the unknown user {user}")


@_must("CONVERSATION-110", "send_ephemeral", rule=4, observes=("ephemeral_messages",))
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
        message = channel.send(text, {}, _TYPE)
        seen = channel.find(message)
        expect.equal(seen["text"], text, "the text seen")
        expect.equal(seen["timestamp"], message["timestamp"], "the timestamp seen")


@_must("CONVERSATION-111", "send_ephemeral", rule=4, observes=("ephemeral_messages", "messages"))
def send_ephemeral_shows_the_message_to_nobody_else(h: ConversationHarness) -> None:
    """`send_ephemeral` shows the message to nobody else in the conversation.

    To fix: use the platform's own call for it; declare the method unsupported if there is none.

    Usual cause: the platform has nothing of the kind, and the message is posted to everybody.

    Wrong:
        self.client.post(conversation_id, text)

    Right:
        self.client.show(conversation_id, user, text)
    """
    with h.plugin() as plugin:
        new, text = h.conversation(plugin)["id"], h.word()
        plugin.send_ephemeral(new, h.people[0], text, {}, _TYPE)
        others = [it for it in h.people[1:] if text in h.ephemeral(plugin, new, it).texts()]
        expect.equal(others, [], "the list of others who see it")
        shown = [it["text"] for it in h.observe(plugin).messages(new)]
        expect.that(text not in shown, "not everybody to see it", "everybody does")


@_must("CONVERSATION-112", "send_ephemeral", rule=4, observes=("ephemeral_messages",))
def send_ephemeral_shows_the_message_in_no_other_conversation(h: ConversationHarness) -> None:
    """`send_ephemeral` shows the message in no other conversation that the user is in.

    To fix: keep conversation and user together as the key.

    Usual cause: such messages are kept by user alone.

    Wrong:
        self._ephemeral[user].append(message)

    Right:
        self._ephemeral[conversation_id, user].append(message)
    """
    with h.plugin() as plugin:
        one, other, text = h.ephemeral(plugin), h.ephemeral(plugin), h.word()
        one.send(text, {}, _TYPE)
        expect.that(text not in other.texts(), "the other conversation not to show it", "it does")


@_must("CONVERSATION-113", "send_ephemeral", rule=7, observes=("ephemeral_messages",))
def send_ephemeral_keeps_the_text_as_it_is(h: ConversationHarness) -> None:
    """`send_ephemeral` shows the text exactly, whatever it holds, or refuses it.

    To fix: pass the text on untouched, as in `send`.

    Usual cause: an empty text is replaced by a default one.

    Wrong:
        self.client.show(conversation_id, user, text or "(no text)")

    Right:
        self.client.show(conversation_id, user, text)
    """
    with h.plugin() as plugin:
        _expect_kept(h.ephemeral(plugin), values.TEXTS)


@_must("CONVERSATION-114", "send_ephemeral", rule=7, observes=("ephemeral_messages",))
def send_ephemeral_keeps_a_long_text_whole(h: ConversationHarness) -> None:
    """`send_ephemeral` shows a text of 100 000 characters whole, or refuses it.

    To fix: raise InvalidRequestError where the platform has a limit; never cut.

    Usual cause: what is shown to one user only is taken for unimportant, and shortened.

    Wrong:
        self.client.show(conversation_id, user, textwrap.shorten(text, 3000))

    Right:
        if len(text) > LIMIT:
            raise InvalidRequestError("too long", interface="conversation")
        self.client.show(conversation_id, user, text)
    """
    with h.plugin() as plugin:
        _expect_kept(h.ephemeral(plugin), [values.LONG_TEXT])


@_must("CONVERSATION-115", "send_ephemeral", rule=4, observes=("ephemeral_messages",))
def send_ephemeral_fills_the_template_in_for_each_item(h: ConversationHarness) -> None:
    """`send_ephemeral` fills the template in once per item, with the variables of that item.

    To fix: render ephemeral messages with the same function as others.

    Usual cause: the items are merged, so that the last one wins.

    Wrong:
        variables = {key: value for item in items for key, value in item.items()}
        body = self._render(message_template, variables)

    Right:
        body = "\\n".join(self._render(message_template, item) for item in items)
    """
    with h.plugin() as plugin:
        _expect_filled_per_item(h, h.ephemeral(plugin))


@_must("CONVERSATION-116", "send_ephemeral", rule=10, observes=("ephemeral_messages",))
def send_ephemeral_without_items_fills_the_template_in_once(h: ConversationHarness) -> None:
    """`send_ephemeral` without items fills the template in from the keywords.

    To fix: use the keywords as the only item when `items` is None.

    Usual cause: a template was expected to come with items always.

    Wrong:
        body = self._render(message_template, items[0]) if items else ""

    Right:
        body = self._render(message_template, items[0] if items else kwargs)
    """
    with h.plugin() as plugin:
        _expect_filled_from_keywords(h, h.ephemeral(plugin))


@_must("CONVERSATION-117", "send_ephemeral", rule=10, observes=("ephemeral_messages",))
def send_ephemeral_needs_no_more_than_a_text(h: ConversationHarness) -> None:
    """`send_ephemeral` with nothing but a text shows that text, as if None were passed.

    To fix: leave the template out of the message if it is None.

    Usual cause: the template is rendered without asking whether there is one.

    Wrong:
        body = self._render(message_template, kwargs)

    Right:
        body = self._render(message_template, kwargs) if message_template else ""
    """
    with h.plugin() as plugin:
        channel, text = h.ephemeral(plugin), h.word()
        short, long = channel.send(text), channel.send(text, None, None, None, None)
        for message in (short, long):
            expect.equal(channel.find(message)["text"], text, "the text seen")
        bodies = [channel.find(it)["body"] for it in (short, long)]
        expect.equal(bodies[0], bodies[1], "what is seen beside the text")


@_must("CONVERSATION-118", "send_ephemeral", rule=4, observes=("ephemeral_messages",))
def send_ephemeral_shows_blocks_in_place_of_the_template(h: ConversationHarness) -> None:
    """`send_ephemeral` does not use the template if there are blocks.

    To fix: look at `blocks` first, and fill the template in only without them.

    Usual cause: the template is preferred where both are given.

    Wrong:
        layout = self._render(message_template, kwargs) or blocks

    Right:
        layout = blocks or self._render(message_template, kwargs)
    """
    with h.plugin() as plugin:
        _expect_blocks_instead(h, h.ephemeral(plugin))


@_must("CONVERSATION-119", "send_ephemeral", rule=8, observes=("ephemeral_messages",))
def send_ephemeral_accepts_any_keyword(h: ConversationHarness) -> None:
    """`send_ephemeral` accepts keywords of any name and type.

    To fix: take `**kwargs`, and use only those that the template names.

    Usual cause: the keywords are passed on to a function that knows only some of them.

    Wrong:
        return self._show(conversation_id, user, text, **kwargs)

    Right:
        return self._show(conversation_id, user, text, variables=kwargs)
    """
    with h.plugin() as plugin:
        _expect_keywords_taken(h.ephemeral(plugin))


@_must("CONVERSATION-120", "send_ephemeral", rule=3, observes=("ephemeral_messages",))
def send_ephemeral_leaves_its_arguments_alone(h: ConversationHarness) -> None:
    """`send_ephemeral` neither changes template, items, blocks and variables nor keeps them.

    To fix: copy what is added to, and render before returning.

    Usual cause: a note that only one user sees this is put into the caller's own template.

    Wrong:
        message_template["context"] = "Only visible to you"

    Right:
        message_template = {**message_template, "context": "Only visible to you"}
    """
    with h.plugin() as plugin:
        _expect_arguments_alone(h, h.ephemeral(plugin))
        _expect_blocks_alone(h, h.ephemeral(plugin))


@_must("CONVERSATION-121", "send_ephemeral", rule=2, observes=("ephemeral_messages",))
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
        _expect_fresh(h.ephemeral(plugin))


@_must("CONVERSATION-122", "send_ephemeral", rule=5)
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
        for unknown in _unknown(h, h.conversation(plugin)["id"]):
            send = partial(plugin.send_ephemeral, unknown, h.people[0], "hello", {}, _TYPE)
            expect.refused(send, f"the unknown conversation {unknown!r}")


@_must("CONVERSATION-123", "send_ephemeral", rule=5, observes=("messages",))
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
            send = partial(plugin.send_ephemeral, new, user, text, {}, _TYPE)
            expect.refused(send, f"the unknown user {user}")
            shown = [it["text"] for it in observer.messages(new)]
            expect.that(text not in shown, "the refused message not to be seen", "it is seen")


@_must("CONVERSATION-130", "add", rule=4, observes=("members",))
def add_makes_members(h: ConversationHarness) -> None:
    """`add` makes members of the participants, beside those who are there.

    To fix: add every participant before returning; leave the others in.

    Usual cause: the new list takes the place of the membership.

    Wrong:
        self._members[conversation_id] = set(participants)

    Right:
        self._members[conversation_id] |= set(participants)
    """
    with h.plugin() as plugin:
        new = h.conversation(plugin, h.people[0])["id"]
        plugin.add(new, list(h.people[1:3]))
        expect.equal(h.members(plugin, new), list(h.people[:3]), "the membership")


@_must("CONVERSATION-131", "add", rule=6, observes=("members",))
def add_again_changes_nothing(h: ConversationHarness) -> None:
    """`add` takes somebody who is in the conversation already, and changes nothing.

    To fix: pass over the platform's answer that they are there.

    Usual cause: the platform refuses the whole list if one of it is a member.

    Wrong:
        self.client.invite(conversation_id, participants)

    Right:
        absent = set(participants) - set(self.client.members(conversation_id))
        self.client.invite(conversation_id, sorted(absent))
    """
    with h.plugin() as plugin:
        one, other = h.people[:2]
        new = h.conversation(plugin, one)["id"]
        plugin.add(new, [one, other])
        plugin.add(new, [other])
        members = [it for it in h.observe(plugin).members(new) if it in h.people]
        expect.equal(sorted(members), sorted([one, other]), "the membership")


@_must("CONVERSATION-132", "add", rule=6, observes=("members",))
def add_takes_a_participant_twice(h: ConversationHarness) -> None:
    """`add` takes a participant who is twice in the list as one member.

    To fix: leave out repeated addresses before calling the platform.

    Usual cause: the second invitation fails, and with it the whole call.

    Wrong:
        for email in participants:
            self.client.invite(conversation_id, email)

    Right:
        for email in set(participants):
            self.client.invite(conversation_id, email)
    """
    with h.plugin() as plugin:
        one, other = h.people[:2]
        new = h.conversation(plugin, one)["id"]
        plugin.add(new, [other, other])
        members = [it for it in h.observe(plugin).members(new) if it == other]
        expect.equal(members, [other], f"the membership of {other}")


@_must("CONVERSATION-133", "add", rule=6, observes=("members",))
def add_accepts_nobody(h: ConversationHarness) -> None:
    """`add` accepts an empty list, and changes nothing.

    To fix: return at once if there is nobody to add.

    Usual cause: the platform's call refuses an empty list.

    Wrong:
        self.client.invite(conversation_id, participants)

    Right:
        if participants:
            self.client.invite(conversation_id, participants)
    """
    with h.plugin() as plugin:
        new = h.conversation(plugin, h.people[0])["id"]
        plugin.add(new, [])
        expect.equal(h.members(plugin, new), [h.people[0]], "the membership")


@_must("CONVERSATION-134", "add", rule=4, observes=("members",))
def add_leaves_other_conversations_alone(h: ConversationHarness) -> None:
    """`add` adds nobody to another conversation.

    To fix: change the membership of that id only.

    Usual cause: the conversation is found by the beginning of its id.

    Wrong:
        found = [it for it in self._all if it.id.startswith(conversation_id)]

    Right:
        found = self._all[conversation_id]
    """
    with h.plugin() as plugin:
        ids = [h.conversation(plugin, h.people[0])["id"] for _ in range(11)]
        plugin.add(ids[0], [h.people[1]])
        others = [it for it in ids[1:] if h.members(plugin, it) != [h.people[0]]]
        expect.equal(others, [], "the list of other conversations that changed")


@_must("CONVERSATION-135", "add", rule=3, observes=("members",))
def add_leaves_its_arguments_alone(h: ConversationHarness) -> None:
    """`add` neither changes the list of participants nor keeps it.

    To fix: iterate over the list, and keep a set of your own.

    Usual cause: batches are cut off the caller's own list.

    Wrong:
        while participants:
            self.client.invite(conversation_id, participants.pop())

    Right:
        for email in participants:
            self.client.invite(conversation_id, email)
    """
    with h.plugin() as plugin:
        new, participants = h.conversation(plugin, h.people[0])["id"], [h.people[1]]
        plugin.add(new, participants)
        expect.unchanged([h.people[1]], participants, "the list passed")
        participants[:] = [h.people[2]]
        expect.equal(h.members(plugin, new), list(h.people[:2]), "the membership")


@_must("CONVERSATION-136", "add", rule=5)
def add_refuses_an_unknown_conversation(h: ConversationHarness) -> None:
    """`add` refuses the id of a conversation that is not there.

    To fix: let the platform's refusal through, as NotFoundError.

    Usual cause: the membership of an unknown id is made on the fly.

    Wrong:
        self._members.setdefault(conversation_id, set()).update(participants)

    Right:
        if conversation_id not in self._members:
            raise NotFoundError("no such channel", value=conversation_id)
        self._members[conversation_id].update(participants)
    """
    with h.plugin() as plugin:
        for unknown in _unknown(h, h.conversation(plugin)["id"]):
            add = partial(plugin.add, unknown, [h.people[0]])
            expect.refused(add, f"the unknown conversation {unknown!r}")


@_must("CONVERSATION-137", "add", rule=5, observes=("members",))
def add_refuses_an_unknown_participant(h: ConversationHarness) -> None:
    """`add` refuses a participant whom the platform does not know, and then adds nobody.

    To fix: look all participants up before adding the first.

    Usual cause: they are looked up and added one by one.

    Wrong:
        for email in participants:
            self.client.invite(conversation_id, self._user(email))

    Right:
        users = [self._user(email) for email in participants]
        for user in users:
            self.client.invite(conversation_id, user)
    """
    with h.plugin() as plugin:
        new, stranger = h.conversation(plugin, h.people[0])["id"], h.stranger()
        add = partial(plugin.add, new, [h.people[1], stranger])
        expect.refused(add, f"the unknown participant {stranger}")
        expect.equal(h.members(plugin, new), [h.people[0]], "the membership")


@_must("CONVERSATION-150", "open_dialog", rule=4, observes=("dialogs", "issue_trigger"))
def open_dialog_shows_the_dialog_to_the_user(h: ConversationHarness) -> None:
    """`open_dialog` shows the dialog as given to the user of the trigger, and to nobody else.

    To fix: pass the dialog on whole, together with the trigger.

    Usual cause: the keys that the plugin knows are picked out, and the rest is dropped.

    Wrong:
        self.client.dialog_open(trigger_id, {"title": dialog["title"]})

    Right:
        self.client.dialog_open(trigger_id, dialog)
    """
    with h.plugin() as plugin:
        _expect_opened(h, plugin, h.dialogs(plugin))


@_must("CONVERSATION-151", "open_dialog", rule=3, observes=("dialogs", "issue_trigger"))
def open_dialog_leaves_its_arguments_alone(h: ConversationHarness) -> None:
    """`open_dialog` neither changes the dialog nor keeps it.

    To fix: copy the dialog before completing it.

    Usual cause: an id or a default title is put into the caller's own dict.

    Wrong:
        dialog["callback_id"] = self.callback_id

    Right:
        dialog = {**dialog, "callback_id": self.callback_id}
    """
    with h.plugin() as plugin:
        _expect_content_alone(h, plugin, h.dialogs(plugin))


@_must("CONVERSATION-152", "open_dialog", rule=5, observes=("dialogs",))
def open_dialog_refuses_an_unknown_trigger(h: ConversationHarness) -> None:
    """`open_dialog` refuses a trigger that was never given, and opens nothing.

    To fix: raise NotFoundError where the platform refuses the trigger.

    Usual cause: the answer of the platform is not looked at.

    Wrong:
        self.client.dialog_open(trigger_id, dialog)

    Right:
        if not self.client.dialog_open(trigger_id, dialog).ok:
            raise NotFoundError("no such trigger", interface="conversation", value=trigger_id)
    """
    with h.plugin() as plugin:
        _expect_trigger_refused(h, h.dialogs(plugin), h.unique("trigger"), "an unknown trigger")


@_must("CONVERSATION-153", "open_dialog", rule=5, observes=("dialogs", "issue_trigger"))
def open_dialog_refuses_a_trigger_that_was_used(h: ConversationHarness) -> None:
    """`open_dialog` refuses a trigger that has opened a dialog before, and opens nothing.

    To fix: forget a trigger when it is used.

    Usual cause: triggers are kept until they expire.

    Wrong:
        user = self._triggers[trigger_id]

    Right:
        user = self._triggers.pop(trigger_id)
    """
    with h.plugin() as plugin:
        dialogs = h.dialogs(plugin)
        _expect_trigger_single_use(h, plugin, dialogs, dialogs)


@_must("CONVERSATION-160", "open_modal", rule=4, observes=("modals", "issue_trigger"))
def open_modal_shows_the_modal_to_the_user(h: ConversationHarness) -> None:
    """`open_modal` shows the modal as given to the user of the trigger, and to nobody else.

    To fix: pass the modal on whole, together with the trigger.

    Usual cause: the modal goes to the user who was last active, not to the one of the trigger.

    Wrong:
        self.client.views_open(self._last_trigger, modal)

    Right:
        self.client.views_open(trigger_id, modal)
    """
    with h.plugin() as plugin:
        _expect_opened(h, plugin, h.modals(plugin))


@_must("CONVERSATION-161", "open_modal", rule=3, observes=("modals", "issue_trigger"))
def open_modal_leaves_its_arguments_alone(h: ConversationHarness) -> None:
    """`open_modal` neither changes the modal nor keeps it.

    To fix: copy the modal, with all that is nested in it.

    Usual cause: a shallow copy is kept, whose blocks are still the caller's.

    Wrong:
        self._views[user] = dict(modal)

    Right:
        self._views[user] = copy.deepcopy(modal)
    """
    with h.plugin() as plugin:
        _expect_content_alone(h, plugin, h.modals(plugin))


@_must("CONVERSATION-162", "open_modal", rule=5, observes=("modals",))
def open_modal_refuses_an_unknown_trigger(h: ConversationHarness) -> None:
    """`open_modal` refuses a trigger that was never given, and opens nothing.

    To fix: raise NotFoundError where the platform refuses the trigger.

    Usual cause: an error of the platform is logged, and the call ends as if all were well.

    Wrong:
        with suppress(ClientError):
            self.client.views_open(trigger_id, modal)

    Right:
        try:
            self.client.views_open(trigger_id, modal)
        except ClientError as error:
            raise NotFoundError("no such trigger", value=trigger_id) from error
    """
    with h.plugin() as plugin:
        _expect_trigger_refused(h, h.modals(plugin), h.unique("trigger"), "an unknown trigger")


@_must("CONVERSATION-163", "open_modal", rule=5, observes=("modals", "issue_trigger"))
def open_modal_refuses_a_trigger_that_was_used(h: ConversationHarness) -> None:
    """`open_modal` refuses a trigger that has opened a modal before, and opens nothing.

    To fix: forget a trigger when it is used.

    Usual cause: the trigger is looked up, and never taken out.

    Wrong:
        user = self._triggers.get(trigger_id)

    Right:
        user = self._triggers.pop(trigger_id, None)
    """
    with h.plugin() as plugin:
        modals = h.modals(plugin)
        _expect_trigger_single_use(h, plugin, modals, modals)


@_must(
    "CONVERSATION-164",
    "open_dialog",
    "open_modal",
    rule=5,
    observes=("dialogs", "modals", "issue_trigger"),
)
def a_trigger_opens_a_dialog_or_a_modal(h: ConversationHarness) -> None:
    """A trigger that has opened a dialog opens no modal, and the other way round.

    To fix: keep one table of triggers for both methods.

    Usual cause: each method remembers for itself which triggers it has used.

    Wrong:
        self._used_by_dialogs.add(trigger_id)

    Right:
        self._used.add(trigger_id)
    """
    with h.plugin() as plugin:
        dialogs, modals = h.dialogs(plugin), h.modals(plugin)
        _expect_trigger_single_use(h, plugin, dialogs, modals)
        _expect_trigger_single_use(h, plugin, modals, dialogs)


@_must("CONVERSATION-170", "archive", rule=4, observes=("is_archived",))
def archive_archives_the_conversation(h: ConversationHarness) -> None:
    """`archive` archives the conversation.

    To fix: call the platform's own method for it.

    Usual cause: the plugin itself stops posting, but the conversation stays open for others.

    Wrong:
        self._archived.add(conversation_id)

    Right:
        self.client.archive(conversation_id)
    """
    with h.plugin() as plugin:
        new = h.conversation(plugin)["id"]
        plugin.archive(new)
        expect.equal(h.observe(plugin).is_archived(new), True, "being archived")


@_must("CONVERSATION-171", "send", "archive", rule=5, observes=("messages",))
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
        new = h.conversation(plugin)["id"]
        with arranging("archive"):
            plugin.archive(new)
        send = partial(plugin.send, new)
        _expect_refused_unseen(h, h.everybody(plugin, new), send, "an archived conversation")


@_must("CONVERSATION-172", "send_ephemeral", "archive", rule=5, observes=("ephemeral_messages",))
def send_ephemeral_to_an_archived_conversation_is_refused(h: ConversationHarness) -> None:
    """`send_ephemeral` to an archived conversation is refused, and nothing is shown.

    To fix: look at the state of the conversation, as `send` does.

    Usual cause: what nobody keeps is not taken for a message.

    Wrong:
        self.client.show(conversation_id, user, text)

    Right:
        self._require_open(conversation_id)
        self.client.show(conversation_id, user, text)
    """
    with h.plugin() as plugin:
        channel = h.ephemeral(plugin, new := h.conversation(plugin)["id"])
        with arranging("archive"):
            plugin.archive(new)
        _expect_refused_unseen(h, channel, channel.send, "an archived conversation")


@_must("CONVERSATION-173", "archive", rule=4, observes=("messages", "pins"))
def archive_keeps_the_messages(h: ConversationHarness) -> None:
    """`archive` keeps the messages that are there, and their pins.

    To fix: archive the conversation; do not delete it.

    Usual cause: the platform has no archive, and the conversation is deleted instead.

    Wrong:
        self.client.delete(conversation_id)

    Right:
        self.client.archive(conversation_id)
    """
    with h.plugin() as plugin:
        channel = h.everybody(plugin, new := h.conversation(plugin)["id"])
        with arranging("send"):
            sent = [channel.send(it, {}, _TYPE, persist=it == "two") for it in ("one", "two")]
        plugin.archive(new)
        for message, text in zip(sent, ("one", "two"), strict=True):
            expect.equal(channel.find(message)["text"], text, "the text seen")
        pins = h.observe(plugin).pins(new)
        expect.that(sent[1]["id"] in pins, "the pin to stay", f"the pins are {pins}")


@_must("CONVERSATION-174", "archive", rule=6, observes=("is_archived",))
def archive_again_changes_nothing(h: ConversationHarness) -> None:
    """`archive` of an archived conversation changes nothing and does not raise.

    To fix: pass over the platform's answer that it is archived already.

    Usual cause: the platform's refusal of the second call comes through.

    Wrong:
        self.client.archive(conversation_id)

    Right:
        if not self.client.info(conversation_id).archived:
            self.client.archive(conversation_id)
    """
    with h.plugin() as plugin:
        new = h.conversation(plugin)["id"]
        plugin.archive(new)
        before = h.observe(plugin).is_archived(new)
        plugin.archive(new)
        expect.unchanged(before, h.observe(plugin).is_archived(new), "being archived")


@_must("CONVERSATION-175", "archive", rule=4, observes=("is_archived",))
def archive_leaves_other_conversations_alone(h: ConversationHarness) -> None:
    """`archive` archives the conversation with that id and no other.

    To fix: compare whole ids.

    Usual cause: every conversation whose id begins like that is taken.

    Wrong:
        found = [it for it in self._all if it.id.startswith(conversation_id)]

    Right:
        found = self._all[conversation_id]
    """
    with h.plugin() as plugin:
        ids = [h.conversation(plugin)["id"] for _ in range(11)]
        plugin.archive(ids[0])
        others = [it for it in ids[1:] if h.observe(plugin).is_archived(it)]
        expect.equal(others, [], "the list of other conversations that are archived")


@_must("CONVERSATION-176", "archive", rule=5)
def archive_refuses_an_unknown_conversation(h: ConversationHarness) -> None:
    """`archive` refuses the id of a conversation that is not there.

    To fix: let the platform's refusal through, as NotFoundError.

    Usual cause: what is gone is taken for archived.

    Wrong:
        self._open.discard(conversation_id)

    Right:
        if conversation_id not in self._known:
            raise NotFoundError("no such channel", value=conversation_id)
    """
    with h.plugin() as plugin:
        for unknown in _unknown(h, h.conversation(plugin)["id"]):
            archive = partial(plugin.archive, unknown)
            expect.refused(archive, f"the unknown conversation {unknown!r}")


@_must("CONVERSATION-190", "get_participant_username", rule=4, observes=("profile",))
def get_participant_username_knows_addresses(h: ConversationHarness) -> None:
    """`get_participant_username` returns the username of the one with that e-mail address.

    To fix: look the address up on the platform.

    Usual cause: the part before the @ is taken for the username.

    Wrong:
        return participant_id.split("@")[0]

    Right:
        return self.client.lookup_by_email(participant_id).username
    """
    with h.plugin() as plugin:
        for email, profile in h.profiles(plugin).items():
            found = plugin.get_participant_username(email)
            expect.equal(found, profile["username"], f"the username of {email}")


@_must("CONVERSATION-191", "get_participant_username", rule=4, observes=("profile",))
def get_participant_username_knows_ids(h: ConversationHarness) -> None:
    """`get_participant_username` returns the username of the one with that id of the platform.

    To fix: look up what is no address as an id.

    Usual cause: only addresses were expected.

    Wrong:
        return self.client.lookup_by_email(participant_id).username

    Right:
        find = self.client.lookup_by_email if "@" in participant_id else self.client.user
        return find(participant_id).username
    """
    with h.plugin() as plugin:
        for profile in h.profiles(plugin).values():
            found = plugin.get_participant_username(profile["id"])
            expect.equal(found, profile["username"], f"the username of {profile['id']}")


@_must("CONVERSATION-192", "get_participant_username", rule=4)
def a_username_has_no_mark_of_mention(h: ConversationHarness) -> None:
    """`get_participant_username` returns the name alone, without the platform's mark of mention.

    To fix: take the mark off; whoever writes the message puts it on.

    Usual cause: the name is returned as it stands in messages.

    Wrong:
        return f"<@{user.id}>"

    Right:
        return user.name
    """
    with h.plugin() as plugin:
        for email in h.people:
            found = plugin.get_participant_username(email)
            marked = found.startswith(("@", "<"))
            expect.that(not marked, "a username without a mark of mention", f"it is {found!r}")


@_must("CONVERSATION-193", "get_participant_username", rule=5)
def get_participant_username_refuses_a_stranger(h: ConversationHarness) -> None:
    """`get_participant_username` refuses an id or address that the platform does not know.

    To fix: raise NotFoundError where the look-up finds nobody.

    Usual cause: a name is made up, so that the message can be written.

    Wrong:
        return user.name if user else "unknown"

    Right:
        if user is None:
            raise NotFoundError("no such user", value=participant_id)
        return user.name
    """
    with h.plugin() as plugin:
        for unknown in (h.stranger(), h.unique("unknown"), f"x{h.people[0]}"):
            get = partial(plugin.get_participant_username, unknown)
            expect.refused(get, f"the unknown participant {unknown}")


@_must("CONVERSATION-200", "get_participant_email", rule=4, observes=("profile",))
def get_participant_email_knows_ids(h: ConversationHarness) -> None:
    """`get_participant_email` returns the address of the one with that id of the platform.

    To fix: look the id up on the platform.

    Usual cause: the address is put together of the username and a domain.

    Wrong:
        return f"{self.client.user(participant_id).name}@{self.domain}"

    Right:
        return self.client.user(participant_id).email
    """
    with h.plugin() as plugin:
        for email, profile in h.profiles(plugin).items():
            found = plugin.get_participant_email(profile["id"])
            expect.equal(found, email, f"the address of {profile['id']}")


@_must("CONVERSATION-201", "get_participant_email", rule=4)
def get_participant_email_knows_addresses(h: ConversationHarness) -> None:
    """`get_participant_email` returns the address itself if it is given one.

    To fix: look an address up as such; it is a valid way to name a participant.

    Usual cause: only ids were expected, and an address is no id.

    Wrong:
        return self.client.user(participant_id).email

    Right:
        find = self.client.lookup_by_email if "@" in participant_id else self.client.user
        return find(participant_id).email
    """
    with h.plugin() as plugin:
        for email in h.people:
            expect.equal(plugin.get_participant_email(email), email, f"the address of {email}")


@_must("CONVERSATION-202", "get_participant_email", rule=5)
def get_participant_email_refuses_a_stranger(h: ConversationHarness) -> None:
    """`get_participant_email` refuses an id or address that the platform does not know.

    To fix: look up an address too, and raise NotFoundError where nobody is found.

    Usual cause: an address is returned as it is, whether anybody has it or not.

    Wrong:
        if "@" in participant_id:
            return participant_id

    Right:
        if "@" in participant_id:
            return self.client.lookup_by_email(participant_id).email
    """
    with h.plugin() as plugin:
        for unknown in (h.stranger(), h.unique("unknown"), f"x{h.people[0]}"):
            get = partial(plugin.get_participant_email, unknown)
            expect.refused(get, f"the unknown participant {unknown}")


@_must("CONVERSATION-210", "get_participant_avatar_url", rule=4, observes=("profile",))
def get_participant_avatar_url_knows_addresses(h: ConversationHarness) -> None:
    """`get_participant_avatar_url` returns the picture of the one with that address, or None.

    To fix: return None, and no picture of somebody else, for who has none.

    Usual cause: a default picture is returned, or an empty str.

    Wrong:
        return user.picture or ""

    Right:
        return user.picture or None
    """
    with h.plugin() as plugin:
        for email, profile in h.profiles(plugin).items():
            found = plugin.get_participant_avatar_url(email)
            expect.equal(found, profile["avatar_url"], f"the picture of {email}")


@_must("CONVERSATION-211", "get_participant_avatar_url", rule=4, observes=("profile",))
def get_participant_avatar_url_knows_ids(h: ConversationHarness) -> None:
    """`get_participant_avatar_url` returns the picture of the one with that id, or None.

    To fix: look up what is no address as an id.

    Usual cause: only addresses were expected.

    Wrong:
        return self.client.lookup_by_email(participant_id).picture

    Right:
        find = self.client.lookup_by_email if "@" in participant_id else self.client.user
        return find(participant_id).picture
    """
    with h.plugin() as plugin:
        for profile in h.profiles(plugin).values():
            found = plugin.get_participant_avatar_url(profile["id"])
            expect.equal(found, profile["avatar_url"], f"the picture of {profile['id']}")


@_must("CONVERSATION-212", "get_participant_avatar_url", rule=9)
def the_picture_of_a_participant_is_absolute(h: ConversationHarness) -> None:
    """The picture that `get_participant_avatar_url` returns is an absolute http(s) URL.

    To fix: put the address of the platform before the path.

    Usual cause: the platform gives a path.

    Wrong:
        return user.picture

    Right:
        return urljoin("https://acme.example/", user.picture)
    """
    with h.plugin() as plugin:
        for email in h.people:
            found = plugin.get_participant_avatar_url(email)
            if found is not None:
                expect.absolute_url(found, f"the picture of {email}")


@_must("CONVERSATION-213", "get_participant_avatar_url", rule=5)
def get_participant_avatar_url_refuses_a_stranger(h: ConversationHarness) -> None:
    """`get_participant_avatar_url` refuses an id or address that the platform does not know.

    To fix: raise NotFoundError; None is for somebody without a picture.

    Usual cause: nobody and no picture are told by the same None.

    Wrong:
        return user and user.picture

    Right:
        if user is None:
            raise NotFoundError("no such user", value=participant_id)
        return user.picture
    """
    with h.plugin() as plugin:
        for unknown in (h.stranger(), h.unique("unknown"), f"x{h.people[0]}"):
            get = partial(plugin.get_participant_avatar_url, unknown)
            expect.refused(get, f"the unknown participant {unknown}")


@_must("CONVERSATION-220", "set_topic", rule=4, observes=("topic",))
def set_topic_replaces_the_topic(h: ConversationHarness) -> None:
    """`set_topic` puts the new topic in place of the one before.

    To fix: set the topic whole.

    Usual cause: the topic is set only once, or the new one is appended.

    Wrong:
        self._topics.setdefault(conversation_id, topic)

    Right:
        self._topics[conversation_id] = topic
    """
    with h.plugin() as plugin:
        new = h.conversation(plugin)["id"]
        for topic in ("investigating", "mitigated"):
            plugin.set_topic(new, topic)
            expect.equal(h.observe(plugin).topic(new), topic, "the topic")


@_must("CONVERSATION-221", "set_topic", rule=4, observes=("topic",))
def set_topic_to_nothing_takes_the_topic_away(h: ConversationHarness) -> None:
    """`set_topic` with `""` leaves the conversation without a topic.

    To fix: pass an empty topic on like any other.

    Usual cause: an empty topic is taken for none given.

    Wrong:
        if topic:
            self.client.set_topic(conversation_id, topic)

    Right:
        self.client.set_topic(conversation_id, topic)
    """
    with h.plugin() as plugin:
        new = h.conversation(plugin)["id"]
        for topic in ("investigating", ""):
            plugin.set_topic(new, topic)
        expect.equal(h.observe(plugin).topic(new), "", "the topic")


@_must("CONVERSATION-222", "set_topic", rule=7, observes=("topic",))
def set_topic_keeps_the_topic_as_it_is(h: ConversationHarness) -> None:
    """`set_topic` shows the topic exactly, whatever it holds, or refuses it.

    To fix: pass the topic on untouched, or raise InvalidRequestError.

    Usual cause: line breaks are taken out, or white space around it.

    Wrong:
        self.client.set_topic(conversation_id, " ".join(topic.split()))

    Right:
        self.client.set_topic(conversation_id, topic)
    """
    with h.plugin() as plugin:
        new = h.conversation(plugin)["id"]
        for topic in filter(None, values.TEXTS):
            if _done(partial(plugin.set_topic, new, topic)):
                expect.equal(h.observe(plugin).topic(new), topic, "the topic")


@_must("CONVERSATION-223", "set_topic", rule=7, observes=("topic",))
def set_topic_keeps_a_long_topic_whole_or_the_old_one(h: ConversationHarness) -> None:
    """`set_topic` shows a topic of 100 000 characters whole, or refuses it and keeps the old one.

    To fix: raise InvalidRequestError where the platform has a limit; never cut.

    Usual cause: the topic is cut to the limit of the platform, to be safe.

    Wrong:
        self.client.set_topic(conversation_id, topic[:250])

    Right:
        if len(topic) > 250:
            raise InvalidRequestError("too long", interface="conversation", method="set_topic")
        self.client.set_topic(conversation_id, topic)
    """
    with h.plugin() as plugin:
        new = h.conversation(plugin)["id"]
        plugin.set_topic(new, "old")
        kept = _done(partial(plugin.set_topic, new, values.LONG_TEXT))
        wanted = values.LONG_TEXT if kept else "old"
        expect.equal(h.observe(plugin).topic(new), wanted, "the topic")


@_must("CONVERSATION-224", "set_topic", rule=4, observes=("topic",))
def set_topic_leaves_other_conversations_alone(h: ConversationHarness) -> None:
    """`set_topic` changes the topic of no other conversation.

    To fix: keep the topic with its conversation.

    Usual cause: the topic is an attribute of the plugin.

    Wrong:
        self._topic = topic

    Right:
        self._topics[conversation_id] = topic
    """
    with h.plugin() as plugin:
        ids = [h.conversation(plugin)["id"] for _ in range(11)]
        with arranging("set_topic"):
            plugin.set_topic(ids[-1], "stays")
        plugin.set_topic(ids[0], "changed")
        topics = [h.observe(plugin).topic(it) for it in ids[1:]]
        expect.that("changed" not in topics, "no other topic to change", f"they are {topics}")
        expect.equal(topics[-1], "stays", "the topic of another conversation")


@_must("CONVERSATION-225", "set_topic", rule=5)
def set_topic_refuses_an_unknown_conversation(h: ConversationHarness) -> None:
    """`set_topic` refuses the id of a conversation that is not there.

    To fix: let the platform's refusal through, as NotFoundError.

    Usual cause: the topic of an unknown id is stored like any other.

    Wrong:
        self._topics[conversation_id] = topic

    Right:
        if conversation_id not in self._topics:
            raise NotFoundError("no such channel", value=conversation_id)
        self._topics[conversation_id] = topic
    """
    with h.plugin() as plugin:
        for unknown in _unknown(h, h.conversation(plugin)["id"]):
            set_topic = partial(plugin.set_topic, unknown, "lost")
            expect.refused(set_topic, f"the unknown conversation {unknown!r}")


@_must("CONVERSATION-230", "get_command_name", rule=4, observes=("command_names",))
def get_command_name_returns_what_users_type(h: ConversationHarness) -> None:
    """`get_command_name` returns what users type for the command on this platform.

    To fix: return the name as it is registered with the platform, slash and prefix included.

    Usual cause: the application's own name of the command is returned.

    Wrong:
        return f"/{command}"

    Right:
        return self.configuration.commands[command]
    """
    with h.plugin() as plugin:
        names = h.observe(plugin).command_names()
        for command in h.commands:
            expect.equal(plugin.get_command_name(command), names.get(command), f"{command!r}")


@_must("CONVERSATION-231", "get_command_name", rule=4)
def different_commands_have_different_names(h: ConversationHarness) -> None:
    """`get_command_name` returns a name of its own for each command.

    To fix: give the name with which users reach this very command.

    Usual cause: the platform has one entry point, and what follows it is left out.

    Wrong:
        return "/dispatch"

    Right:
        return f"/dispatch {command}"
    """
    with h.plugin() as plugin:
        names = [plugin.get_command_name(it) for it in h.commands]
        expect.equal(len(set(names)), len(set(h.commands)), f"the number of names in {names}")


@_must("CONVERSATION-232", "get_command_name", rule=5)
def get_command_name_refuses_an_unknown_command(h: ConversationHarness) -> None:
    """`get_command_name` refuses a command that there is not.

    To fix: raise NotFoundError; whatever is returned is put into a message as it is.

    Usual cause: the name is put together of a prefix and whatever was given.

    Wrong:
        return f"/dispatch-{command}"

    Right:
        if command not in self.commands:
            raise NotFoundError("no such command", interface="conversation", value=command)
    """
    with h.plugin() as plugin:
        for unknown in (h.unique("unknown"), "", f"{h.commands[0]}-unknown"):
            get = partial(plugin.get_command_name, unknown)
            expect.refused(get, f"the unknown command {unknown!r}")


def _unknown_arguments(
    h: ConversationHarness, plugin: ConversationPlugin
) -> Iterator[tuple[str, str, tuple[Any, ...]]]:
    known, unknown, stranger = h.conversation(plugin)["id"], h.unique("unknown"), h.stranger()
    yield "create", "participant", (h.unique("incident"), [{"email": stranger}])
    yield "send", "conversation", (unknown, "hello", {}, _TYPE)
    yield "send_direct", "user", (stranger, "hello", {}, _TYPE)
    yield "send_ephemeral", "conversation", (unknown, h.people[0], "hello", {}, _TYPE)
    yield "send_ephemeral", "user", (known, stranger, "hello", {}, _TYPE)
    yield "add", "conversation", (unknown, [h.people[0]])
    yield "add", "participant", (known, [stranger])
    yield "open_dialog", "trigger", (unknown, dict(h.dialog))
    yield "open_modal", "trigger", (unknown, dict(h.modal))
    yield "archive", "conversation", (unknown,)
    yield "get_participant_username", "participant", (unknown,)
    yield "get_participant_email", "participant", (unknown,)
    yield "get_participant_avatar_url", "participant", (unknown,)
    yield "set_topic", "conversation", (unknown, "lost")
    yield "get_command_name", "command", (unknown,)


@_should("CONVERSATION-300", *(it.name for it in CONTRACTS["conversation"].methods), rule=5)
def what_is_unknown_is_not_found(h: ConversationHarness) -> None:
    """Every method that is given an unknown id, address, trigger or command raises NotFoundError.

    To fix: translate the platform's answer into NotFoundError.

    Usual cause: the platform's own error comes through, and the application cannot read it.

    Wrong:
        return self.client.user(participant_id).email

    Right:
        try:
            return self.client.user(participant_id).email
        except ClientError as error:
            raise NotFoundError("no such user", value=participant_id) from error
    """
    with h.plugin() as plugin:
        expect.all_refused_with(
            NotFoundError,
            (
                (f"{method} with an unknown {what}", partial(getattr(plugin, method), *args))
                for method, what, args in _unknown_arguments(h, plugin)
                if _offers(plugin, method)
            ),
        )


@_should("CONVERSATION-301", "create", *_POSTING, rule=5)
def what_is_not_acceptable_is_an_invalid_request(h: ConversationHarness) -> None:
    """What cannot be a name, and posts to an archived conversation, raise InvalidRequestError.

    To fix: check before calling the platform, or translate its answer.

    Usual cause: the platform's own error comes through, and the application cannot read it.

    Wrong:
        self.client.post(conversation_id, text)

    Right:
        if self.client.info(conversation_id).archived:
            raise InvalidRequestError("is archived", value=conversation_id)
    """
    with h.plugin() as plugin:
        new = h.conversation(plugin)["id"]
        calls: list[tuple[str, str, tuple[Any, ...]]] = [
            ("create", f"the name {name!r}", (name, [])) for name in values.NOT_NAMES
        ]
        if _offers(plugin, "archive"):
            with arranging("archive"):
                plugin.archive(new)
            ephemeral: tuple[Any, ...] = (new, h.people[0], "hello", {}, _TYPE)
            calls.append(("send", "an archived conversation", (new, "hello", {}, _TYPE)))
            calls.append(("send_ephemeral", "an archived conversation", ephemeral))
        expect.all_refused_with(
            InvalidRequestError,
            (
                (f"{method} with {what}", partial(getattr(plugin, method), *args))
                for method, what, args in calls
                if _offers(plugin, method)
            ),
        )


@_must("CONVERSATION-310", "create", rule=12, observes=("conversations",))
def two_plugins_share_no_conversations(h: ConversationHarness) -> None:
    """Two plugins side by side share no conversations; over one shared backend they share all.

    To fix: keep state in the instance; or say `shared_backend=True` in the harness.

    Usual cause: the conversations are kept in an attribute of the class.

    Wrong:
        class AcmeConversation(ConversationPlugin):
            channels = {}

    Right:
        class AcmeConversation(ConversationPlugin):
            def __init__(self):
                self.channels = {}
    """
    with h.plugin() as one, h.plugin() as other:
        name = one.create(h.unique("incident"), [{"email": h.people[0]}])["name"]
        seen = name in h.observe(other).conversations().values()
        expect.equal(seen, h.shared_backend, "being seen by the other plugin")


@_must("CONVERSATION-311", "send_direct", rule=12, observes=("direct_messages",))
def two_plugins_share_no_messages(h: ConversationHarness) -> None:
    """Two plugins side by side share no direct messages; over one backend they share all.

    To fix: keep messages in the instance, and not in the module.

    Usual cause: a cache of the module keeps messages by the address of the user.

    Wrong:
        @functools.cache
        def inbox(user): return []

    Right:
        def inbox(self, user): return self._inboxes[user]
    """
    with h.plugin() as one, h.plugin() as other:
        text = h.word()
        h.direct(one).send(text, {}, _TYPE)
        seen = text in h.direct(other).texts()
        expect.equal(seen, h.shared_backend, "being seen by the other plugin")


@_must("CONVERSATION-312", "open_dialog", "open_modal", rule=12, observes=("issue_trigger",))
def two_plugins_share_no_triggers(h: ConversationHarness) -> None:
    """A trigger opens nothing in another plugin side by side; over one backend it does.

    To fix: keep triggers in the instance that they were given to.

    Usual cause: the triggers are kept in an attribute of the class.

    Wrong:
        class AcmeConversation(ConversationPlugin):
            triggers = set()

    Right:
        class AcmeConversation(ConversationPlugin):
            def __init__(self):
                self.triggers = set()
    """
    with h.plugin() as one, h.plugin() as other:
        if _offers(other, "open_modal"):
            opened = _attempt(partial(other.open_modal, h.trigger(one), dict(h.modal)))
        else:
            opened = _attempt(partial(other.open_dialog, h.trigger(one), dict(h.dialog)))
        expect.equal(opened is not None, h.shared_backend, "opening something in the other plugin")


@_must("CONVERSATION-320", "create", rule=11, observes=("conversations",))
def conversations_created_at_once_are_distinct(h: ConversationHarness) -> None:
    """Conversations created at the same time have distinct ids, and all are there.

    To fix: take the next id under a lock, or leave ids to the platform.

    Usual cause: the id is the number of conversations so far.

    Wrong:
        channel_id = f"C{len(self._channels)}"

    Right:
        with self._lock:
            channel_id = f"C{next(self._count)}"
    """
    with h.plugin() as plugin:
        names = [h.unique("incident") for _ in range(8)]
        made = in_parallel([partial(plugin.create, it, [{"email": h.people[0]}]) for it in names])
        ids = {it["id"] for it in made}
        expect.equal(len(ids), 8, "the number of ids of 8 conversations")
        missing = ids - set(h.observe(plugin).conversations())
        expect.equal(missing, set(), "the set of conversations that are not there")


@_must("CONVERSATION-321", "send", rule=11, observes=("messages",))
def messages_sent_at_once_are_all_seen(h: ConversationHarness) -> None:
    """Messages sent to one conversation at the same time have distinct ids, and all are seen.

    To fix: append under a lock, or leave the order to the platform.

    Usual cause: the messages are read, changed and written back.

    Wrong:
        messages = list(self._messages[conversation_id])
        self._messages[conversation_id] = [*messages, message]

    Right:
        with self._lock:
            self._messages[conversation_id].append(message)
    """
    with h.plugin() as plugin:
        channel = h.everybody(plugin)
        sends = [partial(channel.send, f"message {it}", {}, _TYPE) for it in range(8)]
        ids = {it["id"] for it in in_parallel(sends)}
        expect.equal(len(ids), 8, "the number of ids of 8 messages")
        missing = ids - {it["id"] for it in channel.seen()}
        expect.equal(missing, set(), "the set of messages that are not seen")


@_must("CONVERSATION-322", "send", rule=11)
def timestamps_taken_at_once_are_distinct(h: ConversationHarness) -> None:
    """Messages sent to one conversation at the same time have distinct timestamps.

    To fix: take the next timestamp under a lock.

    Usual cause: two threads read the last timestamp before one of them writes it.

    Wrong:
        self._last = max(self._last + 1, self._now())
        message = self._post(text, self._last)

    Right:
        with self._lock:
            self._last = stamp = max(self._last + 1, self._now())
        message = self._post(text, stamp)
    """
    with h.plugin() as plugin:
        new = h.conversation(plugin)["id"]
        sends = [partial(plugin.send, new, f"no. {it}", {}, _TYPE) for it in range(8)]
        stamps = {_instant(it) for it in in_parallel(sends)}
        expect.equal(len(stamps), 8, "the number of timestamps of 8 messages")


@_must("CONVERSATION-323", "send", rule=11, observes=("messages", "pins"))
def a_pinned_message_is_seen(h: ConversationHarness) -> None:
    """While messages are sent and pinned, no pin is seen without its message.

    To fix: post first and pin after, or do both under one lock.

    Usual cause: the pin is written first, since the message takes longer.

    Wrong:
        self._pins.append(message_id)
        self._messages.append(message)

    Right:
        self._messages.append(message)
        self._pins.append(message_id)
    """
    with h.plugin() as plugin:
        channel = h.everybody(plugin, new := h.conversation(plugin)["id"])
        observer, alone, done = h.observe(plugin), set[str](), threading.Event()

        def send() -> None:
            try:
                for it in range(4):
                    channel.send(f"no. {it}", {}, _TYPE, persist=True)
            finally:
                done.set()

        def look() -> None:
            while not done.is_set():
                pins = set(observer.pins(new))
                alone.update(pins - {it["id"] for it in channel.seen()})

        in_parallel([send, look])
        expect.equal(alone, set(), "the set of pins that were seen without their message")


@_must("CONVERSATION-324", "add", rule=11, observes=("members",))
def participants_added_at_once_are_all_members(h: ConversationHarness) -> None:
    """Participants added to one conversation at the same time are all members.

    To fix: change the membership under a lock, or with one call of the platform per participant.

    Usual cause: the membership is read, changed and written back.

    Wrong:
        members = set(self._members[conversation_id])
        self._members[conversation_id] = members | set(participants)

    Right:
        with self._lock:
            self._members[conversation_id].update(participants)
    """
    with h.plugin() as plugin:
        new = h.conversation(plugin, h.people[0])["id"]
        in_parallel([partial(plugin.add, new, [it]) for it in h.people[1:]])
        expect.equal(h.members(plugin, new), list(h.people), "the membership")


@_must("CONVERSATION-325", "open_dialog", "open_modal", rule=11, observes=("issue_trigger",))
def a_trigger_used_at_once_opens_one(h: ConversationHarness) -> None:
    """A trigger that several threads use at the same time opens one dialog or modal, once.

    To fix: look the trigger up and take it out in one step.

    Usual cause: it is looked up first and taken out when the dialog is open.

    Wrong:
        user = self._triggers[trigger_id]
        self._show(user, dialog)
        del self._triggers[trigger_id]

    Right:
        user = self._triggers.pop(trigger_id)
        self._show(user, dialog)
    """
    with h.plugin() as plugin:
        trigger, calls = h.trigger(plugin), list[Callable[[], Any]]()
        for method, content in (("open_dialog", h.dialog), ("open_modal", h.modal)):
            if _offers(plugin, method):
                call = partial(getattr(plugin, method), trigger, dict(content))
                calls += [partial(_attempt, call)] * 3
        opened = [it for it in in_parallel(calls) if it is not None]
        expect.equal(len(opened), 1, "the number of calls that opened something")


@_must("CONVERSATION-326", "send", "archive", rule=11, observes=("messages",))
def messages_sent_while_archiving_are_seen_or_refused(h: ConversationHarness) -> None:
    """A message sent while the conversation is being archived is seen, or its `send` is refused.

    To fix: look at the state and post under the lock that `archive` takes.

    Usual cause: `archive` writes back the conversation as it was when it began.

    Wrong:
        archived = evolve(self._channels[conversation_id], archived=True)
        self._channels[conversation_id] = archived

    Right:
        with self._lock:
            self._channels[conversation_id].archived = True
    """
    with h.plugin() as plugin:
        channel = h.everybody(plugin, new := h.conversation(plugin)["id"])

        def send() -> set[str]:
            accepted: set[str] = set()
            for number in range(100):
                sent = _attempt(partial(channel.send, f"no. {number}", {}, _TYPE))
                if sent is None:
                    break
                accepted.add(sent[0]["id"])
            return accepted

        def archive() -> set[str]:
            plugin.archive(new)
            return set()

        sent = set[str]().union(*in_parallel([send, archive, send]))
        missing = sent - {it["id"] for it in channel.seen()}
        expect.equal(missing, set(), "the set of messages that were accepted and are not seen")
