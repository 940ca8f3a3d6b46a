"""Conversations as rooms of a Matrix homeserver, by an ordinary account of it."""

import functools
import json
import re
import threading
import uuid
from collections.abc import Iterable
from hashlib import sha256
from typing import Any, Final

from dispatch_interfaces import (
    AlreadyExistsError,
    Block,
    Conversation,
    ConversationLimits,
    ConversationParticipant,
    ConversationPlugin,
    InvalidRequestError,
    Message,
    MessageItem,
    MessageTemplate,
    NotFoundError,
    PermissionDeniedError,
    RateLimitedError,
    Text,
    UnavailableError,
    unsupported,
)
from dispatch_interfaces.host.rows import CaseRow
from dispatch_matrix.client import Client
from dispatch_matrix.layout import has_markup, html_of, layout_of
from dispatch_matrix.settings import MatrixSettings

COMMANDS: Final = (
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
"""The application's commands."""

_ROOM_FOR_TEXT: Final = 64_000
"""Bytes of a text as JSON; an event has 65,536, some of which are its own keys and signatures."""

_EVENT: Final = "an event has 65,536 bytes, 64,000 of them for the text as JSON"
_LOCALPART: Final = re.compile(r"[a-z0-9._=/+-]+")
_TIMESTAMP: Final = re.compile(r"(\d+)\.(\d{3})\d{6}")
_IN_THE_ROOM: Final = ("join", "invite")
_CREATOR: Final = 100
"""The power level at which nobody but this account may post: that is what an archive is here."""


def fits(text: str) -> bool:
    """Whether an event has room for a text."""
    return len(json.dumps(text, ensure_ascii=False).encode(errors="replace")) <= _ROOM_FOR_TEXT


def timestamp_of(event: dict[str, Any]) -> str:
    """The time of an event: milliseconds, as the homeserver has it, and six digits more.

    Two people may post in one millisecond. The digits are made of the event's id, so that every
    process of the application comes to the same.
    """
    seconds, milliseconds = divmod(event["origin_server_ts"], 1000)
    digest = sha256(event["event_id"].encode()).digest()
    return f"{seconds}.{milliseconds:03d}{int.from_bytes(digest[:8]) % 1_000_000:06d}"


class MatrixConversation(ConversationPlugin):
    """A room for each conversation, in which people are by the invitation of this account.

    People are known by their address: ``ada@example.com`` is ``@ada`` of the homeserver, where
    ``example.com`` is the domain of the settings. Direct messages go to a room of two, whose alias
    is made of both names, so that every process of the application finds the same. An archived
    room is one in which nobody may post.

    Args:
        settings: How to reach the homeserver.
    """

    title = "Matrix"
    slug = "matrix-conversation"
    description = "Incident rooms on a Matrix homeserver"
    version = "1.0"
    author = "The dispatch-interfaces authors"
    author_url = "https://example.com/dispatch-interfaces"

    limits = ConversationLimits(
        name=Text(_EVENT, taken=fits),
        topic=Text(_EVENT, taken=fits),
        message=Text(_EVENT, taken=fits),
    )
    send_ephemeral = unsupported("a Matrix room shows every message to all who are in it")
    open_dialog = unsupported("Matrix has no dialogs")
    open_modal = unsupported("Matrix has no modals")

    def __init__(self, settings: MatrixSettings) -> None:
        self._settings = settings
        self._client = Client(settings.url, settings.access_token, settings.timeout)
        self._pinning = threading.Lock()
        self._known = set[str]()

    # Rooms

    def create(self, name: str, participants: list[ConversationParticipant]) -> Conversation:
        """Create a room, and invite people to it; several rooms may have one name."""
        if not name.strip():
            raise InvalidRequestError("nobody could see this name", value=name)
        _require_fit(name)
        people = self._accounts(it["email"] for it in participants)
        # The alias is for nobody to read: by it, a room is made once, or found if it is there.
        room_id = self._make_room(f"dispatch-{uuid.uuid4().hex}", name=name, invite=people)
        return {"id": room_id, "name": name, "weblink": self._link_to(room_id)}

    def archive(self, conversation_id: str) -> None:
        """Let nobody post in a room any more."""
        self._let_post(conversation_id, _CREATOR)

    def unarchive(self, conversation_id: str) -> None:
        """Let everybody post in a room again."""
        self._let_post(conversation_id, 0)

    def rename(self, conversation_id: str, name: str) -> None:
        """Give a room another name."""
        _require_fit(name)
        self._levels(conversation_id)
        self._set_state(conversation_id, "m.room.name", {"name": name})

    def set_topic(self, conversation_id: str, topic: str) -> None:
        """Set the topic of a room."""
        _require_fit(topic)
        self._levels(conversation_id)
        self._set_state(conversation_id, "m.room.topic", {"topic": topic})

    def _link_to(self, room_id: str) -> str:
        link = self._settings.room_link
        return link.replace("{room}", room_id).replace("{server}", self._server)

    def _make_room(self, alias: str, **settings: Any) -> str:
        """A private room of this alias, new or, if an answer was lost, made just now."""
        body = {"preset": "private_chat", "room_alias_name": alias, **settings}
        try:
            made = self._client.request("POST", "v3", "createRoom", body=body)
        except RateLimitedError:
            raise
        except (AlreadyExistsError, UnavailableError) as error:
            found = self._room_of(alias)
            if found is None:
                raise error
            return found
        return str(made["room_id"])

    def _room_of(self, alias: str) -> str | None:
        whole = f"#{alias}:{self._server}"
        try:
            found = self._client.request("GET", "v3", "directory", "room", whole)
        except NotFoundError:
            return None
        return str(found["room_id"])

    def _let_post(self, room_id: str, level: int) -> None:
        """Set who may post; Matrix changes power levels as a whole, and compares nothing."""
        levels = {**self._levels(room_id), "events_default": level}
        self._set_state(room_id, "m.room.power_levels", levels)

    def _levels(self, room_id: str) -> dict[str, Any]:
        """Who may do what in a room; every room says so.

        Raises:
            NotFoundError: There is no such room, or none that this account is in.
        """
        levels = self._state(room_id, "m.room.power_levels")
        if not levels:
            raise NotFoundError("there is no such room", value=room_id)
        return levels

    def _state(self, room_id: str, kind: str, key: str = "") -> dict[str, Any]:
        """What a room has set of one kind; empty if it has nothing."""
        try:
            found = self._client.request("GET", "v3", "rooms", room_id, "state", kind, key)
        except NotFoundError:
            return {}
        except (InvalidRequestError, PermissionDeniedError) as error:
            told = "there is no such room, or this account is not in it"
            raise NotFoundError(told, value=room_id) from error
        return dict(found)

    def _set_state(self, room_id: str, kind: str, content: dict[str, Any]) -> None:
        self._client.request("PUT", "v3", "rooms", room_id, "state", kind, "", body=content)

    # Messages

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
        """Post to a room, or in a thread of it; clients without HTML show the text alone."""
        _require_fit(text)
        if self._levels(conversation_id).get("events_default", 0) >= _CREATOR:
            raise InvalidRequestError("the room is archived", value=conversation_id)
        layout = layout_of(message_template, items, blocks, kwargs)
        message = self._post(conversation_id, _content(text, layout), kwargs.get("ts"))
        if persist:
            self._pin(conversation_id, message["id"])
        return message

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
        """Post to the room of two; who has left it is invited again."""
        _require_fit(text)
        (account,) = self._accounts([user])
        alias = f"{_localpart(self._me)}-to-{_localpart(account)}"
        room_id = self._room_of(alias)
        if room_id is None:
            room_id = self._make_room(alias, is_direct=True, invite=[account])
        else:
            self._invite(room_id, account)
        layout = layout_of(message_template, items, blocks, kwargs)
        return self._post(room_id, _content(text, layout), kwargs.get("ts"))

    def add_bookmark(self, conversation_id: str, weblink: str | None, title: str) -> None:
        """Pin a message with a link; Matrix has no other place for links."""
        if weblink:
            link = {"type": "section", "text": {"type": "mrkdwn", "text": f"<{weblink}|{title}>"}}
            self.send(conversation_id, f"{title}: {weblink}", {}, "", blocks=[link], persist=True)

    def create_threaded(
        self, case: CaseRow, conversation_id: str, db_session: object
    ) -> dict[str, str]:
        """Post what a case is about; the thread of that message is the case's own."""
        begun = self.send(conversation_id, case.title, {}, "", blocks=_about(case))
        link = self._link_to(f"{conversation_id}/{begun['id']}")
        return {"id": conversation_id, "weblink": link, "timestamp": begun["timestamp"]}

    def update_thread(self, case: CaseRow, conversation_id: str, ts: str) -> None:
        """Edit that message: clients show it as it is now, and that it was edited."""
        content = _content(case.title, layout_of(None, None, _about(case), {}))
        begun = self._event_at(conversation_id, ts)["event_id"]
        relation = {"rel_type": "m.replace", "event_id": begun}
        self._post(conversation_id, {**content, "m.new_content": content, "m.relates_to": relation})

    def get_conversation(self, conversation_id: str, **_kwargs: object) -> list[str]:
        """What was said in a room, oldest first: who, and what."""
        self._levels(conversation_id)
        return self._said("v3", "rooms", conversation_id, "messages")

    def get_conversation_replies(self, conversation_id: str, thread_ts: str) -> list[str]:
        """What was said in a thread, oldest first."""
        begun = self._event_at(conversation_id, thread_ts)["event_id"]
        return self._said("v1", "rooms", conversation_id, "relations", begun, "m.thread")

    def _said(self, *path: str) -> list[str]:
        """The texts of all messages that a path has, which gives the newest first, in pages."""
        found, query = list[str](), {"dir": "b", "limit": "100"}
        while True:
            page = self._client.request("GET", *path, **query)
            for event in page["chunk"]:
                if event["type"] == "m.room.message" and "body" in event["content"]:
                    found.append(f"{_localpart(event['sender'])}: {event['content']['body']}")
            start = page.get("end") or page.get("next_batch")
            if not start or not page["chunk"]:
                return found[::-1]
            query["from"] = start

    def _post(self, room_id: str, content: dict[str, Any], thread: str | None = None) -> Message:
        if thread is not None:
            content = {**content, "m.relates_to": self._thread_of(room_id, thread)}
        room = ("v3", "rooms", room_id)
        sending = (*room, "send", "m.room.message", uuid.uuid4().hex)
        event_id = self._client.request("PUT", *sending, body=content)["event_id"]
        event = self._client.finish("GET", *room, "event", event_id)
        return {"id": event_id, "timestamp": timestamp_of(event)}

    def _thread_of(self, room_id: str, timestamp: str) -> dict[str, str]:
        """What puts a message into a thread: that of a reply, or one that begins there."""
        event = self._event_at(room_id, str(timestamp))
        relation = event["content"].get("m.relates_to", {})
        begun = relation.get("rel_type") == "m.thread"
        root = relation["event_id"] if begun else event["event_id"]
        return {"rel_type": "m.thread", "event_id": root}

    def _event_at(self, room_id: str, timestamp: str) -> dict[str, Any]:
        """The message with a timestamp, found by its time and told from others by the rest.

        Raises:
            InvalidRequestError: The room has no such message.
        """
        time, room = _TIMESTAMP.fullmatch(timestamp), ("rooms", room_id)
        no_message = InvalidRequestError("the room has no message of this time", value=timestamp)
        if time is None:
            raise no_message
        asked: dict[str, str | int] = {"ts": int(time[1] + time[2]), "dir": "f"}
        try:
            near = self._client.request("GET", "v1", *room, "timestamp_to_event", **asked)
        except NotFoundError as error:
            raise no_message from error
        found = self._client.request("GET", "v3", *room, "context", near["event_id"], limit=20)
        for event in (found["event"], *found["events_before"], *found["events_after"]):
            if timestamp_of(event) == timestamp:
                return dict(event)
        raise no_message

    def _pin(self, room_id: str, event_id: str) -> None:
        """Add to the pins of a room, which are written as a whole.

        The lock is for threads. Another process may have written what it read before: so this looks
        again, until the pin is there.
        """
        pins = ("v3", "rooms", room_id, "state", "m.room.pinned_events", "")
        with self._pinning:
            for _ in range(5):
                try:
                    pinned = self._client.finish("GET", *pins).get("pinned", [])
                except NotFoundError:
                    pinned = []
                if event_id in pinned:
                    return
                self._client.finish("PUT", *pins, body={"pinned": [*pinned, event_id]})

    # People

    def add(self, conversation_id: str, participants: list[str]) -> None:
        """Invite people to a room, who are not in it yet."""
        accounts = self._accounts(participants)
        self._levels(conversation_id)
        for account in accounts:
            self._invite(conversation_id, account)

    def remove_user(self, conversation_id: str, user_email: str) -> None:
        """Take somebody out of a room, or back their invitation."""
        self._levels(conversation_id)
        account = self._account_of(user_email)
        if account is not None and self._membership(conversation_id, account) in _IN_THE_ROOM:
            room = ("v3", "rooms", conversation_id)
            self._client.request("POST", *room, "kick", body={"user_id": account})

    def get_all_member_emails(self, conversation_id: str) -> list[str]:
        """The addresses of all who have come to a room; this account has none."""
        self._levels(conversation_id)
        room = ("v3", "rooms", conversation_id)
        joined = self._client.request("GET", *room, "joined_members")["joined"]
        others = [it for it in joined if it != self._me]
        return [self._address_of(it) for it in others if it.endswith(f":{self._server}")]

    def get_participant_username(self, participant_id: str) -> str:
        """What comes between the @ and the homeserver."""
        return _localpart(self._profile(participant_id)[0])

    def get_participant_email(self, participant_id: str) -> str:
        """The address that an account stands for."""
        return self._address_of(self._profile(participant_id)[0])

    def get_participant_avatar_url(self, participant_id: str) -> str | None:
        """The picture, where everybody can fetch it; for that, see the README."""
        picture = self._profile(participant_id)[1].get("avatar_url") or ""
        if picture.startswith("mxc://"):
            media = f"{self._settings.url.rstrip('/')}/_matrix/media/v3/download"
            return f"{media}/{picture.removeprefix('mxc://')}"
        return picture if picture.startswith(("http://", "https://")) else None

    def get_command_name(self, command: str) -> str:
        """What a bot of the homeserver may listen for; Matrix itself has no commands."""
        if command not in COMMANDS:
            raise NotFoundError("the application has no such command", value=command)
        return f"{self._settings.command_prefix}{command}"

    @functools.cached_property
    def _me(self) -> str:
        """The id of this account."""
        return str(self._client.request("GET", "v3", "account", "whoami")["user_id"])

    @property
    def _server(self) -> str:
        """The name of the homeserver, which ends all its ids."""
        return self._me.partition(":")[2]

    def _accounts(self, emails: Iterable[str]) -> list[str]:
        """The accounts of people, each once; without this one, which is in all rooms.

        A homeserver lets an account look up one profile a second: who was found once, is known.

        Raises:
            NotFoundError: Somebody has none.
        """
        found = dict.fromkeys(self._known_account(it) for it in emails)
        return [it for it in found if it != self._me]

    def _known_account(self, email: str) -> str:
        account = self._account_of(email)
        return (
            account if account is not None and account in self._known else self._profile(email)[0]
        )

    def _profile(self, participant_id: str) -> tuple[str, dict[str, Any]]:
        """The account of an id or address, and what it says of itself."""
        account = self._account_of(participant_id)
        nobody = NotFoundError("nobody on the homeserver has this", value=participant_id)
        if account is None:
            raise nobody
        try:
            profile = self._client.request("GET", "v3", "profile", account)
        except NotFoundError as error:
            raise nobody from error
        self._known.add(account)
        return account, profile

    def _account_of(self, participant_id: str) -> str | None:
        """The account that an id or address would be; None if it can be none."""
        if participant_id.startswith("@"):
            localpart, _, server = participant_id[1:].partition(":")
            known = server == self._server
        else:
            localpart, _, domain = participant_id.lower().rpartition("@")
            known = domain == self._settings.email_domain.lower()
        found = known and _LOCALPART.fullmatch(localpart)
        return f"@{localpart}:{self._server}" if found else None

    def _address_of(self, account: str) -> str:
        return f"{_localpart(account)}@{self._settings.email_domain.lower()}"

    def _membership(self, room_id: str, account: str) -> str:
        return str(self._state(room_id, "m.room.member", account).get("membership", "leave"))

    def _invite(self, room_id: str, account: str) -> None:
        if self._membership(room_id, account) in _IN_THE_ROOM:
            return
        try:
            room = ("v3", "rooms", room_id)
            self._client.request("POST", *room, "invite", body={"user_id": account})
        except PermissionDeniedError:
            if self._membership(room_id, account) not in _IN_THE_ROOM:  # nobody was quicker
                raise


def _content(text: str, layout: str) -> dict[str, Any]:
    """A message as Matrix has it: a text for every client, and HTML if it says or shows more."""
    shown = layout or (html_of(text) if has_markup(text) else "")
    if not layout and not fits(text + shown):  # the text alone has to fit, whatever it looks like
        shown = ""
    html = {"format": "org.matrix.custom.html", "formatted_body": shown} if shown else {}
    return {"msgtype": "m.text", "body": text, **html}


def _about(case: CaseRow) -> list[Block]:
    """What a case is about, at the beginning of its thread."""
    facts = {
        "Status": case.status,
        "Type": case.case_type.name,
        "Severity": case.case_severity.name,
        "Priority": case.case_priority.name,
    }
    lines = [f"*{case.name}*: {case.title}", case.description]
    lines += [f"*{label}*: {fact}" for label, fact in facts.items()]
    return [{"type": "section", "text": {"type": "mrkdwn", "text": "\n".join(lines)}}]


def _localpart(account: str) -> str:
    return account[1:].partition(":")[0]


def _require_fit(text: str) -> None:
    """Reject what no event has room for, before anything is done."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InvalidRequestError("this is no Unicode text", value=text) from error
    if not fits(text):
        raise InvalidRequestError(f"too long: {_EVENT}", value=text)
