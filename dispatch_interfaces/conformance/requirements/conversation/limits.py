"""What a chat cannot do: whether it is as it is declared, and whether it is declared at all."""

from collections.abc import Callable
from functools import partial
from typing import Final

from dispatch_interfaces.conformance.requirements import adversarial, expect
from dispatch_interfaces.conformance.requirements.conversation.harness import (
    CONVERSATION,
    SENDING,
    TYPE,
    ConversationHarness,
    should,
)
from dispatch_interfaces.conformance.requirements.proofs import expect_taken, prove_text
from dispatch_interfaces.conformance.run import declarations
from dispatch_interfaces.conformance.run.endings import ConformanceFailure, Limited, NotObserved
from dispatch_interfaces.errors import AlreadyExistsError
from dispatch_interfaces.limits import Text, Unique
from dispatch_interfaces.protocols.conversation import ConversationPlugin
from dispatch_interfaces.showing import message_of

_LONG: Final = "x" * 100_000


@CONVERSATION.proof("name")
def _names_are_kept_or_rejected(h: ConversationHarness, name: str, limit: Text) -> None:
    with h.plugin() as plugin:
        create = _creating(h, plugin)
        prove_text(h, name, limit, create, adversarial.names(h))


@CONVERSATION.proof("topic")
def _topics_are_kept_or_rejected(h: ConversationHarness, name: str, limit: Text) -> None:
    _need(h, "topic")
    with h.plugin() as plugin:
        new, observer = h.conversation(plugin)["id"], h.observe(plugin)

        def shown_of(topic: str) -> str:
            plugin.set_topic(new, topic)
            return observer.topic(new)

        prove_text(h, name, limit, shown_of, (*h.some(adversarial.TEXTS), adversarial.LONG_TEXT))


@CONVERSATION.proof("message")
def _messages_are_kept_or_rejected(h: ConversationHarness, name: str, limit: Text) -> None:
    _need(h, "messages")
    with h.plugin() as plugin:
        channel = h.everybody(plugin)

        def shown_of(text: str) -> str:
            return channel.find(channel.send(text, {}, TYPE))["text"]

        prove_text(h, name, limit, shown_of, (*h.some(adversarial.TEXTS), adversarial.LONG_TEXT))


@CONVERSATION.proof("unique_names")
def _names_are_unique(h: ConversationHarness, name: str, limit: Unique) -> None:
    """A name is taken by those that count as the same, and by no others."""
    with h.plugin() as plugin:
        create, given = _creating(h, plugin), h.name()
        taken = dict[str, str]()
        for other in (given, given, given.upper(), given.title(), f"{given}x"):
            if not h.takes("name", other):
                continue
            alike = limit.alike(h.in_force("name", other))
            if alike in taken:
                what = f"{other!r}, beside {taken[alike]!r}: {limit.because}"
                expect.refused_with(AlreadyExistsError, create, other, what=what)
            else:
                _expect_free(h, partial(create, other), f"{other!r}, beside {list(taken.values())}")
                taken[alike] = other
        if expect.offers(plugin, "archive"):
            _expect_freed(h, plugin, limit)
        elif limit.for_ever:
            raise NotObserved("needs archive, to show that a name stays taken for ever")


def _expect_freed(h: ConversationHarness, plugin: ConversationPlugin, limit: Unique) -> None:
    """The name of an archived conversation is free, unless it is taken for ever."""
    made = h.conversation(plugin)
    plugin.archive(made["id"])
    again, what = (
        partial(_creating(h, plugin), made["name"]),
        "the name of an archived conversation",
    )
    if limit.for_ever:
        expect.refused_with(AlreadyExistsError, again, what=f"{what}: {limit.because}")
    else:
        _expect_free(h, again, what)


@should("CONVERSATION-302", "create", "set_topic", *SENDING, rule=13)
def what_is_rejected_of_texts_is_declared(h: ConversationHarness) -> None:
    """A name, topic or text is rejected only where a limit of the plugin says so.
    To fix: declare the limit, with what the platform says; without it, the application can
    neither shorten a message nor choose another name before it is too late.
    Usual cause: the platform has a limit that nobody wrote down.
    Wrong:
        if len(topic) > 250:
            raise InvalidRequestError("too long", value=topic)
    Right:
        limits = ConversationLimits(topic=Text("a topic has 250 characters", longest=250))
    """
    texts = (*h.some(adversarial.TEXTS), _LONG)
    with h.plugin() as plugin:
        new = h.any_conversation(plugin)
        if expect.offers(plugin, "create"):
            create, names = _creating(h, plugin), adversarial.names(h)
            taken = {name for name, _made in h.named(plugin, names)}
            for name in names:
                if name not in taken:
                    expect_taken(h, "name", create, name)
            _expect_free(h, partial(create, new["name"]), "the name of another conversation")
        if expect.offers(plugin, "set_topic"):
            for topic in texts:
                expect_taken(h, "topic", partial(plugin.set_topic, new["id"]), topic)
        for channel in h.offered(plugin, new["id"]):
            for text in texts:
                send = partial(channel.send, message_template={}, notification_type=TYPE)
                expect_taken(h, "message", send, text)


def _creating(h: ConversationHarness, plugin: ConversationPlugin) -> Callable[[str], str]:
    """Creates a conversation of a name; returns the name in force."""
    return lambda name: plugin.create(name, [{"email": h.people[0]}])["name"]


def _need(h: ConversationHarness, hook: str) -> None:
    with h.raw_plugin() as plugin:
        if hook in h.missing_hooks(plugin):
            raise NotObserved(f"needs an observer with {hook}")


def _expect_free(h: ConversationHarness, create: Callable[[], object], what: str) -> None:
    """Fail if a name is taken, and no limit says so."""
    __tracebackhide__ = True
    try:
        create()
    except Limited:
        return
    except AlreadyExistsError as error:
        call = h.trace.raised(error)
        explained = call.explained_by if call else ""
        declare = declarations.written(h.contract.limits, explained) if explained else ""
        told = f"it was rejected: {message_of(error)}"
        raise ConformanceFailure(f"{what} to be free", told, declare=declare) from error
