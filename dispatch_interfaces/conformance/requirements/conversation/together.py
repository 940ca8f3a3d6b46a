"""What all methods have in common: side by side, in any sequence, and from several threads."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from random import Random
from typing import Any

from dispatch_interfaces.conformance.requirements import adversarial, expect
from dispatch_interfaces.conformance.requirements.conversation.harness import (
    CONVERSATION,
    POSTING,
    SENDING,
    TYPE,
    Channel,
    ConversationHarness,
    attempted,
    instant_of,
    must,
    should,
    unknown_ids,
)
from dispatch_interfaces.conformance.run.requirement import Level, member
from dispatch_interfaces.contract import CONTRACTS
from dispatch_interfaces.errors import InvalidRequestError, NotFoundError
from dispatch_interfaces.protocols.conversation import ConversationPlugin


@CONVERSATION.each(
    member(
        "CONVERSATION-122",
        method="send_ephemeral",
        cause="the message is sent directly where the conversation cannot be found.",
        wrong="\nif conversation_id not in self._channels:\n"
        "    return self.send_direct(user, text, message_template, notification_type)",
        known="_channels",
        then="",
    ),
    member(
        "CONVERSATION-136",
        method="add",
        cause="the membership of an unknown id is made on the fly.",
        wrong="self._members.setdefault(conversation_id, set()).update(participants)",
        known="_members",
        then="self._members[conversation_id].update(participants)",
    ),
    member(
        "CONVERSATION-176",
        method="archive",
        cause="what is gone is taken for archived.",
        wrong="self._open.discard(conversation_id)",
        known="_known",
        then="",
    ),
    member(
        "CONVERSATION-225",
        method="set_topic",
        cause="the topic of an unknown id is stored like any other.",
        wrong="self._topics[conversation_id] = topic",
        known="_topics",
        then="self._topics[conversation_id] = topic",
    ),
    methods=("$method",),
    rule=5,
)
def an_unknown_conversation_is_refused(h: ConversationHarness, method: str) -> None:
    """`$method` refuses the id of a conversation that is not there.
    To fix: let the platform's refusal through, as NotFoundError.
    Usual cause: $cause
    Wrong: $wrong
    Right:
        if conversation_id not in self.$known:
            raise NotFoundError("no such channel", value=conversation_id)
        $then
    """
    rest: dict[str, tuple[Any, ...]] = {
        "send_ephemeral": (h.people[0], "hello", {}, TYPE),
        "add": ([h.people[0]],),
        "archive": (),
        "set_topic": ("lost",),
    }
    with h.plugin() as plugin:
        for unknown in unknown_ids(h, h.any_conversation(plugin)["id"]):
            what = f"the unknown conversation {unknown!r}"
            expect.refused(getattr(plugin, method), unknown, *rest[method], what=what)


def _unknown_arguments(
    h: ConversationHarness, plugin: ConversationPlugin
) -> Iterator[tuple[str, str, tuple[Any, ...]]]:
    known, unknown, stranger = h.any_conversation(plugin)["id"], h.unique("unknown"), h.stranger()
    yield "create", "participant", (h.name(), [{"email": stranger}])
    yield "send", "conversation", (unknown, "hello", {}, TYPE)
    yield "send_direct", "user", (stranger, "hello", {}, TYPE)
    yield "send_ephemeral", "conversation", (unknown, h.people[0], "hello", {}, TYPE)
    yield "send_ephemeral", "user", (known, stranger, "hello", {}, TYPE)
    yield "add", "conversation", (unknown, [h.people[0]])
    yield "add", "participant", (known, [stranger])
    yield "open_dialog", "trigger", (unknown, h.content("dialog"))
    yield "open_modal", "trigger", (unknown, h.content("modal"))
    yield "archive", "conversation", (unknown,)
    yield "get_participant_username", "participant", (unknown,)
    yield "get_participant_email", "participant", (unknown,)
    yield "get_participant_avatar_url", "participant", (unknown,)
    yield "set_topic", "conversation", (unknown, "lost")
    yield "get_command_name", "command", (unknown,)


@should("CONVERSATION-300", *(it.name for it in CONTRACTS["conversation"].methods), rule=5)
def what_is_unknown_is_not_found(h: ConversationHarness) -> None:
    """Every method that is given an unknown id, address, trigger or command raises NotFoundError.
    To fix: translate the platform's answer into NotFoundError.
    Usual cause: the platform's own error comes through, and the application cannot read it.
    Wrong: return self.client.user(participant_id).email
    Right:
        try:
            return self.client.user(participant_id).email
        except ClientError as error:
            raise NotFoundError("no such user", value=participant_id) from error
    """
    with h.plugin() as plugin:
        expect.all_refused_with(
            NotFoundError,
            *(
                (f"{method} with an unknown {what}", partial(getattr(plugin, method), *args))
                for method, what, args in _unknown_arguments(h, plugin)
                if expect.offers(plugin, method)
            ),
        )


@should("CONVERSATION-301", "create", *POSTING, rule=5)
def what_is_not_acceptable_is_an_invalid_request(h: ConversationHarness) -> None:
    """What cannot be a name, and posts to an archived conversation, raise InvalidRequestError.
    To fix: check before calling the platform, or translate its answer.
    Usual cause: the platform's own error comes through, and the application cannot read it.
    Wrong: self.client.post(conversation_id, text)
    Right:
        if self.client.info(conversation_id).archived:
            raise InvalidRequestError("is archived", value=conversation_id)
    """
    with h.plugin() as plugin:
        calls: list[tuple[str, str, tuple[Any, ...]]] = [
            ("create", f"the name {name!r}", (name, [])) for name in h.some(adversarial.NOT_NAMES)
        ]
        if expect.offers(plugin, "archive"):
            new = h.archived(plugin)
            ephemeral: tuple[Any, ...] = (new, h.people[0], "hello", {}, TYPE)
            calls.append(("send", "an archived conversation", (new, "hello", {}, TYPE)))
            calls.append(("send_ephemeral", "an archived conversation", ephemeral))
        expect.all_refused_with(
            InvalidRequestError,
            *(
                (f"{method} with {what}", partial(getattr(plugin, method), *args))
                for method, what, args in calls
                if expect.offers(plugin, method)
            ),
        )


@must("CONVERSATION-310", "create", rule=12, observes=("conversations",))
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
        name = h.created(one)["name"]
        seen = name in h.observe(other).conversations().values()
        expect.equal(seen, h.shared_backend, "being seen by the other plugin")


@must("CONVERSATION-311", "send_direct", rule=12, observes=("direct_messages",))
def two_plugins_share_no_messages(h: ConversationHarness) -> None:
    """Two plugins side by side share no direct messages; over one backend they share all.
    To fix: keep messages in the instance, and not in the module.
    Usual cause: a cache of the module keeps messages by the address of the user.
    Wrong:
        @functools.cache
        def inbox(user): return []
    Right: def inbox(self, user): return self._inboxes[user]
    """
    with h.plugin() as one, h.plugin() as other:
        text = h.word()
        h.direct(one).send(text, {}, TYPE)
        seen = text in h.direct(other).texts()
        expect.equal(seen, h.shared_backend, "being seen by the other plugin")


@must("CONVERSATION-312", "open_dialog", "open_modal", rule=12, observes=("issue_trigger",))
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
        for kind in ("modal", "dialog"):
            if expect.offers(other, method := f"open_{kind}"):
                opening = partial(getattr(other, method), h.trigger(one), h.content(kind))
                opened = attempted(opening) is not None
                expect.equal(opened, h.shared_backend, f"{method} opening it in the other plugin")


@must(
    "CONVERSATION-313",
    "send",
    "send_ephemeral",
    "add",
    "archive",
    "set_topic",
    rule=12,
    observes=("members", "messages", "ephemeral_messages", "topic", "is_archived"),
)
def another_plugin_changes_no_conversation(h: ConversationHarness) -> None:
    """What one plugin holds, no method of another plugin side by side changes.
    To fix: look the conversation up in what the plugin itself holds, and refuse any other id.
    Usual cause: what is not found is looked for in a registry of all plugins.
    Wrong: conversation = self._found.get(conversation_id) or EVERYWHERE[conversation_id]
    Right: conversation = self._found[conversation_id]
    """
    with h.plugin() as one, h.plugin() as other:
        user, word = h.people[0], h.word()
        new, seen = h.lone(one), h.observe(one)
        if h.shared_backend:
            expect.equal(h.members(other, new), [user], "the list of members by the other plugin")
            return
        calls: dict[str, tuple[Any, ...]] = {
            "send": (new, word, {}, TYPE),
            "send_ephemeral": (new, user, word, {}, TYPE),
            "add": (new, [h.people[1]]),
            "set_topic": (new, h.word()),
            "archive": (new,),
        }
        for method, arguments in calls.items():
            if expect.offers(other, method):
                attempted(partial(getattr(other, method), *arguments))
        expect.equal(h.members(one, new), [user], "the list of members")
        messages = [*seen.messages(new)]
        if expect.offers(one, "send_ephemeral"):
            messages += seen.ephemeral_messages(new, user)
        shown = [it["text"] for it in messages if it["text"] == word]
        expect.equal(shown, [], "the list of messages")
        expect.equal(seen.topic(new), "", "the topic")
        expect.that(not seen.is_archived(new), "it not to be archived")


@must("CONVERSATION-320", "create", rule=11, level=Level.CONCURRENT, observes=("conversations",))
def conversations_created_at_once_are_distinct(h: ConversationHarness) -> None:
    """Conversations created at the same time have distinct ids, and all are there.
    To fix: take the next id under a lock, or leave ids to the platform.
    Usual cause: the id is the number of conversations so far.
    Wrong: channel_id = f"C{len(self._channels)}"
    Right:
        with self._lock:
            channel_id = f"C{next(self._count)}"
    """
    with h.plugin() as plugin:
        names = [h.name() for _ in h.plenty(8, 2)]
        made = h.in_parallel([partial(plugin.create, it, [{"email": h.people[0]}]) for it in names])
        ids = {it["id"] for it in made}
        expect.equal(len(ids), len(names), f"the number of ids of {len(names)} conversations")
        missing = ids - set(h.observe(plugin).conversations())
        expect.equal(missing, set(), "the set of conversations that are not there")


@must("CONVERSATION-321", "send", rule=11, level=Level.CONCURRENT, observes=("messages",))
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
        sends = [partial(channel.send, f"message {it}", {}, TYPE) for it in range(8)]
        ids = {it["id"] for it in h.in_parallel(sends)}
        expect.equal(len(ids), 8, "the number of ids of 8 messages")
        missing = ids - {it["id"] for it in channel.seen()}
        expect.equal(missing, set(), "the set of messages that are not seen")


@must("CONVERSATION-322", "send", rule=11, level=Level.CONCURRENT)
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
        new = h.any_conversation(plugin)["id"]
        sends = [partial(plugin.send, new, f"no. {it}", {}, TYPE) for it in range(8)]
        stamps = {instant_of(it) for it in h.in_parallel(sends)}
        expect.equal(len(stamps), 8, "the number of timestamps of 8 messages")


@must("CONVERSATION-323", "send", rule=11, level=Level.CONCURRENT, observes=("messages", "pins"))
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
        channel = h.everybody(plugin, new := h.any_conversation(plugin)["id"])
        observer, alone, done = h.observe(plugin), set[str](), threading.Event()

        def send() -> None:
            try:
                for it in range(4):
                    channel.send(f"no. {it}", {}, TYPE, persist=True)
            finally:
                done.set()

        def look() -> None:
            while not h.is_set(done):
                pins = set(observer.pins(new))
                alone.update(pins - {it["id"] for it in channel.seen()})

        h.in_parallel([send, look])
        expect.equal(alone, set(), "the set of pins that were seen without their message")


@must("CONVERSATION-324", "add", rule=11, level=Level.CONCURRENT, observes=("members",))
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
        h.in_parallel([partial(plugin.add, new, [it]) for it in h.people[1:]])
        expect.equal(h.members(plugin, new), list(h.people), "the membership")


@must(
    "CONVERSATION-325",
    "open_dialog",
    "open_modal",
    rule=11,
    level=Level.CONCURRENT,
    observes=("issue_trigger",),
)
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
        for kind in ("dialog", "modal"):
            if expect.offers(plugin, method := f"open_{kind}"):
                call = partial(getattr(plugin, method), trigger, h.content(kind))
                calls += [partial(attempted, call)] * 3
        opened = [it for it in h.in_parallel(calls) if it is not None]
        expect.equal(len(opened), 1, "the number of calls that opened something")


@must(
    "CONVERSATION-326", "send", "archive", rule=11, level=Level.CONCURRENT, observes=("messages",)
)
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
                sent = attempted(partial(channel.send, f"no. {number}", {}, TYPE))
                if sent is None:
                    break
                accepted.add(sent[0]["id"])
            return accepted

        def archive() -> set[str]:
            plugin.archive(new)
            return set()

        sent = set[str]().union(*h.in_parallel([send, archive, send]))
        missing = sent - {it["id"] for it in channel.seen()}
        expect.equal(missing, set(), "the set of messages that were accepted and are not seen")


@must(
    "CONVERSATION-950",
    "create",
    "send",
    "add",
    "set_topic",
    rule=11,
    level=Level.CONCURRENT,
    observes=("members", "messages", "topic"),
)
def conversations_stand_up_to_many_threads(h: ConversationHarness) -> None:
    """Threads that create, add, send and set topics all at once lose and mix up nothing.
    To fix: hand values from method to method as arguments; hold a lock around what is written.
    Usual cause: the conversation that is being worked on is kept in an attribute of the plugin.
    Wrong:
        self._channel = self.client.channel(conversation_id)
        self._channel.set_topic(topic)
    Right: self.client.channel(conversation_id).set_topic(topic)
    """
    with h.plugin() as plugin:
        shared = h.any_conversation(plugin)["id"]
        made = h.threads(0, partial(_one_threads_work, h, plugin, shared))
        expect.equal(len(set(made)), len(made), "the number of different ids")
        for number, own in enumerate(made):
            expect.equal(h.members(plugin, own), list(h.people[:2]), "the membership")
            h.expect_kept("topic", h.observe(plugin).topic(own), f"topic {number}.3", "the topic")
            told = [it for it in h.everybody(plugin, own).texts() if "message" in it.casefold()]
            wanted = [h.in_force("message", f"message {number}")]
            expect.equal(told, wanted, "the messages of a thread's own")
        sent = {h.in_force("message", f"from {it}") for it in range(len(made))}
        missing = sent - set(h.everybody(plugin, shared).texts())
        expect.equal(missing, set(), "the set of messages to all that are not seen")


def _one_threads_work(
    h: ConversationHarness, plugin: ConversationPlugin, shared: str, number: int, random: Random
) -> str:
    """Work on a conversation of one's own, and send to one that all threads share."""
    own = plugin.create(h.name(), [{"email": h.people[0]}])["id"]

    def set_topics() -> None:
        for count in range(4):
            plugin.set_topic(own, f"topic {number}.{count}")

    steps: list[Callable[[], Any]] = [
        set_topics,
        partial(plugin.add, own, [h.people[1]]),
        partial(plugin.send, own, f"message {number}", {}, TYPE),
        partial(plugin.send, shared, f"from {number}", {}, TYPE),
    ]
    random.shuffle(steps)
    for step in steps:
        step()
    return own


