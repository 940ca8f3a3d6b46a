"""Conversations in a database, as on a platform with a mind of its own.

It keeps the contract, but wherever that leaves a choice, it chooses otherwise than the reference:
ids are random, names are short and unique, some texts are refused, a bot is in every conversation
and says so, templates and blocks become Markdown in one column, and a variable that nobody gave is
left as it is.
"""

import json
import sqlite3
import threading
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, Self, final

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
    Text,
    Unique,
)
from dispatch_interfaces.conformance.requirements.conversation import SeenMessage, SeenProfile

_SCHEMA: Final = """
PRAGMA foreign_keys = ON;
CREATE TABLE person (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    handle TEXT NOT NULL,
    picture TEXT
);
CREATE TABLE room (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    topic TEXT NOT NULL DEFAULT '',
    closed INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE membership (
    room TEXT NOT NULL REFERENCES room,
    person TEXT NOT NULL REFERENCES person,
    PRIMARY KEY (room, person)
);
CREATE TABLE message (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    room TEXT REFERENCES room,
    reader TEXT REFERENCES person,
    stamp TEXT NOT NULL,
    text TEXT NOT NULL,
    markdown TEXT NOT NULL,
    pinned INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE prompt (
    trigger_id TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person,
    kind TEXT,
    content TEXT,
    number INTEGER
);
"""

_BOT: Final = "bot@localhost"
_PEOPLE: Final = {
    _BOT: None,
    "ada@example.com": None,
    "grace@example.com": "http://localhost/pictures/2",
    "edsger@example.com": None,
    "barbara@example.com": "http://localhost/pictures/4",
}
_COMMANDS: Final = {
    "assign-role": "!incident assign",
    "engage-oncall": "!incident page",
    "update-incident": "!incident update",
}
_LIMIT: Final = 40_000
_TOPIC_LIMIT: Final = 250
_NAME_LIMIT: Final = 80


def _ascii_lower(name: str) -> str:
    """As SQLite compares names: other letters than those of ASCII have a case of their own."""
    return "".join(it.lower() if it.isascii() else it for it in name)


