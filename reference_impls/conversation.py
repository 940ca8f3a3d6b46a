"""Conversations, kept in memory."""

import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from attrs import define, field

from dispatch_interfaces import (
    Block,
    Conversation,
    ConversationParticipant,
    ConversationPlugin,
    InvalidRequestError,
    Message,
    MessageItem,
    MessageTemplate,
    NotFoundError,
)
from reference_impls.common import Clock, Ids, require_name, require_text
from reference_impls.conversation_records import Profile, SentMessage, snapshot
from reference_impls.message_body import body_of

_DOMAIN: Final = "https://conversations.example.com"

COMMANDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        name: f"/dispatch-{name}"
        for name in (
            "assign-role",
            "engage-oncall",
            "escalate-case",
            "executive-report",
            "list-participants",
            "list-tasks",
            "report-incident",
            "tactical-report",
            "update-incident",
        )
    }
)
"""The application's commands, and what users type for them."""


@define
class _Conversation:
    id: str
    name: str
    members: dict[str, str] = field(factory=dict[str, str])
    """Full names by address; empty if nobody said one."""
    messages: list[SentMessage] = field(factory=list[SentMessage])
    pins: list[str] = field(factory=list[str])
    topic: str = ""
    archived: bool = False


class InMemoryConversation(ConversationPlugin):
    """Conversations among people of a directory.

    The directory knows ada, grace, edsger and barbara at example.com, and whom `register` adds.
    `issue_trigger` stands for what a user does on the platform. `conversations`, `members`,
    `full_names`, `messages`, `ephemeral_messages`, `seen_by`, `direct_messages`, `pins`, `topic`,
    `is_archived`, `dialogs`, `modals`, `profile` and `command_names` show what the interface has
    no method for.

    Args:
        commands: The application's commands, and what users type for them.
        clock: The time, for the timestamps of messages.
    """

    title = "In-memory conversations"
    slug = "in-memory-conversation"
    description = "Conversations kept in memory"
    version = "1.0"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"

    def __init__(self, commands: Mapping[str, str] = COMMANDS, *, clock: Clock = time.time) -> None:
        self._commands = dict(commands)
        self._clock = clock
        self._lock = threading.Lock()
        self._ids = Ids()
        self._last_timestamp = 0
        self._profiles: dict[str, Profile] = {}
        self._emails: dict[str, str] = {}
        """Addresses by id."""
        self._conversations: dict[str, _Conversation] = {}
        self._direct: dict[str, list[SentMessage]] = {}
        self._triggers: dict[str, str] = {}
        self._opened: dict[tuple[str, str], list[dict[str, Any]]] = {}
        """Dialogs and modals, by their kind and who sees them."""
        self.register("ada@example.com", "ada.lovelace", f"{_DOMAIN}/avatars/ada.png")
        self.register("grace@example.com", "grace.hopper", f"{_DOMAIN}/avatars/grace.png")
        self.register("edsger@example.com", "edsger.dijkstra", f"{_DOMAIN}/avatars/edsger.png")
        self.register("barbara@example.com", "barbara.liskov")

    def create(self, name: str, participants: list[ConversationParticipant]) -> Conversation:
        """Create a conversation; several may have one name."""
        require_name(name, interface=self.type, method="create")
        with self._lock:
            self._require_known("create", [it["email"] for it in participants])
            conversation = _Conversation(self._ids.new("conversation"), name)
            conversation.members.update({it["email"]: it.get("name", "") for it in participants})
            self._conversations[conversation.id] = conversation
        return {"id": conversation.id, "name": name, "weblink": f"{_DOMAIN}/{conversation.id}"}

    def send(
        self,
        conversation_id: str,
        text: str,
        message_template: MessageTemplate,
        notification_type: str,
        items: list[MessageItem] | None = None,
        blocks: list[Block] | None = None,
        persist: bool = False,
        **kwargs: Any,
    ) -> Message:
        """Post a message that everybody in the conversation sees."""
        with self._lock:
            conversation = self._open_conversation("send", conversation_id)
            message = self._message(
                None, text, message_template, notification_type, items, blocks, persist, kwargs
            )
            conversation.messages.append(message)
            if persist:
                conversation.pins.append(message["id"])
            return _receipt(message)

    def send_direct(
        self,
        user: str,
        text: str,
        message_template: MessageTemplate,
        notification_type: str,
        items: list[MessageItem] | None = None,
        blocks: list[Block] | None = None,
        **kwargs: Any,
    ) -> Message:
        """Send a message to one user, outside any shared conversation."""
        with self._lock:
            self._require_known("send_direct", [user])
            message = self._message(
                user, text, message_template, notification_type, items, blocks, False, kwargs
            )
            self._direct.setdefault(user, []).append(message)
            return _receipt(message)

    def send_ephemeral(
        self,
        conversation_id: str,
        user: str,
        text: str,
        message_template: MessageTemplate | None = None,
        notification_type: str | None = None,
        items: list[MessageItem] | None = None,
        blocks: list[Block] | None = None,
        **kwargs: Any,
    ) -> Message:
        """Show a message to one user within a conversation, whether they are in it or not."""
        with self._lock:
            conversation = self._open_conversation("send_ephemeral", conversation_id)
            self._require_known("send_ephemeral", [user])
            message = self._message(
                user, text, message_template, notification_type, items, blocks, False, kwargs
            )
            conversation.messages.append(message)
            return _receipt(message)

    def add(self, conversation_id: str, participants: list[str]) -> None:
        """Add users to a conversation; those who are in it keep their full name."""
        with self._lock:
            conversation = self._conversation("add", conversation_id)
            self._require_known("add", participants)
            for email in participants:
                conversation.members.setdefault(email, "")

    def open_dialog(self, trigger_id: str, dialog: dict[str, Any]) -> None:
        """Open a dialog for the user whose action gave the trigger."""
        self._open("open_dialog", trigger_id, "dialog", dialog)

    def open_modal(self, trigger_id: str, modal: dict[str, Any]) -> None:
        """Open a modal for the user whose action gave the trigger."""
        self._open("open_modal", trigger_id, "modal", modal)

    def archive(self, conversation_id: str) -> None:
        """Archive a conversation: it keeps all it has and takes no more messages."""
        with self._lock:
            self._conversation("archive", conversation_id).archived = True

    def get_participant_username(self, participant_id: str) -> str:
        """Get the name by which a participant is mentioned."""
        return self._participant("get_participant_username", participant_id)["username"]

    def get_participant_email(self, participant_id: str) -> str:
        """Get the e-mail address of a participant."""
        return self._participant("get_participant_email", participant_id)["email"]

    def get_participant_avatar_url(self, participant_id: str) -> str | None:
        """Get the picture of a participant; None if they have none."""
        return self._participant("get_participant_avatar_url", participant_id)["avatar_url"]

    def set_topic(self, conversation_id: str, topic: str) -> None:
        """Set the topic of a conversation, in place of the one before."""
        require_text(topic, interface=self.type, method="set_topic")
        with self._lock:
            self._conversation("set_topic", conversation_id).topic = topic

    def get_command_name(self, command: str) -> str:
        """Get what users type for a command."""
        if command not in self._commands:
            raise self._not_found("get_command_name", "there is no such command", command)
        return self._commands[command]

    def register(
        self, email: str, username: str | None = None, avatar_url: str | None = None
    ) -> str:
        """Add somebody to the directory, or change what it says of them.

        Args:
            email: Their address.
            username: The name by which they are mentioned; what comes before the @ if None.
            avatar_url: Their picture, if they have one.

        Returns:
            Their id.
        """
        with self._lock:
            known = self._profiles.get(email)
            profile: Profile = {
                "id": known["id"] if known else self._ids.new("participant"),
                "email": email,
                "username": username or email.partition("@")[0],
                "avatar_url": avatar_url,
            }
            self._profiles[email] = profile
            self._emails[profile["id"]] = email
            return profile["id"]

    def issue_trigger(self, user: str) -> str:
        """A trigger, as if a user had pressed a button.

        Raises:
            NotFoundError: The directory does not know the user.
        """
        with self._lock:
            self._require_known("issue_trigger", [user])
            trigger_id = self._ids.new("trigger")
            self._triggers[trigger_id] = user
            return trigger_id

    def conversations(self) -> dict[str, str]:
        """The names of all conversations, by id."""
        with self._lock:
            return {it.id: it.name for it in self._conversations.values()}

    def members(self, conversation_id: str) -> frozenset[str]:
        """The addresses of all in a conversation; empty if there is no such conversation."""
        with self._lock:
            conversation = self._conversations.get(conversation_id)
            return frozenset(conversation.members if conversation else ())

    def full_names(self, conversation_id: str) -> dict[str, str]:
        """The full names that `create` was given, by address."""
        with self._lock:
            members = self._conversation("full_names", conversation_id).members
            return {email: name for email, name in members.items() if name}

    def messages(self, conversation_id: str) -> list[SentMessage]:
        """What everybody in a conversation sees, oldest first."""
        return [it for it in self._sent(conversation_id) if it["user"] is None]

    def ephemeral_messages(self, conversation_id: str, user: str) -> list[SentMessage]:
        """What a user alone sees in a conversation, oldest first."""
        return [it for it in self._sent(conversation_id) if it["user"] == user]

    def seen_by(self, conversation_id: str, user: str) -> list[SentMessage]:
        """All that a user in a conversation sees there, oldest first."""
        return [it for it in self._sent(conversation_id) if it["user"] in (None, user)]

    def direct_messages(self, user: str) -> list[SentMessage]:
        """What a user was sent directly, oldest first."""
        with self._lock:
            return [snapshot(it) for it in self._direct.get(user, ())]

    def pins(self, conversation_id: str) -> list[str]:
        """The ids of the pinned messages of a conversation, oldest first."""
        with self._lock:
            return list(self._conversation("pins", conversation_id).pins)

    def topic(self, conversation_id: str) -> str:
        """The topic of a conversation; ``""`` if none was set."""
        with self._lock:
            return self._conversation("topic", conversation_id).topic

    def is_archived(self, conversation_id: str) -> bool:
        """Whether a conversation was archived."""
        with self._lock:
            return self._conversation("is_archived", conversation_id).archived

    def dialogs(self, user: str) -> list[dict[str, Any]]:
        """The dialogs that were opened for a user, oldest first."""
        return self._opened_for(user, "dialog")

    def modals(self, user: str) -> list[dict[str, Any]]:
        """The modals that were opened for a user, oldest first."""
        return self._opened_for(user, "modal")

    def profile(self, email: str) -> Profile | None:
        """What the directory says of somebody; None if it does not know them."""
        with self._lock:
            profile = self._profiles.get(email)
            return profile.copy() if profile else None

    def command_names(self) -> dict[str, str]:
        """What users type for each command."""
        return dict(self._commands)

    def _message(
        self,
        user: str | None,
        text: str,
        template: MessageTemplate | None,
        notification_type: str | None,
        items: Sequence[MessageItem] | None,
        blocks: Sequence[Block] | None,
        persist: bool,
        variables: Mapping[str, Any],
    ) -> SentMessage:
        require_text(text, interface=self.type, method="send")
        return {
            "id": self._ids.new("message"),
            "timestamp": self._timestamp(),
            "text": text,
            "body": body_of(template, items, blocks, variables),
            "user": user,
            "thread": variables.get("ts"),
            "message_template": snapshot(template),
            "notification_type": notification_type,
            "items": snapshot(items),
            "blocks": snapshot(blocks),
            "persist": persist,
            "kwargs": snapshot(variables),
        }

    def _timestamp(self) -> str:
        """The time in microseconds, or the next that was not given before."""
        self._last_timestamp = max(round(self._clock() * 1_000_000), self._last_timestamp + 1)
        seconds, microseconds = divmod(self._last_timestamp, 1_000_000)
        return f"{seconds}.{microseconds:06d}"

    def _sent(self, conversation_id: str) -> list[SentMessage]:
        with self._lock:
            conversation = self._conversations.get(conversation_id)
            return [snapshot(it) for it in conversation.messages] if conversation else []

    def _open(self, method: str, trigger_id: str, kind: str, content: dict[str, Any]) -> None:
        with self._lock:
            user = self._triggers.pop(trigger_id, None)
            if user is None:
                reason = "there is no such trigger, or it was used before"
                raise self._not_found(method, reason, trigger_id)
            self._opened.setdefault((kind, user), []).append(snapshot(content))

    def _opened_for(self, user: str, kind: str) -> list[dict[str, Any]]:
        with self._lock:
            return [snapshot(it) for it in self._opened.get((kind, user), ())]

    def _conversation(self, method: str, conversation_id: str) -> _Conversation:
        conversation = self._conversations.get(conversation_id)
        if conversation is None:
            raise self._not_found(method, "there is no such conversation", conversation_id)
        return conversation

    def _open_conversation(self, method: str, conversation_id: str) -> _Conversation:
        conversation = self._conversation(method, conversation_id)
        if conversation.archived:
            raise InvalidRequestError(
                "the conversation is archived",
                interface=self.type,
                method=method,
                value=conversation_id,
            )
        return conversation

    def _participant(self, method: str, participant_id: str) -> Profile:
        with self._lock:
            email = self._emails.get(participant_id, participant_id)
            if email in self._profiles:
                return self._profiles[email].copy()
        raise self._not_found(method, "nobody has this id or address", participant_id)

    def _require_known(self, method: str, emails: Iterable[str]) -> None:
        for email in emails:
            if email not in self._profiles:
                raise self._not_found(method, "nobody has this address", email)

    def _not_found(self, method: str, reason: str, value: str) -> NotFoundError:
        return NotFoundError(reason, interface=self.type, method=method, value=value)


def _receipt(message: SentMessage) -> Message:
    return {"id": message["id"], "timestamp": message["timestamp"]}
