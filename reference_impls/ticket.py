"""Tickets, kept in memory."""

import copy
import threading
import time
from collections.abc import Mapping
from typing import Any, get_args

from attrs import define, field, frozen
from typing_extensions import TypedDict

from dispatch_interfaces import (
    InvalidRequestError,
    NotFoundError,
    Ticket,
    TicketPlugin,
    TicketStatus,
)
from reference_impls.common import Clock, Ids, require_text


class TicketFields(TypedDict):
    """All fields of a ticket, under the names that `TicketPlugin.update` gives them.

    None is a field that nobody has filled in.
    """

    title: str | None
    description: str | None
    incident_type: str | None
    priority: str | None
    status: TicketStatus
    commander_email: str | None
    reporter_email: str | None
    conversation_weblink: str | None
    document_weblink: str | None
    storage_weblink: str | None
    labels: list[str]
    cost: str | None


@frozen
class Change:
    """What one call changed."""

    at: float
    """Seconds since the epoch."""
    fields: dict[str, Any]
    """The fields that were given, with their new values."""


@define
class _Ticket:
    fields: TicketFields
    history: list[Change] = field(factory=list[Change])


class InMemoryTicket(TicketPlugin):
    """Tickets with fields and a history.

    `fields` and `history` show what the interface has no method for.

    Args:
        clock: The time, for the history.
    """

    title = "In-memory tickets"
    slug = "in-memory-ticket"
    description = "Tickets kept in memory"
    version = "1.0"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"

    def __init__(self, *, clock: Clock = time.time) -> None:
        self._tickets: dict[str, _Ticket] = {}
        self._titled: dict[str | None, dict[str, None]] = {}
        """Ids of the tickets that have each title."""
        self._ids = Ids()
        self._clock = clock
        self._lock = threading.Lock()

    def create(
        self, title: str, incident_type: str, incident_priority: str, commander: str, reporter: str
    ) -> Ticket:
        """Create a ticket with the status active."""
        fields = TicketFields(
            title=title,
            description=None,
            incident_type=incident_type,
            priority=incident_priority,
            status="active",
            commander_email=commander,
            reporter_email=reporter,
            conversation_weblink=None,
            document_weblink=None,
            storage_weblink=None,
            labels=[],
            cost=None,
        )
        given = {name: value for name, value in fields.items() if value}
        self._require_texts("create", given)
        ticket_id = self._ids.new("ticket")
        with self._lock:
            self._tickets[ticket_id] = _Ticket(fields, [Change(self._clock(), given)])
            self._entitle(ticket_id, title)
        return {
            "resource_id": ticket_id,
            "weblink": f"https://tickets.example.com/{ticket_id}",
            "resource_type": self.slug,
        }

    def update(
        self,
        ticket_id: str,
        title: str | None = None,
        description: str | None = None,
        incident_type: str | None = None,
        priority: str | None = None,
        status: TicketStatus | None = None,
        commander_email: str | None = None,
        reporter_email: str | None = None,
        conversation_weblink: str | None = None,
        document_weblink: str | None = None,
        storage_weblink: str | None = None,
        labels: list[str] | None = None,
        cost: str | None = None,
    ) -> None:
        """Change the fields that are given; an empty text empties one."""
        if status is not None and status not in get_args(TicketStatus):
            raise InvalidRequestError(
                "there is no such status", interface=self.type, method="update", value=status
            )
        everything: dict[str, Any] = {
            "title": title,
            "description": description,
            "incident_type": incident_type,
            "priority": priority,
            "status": status,
            "commander_email": commander_email,
            "reporter_email": reporter_email,
            "conversation_weblink": conversation_weblink,
            "document_weblink": document_weblink,
            "storage_weblink": storage_weblink,
            "labels": None if labels is None else list(labels),
            "cost": cost,
        }
        given: Any = {name: value for name, value in everything.items() if value is not None}
        self._require_texts("update", given)
        with self._lock:
            ticket = self._ticket("update", ticket_id)
            if title is not None:
                self._entitle(ticket_id, title)
            ticket.fields.update(given)
            ticket.history.append(Change(self._clock(), given))

    def fields(self, ticket_id: str) -> TicketFields:
        """All fields of a ticket as they are now.

        Raises:
            NotFoundError: There is no such ticket.
        """
        with self._lock:
            fields = self._ticket("fields", ticket_id).fields
            return {**fields, "labels": list(fields["labels"])}

    def tickets(self, title: str) -> list[str]:
        """The ids of all tickets with that title, in the order in which they got it."""
        with self._lock:
            return list(self._titled.get(title, ()))

    def history(self, ticket_id: str) -> list[Change]:
        """What every call changed, in order; the first is the creation.

        Raises:
            NotFoundError: There is no such ticket.
        """
        with self._lock:
            return copy.deepcopy(self._ticket("history", ticket_id).history)

    def _entitle(self, ticket_id: str, title: str | None) -> None:
        before = self._tickets[ticket_id].fields["title"]
        self._titled.get(before, {}).pop(ticket_id, None)
        self._titled.setdefault(title, {})[ticket_id] = None

    def _require_texts(self, method: str, given: Mapping[str, Any]) -> None:
        for value in given.values():
            for text in [value] if isinstance(value, str) else value:
                require_text(text, interface=self.type, method=method)

    def _ticket(self, method: str, ticket_id: str) -> _Ticket:
        ticket = self._tickets.get(ticket_id)
        if ticket is None:
            raise NotFoundError(
                "no ticket has this id", interface=self.type, method=method, value=ticket_id
            )
        return ticket
