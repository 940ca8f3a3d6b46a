"""What each method of a conversation plugin returns."""

from dispatch_interfaces.conformance.requirements import expect
from dispatch_interfaces.conformance.requirements.conversation.harness import (
    CONVERSATION,
    TYPE,
    ConversationHarness,
    must,
)
from dispatch_interfaces.conformance.run.requirement import Level, member
from dispatch_interfaces.protocols.conversation import (
    MessageTemplate,
)


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
        plugin.create(h.unique("incident"), [{"email": h.people[0], "name": "Full Name"}])


@must("CONVERSATION-011", "send", rule=2, level=Level.SHAPE)
def send_returns_a_message(h: ConversationHarness) -> None:
    """`send` returns a dict with `id` and `timestamp`, both of them str.

    To fix: build the dict from the platform's answer; write the time as decimal seconds.
    Usual cause: the platform's time is a number, and is handed on as it came.
    Wrong: return {"id": posted.id, "timestamp": posted.created_at}
    Right: return {"id": posted.id, "timestamp": f"{posted.created_at:.6f}"}
    """
    with h.plugin() as plugin:
        new = h.conversation(plugin)["id"]
        template: MessageTemplate = {"title": "Role", "text": "{{role}}"}
        plugin.send(new, "see below", template, TYPE, [{"role": "Scribe"}], None, False, a=1)


@must("CONVERSATION-012", "send_direct", rule=2, level=Level.SHAPE)
def send_direct_returns_a_message(h: ConversationHarness) -> None:
    """`send_direct` returns a dict with `id` and `timestamp`, both of them str.

    To fix: build the dict from the platform's answer, as in `send`.
    Usual cause: a direct message is posted by another call of the platform, with another answer.
    Wrong: return self.client.direct_message(user, text)
    Right:
        posted = self.client.direct_message(user, text)
        return {"id": posted.id, "timestamp": posted.ts}
    """
    with h.plugin() as plugin:
        template: MessageTemplate = {"title": "Role", "text": "{{role}}"}
        plugin.send_direct(
            h.people[0], "see below", template, TYPE, [{"role": "Scribe"}], None, a=1
        )


@must("CONVERSATION-013", "send_ephemeral", rule=2, level=Level.SHAPE)
def send_ephemeral_returns_a_message(h: ConversationHarness) -> None:
    """`send_ephemeral` returns a dict with `id` and `timestamp`, both of them str.

    To fix: return the id and the time of the message, even if neither is of use afterwards.
    Usual cause: the platform says nothing about what it showed to one user, and neither does the
    plugin.
    Wrong: self.client.show(conversation_id, user, text)
    Right:
        shown = self.client.show(conversation_id, user, text)
        return {"id": shown.id, "timestamp": shown.ts}
    """
    with h.plugin() as plugin:
        new = h.conversation(plugin)["id"]
        template: MessageTemplate = {"title": "Role", "text": "{{role}}"}
        items = [{"role": "Scribe"}]
        plugin.send_ephemeral(new, h.people[0], "see below", template, TYPE, items, None, a=1)


@must("CONVERSATION-014", "add", rule=2, level=Level.SHAPE)
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


@CONVERSATION.each(
    member("CONVERSATION-015", kind="dialog", answer="dialog", call="dialog_open"),
    member("CONVERSATION-016", kind="modal", answer="view", call="views_open"),
    methods=("open_$kind",),
    rule=2,
    level=Level.SHAPE,
    observes=("issue_trigger",),
)
def opening_each_window_returns_nothing(h: ConversationHarness, kind: str) -> None:
    """`open_$kind` returns None.

    To fix: let the method end without `return`.
    Usual cause: the platform answers with the $answer that it opened, and that is handed on.
    Wrong: return self.client.$call(trigger_id, $kind)
    Right: self.client.$call(trigger_id, $kind)
    """
    with h.plugin() as plugin:
        getattr(plugin, f"open_{kind}")(h.trigger(plugin), dict(getattr(h, kind)))


@must("CONVERSATION-017", "archive", rule=2, level=Level.SHAPE)
def archive_returns_nothing(h: ConversationHarness) -> None:
    """`archive` returns None.

    To fix: let the method end without `return`.
    Usual cause: the method tells whether it was the one to archive.
    Wrong: return self.client.archive(conversation_id).ok
    Right: self.client.archive(conversation_id)
    """
    with h.plugin() as plugin:
        plugin.archive(h.conversation(plugin)["id"])


@must("CONVERSATION-018", "get_participant_username", rule=2, level=Level.SHAPE)
def get_participant_username_returns_a_name(h: ConversationHarness) -> None:
    """`get_participant_username` returns a str that is not empty.

    To fix: where nobody chose a username, return what the platform mentions them by instead.
    Usual cause: the username is an optional field of the platform's profile.
    Wrong: return self.client.user(participant_id).nickname
    Right:
        user = self.client.user(participant_id)
        return user.nickname or user.handle
    """
    with h.plugin() as plugin:
        for email in h.people:
            username = plugin.get_participant_username(email)
            expect.that(username.strip(), "a username", f"it is {username!r}")


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
        for email in h.people:
            plugin.get_participant_avatar_url(email)


@must("CONVERSATION-021", "set_topic", rule=2, level=Level.SHAPE)
def set_topic_returns_nothing(h: ConversationHarness) -> None:
    """`set_topic` returns None.

    To fix: let the method end without `return`.
    Usual cause: the platform answers with the new topic, and that is handed on.
    Wrong: return self.client.set_topic(conversation_id, topic)
    Right: self.client.set_topic(conversation_id, topic)
    """
    with h.plugin() as plugin:
        plugin.set_topic(h.conversation(plugin)["id"], "investigating")


@must("CONVERSATION-022", "get_command_name", rule=2, level=Level.SHAPE)
def get_command_name_returns_a_name(h: ConversationHarness) -> None:
    """`get_command_name` returns a str that is not empty.

    To fix: return what users type; refuse a command that has no name here.
    Usual cause: a look-up with a default answers for commands that nobody configured.
    Wrong: return self.commands.get(command, [])
    Right: return self.commands[command]
    """
    with h.plugin() as plugin:
        for command in h.commands:
            name = plugin.get_command_name(command)
            expect.that(name.strip(), f"a name of {command}", f"it is {name!r}")
