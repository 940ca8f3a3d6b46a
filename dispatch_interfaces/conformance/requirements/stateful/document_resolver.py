"""Related documents beside a dict of their conditions."""

import contextlib
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.stateful import initialize

from dispatch_interfaces.conformance import strategies
from dispatch_interfaces.conformance.requirements.document_resolver import DocumentResolverHarness
from dispatch_interfaces.conformance.requirements.stateful.conditions import (
    CONDITIONS,
    SENTENCES,
    Conditions,
)
from dispatch_interfaces.conformance.requirements.stateful.machine import Machine, rule
from dispatch_interfaces.errors import InvalidRequestError
from dispatch_interfaces.limits import Limits

_FOUND: Final = (
    '{it["resource_id"]: (it["name"], it["description"]) '
    'for it in plugin.get($type, $priority, $description) if it["resource_id"] in $ours}'
)


class DocumentResolverMachine(Machine):
    """The model: name, description and conditions of each document, by its id."""

    name = "document_resolver_900"
    h: DocumentResolverHarness

    def __init__(self, search: Any) -> None:
        super().__init__(search)
        self.documents: dict[str, tuple[str, str, Conditions]] = {}
        self.ever: list[str] = []
        self._mark: str = self.h.title()
        first = next(filter(self.is_left, SENTENCES), SENTENCES[0])
        self.incident: tuple[int, int, str] = (0, 0, first)

    def is_left(self, description: str) -> bool:
        """Whether the search takes all of a description, and leaves it as it is."""
        limits: Limits = self.h.limits
        kept = limits.in_force("description", description)
        return limits.takes("description", description) and bool(kept == description)

    def named(self, name: str) -> str:
        marked = self.h.shared_backend or self.h.tag
        return self.h.joined("document_name", self._mark, name) if marked else name

    @initialize()
    def start(self) -> None:
        self.plant(self.h.plain("document_name", "incident"), "", Conditions())

    @rule(name=strategies.names(), description=strategies.texts(20), conditions=CONDITIONS)
    def add(self, name: str, description: str, conditions: Conditions) -> None:
        with contextlib.suppress(InvalidRequestError):
            self.plant(name, description, conditions)

    def plant(self, name: str, description: str, conditions: Conditions) -> None:
        if self.h.meets("found") and len(self.documents) >= self.h.limits.found.number:
            return
        name = self.named(name)
        given = conditions.keywords(self.h.incident_types, self.h.incident_priorities)
        made = self.arrange("add_document", name, description, **given)
        if made in self.ever:
            self.fail("a document to have an id of its own", f"{made!r} was given before")
        shown = self.h.in_force("document_name", name)
        about = self.h.in_force("document_description", description)
        self.documents[made] = (shown, about, conditions)
        self.ever.append(made)

    @rule(which=st.integers(0, 9))
    def remove(self, which: int) -> None:
        if self.documents:
            gone = list(self.documents)[which % len(self.documents)]
            self.arrange("remove_document", gone)
            del self.documents[gone]

    @rule(incident=st.tuples(st.integers(0, 1), st.integers(0, 1), st.sampled_from(SENTENCES)))
    def look_for_another_incident(self, incident: tuple[int, int, str]) -> None:
        if self.is_left(incident[2]):
            self.incident = incident

    @rule(description=strategies.texts())
    def get_with_any_description(self, description: str) -> None:
        incident_type, priority = self.h.incident_types[0], self.h.incident_priorities[0]
        self.call("get", incident_type, priority, description, db_session=None)

    def compare(self) -> None:
        kind, priority, description = self.incident
        self.see(
            "the documents, by id",
            _FOUND,
            {
                document_id: (name, about)
                for document_id, (name, about, conditions) in self.documents.items()
                if conditions.hold(kind, priority, description)
            },
            type=self.h.incident_types[kind],
            priority=self.h.incident_priorities[priority],
            description=description,
            ours=self.ever,
        )
