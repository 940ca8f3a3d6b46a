"""Tickets beside a dict of their fields."""

from typing import Any, Final, get_args

from hypothesis import strategies as st
from hypothesis.stateful import initialize

from dispatch_interfaces.conformance import strategies
from dispatch_interfaces.conformance.requirements.stateful.machine import WHICH, Machine, rule
from dispatch_interfaces.conformance.requirements.ticket import TicketHarness
from dispatch_interfaces.protocols.ticket import TicketStatus

_FIELDS: Final = (
    "title",
    "description",
    "incident_type",
    "priority",
    "commander_email",
    "reporter_email",
    "conversation_weblink",
    "document_weblink",
    "storage_weblink",
    "cost",
)
_CHOSEN: Final = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(_FIELDS, st.sampled_from(("first", "other", "None", "omitted")))
)
_LABELS: Final = st.lists(st.sampled_from(("database", "slow", "down", "a b")), unique=True)
_SHOWN: Final = (
    "[{it: sorted(now.get(it) or []) if it == 'labels' else now.get(it) or None"
    " for it in $fields} for now in [observer.fields($ticket)]][0]"
)


class TicketMachine(Machine):
    """The model: the fields of each ticket that are not empty, by its id."""

    name = "ticket_900"
    h: TicketHarness

    def __init__(self, search: Any) -> None:
        super().__init__(search)
        self.tickets: dict[str, dict[str, Any]] = {}

    @initialize()
    def start(self) -> None:
        self.create("Database slow", 0, 0)

    def made(self, ticket: Any, fields: dict[str, Any]) -> None:
        if ticket["resource_id"] in self.tickets:
            self.fail("a ticket to have an id of its own", f"{ticket['resource_id']!r} is taken")
        self.tickets[ticket["resource_id"]] = {**fields, "status": "active", "labels": []}

    @rule(
        title=st.sampled_from(("Database slow", "Down")),
        kind=st.integers(0, 1),
        who=st.integers(0, 3),
    )
    def create(self, title: str, kind: int, who: int) -> None:
        fields = {
            "title": self.h.plain("title", title),
            "incident_type": self.h.incident_types[kind],
            "priority": self.h.incident_priorities[1 - kind],
            "commander_email": self.h.people[who],
            "reporter_email": self.h.people[3 - who],
        }
        self.made(self.call("create", *fields.values()), fields)

    @rule(title=strategies.texts())
    def create_with_any_title(self, title: str) -> None:
        first = self.h.first_values()
        names = ("incident_type", "priority", "commander_email", "reporter_email")
        fields = {"title": title, **{it: first[it] for it in names}}
        made = self.tried("create", *fields.values())
        if made is not None:
            self.made(made, fields)

    @rule(
        which=WHICH,
        chosen=_CHOSEN,
        status=strategies.optional(st.sampled_from(get_args(TicketStatus))),
    )
    def update(self, which: int, chosen: dict[str, str], status: str | None) -> None:
        values = {"first": self.h.first_values(), "other": self.h.other_values()}
        given: dict[str, Any] = {
            field: values[choice][field] if choice in values else None
            for field, choice in chosen.items()
            if choice != "omitted"
        }
        self.updated("call", which, {**given, **({"status": status} if status else {})})

    @rule(which=WHICH, field=st.sampled_from(("title", "description")), text=strategies.texts())
    def update_a_text(self, which: int, field: str, text: str) -> None:
        self.updated("tried", which, {field: text})

    @rule(which=WHICH, labels=_LABELS)
    def update_the_labels(self, which: int, labels: list[str]) -> None:
        self.updated("tried", which, {"labels": labels})

    @rule(which=WHICH, status=st.sampled_from(("Active", "open", "")))
    def update_to_no_status(self, which: int, status: str) -> None:
        ticket_id = self.pick(which, self.tickets)
        given = {"description": "never seen", "status": status}
        self.refused(f"the status {status!r}", "update", ticket_id, **given)

    def updated(self, how: str, which: int, given: dict[str, Any]) -> None:
        ticket_id = self.pick(which, self.tickets)
        fields = self.tickets.get(ticket_id)
        if fields is None:
            self.refused("an unknown ticket", "update", ticket_id, **given)
        elif how == "call":
            self.call("update", ticket_id, **given)
            fields.update({key: it for key, it in given.items() if it is not None})
        else:
            before = len(self.refusals)
            self.tried("update", ticket_id, **given)
            if len(self.refusals) == before:
                fields.update(given)

    def compare(self) -> None:
        names = [it for it in (*_FIELDS, "status", "labels") if self.h.has(it)]
        for it in self.due(self.tickets):
            given = {key: value for key, value in self.tickets[it].items() if value is not None}
            expected = {**dict.fromkeys(names), **self.h.shown(given)}
            self.see("the fields", _SHOWN, expected, ticket=it, fields=names)
