"""Directories that look at less of an incident, or know fewer kinds of whom it concerns."""

from collections.abc import Collection
from typing import Any, ClassVar

from dispatch_interfaces import ResolvedParticipants
from reference_impls import InMemoryParticipant


class LimitedParticipant(InMemoryParticipant):
    """A directory that can do less; what it cannot do, a subclass says."""

    looks_at: ClassVar[frozenset[str]] = frozenset({"types", "priorities", "words"})
    reads: ClassVar[int | None] = None
    """How many characters of a description it reads; None for all."""
    has_teams: ClassVar[bool] = True
    has_services: ClassVar[bool] = True

    def get(
        self,
        incident_type: str,
        incident_priority: str,
        incident_description: str,
        db_session: Any = None,
    ) -> ResolvedParticipants:
        description = incident_description[: self.reads]
        return super().get(incident_type, incident_priority, description, db_session)

    def add_individual(
        self,
        email: str,
        name: str = "",
        *,
        incident_types: Collection[str] = (),
        incident_priorities: Collection[str] = (),
        words: Collection[str] = (),
    ) -> None:
        known = self._known(incident_types, incident_priorities, words)
        super().add_individual(email, name, **known)

    def add_team(
        self,
        email: str,
        name: str = "",
        *,
        incident_types: Collection[str] = (),
        incident_priorities: Collection[str] = (),
        words: Collection[str] = (),
    ) -> None:
        if self.has_teams:
            known = self._known(incident_types, incident_priorities, words)
            super().add_team(email, name, **known)

    def add_service(self, service_id: str, oncall: str, name: str = "", **conditions: Any) -> None:
        if self.has_services:
            super().add_service(service_id, oncall, name, **conditions)

    def _known(self, types: Any, priorities: Any, words: Any) -> dict[str, Any]:
        return {
            "incident_types": types if "types" in self.looks_at else (),
            "incident_priorities": priorities if "priorities" in self.looks_at else (),
            "words": words if "words" in self.looks_at else (),
        }
