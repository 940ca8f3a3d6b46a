"""Conversations beside dicts of who is in them and what was said."""

from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.stateful import initialize

from dispatch_interfaces.conformance import strategies
from dispatch_interfaces.conformance.requirements.conversation import ConversationHarness
from dispatch_interfaces.conformance.requirements.stateful.machine import WHICH, Machine, rule

_WHO: Final = strategies.participants((0, 1, 2, 3))
_TYPE: Final = "incident-notification"
_TEXTS: Final = '[(it["id"], it["text"]) for it in {} if it["id"] in $ours]'
_MEMBERS: Final = "sorted(it for it in observer.members($conversation) if it in $people)"


class ConversationMachine(Machine):
    """The model: members, messages, pins and topic of each conversation, and what is archived."""

    name = "conversation_900"
    h: ConversationHarness

    def __init__(self, search: Any) -> None:
        super().__init__(search)
        self.members: dict[str, set[str]] = {}
        self.messages: dict[str, list[tuple[str, str]]] = {}
        self.ephemeral: dict[tuple[str, str], list[tuple[str, str]]] = {}
        self.direct: dict[str, list[tuple[str, str]]] = {}
        self.pins: dict[str, set[str]] = {}
        self.topics: dict[str, str] = {}
        self.archived: set[str] = set()
        self.triggers: dict[str, str] = {}
        self.sent: list[str] = []

    @initialize(who=_WHO)
    def start(self, who: list[int]) -> None:
        self.create(self.h.plain("name", "incident"), who)

    @rule(name=strategies.names(), who=_WHO)
    def create(self, name: str, who: list[int]) -> None:
        few = self.h.run.profile.few_values  # where what is made may have to stay
        if not self.offers("create") or (few and len(self.members) >= 2):
            return
        people = [{"email": it} for it in self.people(who)]
        made = self.tried("create", self.named(name), people)
        if made is None and (self.h.meets("unique_names") or self.h.meets("name")):
            made = self.tried("create", self.h.name(), people)
        if made is None:
            return
        if made["id"] in self.members:
            self.fail("a conversation to have an id of its own", f"{made['id']!r} is taken")
        self.members[made["id"]] = set(self.people(who))
        self.messages[made["id"]], self.pins[made["id"]] = [], set()
        self.topics[made["id"]] = ""

    @rule(name=strategies.not_names())
    def create_without_a_name(self, name: str) -> None:
        if self.offers("create"):
            self.refused(f"the name {name!r}", "create", name, [])

    @rule()
    def create_with_a_stranger(self) -> None:
        if self.offers("create"):
            people = [{"email": self.h.stranger()}]
            self.refused("a stranger", "create", self.h.name(), people)

    @rule(which=WHICH, text=strategies.texts(40), persist=st.sampled_from((None, False, True)))
    def send(self, which: int, text: str, persist: bool | None) -> None:
        if not self.offers("send"):
            return
        conversation_id = self.pick(which, self.members)
        options = {} if persist is None else {"persist": persist}
        if conversation_id not in self.members or conversation_id in self.archived:
            what = "an unknown or archived conversation"
            self.refused(what, "send", conversation_id, text, {}, _TYPE, **options)
            return
        sent = self.tried("send", conversation_id, text, {}, _TYPE, **options)
        if sent is not None:
            self.messages[conversation_id].append(self.new(sent, text))
            if persist:
                self.pins[conversation_id].add(sent["id"])

    @rule(which=WHICH, user=st.integers(0, 4), text=strategies.texts(40))
    def send_ephemeral(self, which: int, user: int, text: str) -> None:
        if not self.offers("send_ephemeral"):
            return
        conversation_id = self.pick(which, self.members)
        to = self.h.people[user] if user < 4 else self.h.stranger()
        gone = conversation_id not in self.members or conversation_id in self.archived
        if gone or user == 4:
            what = "an unknown or archived conversation, or a stranger"
            self.refused(what, "send_ephemeral", conversation_id, to, text)
            return
        sent = self.tried("send_ephemeral", conversation_id, to, text)
        if sent is not None:
            self.ephemeral.setdefault((conversation_id, to), []).append(self.new(sent, text))

    @rule(user=st.integers(0, 4), text=strategies.texts(40))
    def send_direct(self, user: int, text: str) -> None:
        if not self.offers("send_direct"):
            return
        if user == 4:
            self.refused("a stranger", "send_direct", self.h.stranger(), text, {}, _TYPE)
            return
        sent = self.tried("send_direct", self.h.people[user], text, {}, _TYPE)
        if sent is not None:
            self.direct.setdefault(self.h.people[user], []).append(self.new(sent, text))

    @rule(which=WHICH, who=_WHO)
    def add(self, which: int, who: list[int]) -> None:
        conversation_id = self.pick(which, self.members)
        # What a platform does with members of an archived conversation is its own affair.
        if conversation_id in self.archived or not self.offers("add"):
            return
        if conversation_id in self.members:
            self.call("add", conversation_id, self.people(who))
            self.members[conversation_id].update(self.people(who))
        else:
            self.refused("an unknown conversation", "add", conversation_id, self.people(who))

    @rule(which=WHICH, who=_WHO)
    def add_a_stranger(self, which: int, who: list[int]) -> None:
        if self.offers("add"):
            people = [*self.people(who), self.h.stranger()]
            self.refused("a stranger", "add", self.pick(which, self.members), people)

    @rule(which=WHICH, topic=strategies.texts(40))
    def set_topic(self, which: int, topic: str) -> None:
        conversation_id = self.pick(which, self.members)
        if conversation_id in self.archived or not self.offers("set_topic"):
            return
        if conversation_id not in self.members:
            self.refused("an unknown conversation", "set_topic", conversation_id, topic)
            return
        before = len(self.refusals)
        self.tried("set_topic", conversation_id, topic)
        if len(self.refusals) == before:
            self.topics[conversation_id] = self.h.in_force("topic", topic)

    @rule(which=WHICH)
    def archive(self, which: int) -> None:
        if not self.offers("archive"):
            return
        conversation_id = self.pick(which, self.members)
        if conversation_id in self.members:
            self.call("archive", conversation_id)
            self.archived.add(conversation_id)
        else:
            self.refused("an unknown conversation", "archive", conversation_id)

    @rule(user=st.integers(0, 3), dialog=st.booleans())
    def open(self, user: int, dialog: bool) -> None:
        method = "open_dialog" if dialog else "open_modal"
        if not self.offers(method) or not self.sees("issue_trigger"):
            return
        content = self.h.content("dialog" if dialog else "modal")
        trigger = self.arrange("issue_trigger", self.h.people[user])
        self.call(method, trigger, content)
        self.refused("a trigger that was used before", method, trigger, content)

    @rule(user=st.integers(0, 4))
    def look_somebody_up(self, user: int) -> None:
        if not self.offers("get_participant_email"):
            return
        if user == 4:
            self.refused("a stranger", "get_participant_email", self.h.stranger())
        else:
            email = self.h.people[user]
            self.see("the address", "plugin.get_participant_email($email)", email, email=email)

    def compare(self) -> None:
        ours = {"ours": self.sent}
        conversations = self.due(self.members)
        for it in conversations:
            names = {"conversation": it}
            people = {"people": list(self.h.people)}
            self.see("the members", _MEMBERS, sorted(self.members[it]), **names, **people)
            # A platform may post there itself, as when somebody joins.
            texts = _TEXTS.format("observer.messages($conversation)")
            self.see("the messages", texts, self.messages[it], **names, **ours)
            if self.sees("pins"):
                pins = "set(observer.pins($conversation))"
                self.see("what is pinned", pins, self.pins[it], **names)
            self.see("the topic", "observer.topic($conversation)", self.topics[it], **names)
            archived = "observer.is_archived($conversation)"
            self.see("being archived", archived, it in self.archived, **names)
        if self.sees("ephemeral_messages"):
            seen = [key for key in self.ephemeral if key[0] in conversations]
            for it, user in seen:
                texts = _TEXTS.format("observer.ephemeral_messages($conversation, $user)")
                names = {"conversation": it, "user": user}
                self.see("what a user alone sees", texts, self.ephemeral[it, user], **names, **ours)
        if self.sees("direct_messages"):
            texts = _TEXTS.format("observer.direct_messages($user)")
            for user in self.due(self.direct):
                self.see("what was sent directly", texts, self.direct[user], user=user, **ours)

    def people(self, who: list[int]) -> list[str]:
        return [self.h.people[it] for it in who]

    def new(self, sent: Any, text: str) -> tuple[str, str]:
        """A message, as it is to be seen."""
        if sent["id"] in self.sent:
            self.fail("a message to have an id of its own", f"{sent['id']!r} was given before")
        self.sent.append(sent["id"])
        return sent["id"], self.h.in_force("message", text)
