"""What a ticket plugin must do."""

from collections.abc import Mapping
from functools import partial
from random import Random
from typing import Any, ClassVar, Final, Protocol, cast

from attrs import frozen

from dispatch_interfaces.conformance.requirements import adversarial, common, expect
from dispatch_interfaces.conformance.run.created import Fate
from dispatch_interfaces.conformance.run.endings import arranging
from dispatch_interfaces.conformance.run.harness import Creates, Harness
from dispatch_interfaces.conformance.run.requirement import Level, Suite, member
from dispatch_interfaces.contract import CONTRACTS, Contract
from dispatch_interfaces.errors import InvalidRequestError, NotFoundError
from dispatch_interfaces.protocols.ticket import TicketPlugin


class TicketObserver(Protocol):
    """Reads the tracker."""

    def fields(self, ticket_id: str) -> Mapping[str, Any]:
        """The fields of a ticket as they are now, under the names that `update` gives them.

        None, or ``""``, is a field that is empty; ``labels`` is a sequence of str in any order.
        """
        ...


@frozen(kw_only=True)
class TicketHarness(Harness[TicketPlugin, TicketObserver]):
    """How to bring a ticket plugin under test.

    Args:
        incident_types: Names of two types that the tracker knows.
        incident_priorities: Names of two priorities that the tracker knows.
    """

    contract: ClassVar[Contract] = CONTRACTS["ticket"]
    observer_type = TicketObserver
    creates: ClassVar[Creates] = {"create": ("ticket", Fate.REMOVED)}

    incident_types: tuple[str, str] = ("Security", "Outage")
    incident_priorities: tuple[str, str] = ("High", "Low")

    def problems(self) -> tuple[str, ...]:
        """Also whether each field has two values to choose from."""
        names = ("incident_types", "incident_priorities")
        poor = [it for it in names if len(set(getattr(self, it))) < 2]
        return (*super().problems(), *(f"{it} needs two different names" for it in poor))

    def create(self, plugin: TicketPlugin, title: str | None = None, **fields: Any) -> str:
        """A new ticket with the first values, save for those that are given; returns its id."""
        values = {**self.first_values(), **fields}
        return plugin.create(
            self.unique("ticket") if title is None else title,
            values["incident_type"],
            values["priority"],
            values["commander_email"],
            values["reporter_email"],
        )["resource_id"]

    def ticket(self, plugin: TicketPlugin) -> str:
        """A new ticket, as the ground for something else; returns its id."""
        with arranging("create"):
            return self.create(plugin)

    def full_ticket(self, plugin: TicketPlugin) -> str:
        """A ticket, all of whose fields have the first values; returns its id."""
        ticket_id = self.once("ticket", partial(self.ticket, plugin))
        with arranging("update"):
            plugin.update(ticket_id, **self.first_values())
        return ticket_id

    def first_values(self) -> dict[str, Any]:
        """A value for every field that `update` takes."""
        return {
            "title": "Database slow",
            "description": "It is slow.",
            "incident_type": self.incident_types[0],
            "priority": self.incident_priorities[0],
            "status": "active",
            "commander_email": self.people[0],
            "reporter_email": self.people[1],
            "conversation_weblink": "https://chat.example.com/1",
            "document_weblink": "https://docs.example.com/1",
            "storage_weblink": "https://drive.example.com/1",
            "labels": ["database", "slow"],
            "cost": "12.50",
        }

    def other_values(self) -> dict[str, Any]:
        """Another value for every field that `update` takes."""
        return {
            "title": "Database down",
            "description": "It is down.",
            "incident_type": self.incident_types[1],
            "priority": self.incident_priorities[1],
            "status": "stable",
            "commander_email": self.people[2],
            "reporter_email": self.people[3],
            "conversation_weblink": "https://chat.example.com/2",
            "document_weblink": "https://docs.example.com/2",
            "storage_weblink": "https://drive.example.com/2",
            "labels": ["database", "down"],
            "cost": "100",
        }

    def seen(self, plugin: TicketPlugin, ticket_id: str) -> dict[str, Any]:
        """The fields of a ticket; an empty one is None, and labels are in order."""
        fields = self.observe(plugin).fields(ticket_id)
        found = {name: fields.get(name) or None for name in self.first_values()}
        return {**found, "labels": sorted(fields.get("labels") or [])}

    def try_observer(self, plugin: TicketPlugin, observer: TicketObserver) -> None:
        """A new ticket has no description and no labels."""
        fields = self.seen(plugin, self.ticket(plugin))
        self.expect_unseen("a description", fields["description"] is not None)
        self.expect_unseen("labels", bool(fields["labels"]))