def _number_of_ours(h: ConversationHarness, channel: Channel) -> int:
    """Of the messages that are seen; somebody else may write to the same people."""
    return sum(map(h.may_be_ours, channel.texts()))


@must("CONVERSATION-960", *SENDING, "create", "set_topic", rule=7, observes=("topic",))
def half_a_character_is_no_text(h: ConversationHarness) -> None:
    """A text, topic or name that is no Unicode text is refused, and is not sent in part.
    To fix: encode it before anything else; raise InvalidRequestError if that fails.
    Usual cause: half of a surrogate pair, cut out of an emoji, is replaced by a question mark.
    Wrong: self.client.post(conversation_id, text.encode(errors="replace"))
    Right:
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise InvalidRequestError("no Unicode text", value=text) from error
    """
    with h.plugin() as plugin:
        new = h.any_conversation(plugin)["id"]
        plugin.set_topic(new, "the topic")
        for half in h.some(adversarial.SURROGATES):
            expect.refused(plugin.create, half, [{"email": h.people[0]}], what=f"the name {half!r}")
            expect.refused(plugin.set_topic, new, half, what=f"the topic {half!r}")
            for channel in h.offered(plugin, new):
                before, text = _number_of_ours(h, channel), f"{h.word()} {half}"
                expect.refused(channel.send, text, {}, TYPE, what=f"the text {text!r}")
                expect.equal(_number_of_ours(h, channel), before, "the number of messages")
        h.expect_kept("topic", h.observe(plugin).topic(new), "the topic", "the topic")


@must(
    "CONVERSATION-900",
    *(it.name for it in ConversationHarness.contract.methods if it.name != "get_command_name"),
    rule=4,
    level=Level.STATEFUL,
    observes=("members", "messages", "topic", "is_archived"),
)
def any_sequence_of_calls_leaves_what_it_should(h: ConversationHarness) -> None:
    """After any sequence of calls, refused ones among them, all is as it should be.
    To fix: run the calls that are shown, and look at the conversations after each.
    Usual cause: what was refused has half happened, or one conversation is taken for another.
    Wrong:
        self.messages[conversation_id].append(message)
        if self.archived(conversation_id):
            raise InvalidRequestError("the conversation is archived")
    Right:
        if self.archived(conversation_id):
            raise InvalidRequestError("the conversation is archived")
        self.messages[conversation_id].append(message)
    """
    from dispatch_interfaces.conformance.requirements.stateful.conversation import (
        ConversationMachine,
    )

    ConversationMachine.explore(h)
