"""Faulty participant groups."""

from dispatch_interfaces import GroupRole, ParticipantGroup
from reference_impls.participant_group import InMemoryParticipantGroup
from tests.conformance.faults import breaks


@breaks("PARTICIPANT-GROUP-010")
class LeavesOutTheWeblink(InMemoryParticipantGroup):
    def create(
        self,
        name: str,
        participants: list[str],
        description: str | None = None,
        role: GroupRole = "MEMBER",
    ) -> ParticipantGroup:
        group = super().create(name, participants, description, role)
        del group["weblink"]  # type: ignore[misc]  # the fault
        return group


@breaks("PARTICIPANT-GROUP-020")
class CreatesTheGroupEmpty(InMemoryParticipantGroup):
    def create(
        self,
        name: str,
        participants: list[str],
        description: str | None = None,
        role: GroupRole = "MEMBER",
    ) -> ParticipantGroup:
        return super().create(name, [], description, role)


@breaks("PARTICIPANT-GROUP-021")
class RefusesAnEmptyGroup(InMemoryParticipantGroup):
    def create(
        self,
        name: str,
        participants: list[str],
        description: str | None = None,
        role: GroupRole = "MEMBER",
    ) -> ParticipantGroup:
        if not participants:
            raise ValueError("nobody to add")
        return super().create(name, participants, description, role)
