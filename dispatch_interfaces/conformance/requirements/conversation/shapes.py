"""What each method of a conversation plugin returns."""

from collections.abc import Callable
from functools import partial
from typing import Any

from dispatch_interfaces.conformance.requirements import expect
from dispatch_interfaces.conformance.requirements.conversation.harness import (
    CONVERSATION,
    TYPE,
    ConversationHarness,
    must,
)
from dispatch_interfaces.conformance.run.requirement import Level, member
from dispatch_interfaces.protocols.conversation import ConversationPlugin, MessageTemplate


@must("CONVERSATION-010", "create", rule=2, level=Level.SHAPE)
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
        h.created(plugin)


@CONVERSATION.each(
    member(
        "CONVERSATION-011",
        method="send",
        persist=(False,),
        fix="build the dict from the platform's answer; write the time as decimal seconds.",
        cause="the platform's time is a number, and is handed on as it came.",
        wrong='return {"id": posted.id, "timestamp": posted.created_at}',
        right='return {"id": posted.id, "timestamp": f"{posted.created_at:.6f}"}',
    ),
    member(
        "CONVERSATION-012",
        method="send_direct",
        fix="build the dict from the platform's answer, as in `send`.",
        cause="a direct message is posted by another call of the platform, with another answer.",
        wrong="return self.client.direct_message(user, text)",
        right="posted = self.client.direct_message(user, text)\n"
        'return {"id": posted.id, "timestamp": posted.ts}',
    ),
    member(
        "CONVERSATION-013",
        method="send_ephemeral",
        fix="return the id and the time of the message, even if neither is of use afterwards.",
        cause="the platform says nothing about what it showed to one user, and neither does the "
        "plugin.",
        wrong="self.client.show(conversation_id, user, text)",
        right="shown = self.client.show(conversation_id, user, text)\n"
        'return {"id": shown.id, "timestamp": shown.ts}',
    ),
    methods=("$method",),
    rule=2,
    level=Level.SHAPE,
)
def each_way_to_send_returns_a_message(
    h: ConversationHarness, method: str, persist: tuple[bool, ...] = ()
) -> None:
    """`$method` returns a dict with `id` and `timestamp`, both of them str.
    To fix: $fix
    Usual cause: $cause
    Wrong: $wrong
    Right:
        $right
    """
    with h.plugin() as plugin:
        to: dict[str, Callable[[], tuple[Any, ...]]] = {
            "send": lambda: (h.any_conversation(plugin)["id"],),
            "send_direct": lambda: (h.people[0],),
            "send_ephemeral": lambda: (h.any_conversation(plugin)["id"], h.people[0]),
        }
        target = to[method]()
        template: MessageTemplate = {"title": "Role", "text": "{{role}}"}
        items, send = [{"role": "Scribe"}], getattr(plugin, method)
        send(*target, "see below", template, TYPE, items, None, *persist, a=1)


@CONVERSATION.each(
    member(
        "CONVERSATION-014",
        method="add",
        cause="the answer of the platform is handed on.",
        wrong="def add(self, conversation_id, participants):\n"
        "    return self.client.invite(conversation_id, participants)",
        right="def add(self, conversation_id, participants):\n"
        "    self.client.invite(conversation_id, participants)",
    ),
    member(
        "CONVERSATION-017",
        method="archive",
        cause="the method tells whether it was the one to archive.",
        wrong="return self.client.archive(conversation_id).ok",
        right="self.client.archive(conversation_id)",
    ),
    member(
        "CONVERSATION-021",
        method="set_topic",
        cause="the platform answers with the new topic, and that is handed on.",
        wrong="return self.client.set_topic(conversation_id, topic)",
        right="self.client.set_topic(conversation_id, topic)",
    ),
    methods=("$method",),
    rule=2,
    level=Level.SHAPE,
)
@CONVERSATION.each(
    member(
        "CONVERSATION-015",
        method="open_dialog",
        cause="the platform answers with the dialog that it opened, and that is handed on.",
        wrong="return self.client.dialog_open(trigger_id, dialog)",
        right="self.client.dialog_open(trigger_id, dialog)",
    ),
    member(
        "CONVERSATION-016",
        method="open_modal",
        cause="the platform answers with the view that it opened, and that is handed on.",
        wrong="return self.client.views_open(trigger_id, modal)",
        right="self.client.views_open(trigger_id, modal)",
    ),
    methods=("$method",),
    rule=2,
    level=Level.SHAPE,
    observes=("issue_trigger",),
)
def each_of_these_returns_nothing(h: ConversationHarness, method: str) -> None:
    """`$method` returns None.
    To fix: let the method end without `return`.
    Usual cause: $cause
    Wrong:
        $wrong
    Right:
        $right
    """
    with h.plugin() as plugin:
        arguments: dict[str, Callable[[], tuple[Any, ...]]] = {
            "add": lambda: (h.conversation(plugin, h.people[0])["id"], [h.people[1]]),
            "archive": lambda: (h.conversation(plugin)["id"],),
            "set_topic": lambda: (h.any_conversation(plugin)["id"], "investigating"),
            "open_dialog": lambda: (h.trigger(plugin), h.content("dialog")),
            "open_modal": lambda: (h.trigger(plugin), h.content("modal")),
        }
        getattr(plugin, method)(*arguments[method]())


