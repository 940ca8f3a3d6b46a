"""What a conversation plugin must do."""

import copy
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any, ClassVar, Final, Protocol, cast

from attrs import define, field, frozen
from typing_extensions import TypedDict

from dispatch_interfaces.conformance.requirements import common, expect
from dispatch_interfaces.conformance.run.created import Fate
from dispatch_interfaces.conformance.run.endings import (
    ENDINGS,
    Blocked,
    HarnessError,
    Limited,
    arranging,
)
from dispatch_interfaces.conformance.run.harness import Creates, Harness
from dispatch_interfaces.conformance.run.requirement import Suite
from dispatch_interfaces.conformance.run.watching import Watch
from dispatch_interfaces.contract import CONTRACTS, Contract
from dispatch_interfaces.errors import AlreadyExistsError
from dispatch_interfaces.narrowing import is_list, is_mapping
from dispatch_interfaces.protocols.conversation import (
    Block,
    Conversation,
    ConversationPlugin,
    Message,
    MessageTemplate,
)

TYPE: Final = "incident-notification"
SENDING: Final = ("send", "send_direct", "send_ephemeral")
POSTING: Final = ("send", "send_ephemeral")


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
        return self.find(self.send("see below", template, TYPE, **rest))["body"]


@frozen
class Window:
    """Dialogs or modals: how to open one, how a user sees them, and one to open."""

    open: Callable[[str, dict[str, Any]], None]
    seen: Callable[[str], Sequence[Mapping[str, Any]]]
    content: dict[str, Any]


@define
class ConversationWatch(Watch):
    """Knows which names are taken, and which of them by an archived conversation."""

    _names: dict[str, str] = field(factory=dict[str, str], init=False)
    """The name of each conversation, as it is compared with others."""
    _archived: set[str] = field(factory=set[str], init=False)
    _lock: threading.Lock = field(factory=threading.Lock, init=False)

    def may_reject(self, method: str, arguments: Mapping[str, Any], error: Exception) -> str:
        """A name that is taken, where names are unique."""
        taken = self.limits.unique_names and self._taken(method, arguments, error)
        enough = taken == "now" or (taken and self.limits.unique_names.for_ever)
        return "unique_names" if enough else ""

    def explains(self, method: str, arguments: Mapping[str, Any], error: Exception) -> str:
        """Names that are unique, in general or for ever."""
        taken = self._taken(method, arguments, error)
        more = ", for_ever=True" if taken == "before" else ""
        return f'unique_names=Unique("why"{more})' if taken else ""

    def note(self, method: str, arguments: Mapping[str, Any], result: Any) -> None:
        """Remember a name, or that its conversation was archived."""
        with self._lock:
            if method == "create":
                self._names[result["id"]] = self._alike(arguments["name"])
            elif method == "archive":
                self._archived.add(arguments["conversation_id"])

    def _taken(self, method: str, arguments: Mapping[str, Any], error: Exception) -> str:
        """Whether a name is taken ``"now"``, or was ``"before"``, by an archived conversation."""
        if method != "create" or not isinstance(error, AlreadyExistsError):
            return ""
        name = self._alike(arguments["name"])
        with self._lock:
            having = {it for it, other in self._names.items() if other == name}
            return "now" if having - self._archived else "before" if having else ""

    def _alike(self, name: str) -> str:
        unique, kept = self.limits.unique_names, self.limits.in_force("name", name)
        return unique.alike(kept) if unique is not None else str(kept)


