"""What a ticket plugin must do."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from itertools import cycle, islice, pairwise
from random import Random
from typing import Any, ClassVar, Final, Protocol, cast, get_args

from attrs import define, field, frozen

from dispatch_interfaces.conformance.requirements import adversarial, common, expect, limited_texts
from dispatch_interfaces.conformance.run import declarations
from dispatch_interfaces.conformance.run.created import Fate
from dispatch_interfaces.conformance.run.endings import ConformanceFailure, NotObserved, arranging
from dispatch_interfaces.conformance.run.harness import Creates, Harness
from dispatch_interfaces.conformance.run.requirement import Level, Suite, member
from dispatch_interfaces.conformance.run.watching import Watch
from dispatch_interfaces.contract import CONTRACTS, Contract
from dispatch_interfaces.errors import InvalidRequestError, NotFoundError
from dispatch_interfaces.limits import Limit, NoPlace, NoStep, Text, Values, kinds_of
from dispatch_interfaces.protocols.ticket import TicketLimits, TicketPlugin, TicketStatus


class TicketObserver(Protocol):
    """Reads the tracker."""

    def fields(self, ticket_id: str) -> Mapping[str, Any]:
        """The fields of a ticket as they are now, under the names that `update` gives them.

        None, or ``""``, is a field that is empty; ``labels`` is a sequence of str in any order.
        """
        ...

    def tickets(self, title: str) -> Collection[str]:
        """The ids of all tickets with that title, exactly."""
        ...


_LIMIT_OF: Final = {
    where.removeprefix("update."): name
    for name, about in TicketLimits.about.items()
    for where in about
    if where.startswith("update.")
}
"""The limit that each field of `update` is about."""


@define
class TicketWatch(Watch):
    """Knows the status of each ticket."""

    statuses: dict[str, str] = field(factory=dict[str, str])

    def may_reject(self, method: str, arguments: Mapping[str, Any], error: Exception) -> str:
        """A step that is declared not to be there."""
        was, to = self._rejected_step(arguments, error)
        return "steps" if was and not has_step(self.limits, was, to) else ""

    def explains(self, method: str, arguments: Mapping[str, Any], error: Exception) -> str:
        """A step to a status that another ticket has had; else it may be the status itself."""
        was, to = self._rejected_step(arguments, error)
        known = to in ("active", *self.statuses.values())
        return no_steps(self.limits, [(was, to)]) if was and known and was != to else ""

    def note(self, method: str, arguments: Mapping[str, Any], result: Any) -> None:
        """Remember the status that is in force."""
        if method == "create":
            self.statuses[result["resource_id"]] = self.limits.in_force("status", "active")
        elif arguments.get("status"):
            self.statuses[arguments["ticket_id"]] = self._step(arguments)[1]

    def _rejected_step(self, arguments: Mapping[str, Any], error: Exception) -> tuple[str, str]:
        """The step that a call was rejected for; empty if it may not be the step."""
        was, to = self._step(arguments)
        others = [it for name, it in arguments.items() if name != "status" and it is not None]
        about_it = isinstance(error, InvalidRequestError) and error.value not in others
        return (was, to) if about_it and was and to else ("", "")

    def _step(self, arguments: Mapping[str, Any]) -> tuple[str, str]:
        """From which status to which a call leads; empty for none."""
        to = arguments.get("status") or ""
        was = self.statuses.get(str(arguments.get("ticket_id")), "")
        return was, self.limits.in_force("status", to)


def has_step(limits: TicketLimits, was: str, to: str) -> bool:
    """Whether a status can be reached from another, by what is declared; both are in force."""
    cannot = _declared_steps(limits).get(was, [])
    return to not in [*cannot, *(limits.in_force("status", it) for it in cannot)]


def no_steps(limits: TicketLimits, steps: Iterable[tuple[str, str]]) -> str:
    """The declaration of steps that are not there, with those that are declared so already."""
    found = _declared_steps(limits)
    for was, to in steps:
        found.setdefault(was, []).append(to)
    return f'steps=NoStep("why", {found})'


def _declared_steps(limits: TicketLimits) -> dict[str, list[str]]:
    return {was: [*to] for was, to in limits.steps.to.items()} if limits.steps else {}


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
    watch_type: ClassVar[type[Watch]] = TicketWatch

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
            self.plain("title", self.unique("ticket")) if title is None else title,
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
            "title": self.plain("title", "Database slow"),
            "description": self.plain("description", "It is slow."),
            "incident_type": self.incident_types[0],
            "priority": self.incident_priorities[0],
            "status": "active",
            "commander_email": self.people[0],
            "reporter_email": self.people[1],
            "conversation_weblink": self.plain(
                "conversation_weblink", "https://chat.example.com/1"
            ),
            "document_weblink": self.plain("document_weblink", "https://docs.example.com/1"),
            "storage_weblink": self.plain("storage_weblink", "https://drive.example.com/1"),
            "labels": [self.plain("labels", it) for it in ("database", "slow")],
            "cost": self.plain("cost", "12.50"),
        }

    def other_values(self) -> dict[str, Any]:
        """Another value for every field that `update` takes."""
        return {
            "title": self.plain("title", "Database down"),
            "description": self.plain("description", "It is down."),
            "incident_type": self.incident_types[1],
            "priority": self.incident_priorities[1],
            "status": self._other_status(),
            "commander_email": self.people[2],
            "reporter_email": self.people[3],
            "conversation_weblink": self.plain(
                "conversation_weblink", "https://chat.example.com/2"
            ),
            "document_weblink": self.plain("document_weblink", "https://docs.example.com/2"),
            "storage_weblink": self.plain("storage_weblink", "https://drive.example.com/2"),
            "labels": [self.plain("labels", it) for it in ("database", "down")],
            "cost": self.plain("cost", "100"),
        }

    def _other_status(self) -> TicketStatus:
        """A status that shows as another than active, and from which there is a way back."""
        now = self.limits.in_force("status", "active")
        others: tuple[TicketStatus, ...] = ("stable", "closed")
        for status in others:
            to = self.limits.in_force("status", status)
            both_ways = has_step(self.limits, now, to) and has_step(self.limits, to, now)
            if self.limits.takes("status", status) and to != now and both_ways:
                return status
        return "active"

    def ticket_with(self, plugin: TicketPlugin, status: str) -> str | None:
        """A new ticket that has come to a status; None if no step leads there."""
        ticket_id, way = self.ticket(plugin), self._way_to(status)
        if way is None or any(expect.is_refused(plugin.update, ticket_id, status=it) for it in way):
            return None
        return ticket_id

    def _way_to(self, status: str) -> Sequence[TicketStatus] | None:
        """The steps from a new ticket's status to another; None if there are none."""
        reached = [self.limits.in_force("status", "active")]
        ways: dict[str, list[TicketStatus]] = {reached[0]: []}
        for was in reached:  # which grows meanwhile
            for to in get_args(TicketStatus):
                shown, taken = self.limits.in_force("status", to), self.limits.takes("status", to)
                if taken and shown not in ways and has_step(self.limits, was, shown):
                    ways[shown] = [*ways[was], to]
                    reached.append(shown)
        return ways.get(self.limits.in_force("status", status))

    def seen(self, plugin: TicketPlugin, ticket_id: str) -> dict[str, Any]:
        """The fields of a ticket that have a place; an empty one is None, labels are in order."""
        return {it: found for it, found in self.all_seen(plugin, ticket_id).items() if self.has(it)}

    def all_seen(self, plugin: TicketPlugin, ticket_id: str) -> dict[str, Any]:
        """All fields of a ticket, whether they have a place or not."""
        fields = self.observe(plugin).fields(ticket_id)
        found = {name: fields.get(name) or None for name in self.first_values()}
        return {**found, "labels": sorted(fields.get("labels") or [])}

    def has(self, field: str) -> bool:
        """Whether a field has a place in the tracker."""
        return not isinstance(getattr(self.limits, _LIMIT_OF[field]), NoPlace)

    def may_step(self, was: str, to: str) -> bool:
        """Whether a status can be reached from another, by what is declared."""
        found = has_step(self.limits, was, self.in_force("status", to))
        return found or not self.meets("steps")

    def shown(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """How fields that were given show: those that have a place."""
        shown = dict[str, Any]()
        for name, value in given.items():
            if self.has(name):
                kept = self.in_force(_LIMIT_OF[name], value)
                shown[name] = sorted(kept) if name == "labels" else kept or None
            else:
                self.meets(_LIMIT_OF[name])
        return shown

    def expect_shown(self, plugin: TicketPlugin, ticket_id: str, **given: Any) -> None:
        """Fail unless fields show as they were given, or as is declared of them."""
        __tracebackhide__ = True
        seen = self.seen(plugin, ticket_id)
        for name, expected in self.shown(given).items():
            declare = declarations.for_value(
                TicketLimits, _LIMIT_OF[name], given[name], seen[name] or ""
            )
            expect.equal(seen[name], expected, f"the field {name}", declare)

    def try_observer(self, plugin: TicketPlugin, observer: TicketObserver) -> None:
        """A new ticket has no description and no labels."""
        fields = self.seen(plugin, self.ticket(plugin))
        self.expect_unseen("a description", bool(fields.get("description")))
        self.expect_unseen("labels", bool(fields.get("labels")))


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


_TEXTS: Final = (*adversarial.TEXTS, *adversarial.NAMES, *adversarial.NOT_NAMES)
_FREE_TEXTS: Final = {
    "title": (*_TEXTS, adversarial.LONG_TEXT),
    "description": (*_TEXTS, adversarial.LONG_TEXT),
    "labels": _TEXTS,
    "cost": _TEXTS,
    "conversation_weblink": _WEBLINKS,
    "document_weblink": _WEBLINKS,
    "storage_weblink": _WEBLINKS,
}
"""The fields of which the tracker need not know a text, with texts to give them."""


@TICKET.proof(*kinds_of(TicketLimits))
def _is_limited(h: TicketHarness, name: str, limit: Limit) -> None:
    """Whatever the field, a limit of one kind is shown in the same way."""
    field = next((it for it, about in _LIMIT_OF.items() if about == name), "status")
    with h.plugin() as plugin:
        if isinstance(limit, NoStep):
            _has_no_steps(h, plugin)
            return
        if "fields" in h.missing_hooks(vars(plugin)["_plugin"]):
            raise NotObserved(f"needs an observer with fields, for {name}")
        if isinstance(limit, NoPlace):
            _has_no_place(h, plugin, field, limit)
        elif isinstance(limit, Text):
            ticket_id = h.ticket(plugin)
            texts = _FREE_TEXTS.get(field) or getattr(h, _NAMES_OF[field])
            show = partial(_expect_text, h, plugin, ticket_id, field)
            give = partial(_give, plugin, ticket_id, field)
            stem = _stem(field) if field in _FREE_TEXTS else None
            limited_texts.expect_limited(h, name, limit, texts, give, show, stem)
        elif isinstance(limit, Values):
            _stands_for_another(h, plugin)


_NAMES_OF: Final = {"incident_type": "incident_types", "priority": "incident_priorities"}


def _stem(field: str) -> str:
    """What any text for a field begins with."""
    return "https://example.com/" if field.endswith("_weblink") else ""


def _given(field: str, text: str) -> dict[str, Any]:
    return {field: [text] if field == "labels" else text}


def _give(plugin: TicketPlugin, ticket_id: str, field: str, text: str) -> None:
    plugin.update(ticket_id, **_given(field, text))


def _expect_text(
    h: TicketHarness, plugin: TicketPlugin, ticket_id: str, field: str, text: str
) -> None:
    h.expect_shown(plugin, ticket_id, **_given(field, text))


def _has_no_place(h: TicketHarness, plugin: TicketPlugin, field: str, limit: NoPlace) -> None:
    """Whatever is given is accepted, and shows alike."""
    found = list[Any]()
    for given in (h.first_values(), h.other_values()):
        ticket_id = h.create(plugin, **given)
        what = f"{field}, which has no place ({limit.because}),"
        expect.not_rejected(plugin.update, ticket_id, what=what, **{field: given[field]})
        found.append(h.all_seen(plugin, ticket_id)[field])
        kept = sorted(given[field]) if field == "labels" else given[field]
        told = f"{field} not to show what was given: {limit.because}"
        expect.that(found[-1] != kept, told, f"it is {found[-1]!r}")
    expect.equal(found[1], found[0], f"{field} of another ticket, which was given another one")


def _stands_for_another(h: TicketHarness, plugin: TicketPlugin) -> None:
    """Each status is rejected, or shows, as is declared."""
    limit: Values[TicketStatus] = h.limits.status
    declared = {**limit.stand_for, **dict.fromkeys(limit.rejected)}
    expect.that(declared, "status to say which values", f"it is {limit!r}")
    for status in get_args(TicketStatus):
        ticket_id, now = h.ticket(plugin), h.in_force("status", "active")
        if not h.limits.takes("status", status):
            expect.refused(plugin.update, ticket_id, status=status, what=f"the status {status!r}")
        elif h.may_step(now, status):
            what = f"the status {status!r}"
            expect.not_rejected(plugin.update, ticket_id, status=status, what=what)
            h.expect_shown(plugin, ticket_id, status=status)


def _has_no_steps(h: TicketHarness, plugin: TicketPlugin) -> None:
    """Each step is rejected; TICKET-057 makes all the others."""
    limit: NoStep[TicketStatus] = h.limits.steps
    steps = [(was, to) for was, cannot in limit.to.items() for to in cannot]
    expect.that(steps, "steps to say which", f"it is {limit!r}")
    made = list[str]()
    for was, to in steps:
        ticket_id = h.ticket_with(plugin, was)
        if ticket_id is None:
            raise NotObserved(f"no step leads to the status {was!r}")
        if not expect.is_refused(plugin.update, ticket_id, status=to):
            made.append(f"from {was} to {to}")
    told = f"no step {' or '.join(made)}: {limit.because}"
    expect.that(not made, told, "update returned")


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
        limit="title",
        cause="the tracker's summary is put together from other fields.",
    ),
    member(
        "TICKET-021",
        given="incident_type",
        field="incident_type",
        limit="incident_type",
        cause="the type is an issue type of the tracker, and a default one is taken.",
    ),
    member(
        "TICKET-022",
        given="incident_priority",
        field="priority",
        limit="priority",
        cause="the tracker has priorities of its own, and a default one is taken.",
    ),
    member(
        "TICKET-023",
        given="commander",
        field="commander_email",
        limit="commander",
        cause="commander and reporter are mixed up.",
    ),
    member(
        "TICKET-024",
        given="reporter",
        field="reporter_email",
        limit="reporter",
        cause="the reporter is whoever made the call, which is the plugin.",
    ),
    methods=("create",),
    rule=4,
    observes=_SEEN,
    limited_by=("$limit",),
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
            h.expect_shown(plugin, ticket_id, **{field: given[field]})