TICKET: Final = Suite(
    TicketHarness,
    not_about={8: "it takes no **kwargs"},
    untested={9: common.LINKS_LEAD, 14: common.NO_FAILURES},
)
common.add_requirements(TICKET)

_must, _should = TICKET.must, TICKET.should
_SEEN: Final = ("fields",)
_NOWHERE: Final = "no-such-ticket-anywhere"
_WEBLINKS: Final = (
    "https://example.com/Docs/1?thread=2&at=%20#message-3",
    "http://docs.example.com:8080/a//b/../c/",
    "https://b\u00fccher.example.com/\u4e8b\u4ef6",
    f"https://example.com/{'x' * 2048}",
)
"""URLs that a careless plugin tidies up, cuts, or takes the end away from."""


@TICKET.proof("commander", "reporter", "cost")
def _has_no_place(h: TicketHarness, name: str, limit: Any) -> None:
    """Whatever is given is accepted, and shows alike."""
    field = {"commander": "commander_email", "reporter": "reporter_email"}.get(name, name)
    with h.plugin() as plugin:
        shown = list[Any]()
        for given in (h.first_values(), h.other_values()):
            ticket_id = h.create(plugin, **given)
            plugin.update(ticket_id, **{field: given[field]})
            shown.append(h.seen(plugin, ticket_id)[field])
            told = f"{field} not to show what was given: {limit.because}"
            expect.that(shown[-1] != given[field], told, f"it is {shown[-1]!r}")
        expect.equal(shown[1], shown[0], f"{field} of another ticket, which was given another one")


@_must("TICKET-010", "create", rule=2, level=Level.SHAPE)
def create_returns_a_ticket(h: TicketHarness) -> None:
    """`create` returns a dict with `resource_id` and `weblink`, both str.
    To fix: return both keys; an id that is a number becomes a str.
    Usual cause: the tracker's own object is returned as it came.
    Wrong: return self.client.create_issue(title)
    Right:
        issue = self.client.create_issue(title)
        return {"resource_id": str(issue.id), "weblink": issue.url}
    """
    with h.plugin() as plugin:
        h.create(plugin)


@_must("TICKET-011", "update", rule=2, level=Level.SHAPE)
def update_returns_none(h: TicketHarness) -> None:
    """`update` returns None.
    To fix: do not return what the tracker answered.
    Usual cause: the result of the last call in the method is returned.
    Wrong: return self.client.update(ticket_id, fields)
    Right: self.client.update(ticket_id, fields)
    """
    with h.plugin() as plugin:
        update, values = partial(plugin.update, h.ticket(plugin)), h.first_values()
        alone = [partial(update, **{name: value}) for name, value in values.items()]
        expect.taken(partial(update, **values), *alone)


@TICKET.each(
    member(
        "TICKET-020",
        given="title",
        field="title",
        cause="the tracker's summary is put together from other fields.",
    ),
    member(
        "TICKET-021",
        given="incident_type",
        field="incident_type",
        cause="the type is an issue type of the tracker, and a default one is taken.",
    ),
    member(
        "TICKET-022",
        given="incident_priority",
        field="priority",
        cause="the tracker has priorities of its own, and a default one is taken.",
    ),
    member(
        "TICKET-023",
        given="commander",
        field="commander_email",
        cause="commander and reporter are mixed up.",
    ),
    member(
        "TICKET-024",
        given="reporter",
        field="reporter_email",
        cause="the reporter is whoever made the call, which is the plugin.",
    ),
    methods=("create",),
    rule=4,
    observes=_SEEN,
)
def create_sets_each_field(h: TicketHarness, field: str) -> None:
    """`create` puts `$given` into the ticket.
    To fix: pass `$given` on to its own field.
    Usual cause: $cause
    Wrong: self.client.create_issue({"$field": self.default_$given})
    Right: self.client.create_issue({"$field": $given})
    """
    with h.plugin() as plugin:
        for given in (h.first_values(), h.other_values()):
            ticket_id = h.create(plugin, **given)
            expect.equal(h.seen(plugin, ticket_id)[field], given[field], f"the field {field}")


@_must("TICKET-025", "create", rule=4, observes=_SEEN)
def create_makes_an_active_ticket(h: TicketHarness) -> None:
    """`create` makes a ticket with the status `active`.
    To fix: set the status, or map the tracker's own first status to it.
    Usual cause: the tracker's own word for it is shown.
    Wrong: fields["status"] = "open"
    Right: fields["status"] = "active"
    """
    with h.plugin() as plugin:
        expect.equal(h.seen(plugin, h.create(plugin))["status"], "active", "the status")