@CONVERSATION.each(
    member(
        "CONVERSATION-018",
        method="get_participant_username",
        asked="people",
        what="username",
        fix="where nobody chose a username, return what the platform mentions them by instead.",
        cause="the username is an optional field of the platform's profile.",
        wrong="return self.client.user(participant_id).nickname",
        right="user = self.client.user(participant_id)\nreturn user.nickname or user.handle",
    ),
    member(
        "CONVERSATION-022",
        method="get_command_name",
        asked="commands",
        what="name",
        fix="return what users type; refuse a command that has no name here.",
        cause="a look-up with a default answers for commands that nobody configured.",
        wrong="return self.commands.get(command, [])",
        right="return self.commands[command]",
    ),
    methods=("$method",),
    rule=2,
    level=Level.SHAPE,
)
def each_name_is_not_empty(h: ConversationHarness, method: str, asked: str, what: str) -> None:
    """`$method` returns a str that is not empty.
    To fix: $fix
    Usual cause: $cause
    Wrong: $wrong
    Right:
        $right
    """
    with h.plugin() as plugin:
        for it in getattr(h, asked):
            name = getattr(plugin, method)(it)
            expect.that(name.strip(), f"a {what} of {it}", f"it is {name!r}")


@must("CONVERSATION-019", "get_participant_email", rule=2, level=Level.SHAPE)
def get_participant_email_returns_an_address(h: ConversationHarness) -> None:
    """`get_participant_email` returns a str.
    To fix: return the address itself, out of the platform's profile.
    Usual cause: the platform keeps several addresses, and the list of them is handed on.
    Wrong: return self.client.user(participant_id).emails
    Right: return self.client.user(participant_id).primary_email
    """
    with h.plugin() as plugin:
        plugin.get_participant_email(h.people[0])


@must("CONVERSATION-020", "get_participant_avatar_url", rule=2, level=Level.SHAPE)
def get_participant_avatar_url_returns_an_address(h: ConversationHarness) -> None:
    """`get_participant_avatar_url` returns a str, or None.
    To fix: return one URL, of the largest picture there is.
    Usual cause: the platform has the picture in several sizes, and all of them are handed on.
    Wrong: return self.client.user(participant_id).pictures
    Right: return self.client.user(participant_id).pictures.get("512")
    """
    with h.plugin() as plugin:
        for email in h.some(h.people):
            plugin.get_participant_avatar_url(email)


_Returned = tuple[Any, object, Callable[[], object]]
"""A dict that was returned, what users see of it, and how to see that again."""


def _created(h: ConversationHarness, plugin: ConversationPlugin) -> _Returned:
    made = h.conversation(plugin)
    made_id = made["id"]
    return made, made["name"], lambda: h.observe(plugin).conversations().get(made_id)


def _sent(h: ConversationHarness, plugin: ConversationPlugin, method: str) -> _Returned:
    channel = h.channel(plugin, method)
    message = channel.send("stays", {}, TYPE)
    kept = message.copy()

    def see() -> object:
        return channel.find(kept)["timestamp"]

    return message, see(), see


@CONVERSATION.each(
    member(
        "CONVERSATION-040",
        method="create",
        call=_created,
        field="name",
        seen="conversations",
        cause="the plugin returns the record that it keeps.",
        keep='self._conversations[made["id"]] = made',
        wrong="made",
        right="dict(made)",
    ),
    member(
        "CONVERSATION-072",
        method="send",
        call=partial(_sent, method="send"),
        field="timestamp",
        seen="messages",
        cause="the message itself is returned.",
        keep="self._messages.append(message)",
        wrong="message",
        right='{"id": message["id"], "timestamp": message["timestamp"]}',
    ),
    member(
        "CONVERSATION-099",
        method="send_direct",
        call=partial(_sent, method="send_direct"),
        field="timestamp",
        seen="direct_messages",
        cause="the last message to each user is kept, and returned as it is.",
        keep="self._last[user] = message",
        wrong="message",
        right="dict(message)",
    ),
    member(
        "CONVERSATION-121",
        method="send_ephemeral",
        call=partial(_sent, method="send_ephemeral"),
        field="timestamp",
        seen="ephemeral_messages",
        cause="the message that is shown is the one that is returned.",
        keep="self._shown[user].append(message)",
        wrong="message",
        right='{"id": message["id"], "timestamp": message["timestamp"]}',
    ),
    methods=("$method",),
    rule=2,
    observes=("$seen",),
)
def each_dict_that_is_returned_is_fresh(
    h: ConversationHarness,
    call: Callable[[ConversationHarness, ConversationPlugin], _Returned],
    field: str,
) -> None:
    """Changing the dict that `$method` returned changes nothing in the plugin.
    To fix: return a new dict, and keep another.
    Usual cause: $cause
    Wrong:
        $keep
        return $wrong
    Right:
        $keep
        return $right
    """
    with h.plugin() as plugin:
        returned, before, see = call(h, plugin)
        returned["id"] = returned[field] = "changed"
        expect.unchanged(before, see(), f"the {field} seen")
