"""What the application calls of a contact plugin."""

from abc import abstractmethod
from typing import NotRequired, Protocol

from typing_extensions import TypedDict

from dispatch_interfaces.host.rows import Session


class ContactInformation(TypedDict):
    """What is known of a person."""

    fullname: str
    """Their name; the address itself for somebody unknown."""
    email: str
    """The address that was asked for, to the letter."""
    weblink: str
    """URL of their page; ``""`` for none."""
    team: NotRequired[str]
    """The team they are in."""
    department: NotRequired[str]
    """The department they are in."""
    location: NotRequired[str]
    """Where they are."""


class HostContactPlugin(Protocol):
    """Everything that the application calls."""

    @abstractmethod
    def get(self, email: str, db_session: Session | None = None) -> ContactInformation:
        """What is known of a person; somebody unknown is no error.

        The application stores the name and the weblink each time, over those that it has. An error
        keeps the person out, and may stop the creation of an incident.

        Source: the application of September 2025, ``individual/service.py:77``,
        ``participant/service.py:199``, ``incident/flows.py:904``, ``incident/flows.py:907``,
        ``incident/messaging.py:572``, ``incident/messaging.py:703``,
        ``plugins/dispatch_slack/incident/interactive.py:524``,
        ``plugins/dispatch_slack/incident/interactive.py:1837``, ``individual/service.py:23``.
        """
        ...