@_must("TICKET-026", "create", rule=1)
def create_makes_a_new_ticket_each_time(h: TicketHarness) -> None:
    """`create` makes a new ticket at each call, with a non-empty id of its own.
    To fix: take the id from the tracker.
    Usual cause: the id is derived from the title.
    Wrong: ticket_id = slugify(title)
    Right: ticket_id = self.client.create_issue(title).key
    """
    with h.plugin() as plugin:
        ids = [h.create(plugin, "the same title") for _ in range(3)]
        expect.that(all(ids), "non-empty ids", f"the ids are {ids}")
        expect.equal(len(set(ids)), 3, "the number of different ids")


@_must("TICKET-027", "create", rule=7, observes=_SEEN)
def create_keeps_the_title_to_the_letter(h: TicketHarness) -> None:
    """`create` keeps the title exactly, or refuses it.
    To fix: neither strip nor cut nor escape it; refuse with InvalidRequestError.
    Usual cause: the tracker's summary has a limit, and the plugin cuts to it.
    Wrong: summary = title.strip()[:255]
    Right:
        if len(title) > 255:
            raise InvalidRequestError("a title has at most 255 characters")
    """
    with h.plugin() as plugin:
        for title in h.some((*adversarial.TEXTS, *adversarial.NAMES, adversarial.LONG_TEXT)):
            ticket_id = expect.accepted(h.create, plugin, title)
            if ticket_id is not None:
                expect.equal(h.seen(plugin, ticket_id)["title"], title or None, "the title")


@_must("TICKET-028", "create", rule=2, observes=_SEEN)
def create_returns_a_fresh_dict(h: TicketHarness) -> None:
    """`create` returns a new dict: changing it changes nothing in the ticket.
    To fix: return a copy of what you keep.
    Usual cause: the dict that is returned is the one that is kept.
    Wrong:
        self.tickets[ticket_id] = record
        return record
    Right:
        self.tickets[ticket_id] = record
        return dict(record)
    """
    with h.plugin() as plugin:
        ticket: Any = plugin.create(
            "Database down", h.incident_types[0], h.incident_priorities[0], h.people[0], h.people[1]
        )
        ticket_id = ticket["resource_id"]
        for key in list(ticket):
            ticket[key] = "changed"
        ticket["title"] = "changed"
        expect.equal(h.seen(plugin, ticket_id)["title"], "Database down", "the title")


@_must("TICKET-029", "create", rule=9)
def create_returns_an_absolute_weblink(h: TicketHarness) -> None:
    """`create` returns a `weblink` that is an absolute http(s) URL.
    To fix: put the tracker's address before the path.
    Usual cause: the tracker answers with the address of its API, or with a path.
    Wrong: record = {"weblink": issue.path}
    Right: record = {"weblink": urljoin(self.url, issue.path)}
    """
    with h.plugin() as plugin:
        ticket = plugin.create(
            "Database slow", h.incident_types[0], h.incident_priorities[0], h.people[0], h.people[1]
        )
        expect.absolute_url(ticket["weblink"], "the weblink")


@_must("TICKET-030", "create", rule=4, observes=_SEEN)
def create_leaves_other_tickets_alone(h: TicketHarness) -> None:
    """`create` changes no other ticket, also one of the same title.
    To fix: make a new ticket always.
    Usual cause: a ticket with the same title is opened again.
    Wrong: issue = self.find(title) or self.client.create_issue(title)
    Right: issue = self.client.create_issue(title)
    """
    with h.plugin() as plugin:
        other = h.full_ticket(plugin)
        before = h.seen(plugin, other)
        h.create(plugin, before["title"])
        expect.unchanged(before, h.seen(plugin, other), "the other ticket")


