"""Who takes part, as objects that decide for themselves."""

import re
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Entry:
    """A person, a team, or a person who is on call for a service."""

    email: str
    name: str = ""
    service_id: str | None = None
    wanted: dict[str, set[str]] = field(default_factory=dict)

    def concerned(self, incident: dict[str, set[str]]) -> bool:
        """Whether an incident has one of each kind of thing that is wanted."""
        return all(it & incident[kind] for kind, it in self.wanted.items() if it)

    def __str__(self) -> str:
        return self.service_id or self.email


class ObjectParticipant:
    """The last who was added comes first, and nobody's name is told.

    Duck-typed: it has what a participant plugin has, and no base class.
    """

    title = "Participants who decide"
    slug = "object-participant"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"
    type = "participant"

    def __init__(self) -> None:
        self._people: list[Entry] = []
        self._teams: list[Entry] = []
        self._lock = threading.Lock()

    def get(
        self,
        incident_type: str,
        incident_priority: str,
        incident_description: str,
        db_session: object = None,
    ) -> dict[str, Any]:
        words = set(re.findall(r"\w+", incident_description.casefold()))
        incident = {"types": {incident_type}, "priorities": {incident_priority}, "words": words}
        with self._lock:
            people = [it for it in reversed(self._people) if it.concerned(incident)]
            teams = [it for it in reversed(self._teams) if it.concerned(incident)]
        # Whoever is concerned themselves is shown without the service that they stand for.
        people.sort(key=lambda it: it.service_id is None)
        individuals = {it.email: _individual(it) for it in people}
        return {
            "individuals": tuple(individuals.values()),
            "teams": tuple({"email": it, "size": None} for it in {it.email: 1 for it in teams}),
            "asked": incident_type,
        }

    def add_individual(self, email: str, name: str = "", **conditions: Iterable[str]) -> None:
        self._add(self._people, Entry(email, name, wanted=_wanted(**conditions)))

    def add_team(self, email: str, name: str = "", **conditions: Iterable[str]) -> None:
        self._add(self._teams, Entry(email, name, wanted=_wanted(**conditions)))

    def add_service(self, service_id: str, oncall: str) -> None:
        self._add(self._people, Entry(oncall, service_id=service_id))

    def remove(self, email_or_service_id: str) -> None:
        with self._lock:
            for entries in (self._people, self._teams):
                entries[:] = [it for it in entries if str(it) != email_or_service_id]

    def _add(self, entries: list[Entry], entry: Entry) -> None:
        with self._lock:
            entries.append(entry)


def _individual(entry: Entry) -> dict[str, Any]:
    service = {"service_id": entry.service_id} if entry.service_id is not None else {}
    return {"email": entry.email, **service, "roles": ("responder",)}


def _wanted(
    incident_types: Iterable[str] = (),
    incident_priorities: Iterable[str] = (),
    words: Iterable[str] = (),
) -> dict[str, set[str]]:
    return {
        "types": set(incident_types),
        "priorities": set(incident_priorities),
        "words": {it.casefold() for it in words},
    }
