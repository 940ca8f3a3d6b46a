"""Finds who should take part in an incident. Source: seed, section Participant."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NotRequired, Protocol

from typing_extensions import ReadOnly, TypedDict

from dispatch_interfaces.limits import Absent, Limits, NoPlace, Text
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


@dataclass(frozen=True, kw_only=True)
class ParticipantLimits(Limits):
    """What a directory cannot do; a plugin's class has it as ``limits``."""

    incident_type: NoPlace | None = None
    """The type of an incident: whom it concerns does not depend on it."""
    incident_priority: NoPlace | None = None
    """The priority of an incident, as its type."""
    description: Text | NoPlace | None = None
    """What is looked at of an incident's description."""
    teams: Absent | None = None
    """Teams: there are none among those who are found."""
    services: Absent | None = None
    """On-call services: nobody is found for one."""

    about: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "incident_type": ("get.incident_type",),
        "incident_priority": ("get.incident_priority",),
        "description": ("get.incident_description",),
    }


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