@TICKET.each(
    member(
        "TICKET-040",
        field="title",
        cause="the tracker lets a summary be set once.",
        wrong='fields["title"] = self.tickets[ticket_id]["title"]',
    ),
    member(
        "TICKET-041",
        field="description",
        cause="the description is appended to as a comment.",
        wrong="self.client.comment(ticket_id, description)",
    ),
    member(
        "TICKET-042",
        field="incident_type",
        cause="the type cannot be changed in the tracker's form, and so is left out.",
        wrong='fields["incident_type"] = self.tickets[ticket_id]["incident_type"]',
    ),
    member(
        "TICKET-043",
        field="priority",
        cause="the parameter is called `incident_priority` elsewhere.",
        wrong='fields["priority"] = self.tickets[ticket_id]["priority"]',
    ),
    member(
        "TICKET-044",
        field="status",
        cause="the status is set by transitions, which have names of their own.",
        wrong='fields["status"] = self.transitions[status].name',
    ),
    member(
        "TICKET-045",
        field="commander_email",
        cause="commander and reporter are mixed up.",
        wrong='fields["commander_email"] = self.tickets[ticket_id]["commander_email"]',
    ),
    member(
        "TICKET-046",
        field="reporter_email",
        cause="the reporter is fixed when the ticket is made.",
        wrong='fields["reporter_email"] = self.tickets[ticket_id]["reporter_email"]',
    ),
    member(
        "TICKET-047",
        field="conversation_weblink",
        cause="the three weblinks share one field.",
        wrong='fields["links"] = conversation_weblink',
    ),
    member(
        "TICKET-048",
        field="document_weblink",
        cause="the three weblinks share one field.",
        wrong='fields["links"] = document_weblink',
    ),
    member(
        "TICKET-049",
        field="storage_weblink",
        cause="the three weblinks share one field.",
        wrong='fields["links"] = storage_weblink',
    ),
    member(
        "TICKET-050",
        field="labels",
        cause="labels are no field of the tracker's form, and so are left out.",
        wrong='fields["labels"] = self.tickets[ticket_id]["labels"]',
    ),
    member(
        "TICKET-051",
        field="cost",
        cause="the cost is turned into a number, and written back in another form.",
        wrong='fields["cost"] = str(float(cost))',
    ),
    methods=("update",),
    rule=4,
    observes=_SEEN,
)
def update_sets_each_field(h: TicketHarness, field: str) -> None:
    """`update` sets `$field`, and no other field.
    To fix: pass `$field` on to a field of its own.
    Usual cause: $cause
    Wrong: $wrong
    Right: fields["$field"] = $field
    """
    with h.plugin() as plugin:
        ticket_id, value = h.full_ticket(plugin), h.other_values()[field]
        before = h.seen(plugin, ticket_id)
        plugin.update(ticket_id, **{field: value})
        after = h.seen(plugin, ticket_id)
        expected = sorted(value) if field == "labels" else value
        expect.equal(after.pop(field), expected, f"the field {field}")
        before.pop(field)
        expect.unchanged(before, after, "every other field")


@_must("TICKET-052", "update", rule=10, observes=_SEEN)
def update_leaves_what_is_not_given(h: TicketHarness) -> None:
    """`update` leaves fields alone that are left out or None.
    To fix: build the request from what is given.
    Usual cause: None is written as an empty field.
    Wrong: self.client.update(ticket_id, {"title": title, "cost": cost})
    Right:
        given = {"title": title, "cost": cost}
        self.client.update(ticket_id, {k: v for k, v in given.items() if v is not None})
    """
    with h.plugin() as plugin:
        ticket_id = h.full_ticket(plugin)
        before = h.seen(plugin, ticket_id)
        plugin.update(ticket_id)
        expect.unchanged(before, h.seen(plugin, ticket_id), "a ticket that nothing was given for")
        plugin.update(ticket_id, **dict.fromkeys(before))
        expect.unchanged(before, h.seen(plugin, ticket_id), "a ticket that None was given for")


@_must("TICKET-053", "update", rule=4, observes=_SEEN)
def update_empties_a_field(h: TicketHarness) -> None:
    """`update` empties a field for which an empty text is given.
    To fix: compare with None; an empty text is a value.
    Usual cause: a falsy value is taken for none.
    Wrong:
        if description:
            fields["description"] = description
    Right:
        if description is not None:
            fields["description"] = description
    """
    with h.plugin() as plugin:
        for name in [it for it in h.first_values() if it not in ("status", "labels")]:
            ticket_id = h.full_ticket(plugin)
            if not expect.is_refused(plugin.update, ticket_id, **{name: ""}):
                expect.equal(h.seen(plugin, ticket_id)[name], None, f"the field {name}")


@_must("TICKET-054", "update", rule=4, observes=_SEEN)
def update_takes_labels_away(h: TicketHarness) -> None:
    """`update` takes all labels away for which an empty list is given.
    To fix: compare with None; an empty list is a value.
    Usual cause: an empty list is taken for none.
    Wrong:
        if labels:
            fields["labels"] = labels
    Right:
        if labels is not None:
            fields["labels"] = list(labels)
    """
    with h.plugin() as plugin:
        ticket_id = h.full_ticket(plugin)
        plugin.update(ticket_id, labels=[])
        expect.equal(h.seen(plugin, ticket_id)["labels"], [], "the labels")


@_must("TICKET-055", "update", rule=3, observes=_SEEN)
def update_keeps_no_reference_to_its_labels(h: TicketHarness) -> None:
    """`update` neither changes the list of labels nor keeps it.
    To fix: copy what you keep.
    Usual cause: the list is kept as it came.
    Wrong: fields["labels"] = labels
    Right: fields["labels"] = list(labels)
    """
    with h.plugin() as plugin:
        ticket_id, labels = h.ticket(plugin), ["b", "a"]
        plugin.update(ticket_id, labels=labels)
        expect.unchanged(["b", "a"], labels, "labels")
        labels.append("c")
        expect.equal(h.seen(plugin, ticket_id)["labels"], ["a", "b"], "the labels")


