"""Finds who should take part in an incident. Source: seed, section Participant."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, NotRequired, Protocol

from typing_extensions import ReadOnly, TypedDict

from dispatch_interfaces.protocols.plugin import Plugin


class ResolvedIndividual(TypedDict):
    """A person who should take part."""

    email: str
    """Their address: all that the application reads."""
    name: NotRequired[str]
    """Their full name, for showing only."""
    service_id: NotRequired[str]
    """External id of the on-call service they stand for; absent if they were found themselves."""


class ResolvedTeam(TypedDict):
    """A team that should take part."""

    email: str
    """Its address: all that the application reads."""
    name: NotRequired[str]
    """Its name, for showing only."""


class ResolvedParticipants(TypedDict):
    """Everybody who should take part in an incident.

    The seed returns nothing useful; this is defined from what the application reads, which is a
    tuple ``(individuals, teams)`` that the bridge makes of it. Read-only keys let a plugin declare
    records of its own with more in them.

    Source: the application of September 2025, ``incident/flows.py:100``.
    """

    individuals: ReadOnly[Sequence[ResolvedIndividual]]
    """The people, each once; may be empty."""
    teams: ReadOnly[Sequence[ResolvedTeam]]
    """The teams, each once; may be empty."""


class ParticipantPlugin(Plugin, Protocol):
    """Decides who should be involved with an incident."""

    type: str = "participant"

    @abstractmethod
    def get(
        self,
        incident_type: str,
        incident_priority: str,
        incident_description: str,
        db_session: Any = None,
    ) -> ResolvedParticipants:
        """Get everybody who should take part in an incident.

        Args:
            incident_type: Name of the incident's type.
            incident_priority: Name of the incident's priority.
            incident_description: The incident's description; may be empty.
            db_session: The application's database session; an external source has no use for it.

        Returns:
            The people and the teams; both empty if nobody is concerned. The seed returns nothing
            useful; see `ResolvedParticipants`.

        Source: seed, section Participant.
        """
        ...