@final
class SqliteConversation(ConversationPlugin):
    """Conversations in a database of SQLite.

    Args:
        path: Of the database; it lives in memory if none is given.
    """

    title = "SQLite conversations"
    slug = "sqlite-conversation"
    description = "Conversations in a database"
    version = "1.0"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"
    limits = ConversationLimits(
        name=Text(f"the column takes {_NAME_LIMIT} characters", longest=_NAME_LIMIT),
        unique_names=Unique("the column is unique in any case", alike=_ascii_lower, for_ever=True),
        topic=Text(
            f"a line of {_TOPIC_LIMIT} characters",
            longest=_TOPIC_LIMIT,
            taken=lambda it: "\n" not in it,
        ),
        message=Text(
            f"{_LIMIT} characters, and SQLite ends a text at the first NUL",
            longest=_LIMIT,
            taken=lambda it: "\x00" not in it,
        ),
    )

    def __init__(self, path: str = ":memory:") -> None:
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path, check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        self._db.executescript(_SCHEMA)
        with self._transaction():
            for email, picture in _PEOPLE.items():
                values = (_new_id(), email, f"{email[:3]}_{len(email)}", picture)
                self._db.execute("INSERT INTO person VALUES (?, ?, ?, ?)", values)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def create(self, name: str, participants: list[ConversationParticipant]) -> Conversation:
        if not name.strip() or len(name) > _NAME_LIMIT:
            raise InvalidRequestError("cannot be a name", interface=self.type, value=name)
        room = _new_id()
        with self._transaction():
            try:
                self._db.execute("INSERT INTO room (id, name) VALUES (?, ?)", (room, name))
            except sqlite3.IntegrityError as error:
                raise AlreadyExistsError("is taken", interface=self.type, value=name) from error
            self._join(room, [_BOT, *(it["email"] for it in participants)])
            self._post(room, None, f"{name} was opened", "")
        return {"id": room, "name": name, "weblink": f"http://localhost:8065/rooms/{room}"}

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
        markdown = _markdown(message_template, items, blocks, kwargs)
        with self._transaction():
            self._open_room(conversation_id)
            return self._post(conversation_id, None, text, markdown, persist)

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
        markdown = _markdown(message_template, items, blocks, kwargs)
        with self._transaction():
            return self._post(None, self._person(user)["id"], text, markdown)

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
        markdown = _markdown(message_template or {}, items, blocks, kwargs)
        with self._transaction():
            self._open_room(conversation_id)
            return self._post(conversation_id, self._person(user)["id"], text, markdown)

    def add(self, conversation_id: str, participants: list[str]) -> None:
        with self._transaction():
            self._room(conversation_id)
            self._join(conversation_id, participants)

    def open_dialog(self, trigger_id: str, dialog: dict[str, Any]) -> None:
        self._prompt(trigger_id, "dialog", dialog)

    def open_modal(self, trigger_id: str, modal: dict[str, Any]) -> None:
        self._prompt(trigger_id, "modal", modal)

    def archive(self, conversation_id: str) -> None:
        with self._transaction():
            if not self._room(conversation_id)["closed"]:
                self._post(conversation_id, None, "The room was closed", "")
                self._db.execute("UPDATE room SET closed = 1 WHERE id = ?", (conversation_id,))

    def get_participant_username(self, participant_id: str) -> str:
        with self._transaction():
            return str(self._person(participant_id)["handle"])

    def get_participant_email(self, participant_id: str) -> str:
        with self._transaction():
            return str(self._person(participant_id)["email"])

    def get_participant_avatar_url(self, participant_id: str) -> str | None:
        with self._transaction():
            picture: str | None = self._person(participant_id)["picture"]
            return picture

    def set_topic(self, conversation_id: str, topic: str) -> None:
        if len(topic) > _TOPIC_LIMIT or "\n" in topic:
            raise InvalidRequestError("cannot be a topic", interface=self.type, value=topic)
        with self._transaction():
            self._room(conversation_id)
            self._db.execute("UPDATE room SET topic = ? WHERE id = ?", (topic, conversation_id))

    def get_command_name(self, command: str) -> str:
        try:
            return _COMMANDS[command]
        except KeyError:
            raise NotFoundError("no such command", interface=self.type, value=command) from None

    def conversations(self) -> dict[str, str]:
        """The names of all conversations, by id."""
        return {row["id"]: row["name"] for row in self._rows("SELECT id, name FROM room")}

    def members(self, conversation_id: str) -> list[str]:
        """The addresses of all in a conversation, the bot's among them."""
        sql = "SELECT email FROM membership JOIN person ON person = person.id WHERE room = ?"
        return [row["email"] for row in self._rows(sql, conversation_id)]

    def messages(self, conversation_id: str) -> list[SeenMessage]:
        """What everybody in a conversation sees, oldest first."""
        return self._seen("room = ? AND reader IS NULL", conversation_id)

    def ephemeral_messages(self, conversation_id: str, user: str) -> list[SeenMessage]:
        """What a user alone sees in a conversation, oldest first."""
        reader = self._person(user)["id"]
        return self._seen("room = ? AND reader = ?", conversation_id, reader)

    def direct_messages(self, user: str) -> list[SeenMessage]:
        """What a user was sent directly, oldest first."""
        return self._seen("room IS NULL AND reader = ?", self._person(user)["id"])

    def pins(self, conversation_id: str) -> list[str]:
        """The ids of the messages that are pinned in a conversation."""
        sql = "SELECT id FROM message WHERE room = ? AND pinned"
        return [row["id"] for row in self._rows(sql, conversation_id)]

    def topic(self, conversation_id: str) -> str:
        """The topic of a conversation."""
        return str(self._room(conversation_id)["topic"])

    def is_archived(self, conversation_id: str) -> bool:
        """Whether a conversation is closed."""
        return bool(self._room(conversation_id)["closed"])

    def issue_trigger(self, user: str) -> str:
        """A new trigger, as if the user had pressed a button."""
        trigger = _new_id()
        with self._transaction():
            values = (trigger, self._person(user)["id"])
            self._db.execute("INSERT INTO prompt (trigger_id, person) VALUES (?, ?)", values)
        return trigger

    def dialogs(self, user: str) -> list[dict[str, Any]]:
        """The dialogs that were opened for a user, oldest first."""
        return self._prompts("dialog", user)

    def modals(self, user: str) -> list[dict[str, Any]]:
        """The modals that were opened for a user, oldest first."""
        return self._prompts("modal", user)

    def profile(self, email: str) -> SeenProfile | None:
        """What is known of somebody; None if they are not."""
        for row in self._rows("SELECT * FROM person WHERE email = ?", email):
            return {"id": row["id"], "username": row["handle"], "avatar_url": row["picture"]}
        return None

    def command_names(self) -> dict[str, str]:
        """What users type, for each command."""
        return dict(_COMMANDS)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._lock, self._db:
            yield

    def _rows(self, sql: str, *values: str) -> list[sqlite3.Row]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def _one(self, what: str, sql: str, *values: str) -> sqlite3.Row:
        rows = self._rows(sql, *values)
        if not rows:
            raise NotFoundError(f"no such {what}", interface=self.type, value=values[0])
        return rows[0]

    def _room(self, room: str) -> sqlite3.Row:
        return self._one("room", "SELECT * FROM room WHERE id = ?", room)

    def _open_room(self, room: str) -> None:
        if self._room(room)["closed"]:
            raise InvalidRequestError("is closed", interface=self.type, value=room)

    def _person(self, person: str) -> sqlite3.Row:
        sql = "SELECT * FROM person WHERE id = ? OR email = ?"
        return self._one("person", sql, person, person)

    def _join(self, room: str, emails: Iterable[str]) -> None:
        self._db.executemany(
            "INSERT OR IGNORE INTO membership VALUES (?, ?)",
            [(room, self._person(email)["id"]) for email in emails],
        )

    def _post(
        self, room: str | None, reader: str | None, text: str, markdown: str, pin: bool = False
    ) -> Message:
        if len(text) > _LIMIT or "\x00" in text:
            raise InvalidRequestError("cannot be posted", interface=self.type, value=text)
        last = self._db.execute("SELECT coalesce(max(stamp), '') FROM message").fetchone()[0]
        stamp = _stamp(last)
        message_id = _new_id()
        self._db.execute(
            "INSERT INTO message (id, room, reader, stamp, text, markdown, pinned)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (message_id, room, reader, stamp, text, markdown, pin),
        )
        return {"id": message_id, "timestamp": stamp}

    def _seen(self, condition: str, *values: str) -> list[SeenMessage]:
        sql = f"SELECT * FROM message WHERE {condition} ORDER BY number"
        return [
            {
                "id": row["id"],
                "timestamp": row["stamp"],
                "text": row["text"],
                "body": row["markdown"],
            }
            for row in self._rows(sql, *values)
        ]

    def _prompt(self, trigger_id: str, kind: str, content: dict[str, Any]) -> None:
        sql = """
            UPDATE prompt SET kind = ?, content = ?,
                number = (SELECT count(*) FROM prompt WHERE kind IS NOT NULL)
            WHERE trigger_id = ? AND kind IS NULL
        """
        with self._transaction():
            if self._db.execute(sql, (kind, json.dumps(content), trigger_id)).rowcount == 0:
                raise NotFoundError("no such trigger", interface=self.type, value=trigger_id)

    def _prompts(self, kind: str, user: str) -> list[dict[str, Any]]:
        sql = "SELECT content FROM prompt WHERE kind = ? AND person = ? ORDER BY number"
        return [
            json.loads(row["content"]) for row in self._rows(sql, kind, self._person(user)["id"])
        ]