@_must("TICKET-056", "update", rule=4, observes=_SEEN)
def update_sets_several_fields_at_once(h: TicketHarness) -> None:
    """`update` sets all given fields in one call.
    To fix: write all of them before returning.
    Usual cause: the fields are written one by one, and the first is returned after.
    Wrong:
        for name, value in given.items():
            return self.client.update(ticket_id, {name: value})
    Right: self.client.update(ticket_id, given)
    """
    with h.plugin() as plugin:
        ticket_id = h.full_ticket(plugin)
        plugin.update(ticket_id, **h.other_values())
        expected = {**h.other_values(), "labels": sorted(h.other_values()["labels"])}
        expect.equal(h.seen(plugin, ticket_id), expected, "the fields")


@_must("TICKET-057", "update", rule=4, observes=_SEEN)
def update_takes_every_status(h: TicketHarness) -> None:
    """`update` takes each status from each other one: a closed ticket is opened again too.
    To fix: find the way through the tracker's own transitions.
    Usual cause: the tracker allows no way back.
    Wrong: self.client.transition(ticket_id, status)
    Right:
        for step in self.path(ticket_id, status):
            self.client.transition(ticket_id, step)
    """
    with h.plugin() as plugin:
        ticket_id = h.ticket(plugin)
        for status in ("closed", "active", "stable", "active", "closed", "stable", "closed"):
            plugin.update(ticket_id, status=status)
            expect.equal(h.seen(plugin, ticket_id)["status"], status, "the status")


@_must("TICKET-058", "update", rule=5, observes=_SEEN)
def update_refuses_an_unknown_status(h: TicketHarness) -> None:
    """`update` refuses a status that is not documented, and changes nothing.
    To fix: look at the status before writing; raise InvalidRequestError.
    Usual cause: the other fields are written first.
    Wrong:
        self.client.update(ticket_id, given)
        self.client.transition(ticket_id, TRANSITIONS[status])
    Right:
        if status not in TRANSITIONS:
            raise InvalidRequestError("there is no such status", value=status)
    """
    with h.plugin() as plugin:
        ticket_id = h.full_ticket(plugin)
        before = h.seen(plugin, ticket_id)
        unknown: Any
        for unknown in ("Active", "resolved", ""):
            expect.refused(
                plugin.update,
                ticket_id,
                title="changed",
                status=unknown,
                what=f"the status {unknown!r}",
            )
            expect.unchanged(before, h.seen(plugin, ticket_id), "the ticket")


@_must("TICKET-059", "update", rule=5)
def update_refuses_an_unknown_ticket(h: TicketHarness) -> None:
    """`update` refuses a `ticket_id` that the tracker does not have.
    To fix: raise NotFoundError.
    Usual cause: an error of the tracker is logged, and nothing more.
    Wrong:
        try:
            self.client.update(ticket_id, given)
        except HttpError:
            log.exception("update failed")
    Right: self.client.update(ticket_id, given)
    """
    with h.plugin() as plugin:
        for unknown in (_NOWHERE, ""):
            expect.refused(plugin.update, unknown, title="changed", what=f"ticket_id {unknown!r}")


@_must("TICKET-060", "update", rule=5, observes=_SEEN)
def update_of_an_unknown_ticket_changes_no_other(h: TicketHarness) -> None:
    """`update` of a ticket that does not exist changes none whose id begins or ends alike.
    To fix: compare ids whole.
    Usual cause: the tracker searches for the id as text.
    Wrong: issue = self.client.search(ticket_id)[0]
    Right: issue = self.client.issue(ticket_id)
    """
    with h.plugin() as plugin:
        known = h.ticket(plugin)
        before = h.seen(plugin, known)
        for unknown in (f"{known}-{_NOWHERE}", f"{_NOWHERE}-{known}"):
            expect.refused(plugin.update, unknown, title="changed", what=f"ticket_id {unknown!r}")
        expect.unchanged(before, h.seen(plugin, known), "the other ticket")


