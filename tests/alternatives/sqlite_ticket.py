"""Tickets in a SQLite database, a row for each field that is filled in."""

import contextlib
import json
import sqlite3
import threading
import uuid
from collections.abc import Iterator
from typing import Any

from dispatch_interfaces import (
    InvalidRequestError,
    NotFoundError,
    Text,
    Ticket,
    TicketLimits,
    TicketPlugin,
)
from dispatch_interfaces.contract import CONTRACTS

_SCHEMA = """
create table if not exists ticket (id text primary key);
create table if not exists field (
    ticket text not null references ticket (id),
    name text not null,
    value text not null,
    primary key (ticket, name)
);
"""
_METHOD = CONTRACTS["ticket"].method("update")
_NAMES = list(_METHOD.signature.parameters)[1:] if _METHOD else []


class SqliteTicket(TicketPlugin):
    """Keeps tickets in a database of its own."""

    title = "SQLite tickets"
    slug = "sqlite-ticket"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"

    limits = TicketLimits(title=Text("longer ones are no titles", longest=10_000))

    def __init__(self, path: str = ":memory:") -> None:
        self._connection = sqlite3.connect(path, check_same_thread=False)
        self._connection.executescript(_SCHEMA)
        self._lock = threading.RLock()

    def __enter__(self) -> "SqliteTicket":
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def create(
        self, title: str, incident_type: str, incident_priority: str, commander: str, reporter: str
    ) -> Ticket:
        ticket = str(uuid.uuid4())
        with self._transaction() as connection:
            connection.execute("insert into ticket values (?)", (ticket,))
            self._write(
                ticket,
                {
                    "title": title,
                    "incident_type": incident_type,
                    "priority": incident_priority,
                    "status": "active",
                    "commander_email": commander,
                    "reporter_email": reporter,
                },
            )
        return {"weblink": f"http://localhost:8080/?ticket={ticket}", "resource_id": ticket}

    def update(self, ticket_id: str, *args: Any, **kwargs: Any) -> None:
        given = {**dict(zip(_NAMES, args, strict=False)), **kwargs}
        with self._transaction() as connection:
            found = connection.execute("select 1 from ticket where id = ?", (ticket_id,))
            if found.fetchone() is None:
                raise NotFoundError("no such row", interface="ticket", value=ticket_id)
            self._write(ticket_id, given)

    def fields(self, ticket_id: str) -> dict[str, Any]:
        with self._lock:
            rows = self._connection.execute(
                "select name, value from field where ticket = ?", (ticket_id,)
            )
            return {name: json.loads(value) for name, value in rows}

    def tickets(self, title: str) -> list[str]:
        with self._lock:
            rows = self._connection.execute(
                "select ticket from field where name = 'title' and value = ?",
                (json.dumps(title, ensure_ascii=False),),
            )
            return [ticket for (ticket,) in rows]

    def _write(self, ticket: str, given: dict[str, Any]) -> None:
        for name, value in given.items():
            if name not in _NAMES:
                raise InvalidRequestError("no such field", interface="ticket", value=name)
            if name == "status" and value not in (None, "active", "stable", "closed"):
                raise InvalidRequestError("no such status", interface="ticket", value=value)
            if name == "title" and value is not None and len(value) > 10_000:
                raise InvalidRequestError("a title is shorter", interface="ticket")
            if value is not None:
                self._connection.execute(
                    "insert or replace into field values (?, ?, ?)",
                    (ticket, name, json.dumps(value, ensure_ascii=False)),
                )

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._connection:
            yield self._connection