@frozen(kw_only=True)
class ConversationHarness(Harness[ConversationPlugin, ConversationObserver]):
    """How to bring a conversation plugin under test.

    Args:
        commands: Commands of the application, at least two, that the plugin has a name for.
        dialog: A dialog that the platform can show. A ``{run}`` in any of its texts stands for a
            word of the run's own: by it the suite tells its own from those of somebody else, who
            opens some for the same people meanwhile.
        modal: A modal that the platform can show; the same is true of it.
    """

    contract: ClassVar[Contract] = CONTRACTS["conversation"]
    observer_type = ConversationObserver
    watch_type: ClassVar[type[Watch]] = ConversationWatch
    creates: ClassVar[Creates] = {
        "create": ("conversation", Fate.REMOVED),
        "send": ("message", Fate.WITHIN),
        "send_ephemeral": ("message", Fate.WITHIN),
        "send_direct": ("direct message", Fate.STAYS),
        "open_dialog": ("dialog", Fate.STAYS),
        "open_modal": ("modal", Fate.STAYS),
    }
    acts: ClassVar[tuple[str, ...]] = ("issue_trigger",)
    shows: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "ephemeral_messages": ("send_ephemeral",),
        "dialogs": ("open_dialog",),
        "modals": ("open_modal",),
        "issue_trigger": ("open_dialog", "open_modal"),
    }

    commands: tuple[str, ...] = ("assign-role", "engage-oncall", "update-incident")
    dialog: Mapping[str, Any] = field(
        factory=lambda: {"title": "Report {run}", "elements": [{"type": "text", "name": "title"}]}
    )
    modal: Mapping[str, Any] = field(
        factory=lambda: {"type": "modal", "blocks": [{"type": "input", "block_id": "title {run}"}]}
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
            return plugin.create(self.name(), [{"email": it} for it in members or self.people])

    def name(self) -> str:
        """A name that no conversation has yet, and that the platform leaves as it is."""
        return self.plain("name", self.unique("incident"))

    def any_conversation(self, plugin: ConversationPlugin) -> Conversation:
        """A conversation of all `people`, for what does not mind what others do in it."""
        return self.several(plugin, 1)[0]

    def several(self, plugin: ConversationPlugin, number: int) -> list[Conversation]:
        """So many of these; two over a remote backend."""
        make = partial(self.conversation, plugin)
        return [self.once(f"conversation {it}", make) for it in self.plenty(number, 2)]

    def lone(self, plugin: ConversationPlugin) -> str:
        """The id of a conversation of the first of `people`, for what changes nothing in it."""
        return self.once("lone", lambda: self.conversation(plugin, self.people[0])["id"])

    def two(self) -> list[Any]:
        """Two participants, of whom the second has a full name."""
        one, other = self.people[:2]
        return [{"email": one}, {"email": other, "name": "Full Name"}]

    def created(self, plugin: ConversationPlugin) -> Conversation:
        """What `create` answers for these two."""
        return self.once("created", lambda: plugin.create(self.name(), self.two()))

    def named(
        self, plugin: ConversationPlugin, names: Iterable[str]
    ) -> Iterator[tuple[str, Conversation]]:
        """Each name, and the conversation of that name; without those that are refused."""
        for name in names:
            create = partial(expect.made, plugin.create, name, [{"email": self.people[0]}])
            made = self.once(f"named {name}", create)
            if made is not None:
                yield name, made

    def archived(self, plugin: ConversationPlugin) -> str:
        """The id of a conversation of all `people` that is archived."""

        def make() -> str:
            new = self.conversation(plugin)["id"]
            with arranging("archive"):
                plugin.archive(new)
            return new

        return self.once("archived", make)

    def everybody(self, plugin: ConversationPlugin, conversation_id: str | None = None) -> Channel:
        """`send`, to a conversation; to any if none is given."""
        target = conversation_id or self.any_conversation(plugin)["id"]
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
        """`send_ephemeral`, to a user in a conversation; in any if none is given."""
        target = conversation_id or self.any_conversation(plugin)["id"]
        reader = user or self.people[0]
        observer = self.observe(plugin)
        return Channel(
            partial(plugin.send_ephemeral, target, reader),
            lambda: observer.ephemeral_messages(target, reader),
        )

    def channel(
        self, plugin: ConversationPlugin, method: str, conversation_id: str | None = None
    ) -> Channel:
        """One of these ways to send, by its method."""
        if method == "send_direct":
            return self.direct(plugin)
        if method == "send_ephemeral":
            return self.ephemeral(plugin, conversation_id)
        return self.everybody(plugin, conversation_id)

    def offered(self, plugin: ConversationPlugin, conversation_id: str) -> Iterator[Channel]:
        """All ways to send that the plugin does not declare unsupported."""
        for method in SENDING:
            if expect.offers(plugin, method):
                yield self.channel(plugin, method, conversation_id)

    def window(self, plugin: ConversationPlugin, kind: str) -> Window:
        """`open_dialog` or `open_modal`, by its kind."""
        word, see = self.unique("run"), getattr(self.observe(plugin), f"{kind}s")
        content = self.content(kind, word)

        def seen(user: str) -> list[Mapping[str, Any]]:
            told_apart = self.shared_backend and word in repr(content)
            return [it for it in see(user) if not told_apart or word in repr(it)]

        return Window(getattr(plugin, f"open_{kind}"), seen, content)

    def content(self, kind: str, word: str | None = None) -> dict[str, Any]:
        """What to open a dialog or a modal with; with a word in it, or a new one."""
        made: dict[str, Any] = _filled(getattr(self, kind), word or self.unique("run"))
        return made

    def trigger(self, plugin: ConversationPlugin, user: str | None = None) -> str:
        """A new trigger of a user."""
        return self.observe(plugin).issue_trigger(user or self.people[0])

    def members(self, plugin: ConversationPlugin, conversation_id: str) -> list[str]:
        """Who of `people` is in a conversation; others, such as a bot, are left out."""
        found = self.observe(plugin).members(conversation_id)
        return [it for it in self.people if it in found]

    def profiles(self, plugin: ConversationPlugin) -> dict[str, SeenProfile]:
        """The profiles of `people`, by address; over a remote backend of some of them."""
        observer = self.observe(plugin)
        found = {it: observer.profile(it) for it in self.some(self.people)}
        unknown = [email for email, profile in found.items() if profile is None]
        if unknown:
            raise HarnessError(f"the observer has no profile of {', '.join(unknown)}")
        return cast("dict[str, SeenProfile]", found)

    def stranger(self) -> str:
        """An address that no backend knows."""
        return f"{self.unique('nobody')}@nowhere.invalid"

    def word(self) -> str:
        """A word that is part of no other, and that stays as it is in a message."""
        return self.plain("message", f"{self.unique('word')}x")

    def try_observer(self, plugin: ConversationPlugin, observer: ConversationObserver) -> None:
        """A new conversation has nothing in it, and nothing was sent to anybody or opened."""
        member, stranger = self.people[:2]
        new, word = self.lone(plugin), self.word()
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


CONVERSATION: Final = Suite(
    ConversationHarness, untested={9: common.LINKS_LEAD, 14: common.NO_FAILURES}
)
common.add_requirements(CONVERSATION)

must: Final = CONVERSATION.must
should: Final = CONVERSATION.should


def attempted(call: Callable[[], Any]) -> Any:
    """What a call returned, in a tuple; None if it was refused with whatever error."""
    try:
        return (call(),)
    except Limited:
        return None
    except (AssertionError, *ENDINGS):
        raise
    except Exception:
        return None


def section_of(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def unknown_ids(h: ConversationHarness, known_id: str) -> tuple[str, str]:
    """Two ids that are not there, one of them beginning with one that is."""
    return h.unique("unknown"), f"{known_id}-unknown"


def instant_of(message: Message) -> Decimal:
    """A timestamp to compare with others; whether it is written as it should be is not asked."""
    try:
        return Decimal(message["timestamp"])
    except ArithmeticError as error:
        raise Blocked("send", f"gave the timestamp {message['timestamp']!r}") from error


def expect_rising(messages: Iterable[Message]) -> None:
    stamps = [instant_of(it) for it in messages]
    expect.equal(stamps, sorted(set(stamps)), "the list of timestamps in the order of sending")


def expect_shown(body: str, *words: str) -> None:
    missing = [word for word in words if word not in body]
    expect.that(not missing, f"the message to show {missing}", f"it shows {body!r}")


def expect_hidden(body: str, *words: str) -> None:
    present = [word for word in words if word in body]
    expect.that(not present, f"the message not to show {present}", f"it shows {body!r}")


def expect_refused_unseen(
    h: ConversationHarness, channel: Channel, send: Callable[..., Any], what: str
) -> None:
    """What is sent is refused, and not seen where it would have been."""
    text = h.word()
    expect.refused(send, text, {}, TYPE, what=what)
    expect.that(text not in channel.texts(), "the refused message not to be seen", "it is seen")


def _filled(value: Any, word: str) -> Any:
    """A copy of what a window is opened with, in whose texts a word stands for ``{run}``."""
    if isinstance(value, str):
        return value.replace("{run}", word)
    if is_mapping(value):
        return {key: _filled(it, word) for key, it in value.items()}
    if is_list(value):
        return [_filled(it, word) for it in value]
    return copy.deepcopy(value)


def expect_content_alone(
    h: ConversationHarness, plugin: ConversationPlugin, window: Window
) -> None:
    content, user = copy.deepcopy(window.content), h.people[0]
    window.open(h.trigger(plugin, user), content)
    expect.unchanged(window.content, content, "the argument passed")
    before = copy.deepcopy(window.seen(user))
    expect.that(before, f"the user to see {content!r}", "the user sees nothing")
    for value in (*content.values(), content):
        if isinstance(value, dict | list):
            value.clear()
    expect.unchanged(before, window.seen(user), "what the user sees")


def expect_trigger_refused(h: ConversationHarness, window: Window, trigger: str, what: str) -> None:
    people = h.some(h.people)
    before = [len(window.seen(it)) for it in people]
    expect.refused(window.open, trigger, copy.deepcopy(window.content), what=what)
    after = [len(window.seen(it)) for it in people]
    expect.unchanged(before, after, "the number of windows that each user sees")


def expect_trigger_single_use(
    h: ConversationHarness, plugin: ConversationPlugin, first: Window, second: Window
) -> None:
    trigger = h.trigger(plugin)
    first.open(trigger, copy.deepcopy(first.content))
    expect_trigger_refused(h, second, trigger, "a trigger that was used before")