@_must("TICKET-061", "update", rule=7, observes=_SEEN)
def update_keeps_texts_to_the_letter(h: TicketHarness) -> None:
    """`update` keeps title, description and cost exactly, or refuses them.
    To fix: neither strip nor cut nor escape; refuse with InvalidRequestError.
    Usual cause: the description is converted to the tracker's markup.
    Wrong: fields["description"] = to_markup(description)[:1024]
    Right: fields["description"] = description
    """
    with h.plugin() as plugin:
        ticket_id = h.ticket(plugin)
        for text in h.some((*adversarial.TEXTS, adversarial.LONG_TEXT)):
            for name in ("title", "description", "cost"):
                if not expect.is_refused(plugin.update, ticket_id, **{name: text}):
                    expect.equal(h.seen(plugin, ticket_id)[name], text or None, f"the {name}")


@_must("TICKET-062", "update", rule=7, observes=_SEEN)
def update_keeps_labels_to_the_letter(h: TicketHarness) -> None:
    """`update` keeps labels exactly, also those that are alike or have spaces, or refuses them.
    To fix: keep labels as a list, not as one text.
    Usual cause: labels are joined with spaces or commas, and folded.
    Wrong: fields["labels"] = ",".join(labels).lower().split(",")
    Right: fields["labels"] = list(labels)
    """
    with h.plugin() as plugin:
        ticket_id = h.ticket(plugin)
        for labels in (*map(list, h.some(adversarial.NAME_PAIRS)), ["two words", "a,b", "a;b"]):
            if not expect.is_refused(plugin.update, ticket_id, labels=list(labels)):
                expect.equal(h.seen(plugin, ticket_id)["labels"], sorted(labels), "the labels")


@_must("TICKET-063", "update", rule=4, observes=_SEEN)
def update_changes_one_ticket_only(h: TicketHarness) -> None:
    """`update` changes no other ticket.
    To fix: write to the ticket with that id.
    Usual cause: tickets share a default argument.
    Wrong: def _ticket(self, fields={}): ...
    Right: def _ticket(self, fields=None): ...
    """
    with h.plugin() as plugin:
        ticket_id, other = h.ticket(plugin), h.ticket(plugin)
        before = h.seen(plugin, other)
        plugin.update(ticket_id, **h.other_values())
        expect.unchanged(before, h.seen(plugin, other), "the other ticket")
        before = h.seen(plugin, ticket_id)
        plugin.update(other, title="The other")
        expect.unchanged(before, h.seen(plugin, ticket_id), "the first ticket")


@_must("TICKET-064", "update", rule=6, observes=_SEEN)
def update_may_be_repeated(h: TicketHarness) -> None:
    """`update` with the same values again changes nothing more and does not raise.
    To fix: accept that there is nothing to change.
    Usual cause: the tracker refuses a transition to the status that it has.
    Wrong: self.client.transition(ticket_id, status)
    Right:
        if status != self.status(ticket_id):
            self.client.transition(ticket_id, status)
    """
    with h.plugin() as plugin:
        ticket_id = h.full_ticket(plugin)
        before = h.seen(plugin, ticket_id)
        for _ in range(2):
            plugin.update(ticket_id, **h.first_values())
            expect.unchanged(before, h.seen(plugin, ticket_id), "the ticket")


@_must("TICKET-065", "update", rule=5, observes=_SEEN)
def update_that_refuses_a_text_changes_nothing(h: TicketHarness) -> None:
    """`update` that refuses one field changes none of the others that were given with it.
    To fix: look at every field before writing the first.
    Usual cause: each field is looked at when its turn comes to be written.
    Wrong:
        self.client.set(ticket_id, "description", description)
        self.client.set(ticket_id, "title", self.checked(title))
    Right:
        fields = {"title": self.checked(title), "description": description}
        self.client.update(ticket_id, fields)
    """
    with h.plugin() as plugin:
        ticket_id = h.full_ticket(plugin)
        for text in h.some((*adversarial.TEXTS, adversarial.LONG_TEXT)):
            for name in ("title", "description", "cost"):
                before = h.seen(plugin, ticket_id)
                given = {it: h.unique(it) for it in ("title", "description")} | {name: text}
                if expect.is_refused(plugin.update, ticket_id, **given):
                    expect.unchanged(before, h.seen(plugin, ticket_id), "the ticket")


@_must("TICKET-066", "update", rule=7, observes=_SEEN)
def update_keeps_weblinks_to_the_letter(h: TicketHarness) -> None:
    """`update` keeps weblinks exactly, with query and fragment, or refuses them.
    To fix: treat a weblink as text; refuse with InvalidRequestError what the tracker cannot hold.
    Usual cause: the URL is parsed and put together again.
    Wrong:
        parts = urlsplit(document_weblink)
        fields["document_weblink"] = f"https://{parts.hostname}{parts.path}"
    Right: fields["document_weblink"] = document_weblink
    """
    with h.plugin() as plugin:
        ticket_id = h.ticket(plugin)
        for name in ("conversation_weblink", "document_weblink", "storage_weblink"):
            for url in _WEBLINKS:
                if not expect.is_refused(plugin.update, ticket_id, **{name: url}):
                    expect.equal(h.seen(plugin, ticket_id)[name], url, f"the field {name}")


