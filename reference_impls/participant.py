"""Who takes part, kept in memory."""

import threading
from collections.abc import Collection
from typing import Any

from attrs import frozen

from dispatch_interfaces import (
    InvalidRequestError,
    ParticipantPlugin,
    ResolvedIndividual,
    ResolvedParticipants,
    ResolvedTeam,
)
from reference_impls.conditions import ByType, Conditions, Lookup


@frozen
class _Entry:
    email: str
    name: str
    conditions: Conditions


class InMemoryParticipant(ParticipantPlugin):
    """People, teams and services, each of which says which incidents it concerns.

    `add_individual`, `add_team`, `add_service` and `remove` stand for the directory; `lookups`
    shows what was asked.
    """

    title = "In-memory participants"
    slug = "in-memory-participant"
    description = "Participants kept in memory"
    version = "1.0"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"

    def __init__(self) -> None:
        self._individuals = ByType[_Entry]()
        self._teams = ByType[_Entry]()
        self._services = ByType[_Entry]()
        self._lookups: list[Lookup] = []
        self._lock = threading.Lock()

    def get(
        self,
        incident_type: str,
        incident_priority: str,
        incident_description: str,
        db_session: Any = None,
    ) -> ResolvedParticipants:
        """Those whose conditions hold; a person who is also on call for a service comes once."""
        incident = (incident_type, incident_priority, incident_description)
        with self._lock:
            self._lookups.append(Lookup(*incident, db_session))
            individuals: dict[str, ResolvedIndividual] = {
                it.email: _individual(it) for _, it in self._individuals.concerned(*incident)
            }
            for service_id, it in self._services.concerned(*incident):
                if it.email not in individuals:
                    individuals[it.email] = {**_individual(it), "service_id": service_id}
            teams = [_team(it) for _, it in self._teams.concerned(*incident)]
        return {"individuals": list(individuals.values()), "teams": teams}

    def add_individual(
        self,
        email: str,
        name: str = "",
        *,
        incident_types: Collection[str] = (),
        incident_priorities: Collection[str] = (),
        words: Collection[str] = (),
    ) -> None:
        """Add a person who takes part in the incidents for which all conditions hold.

        Raises:
            InvalidRequestError: The address has no @.
        """
        conditions = Conditions(incident_types, incident_priorities, words)
        self._add("add_individual", self._individuals, email, _Entry(email, name, conditions))

    def add_team(
        self,
        email: str,
        name: str = "",
        *,
        incident_types: Collection[str] = (),
        incident_priorities: Collection[str] = (),
        words: Collection[str] = (),
    ) -> None:
        """Add a team that takes part in the incidents for which all conditions hold.

        Raises:
            InvalidRequestError: The address has no @.
        """
        conditions = Conditions(incident_types, incident_priorities, words)
        self._add("add_team", self._teams, email, _Entry(email, name, conditions))

    def add_service(
        self,
        service_id: str,
        oncall: str,
        name: str = "",
        *,
        incident_types: Collection[str] = (),
        incident_priorities: Collection[str] = (),
        words: Collection[str] = (),
    ) -> None:
        """Add a service whose person on call takes part when all conditions hold.

        Args:
            service_id: Id of the service.
            oncall: Address of who is on call.
            name: Full name of who is on call.
            incident_types: As `add_individual`.
            incident_priorities: As `add_individual`.
            words: As `add_individual`.

        Raises:
            InvalidRequestError: The address has no @.
        """
        conditions = Conditions(incident_types, incident_priorities, words)
        self._add("add_service", self._services, service_id, _Entry(oncall, name, conditions))

    def remove(self, email_or_service_id: str) -> None:
        """Remove a person, a team or a service; what is not there is passed over."""
        with self._lock:
            for entries in (self._individuals, self._teams, self._services):
                entries.pop(email_or_service_id, None)

    def lookups(self) -> list[Lookup]:
        """What was asked, in order."""
        with self._lock:
            return list(self._lookups)

    def _add(self, method: str, entries: ByType[_Entry], key: str, entry: _Entry) -> None:
        if "@" not in entry.email:
            raise InvalidRequestError(
                "an address has an @", interface=self.type, method=method, value=entry.email
            )
        with self._lock:
            entries[key] = entry


def _individual(entry: _Entry) -> ResolvedIndividual:
    return {"email": entry.email, "name": entry.name} if entry.name else {"email": entry.email}


def _team(entry: _Entry) -> ResolvedTeam:
    return {"email": entry.email, "name": entry.name} if entry.name else {"email": entry.email}