def _new_id() -> str:
    return str(uuid.uuid4())


def _stamp(last: str) -> str:
    """The time in nanoseconds; the digits are as many each time, so that they sort as text."""
    now = time.time_ns()
    if last:
        now = max(now, int(last.replace(".", "")) + 1)
    return f"{now // 10**9}.{now % 10**9:09d}"


def _markdown(
    template: MessageTemplate,
    items: Sequence[MessageItem] | None,
    blocks: Sequence[Block] | None,
    variables: Mapping[str, Any],
) -> str:
    if blocks:
        return "\n\n".join(
            block["text"]["text"] if isinstance(block.get("text"), dict) else "---"
            for block in blocks
        )
    fillings = items if items else [dict(variables)]
    parts = (_paragraphs(template, filling) for filling in fillings)
    return "\n\n---\n\n".join("\n\n".join(part) for part in parts)


def _paragraphs(template: MessageTemplate, variables: Mapping[str, Any]) -> Iterator[str]:
    def filled(text: str) -> str:
        return _filled(text, variables)

    link = filled(template.get("title_link", "#"))
    if link in ("", "None"):
        return
    if "header" in template:
        yield f"# {filled(template['header'])}"
    if "title" in template:
        title = filled(template["title"])
        yield f"**{title}**" if link == "#" else f"[{title}]({link})"
    mappings = {
        name: mapping
        for name, mapping in (
            ("status", template.get("status_mapping")),
            ("visibility", template.get("visibility_mapping")),
        )
        if mapping is not None
    }
    for name, mapping in mappings.items():
        yield mapping[variables[name]]
    if "text" in template and not mappings:
        yield filled(template["text"])
    if "datetime" in template:
        yield filled(template["datetime"])
    for button in template.get("buttons", []):
        yield f"[{filled(button['button_text'])}]({filled(button.get('button_url', '#'))})"
    for option in template["select"]["options"] if "select" in template else []:
        yield f"* {filled(option['option_text'])}"
    if "context" in template:
        yield f"_{filled(template['context'])}_"


def _filled(text: str, variables: Mapping[str, Any]) -> str:
    first, *rest = text.split("{{")
    for piece in rest:
        name, closing, after = piece.partition("}}")
        known = closing and name.strip() in variables
        first += f"{variables[name.strip()]}{after}" if known else f"{{{{{piece}"
    return first