@_should("TICKET-070", "update", rule=5)
def what_is_unknown_is_not_found(h: TicketHarness) -> None:
    """`update` refuses an unknown ticket with NotFoundError.
    To fix: translate the tracker's error.
    Usual cause: the error of the tracker's client, or a KeyError, goes through as it is.
    Wrong: ticket = self.tickets[ticket_id]
    Right:
        ticket = self.tickets.get(ticket_id)
        if ticket is None:
            raise NotFoundError("no such ticket", value=ticket_id)
    """
    with h.plugin() as plugin:
        expect.refused_with(
            NotFoundError, plugin.update, _NOWHERE, title="changed", what="an unknown ticket_id"
        )


@_should("TICKET-071", "update", rule=5)
def an_unknown_status_is_invalid(h: TicketHarness) -> None:
    """`update` refuses an unknown status with InvalidRequestError.
    To fix: raise InvalidRequestError, which is a ValueError too.
    Usual cause: the status is looked up in a table, whose KeyError goes through.
    Wrong: transition = TRANSITIONS[status]
    Right:
        if status not in TRANSITIONS:
            raise InvalidRequestError("there is no such status", value=status)
    """
    with h.plugin() as plugin:
        ticket_id, unknown = h.ticket(plugin), cast("Any", "resolved")
        expect.refused_with(
            InvalidRequestError, plugin.update, ticket_id, status=unknown, what="an unknown status"
        )


@_must("TICKET-080", "create", "update", rule=12)
def plugins_side_by_side_share_nothing(h: TicketHarness) -> None:
    """A ticket of one plugin is none of another plugin that is open beside it.
    To fix: keep tickets in the object, not in the class or the module.
    Usual cause: they are kept in a class attribute.
    Wrong:
        class AcmeTicket(TicketPlugin):
            tickets = {}
    Right:
        def __init__(self):
            self.tickets = {}
    """
    with h.plugin() as one, h.plugin() as other:
        ticket_id = h.create(one)
        if h.shared_backend:
            other.update(ticket_id, title="changed")
        else:
            expect.refused(
                other.update, ticket_id, title="changed", what="a ticket of another plugin"
            )


@_must("TICKET-081", "update", rule=11, level=Level.CONCURRENT, observes=_SEEN)
def update_serves_several_threads(h: TicketHarness) -> None:
    """`update` loses no field when several threads update one ticket at once.
    To fix: change the ticket under a lock, or let the tracker do it.
    Usual cause: the ticket is read, changed and written back as a whole.
    Wrong:
        ticket = {**self.tickets[ticket_id], **given}
        self.tickets[ticket_id] = ticket
    Right:
        with self._lock:
            self.tickets[ticket_id].update(given)
    """
    with h.plugin() as plugin:
        ticket_id, wanted = h.full_ticket(plugin), h.other_values()
        calls: list[Any] = [
            lambda n=name, v=value: plugin.update(ticket_id, **{n: v})
            for name, value in wanted.items()
        ]
        h.in_parallel(calls)
        expected = {**wanted, "labels": sorted(wanted["labels"])}
        expect.equal(h.seen(plugin, ticket_id), expected, "the fields")


@_must("TICKET-082", "create", rule=11, level=Level.CONCURRENT, observes=_SEEN)
def create_serves_several_threads(h: TicketHarness) -> None:
    """`create` makes a ticket of its own for each of several threads that call it at once.
    To fix: take the id from the tracker, or count under a lock.
    Usual cause: the next id is read and written in two steps.
    Wrong:
        self.last += 1
        ticket_id = str(self.last)
    Right:
        with self._lock:
            self.last += 1
            ticket_id = str(self.last)
    """
    with h.plugin() as plugin:
        titles = [h.unique("ticket") for _ in range(8)]
        calls: list[Any] = [lambda t=title: h.create(plugin, t) for title in titles]
        found = [h.seen(plugin, it)["title"] for it in h.in_parallel(calls)]
        expect.equal(found, titles, "the titles")


@_must("TICKET-083", "update", rule=11, level=Level.CONCURRENT, observes=_SEEN)
def update_is_whole_among_several_threads(h: TicketHarness) -> None:
    """`update` by two threads at once leaves what one of them wrote, not a mixture of both.
    To fix: write all fields of a call under one lock, or in one request.
    Usual cause: the lock is taken for each field.
    Wrong:
        for name, value in given.items():
            with self._lock:
                self.tickets[ticket_id][name] = value
    Right:
        with self._lock:
            self.tickets[ticket_id].update(given)
    """
    with h.plugin() as plugin:
        ticket_id, wanted = h.ticket(plugin), (h.first_values(), h.other_values())
        calls = [partial(plugin.update, ticket_id, **given) for given in wanted]
        h.in_parallel(calls)
        whole = [{**it, "labels": sorted(it["labels"])} for it in wanted]
        seen = h.seen(plugin, ticket_id)
        expect.that(seen in whole, "all fields as one of two calls gave them", f"they are {seen}")


