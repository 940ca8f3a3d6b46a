"""What the application calls of a conference plugin."""

from abc import abstractmethod
from typing import Protocol

from typing_extensions import TypedDict


class Conference(TypedDict):
    """A conference that was made; the application adds keys to it."""

    id: str
    """Its id: a str, or the opening of the incident stops."""
    weblink: str
    """URL at which to join it."""
    challenge: str
    """Password; ``""`` for none."""


class HostConferencePlugin(Protocol):
    """Everything that the application calls."""

    @abstractmethod
    def create(self, name: str, title: str, participants: list[str]) -> Conference | None:
        """Make a conference.

        Source: the application of September 2025, ``conference/flows.py:25``.
        """
        ...