@_must("TICKET-025", "create", rule=4, observes=_SEEN)
def create_makes_an_active_ticket(h: TicketHarness) -> None:
    """`create` makes a ticket with the status `active`.
    To fix: set the status, or map the tracker's own first status to it.
    Usual cause: the tracker's own word for it is shown.
    Wrong: fields["status"] = "open"
    Right: fields["status"] = "active"
    """
    with h.plugin() as plugin:
        h.expect_shown(plugin, h.create(plugin), status="active")


@_must("TICKET-026", "create", rule=1)
def create_makes_a_new_ticket_each_time(h: TicketHarness) -> None:
    """`create` makes a new ticket at each call, with a non-empty id of its own.
    To fix: take the id from the tracker.
    Usual cause: the id is derived from the title.
    Wrong: ticket_id = slugify(title)
    Right: ticket_id = self.client.create_issue(title).key
    """
    with h.plugin() as plugin:
        ids = [h.create(plugin, h.first_values()["title"]) for _ in range(3)]
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
                h.expect_shown(plugin, ticket_id, title=title)


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
        title = h.other_values()["title"]
        ticket: Any = plugin.create(
            title, h.incident_types[0], h.incident_priorities[0], h.people[0], h.people[1]
        )
        ticket_id = ticket["resource_id"]
        for key in list(ticket):
            ticket[key] = "changed"
        ticket["title"] = "changed"
        expect.equal(h.seen(plugin, ticket_id)["title"], title, "the title")