@_must("TICKET-950", "create", "update", rule=11, level=Level.CONCURRENT, observes=_SEEN)
def tickets_stand_up_to_many_threads(h: TicketHarness) -> None:
    """Threads that create and update many tickets all at once lose and mix up nothing.
    To fix: hand values from method to method as arguments; hold a lock around what is written.
    Usual cause: the ticket that is being worked on is kept in an attribute of the plugin.
    Wrong:
        self._issue = self.client.issue(ticket_id)
        self._issue.update(self._fields(title, description))
    Right:
        issue = self.client.issue(ticket_id)
        issue.update(self._fields(title, description))
    """
    with h.plugin() as plugin:
        shared, others = h.full_ticket(plugin), h.other_values()
        threads = h.threads(0, partial(_one_threads_work, h, plugin, shared))
        made = {ticket_id: number for number, own in enumerate(threads) for ticket_id in own}
        expect.equal(len(made), sum(map(len, threads)), "the number of different ids")
        for ticket_id, number in made.items():
            fields, wanted = h.seen(plugin, ticket_id), _one_threads_fields(number)
            told = {name: fields[name] for name in wanted}
            expect.equal(told, wanted, "the fields of a thread's own ticket")
        expected = {**others, "labels": sorted(others["labels"])}
        expect.equal(h.seen(plugin, shared), expected, "the fields of the ticket of all threads")


def _one_threads_fields(number: int) -> dict[str, Any]:
    return {
        "title": f"no. {number}",
        "description": f"about no. {number}",
        "cost": f"{number}.50",
        "conversation_weblink": f"https://chat.example.com/{number}",
        "document_weblink": f"https://documents.example.com/{number}",
    }


def _one_threads_work(
    h: TicketHarness, plugin: TicketPlugin, shared: str, number: int, random: Random
) -> list[str]:
    """Work on tickets of one's own, and on fields of one's own of a ticket that all share."""
    fields = _one_threads_fields(number)
    title = fields.pop("title")
    own = [h.create(plugin, title) for _ in range(3)]
    changes = list(h.other_values().items())[number :: h.run.profile.threads]
    steps = [partial(plugin.update, shared, **{name: value}) for name, value in changes]
    for ticket_id in own:
        steps += (partial(plugin.update, ticket_id, **{it: fields[it]}) for it in fields)
    random.shuffle(steps)
    for step in steps:
        step()
    return own


@_must("TICKET-960", "create", "update", rule=7, observes=_SEEN)
def half_a_character_is_no_text(h: TicketHarness) -> None:
    """A title or field that is no Unicode text is refused, and changes nothing.
    To fix: encode the texts before anything else; raise InvalidRequestError if that fails.
    Usual cause: half of a surrogate pair, cut out of an emoji, is replaced by a question mark.
    Wrong: self.client.update(ticket_id, title.encode(errors="replace"))
    Right:
        try:
            title.encode()
        except UnicodeEncodeError as error:
            raise InvalidRequestError("no Unicode text", value=title) from error
    """
    with h.plugin() as plugin:
        ticket_id = h.full_ticket(plugin)
        before = h.seen(plugin, ticket_id)
        for half in adversarial.SURROGATES:
            expect.refused(h.create, plugin, half, what=f"the title {half!r}")
            for name in ("title", "description", "cost"):
                given: dict[str, Any] = {name: half}
                expect.refused(plugin.update, ticket_id, **given, what=f"{half!r} for {name}")
            expect.unchanged(before, h.seen(plugin, ticket_id), "the ticket")


@_must("TICKET-900", "create", "update", rule=4, level=Level.STATEFUL, observes=("fields",))
def any_sequence_of_calls_leaves_what_it_should(h: TicketHarness) -> None:
    """After any sequence of calls, refused ones among them, all tickets are as they should be.
    To fix: run the calls that are shown, and look at the fields after each.
    Usual cause: a field that was left out is written with the value of the call before.
    Wrong:
        self._form.update(given)
        self.client.put(ticket_id, self._form)
    Right: self.client.patch(ticket_id, given)
    """
    from dispatch_interfaces.conformance.requirements.stateful.ticket import TicketMachine

    TicketMachine.explore(h)
