"""Participants beside a dict of their conditions."""

from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.stateful import initialize

from dispatch_interfaces.conformance.requirements.participant import ParticipantHarness
from dispatch_interfaces.conformance.requirements.stateful.conditions import (
    CONDITIONS,
    SENTENCES,
    Conditions,
)
from dispatch_interfaces.conformance.requirements.stateful.machine import Machine, rule

_NAMES: Final = st.sampled_from(("", "Ada Lovelace", "\u00c5da", "O'Brien \U0001f525"))
_WHICH: Final = st.integers(0, 3)
_FOUND: Final = (
    'sorted(it["email"] for it in plugin.get($type, $priority, $description)[{kind!r}] '
    'if it["email"] in $ours)'
)


class ParticipantMachine(Machine):
    """The model: the conditions of people and teams by address, and who is on call."""

    name = "participant_900"
    h: ParticipantHarness

    def __init__(self, search: Any) -> None:
        super().__init__(search)
        words = ("ada", "ada.x", "ADA-2", "xada")
        self.people: list[str] = [self.h.address(word) for word in words]
        self.groups: list[str] = [self.h.address(f"team-{word}") for word in words]
        self.services: list[str] = [self.h.unique("service") for _ in words]
        self.individuals: dict[str, Conditions] = {}
        self.teams: dict[str, Conditions] = {}
        self.oncall: dict[str, str] = {}
        self.sentences: list[str] = [it for it in SENTENCES if self.is_plain(it)] or [""]
        self.incident: tuple[int, int, str] = (0, 0, self.sentences[0])

    @initialize()
    def start(self) -> None:
        self.add_individual(0, "", Conditions())

    @rule(which=_WHICH, name=_NAMES, conditions=CONDITIONS)
    def add_individual(self, which: int, name: str, conditions: Conditions) -> None:
        email = self.people[which]
        if email not in self.individuals:
            self.arrange("add_individual", email, name, **self.given(conditions))
            self.individuals[email] = self.in_place(conditions)

    @rule(which=_WHICH, name=_NAMES, conditions=CONDITIONS)
    def add_team(self, which: int, name: str, conditions: Conditions) -> None:
        email = self.groups[which]
        if email not in self.teams and not self.h.meets("teams"):
            self.arrange("add_team", email, name, **self.given(conditions))
            self.teams[email] = self.in_place(conditions)

    @rule(which=_WHICH, who=_WHICH)
    def add_service(self, which: int, who: int) -> None:
        service_id = self.services[which]
        if service_id not in self.oncall and not self.h.meets("services"):
            self.arrange("add_service", service_id, self.people[who])
            self.oncall[service_id] = self.people[who]

    @rule(which=_WHICH)
    def remove(self, which: int) -> None:
        known = [*self.individuals, *self.teams, *self.oncall]
        if known:
            gone = known[which % len(known)]
            self.arrange("remove", gone)
            for each in (self.individuals, self.teams, self.oncall):
                each.pop(gone, None)

    @rule(incident=st.tuples(st.integers(0, 1), st.integers(0, 1), st.sampled_from(SENTENCES)))
    def look_for_another_incident(self, incident: tuple[int, int, str]) -> None:
        if incident[2] in self.sentences:
            self.incident = incident

    def compare(self) -> None:
        individuals = {it for it, conditions in self.individuals.items() if self.holds(conditions)}
        teams = {it for it, conditions in self.teams.items() if self.holds(conditions)}
        self.finds("individuals", individuals | set(self.oncall.values()), self.people)
        self.finds("teams", teams, self.groups)

    def given(self, conditions: Conditions) -> dict[str, Any]:
        keywords = conditions.keywords(self.h.incident_types, self.h.incident_priorities)
        return self.h.conditions(**keywords)

    def in_place(self, conditions: Conditions) -> Conditions:
        """The conditions without those that the directory has no place for."""
        return Conditions(
            conditions.types if self.h.has_place("incident_type") else frozenset(),
            conditions.priorities if self.h.has_place("incident_priority") else frozenset(),
            conditions.words if self.h.has_place("description") else frozenset(),
        )

    def is_plain(self, description: str) -> bool:
        """Whether a description is taken, and looked at as it is."""
        kept = self.h.in_force("description", description)
        return self.h.takes("description", description) and bool(kept == description)

    def holds(self, conditions: Conditions) -> bool:
        return conditions.hold(*self.incident)

    def finds(self, kind: str, expected: set[str], ours: list[str]) -> None:
        incident_type, priority, description = self.incident
        self.see(
            f"the {kind}",
            _FOUND.format(kind=kind),
            sorted(expected),
            type=self.h.incident_types[incident_type],
            priority=self.h.incident_priorities[priority],
            description=description,
            ours=ours,
        )
