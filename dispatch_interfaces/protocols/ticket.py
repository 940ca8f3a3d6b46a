"""The ticket that stands for an incident. Source: seed, section Ticket."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal, NotRequired, Protocol, TypeAlias

from typing_extensions import TypedDict

from dispatch_interfaces.limits import Limits, NoPlace, NoStep, Text, Values
from dispatch_interfaces.protocols.plugin import Plugin

TicketStatus: TypeAlias = Literal["active", "stable", "closed"]
"""Closed and lower case: the application passes an incident's status in this spelling."""


class Ticket(TypedDict):
    """A ticket that was created.

    The seed returns nothing useful; this is defined from what the application reads.

    Source: the application of September 2025, ``ticket/flows.py:47``.
    """

    resource_id: str
    """Id of the ticket; the application names the incident after it."""
    weblink: str
    """Absolute http(s) URL of the ticket."""
    resource_type: NotRequired[str]
    """What kind of thing the tracker calls it; the plugin's slug if absent."""


@dataclass(frozen=True, kw_only=True)
class TicketLimits(Limits):
    """What a tracker cannot do; a plugin's class has it as ``limits``."""

    title: Text | None = None
    """The ticket's title."""
    description: Text | NoPlace | None = None
    """The description of the incident."""
    incident_type: Text | NoPlace | None = None
    """The name of the incident's type."""
    priority: Text | NoPlace | None = None
    """The name of the incident's priority."""
    commander: NoPlace | None = None
    """Who leads the incident."""
    reporter: NoPlace | None = None
    """Whoever made the ticket is the account of the plugin."""
    conversation_weblink: Text | NoPlace | None = None
    """The link to the conversation."""
    document_weblink: Text | NoPlace | None = None
    """The link to the incident document."""
    storage_weblink: Text | NoPlace | None = None
    """The link to the storage."""
    labels: Text | NoPlace | None = None
    """A text for each label."""
    cost: Text | NoPlace | None = None
    """What the incident has cost."""
    status: Values[TicketStatus] | None = None
    """The status of the incident."""
    steps: NoStep[TicketStatus] | None = None
    """Of the status."""

    about: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "title": ("create.title", "update.title"),
        "description": ("update.description",),
        "incident_type": ("create.incident_type", "update.incident_type"),
        "priority": ("create.incident_priority", "update.priority"),
        "commander": ("create.commander", "update.commander_email"),
        "reporter": ("create.reporter", "update.reporter_email"),
        "conversation_weblink": ("update.conversation_weblink",),
        "document_weblink": ("update.document_weblink",),
        "storage_weblink": ("update.storage_weblink",),
        "labels": ("update.labels",),
        "cost": ("update.cost",),
        "status": ("update.status",),
    }


class TicketPlugin(Plugin, Protocol):
    """Keeps a ticket in step with its incident."""

    type: str = "ticket"

    @abstractmethod
    def create(
        self, title: str, incident_type: str, incident_priority: str, commander: str, reporter: str
    ) -> Ticket:
        """Create a ticket, with the status ``active``.

        Args:
            title: Title of the incident.
            incident_type: Name of the incident's type.
            incident_priority: Name of the incident's priority; `update` calls it ``priority``.
            commander: E-mail address; `update` calls it ``commander_email``.
            reporter: E-mail address; `update` calls it ``reporter_email``.

        Returns:
            The new ticket. The seed returns nothing useful; see `Ticket`.

        Raises:
            InvalidRequestError: The tracker cannot carry a field unchanged.

        Source: seed, section Ticket.
        """
        ...

    @abstractmethod
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
        """Update the given fields of a ticket; None leaves a field as it is, ``""`` empties it.

        Args:
            ticket_id: The ticket's ``resource_id``.
            title: Title of the incident.
            description: Description of the incident.
            incident_type: Name of the incident's type.
            priority: Name of the incident's priority.
            status: Status of the incident.
            commander_email: E-mail address of the commander.
            reporter_email: E-mail address of the reporter.
            conversation_weblink: URL of the conversation.
            document_weblink: URL of the incident document.
            storage_weblink: URL of the storage.
            labels: All labels, in place of those before; empty for none.
            cost: What the incident has cost, as text.

        Raises:
            NotFoundError: There is no such ticket.
            InvalidRequestError: There is no such status, or the tracker cannot carry a field
                unchanged; no field was changed.

        Source: seed, section Ticket.
        """
        ...