@_must("TICKET-029", "create", rule=9)
def create_returns_an_absolute_weblink(h: TicketHarness) -> None:
    """`create` returns a `weblink` that is an absolute http(s) URL.
    To fix: put the tracker's address before the path.
    Usual cause: the tracker answers with the address of its API, or with a path.
    Wrong: record = {"weblink": issue.path}
    Right: record = {"weblink": urljoin(self.url, issue.path)}
    """
    with h.plugin() as plugin:
        title = h.first_values()["title"]
        ticket = plugin.create(
            title, h.incident_types[0], h.incident_priorities[0], h.people[0], h.people[1]
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


@_must("TICKET-031", "create", rule=4, observes=("tickets",))
def create_makes_one_ticket(h: TicketHarness) -> None:
    """`create` makes one ticket, and no other beside it.
    To fix: send the request once; after a time-out, look for the ticket before you send it again.
    Usual cause: the request is sent again although the tracker has done it.
    Wrong:
        for _ in range(3):
            issue = self.client.create_issue(title)
    Right: issue = self.client.create_issue(title)
    """
    with h.plugin() as plugin:
        title, observer = h.unique("ticket"), h.observe(plugin)
        made = {h.create(plugin, title) for _ in range(2)}
        expect.equal(set(observer.tickets(title)), made, "the set of tickets of that title")


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
        h.expect_shown(plugin, ticket_id, **{field: value})
        after = h.seen(plugin, ticket_id)
        for fields in (before, after):
            fields.pop(field, None)
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
        plugin.update(ticket_id, **dict.fromkeys(h.first_values()))
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
                h.expect_shown(plugin, ticket_id, **{name: ""})


@_must("TICKET-054", "update", rule=4, observes=_SEEN, limited_by=("labels",))
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
        ticket_id, given = h.ticket(plugin), [h.plain("labels", it) for it in ("b", "a")]
        labels = list(given)
        plugin.update(ticket_id, labels=labels)
        expect.unchanged(given, labels, "labels")
        labels.append("c")
        h.expect_shown(plugin, ticket_id, labels=given)


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
        expect.equal(h.seen(plugin, ticket_id), h.shown(h.other_values()), "the fields")


_STEPS: Final[tuple[TicketStatus, ...]] = (
    "active",
    "closed",
    "active",
    "stable",
    "active",
    "closed",
    "stable",
    "closed",
)
"""From each status to each other one: three of four steps are taken twice."""


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
        rejected = _rejected_steps(h, plugin)
        told = ", ".join(f"from {was} to {to}" for was, to in rejected)
        _expect_none(rejected, f"the status {told}", _no_way(h.limits, rejected))


def _rejected_steps(h: TicketHarness, plugin: TicketPlugin) -> list[tuple[str, str]]:
    """Take every step that is not declared to be impossible; those that are rejected."""
    rejected = list[tuple[str, str]]()
    ticket_id: str | None
    ticket_id, status = h.ticket(plugin), h.in_force("status", "active")
    for was, to in pairwise(_STEPS):
        now = h.in_force("status", was)
        if not h.limits.takes("status", to) or not h.may_step(now, to):
            continue
        if status != now:
            ticket_id, status = h.ticket_with(plugin, was), now
        if ticket_id is None:
            continue
        if expect.is_refused(plugin.update, ticket_id, status=to):
            rejected.append((was, to))
        else:
            h.expect_shown(plugin, ticket_id, status=to)
            status = h.in_force("status", to)
    return rejected


def _no_way(limits: TicketLimits, rejected: Sequence[tuple[str, str]]) -> str:
    """The declaration of steps that are rejected, or of a status that no step leads to."""
    tos = [to for _, to in rejected]
    never = [it for it in get_args(TicketStatus) if tos.count(it) > 1]
    return f'status=Values("why", rejected={never})' if never else no_steps(limits, rejected)


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
                    h.expect_shown(plugin, ticket_id, **{name: text})


@_must("TICKET-062", "update", rule=7, observes=_SEEN, limited_by=("labels",))
def update_keeps_labels_to_the_letter(h: TicketHarness) -> None:
    """`update` keeps labels exactly, also those that are alike or have spaces, or refuses them.
    To fix: keep labels as a list, not as one text.
    Usual cause: labels are joined with spaces or commas, and folded.
    Wrong: fields["labels"] = ",".join(labels).lower().split(",")
    Right: fields["labels"] = list(labels)
    """
    with h.plugin() as plugin:
        ticket_id = h.ticket(plugin)
        for labels in (*map(list, h.some(adversarial.NAME_PAIRS)), ["two words"], ["a,b", "a;b"]):
            if not expect.is_refused(plugin.update, ticket_id, labels=list(labels)):
                h.expect_shown(plugin, ticket_id, labels=labels)


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
        plugin.update(other, title=h.plain("title", "The other"))
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
                plain = {it: h.plain(it, h.unique(it)) for it in ("title", "description")}
                given = plain | {name: text}
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
                    h.expect_shown(plugin, ticket_id, **{name: url})


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
        title = h.plain("title", "changed")
        expect.refused_with(
            NotFoundError, plugin.update, _NOWHERE, title=title, what="an unknown ticket_id"
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


@_should("TICKET-072", "update", rule=7)
def what_is_rejected_is_declared(h: TicketHarness) -> None:
    """A text that `update` rejects is declared as a limit, so that the application can know of it.
    To fix: declare it, or take the text.
    Usual cause: the tracker rejects the text, and nobody knew.
    Wrong:
        class AcmeTicket(TicketPlugin):
            def update(self, ticket_id, title=None, **kwargs):
                if title and len(title) > 255:
                    raise InvalidRequestError("a summary has at most 255 characters", value=title)
    Right:
        class AcmeTicket(TicketPlugin):
            limits = TicketLimits(title=Text("a summary has at most 255 characters", longest=255))
    """
    with h.plugin() as plugin:
        ticket_id, declared = h.ticket(plugin), h.limits.declared()
        rejected = dict[str, tuple[str, str]]()
        for field, texts in _FREE_TEXTS.items():
            give = partial(_give, plugin, ticket_id, field)
            found = field not in declared and limited_texts.undeclared(
                h, field, texts, give, _stem(field)
            )
            if found:
                rejected[field] = found
        for field, (_, text) in [*rejected.items()][:1]:  # once more, as the call that is shown
            expect.is_refused(_give, plugin, ticket_id, field, text)
        declare = ", ".join(declaration for declaration, _ in rejected.values())
        _expect_none(rejected, f"a text for {', '.join(rejected)}", declare)


def _expect_none(rejected: Collection[object], what: str, declaration: str) -> None:
    """Fail if something was rejected, with the declaration that explains it."""
    __tracebackhide__ = True
    if rejected:
        declare = declarations.written(TicketLimits, declaration)
        raise ConformanceFailure(f"{what} to be taken", "it was rejected", declare=declare)


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
            other.update(ticket_id, title=h.plain("title", "changed"))
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
        expect.equal(h.seen(plugin, ticket_id), h.shown(wanted), "the fields")


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
        titles = [h.plain("title", h.unique("ticket")) for _ in range(8)]
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
        whole = [h.shown(it) for it in wanted]
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
            fields, wanted = h.seen(plugin, ticket_id), h.shown(_one_threads_fields(h, number))
            told = {name: fields[name] for name in wanted}
            expect.equal(told, wanted, "the fields of a thread's own ticket")
        seen = h.seen(plugin, shared)
        expect.equal(seen, h.shown(others), "the fields of the ticket of all threads")


def _one_threads_fields(h: TicketHarness, number: int) -> dict[str, Any]:
    fields = {
        "title": f"no. {number}",
        "description": f"about no. {number}",
        "cost": f"{number}.50",
        "conversation_weblink": f"https://chat.example.com/{number}",
        "document_weblink": f"https://documents.example.com/{number}",
    }
    return {name: h.plain(name, text) for name, text in fields.items()}


def _one_threads_work(
    h: TicketHarness, plugin: TicketPlugin, shared: str, number: int, random: Random
) -> list[str]:
    """Work on tickets of one's own, and on fields of one's own of a ticket that all share."""
    fields = _one_threads_fields(h, number)
    title = fields.pop("title")
    # What has no place shows nothing: as many more of what has one.
    seen = [it for it in fields if h.has(it)]
    names = [*fields, *islice(cycle(seen), len(fields) - len(seen))]
    own = [h.create(plugin, title) for _ in range(3)]
    changes = list(h.other_values().items())[number :: h.run.profile.threads]
    steps = [partial(plugin.update, shared, **{name: value}) for name, value in changes]
    for ticket_id in own:
        steps += (partial(plugin.update, ticket_id, **{it: fields[it]}) for it in names)
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
            for name in filter(h.has, ("title", "description", "cost")):
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
