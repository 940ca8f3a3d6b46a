"""What a participant plugin must do."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, ClassVar, Final, Protocol, TypeAlias

from attrs import frozen

from dispatch_interfaces.conformance.requirements import adversarial, common, expect
from dispatch_interfaces.conformance.run import declarations
from dispatch_interfaces.conformance.run.created import Created, Fate
from dispatch_interfaces.conformance.run.endings import NotObserved
from dispatch_interfaces.conformance.run.harness import Creates, Harness
from dispatch_interfaces.conformance.run.requirement import Level, Suite, member
from dispatch_interfaces.contract import CONTRACTS, Contract
from dispatch_interfaces.errors import InvalidRequestError
from dispatch_interfaces.limits import Absent, NoPlace, Text
from dispatch_interfaces.protocols.participant import ParticipantPlugin, ResolvedParticipants


class ParticipantObserver(Protocol):
    """Stands for the directory of people, teams and services.

    Each is concerned by the incidents for which all its conditions hold. An empty condition always
    holds; otherwise one of its members must be the incident's type or priority, or a word of its
    description. A name may be empty.
    """

    def add_individual(
        self,
        email: str,
        name: str = "",
        *,
        incident_types: Collection[str] = (),
        incident_priorities: Collection[str] = (),
        words: Collection[str] = (),
    ) -> None:
        """Add a person."""
        ...

    def add_team(
        self,
        email: str,
        name: str = "",
        *,
        incident_types: Collection[str] = (),
        incident_priorities: Collection[str] = (),
        words: Collection[str] = (),
    ) -> None:
        """Add a team."""
        ...

    def add_service(self, service_id: str, oncall: str) -> None:
        """Add a service that every incident concerns; ``oncall`` is who is on call for it."""
        ...

    def remove(self, email_or_service_id: str) -> None:
        """Remove a person, a team or a service."""
        ...


@frozen(kw_only=True)
class ParticipantHarness(Harness[ParticipantPlugin, ParticipantObserver]):
    """How to bring a participant plugin under test.

    Args:
        incident_types: Names of two types that the directory knows.
        incident_priorities: Names of two priorities that the directory knows.
        domain: The part after the @ of the addresses that the suite makes up.
    """

    contract: ClassVar[Contract] = CONTRACTS["participant"]
    observer_type = ParticipantObserver
    spared_hooks: ClassVar[Mapping[str, str]] = {"add_team": "teams", "add_service": "services"}
    creates: ClassVar[Creates] = {
        "observer.add_individual": ("individual", Fate.REMOVED),
        "observer.add_team": ("team", Fate.REMOVED),
        "observer.add_service": ("service", Fate.REMOVED),
    }
    removes_by = "observer.remove"

    incident_types: tuple[str, str] = ("Security", "Outage")
    incident_priorities: tuple[str, str] = ("High", "Low")
    domain: str = "example.com"

    def address(self, word: str = "person") -> str:
        """An address that the directory does not have yet."""
        return f"{self.unique(word)}@{self.domain}"

    def conditions(self, **conditions: Any) -> dict[str, Any]:
        """Conditions on the incident, without those that the directory has no place for."""
        about = {
            "incident_types": "incident_type",
            "incident_priorities": "incident_priority",
            "words": "description",
        }
        return {name: it for name, it in conditions.items() if self.has_place(about[name])}

    def two_incidents(self) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        """Two incidents that the directory tells apart: conditions for each, and what to `get`.

        Raises:
            NotObserved: All incidents are the same for it.
        """
        if self.has_place("incident_type"):
            types = enumerate(self.incident_types)
            return [({"incident_types": [it]}, {"incident_type": n}) for n, it in types]
        if self.has_place("incident_priority"):
            priorities = enumerate(self.incident_priorities)
            return [
                ({"incident_priorities": [it]}, {"incident_priority": n}) for n, it in priorities
            ]
        if self.has_place("description"):
            return [({"words": [it]}, {"description": it}) for it in ("database", "network")]
        raise NotObserved("every incident concerns the same people, by what is declared")

    def get(
        self,
        plugin: ParticipantPlugin,
        *,
        incident_type: int = 0,
        incident_priority: int = 0,
        description: str = "The primary database is slow",
    ) -> ResolvedParticipants:
        """Who takes part in an incident of the first or second type and priority."""
        return plugin.get(
            self.incident_types[incident_type],
            self.incident_priorities[incident_priority],
            description,
        )

    def _remove(self, plugin: Any, created: Created) -> None:
        known_as = "service_id" if created.kind == "service" else "email"
        self.raw_observer(plugin).remove(created.arguments[known_as])

    def try_observer(self, plugin: ParticipantPlugin, observer: ParticipantObserver) -> None:
        """Somebody who was removed is gone."""
        email = self.address()
        observer.add_individual(email)
        observer.remove(email)
        self.expect_unseen("a person who was removed", email in _people(self.get(plugin)))


PARTICIPANT: Final = Suite(
    ParticipantHarness,
    not_about={
        3: "its arguments are texts",
        5: "it takes no ids",
        8: "it takes no **kwargs",
        9: "it returns addresses",
    },
    untested={14: common.NO_FAILURES},
)
common.add_requirements(PARTICIPANT)

_must = PARTICIPANT.must

_QUERY_LIKE: Final = ('it\'s "quoted" (and [broken', "a AND NOT")


def _people(found: ResolvedParticipants) -> list[str]:
    return [it["email"] for it in found["individuals"]]


def _teams(found: ResolvedParticipants) -> list[str]:
    return [it["email"] for it in found["teams"]]


_Emails: TypeAlias = Callable[[ResolvedParticipants], list[str]]


def _kinds(h: ParticipantHarness) -> Iterator[tuple[str, _Emails]]:
    """Who can be found, and their addresses: people, and teams if there are any."""
    yield "person", _people
    if not h.meets("teams"):
        yield "team", _teams


def _expect_selected(
    h: ParticipantHarness, plugin: ParticipantPlugin, by: str, email: str, **other: Any
) -> None:
    limit = "description" if by == "description" else f"incident_{by}"
    declare = declarations.written(h.contract.limits, f'{limit}=NoPlace("why")')
    for kind, emails in _kinds(h):
        address = f"{kind}-{email}"
        fits, differs = emails(h.get(plugin)), emails(h.get(plugin, **other))
        expect.that(address in fits, f"the {kind}, as the {by} fits", "not among the results")
        told = f"no such {kind}, as the {by} differs"
        expect.that(address not in differs, told, "is found", declare)


def _add_both(
    h: ParticipantHarness, observer: ParticipantObserver, email: str, **conditions: Any
) -> None:
    """Add a person, and a team if there are any, with those conditions that have a place."""
    conditions = h.conditions(**conditions)
    observer.add_individual(f"person-{email}", **conditions)
    if not h.meets("teams"):
        observer.add_team(f"team-{email}", **conditions)


@PARTICIPANT.proof("incident_type", "incident_priority")
def _whom_it_concerns_depends_on_nothing(h: ParticipantHarness, name: str, limit: NoPlace) -> None:
    conditions = {
        "incident_type": {"incident_types": h.incident_types[:1]},
        "incident_priority": {"incident_priorities": h.incident_priorities[:1]},
    }
    _expect_alike(h, limit, conditions[name], {name: 1})


def _expect_alike(
    h: ParticipantHarness, limit: NoPlace, conditions: dict[str, Any], other: dict[str, Any]
) -> None:
    """A person with a condition is found for an incident for which it does not hold."""
    with h.plugin() as plugin:
        email = h.address("any")
        try:
            h.observe(plugin).add_individual(email, **conditions)
        except InvalidRequestError:  # there is no such condition
            return
        expect.that(
            email in _people(h.get(plugin, **other)),
            f"the person with {conditions}, for {other}: {limit.because}",
            "not found",
        )


@PARTICIPANT.proof("description")
def _descriptions_are_looked_at_in_part(
    h: ParticipantHarness, name: str, limit: Text | NoPlace
) -> None:
    if isinstance(limit, NoPlace):
        _expect_alike(h, limit, {"words": ["database"]}, {"description": "a lost badge"})
        return
    texts = (*h.some(adversarial.TEXTS), adversarial.LONG_TEXT)
    texts = tuple(f"{it} database" for it in texts)
    limited = [it for it in texts if not h.takes(name, it) or not _has_word(h, it)]
    with h.plugin() as plugin:
        email = h.address("expert")
        h.observe(plugin).add_individual(email, words=["database"])
        for text in texts:
            found = expect.accepted(h.get, plugin, description=text)
            if found is not None:
                asked = f"whether the person is found for {text!r:.40} ({len(text)} characters)"
                expect.equal(email in _people(found), _has_word(h, text), asked)
    expect.that(limited, f"{name} to be limited: {limit.because}", "all of a text is looked at")


def _has_word(h: ParticipantHarness, description: str) -> bool:
    """Whether the word is in what is looked at of a description."""
    return "database" in h.in_force("description", description).split()


@PARTICIPANT.proof("teams")
def _there_are_no_teams(h: ParticipantHarness, name: str, limit: Absent) -> None:
    with h.plugin() as plugin:
        with suppress(InvalidRequestError, NotObserved):  # nobody can make one
            h.observe(plugin).add_team(h.address("team"))
        expect.equal(_teams(h.get(plugin)), [], f"the list of teams ({limit.because})")


@PARTICIPANT.proof("services")
def _nobody_is_found_for_a_service(h: ParticipantHarness, name: str, limit: Absent) -> None:
    with h.plugin() as plugin:
        with suppress(InvalidRequestError, NotObserved):  # nobody can make one
            h.observe(plugin).add_service(h.unique("service"), h.address())
        found = [it for it in h.get(plugin)["individuals"] if it.get("service_id") is not None]
        expect.equal(found, [], f"the list of who is on call ({limit.because})")


@_must(
    "PARTICIPANT-010",
    "get",
    rule=2,
    level=Level.SHAPE,
    observes=("add_individual", "add_team", "add_service"),
)
def get_returns_people_and_teams(h: ParticipantHarness) -> None:
    """`get` returns a dict with `individuals` and `teams`, sequences of dicts with an `email`.
    To fix: return both keys always; a name or a service that is not known is left out.
    Usual cause: plain addresses are returned, or one list for both.
    Wrong: return [it.email for it in found]
    Right: return {"individuals": [{"email": it.email} for it in found], "teams": []}
    """
    with h.plugin() as plugin:
        observer = h.observe(plugin)
        observer.add_individual(h.address(), "Ada Lovelace")
        if not h.meets("teams"):
            observer.add_team(h.address("team"), "Database")
        if not h.meets("services"):
            observer.add_service(h.unique("service"), h.address())
        plugin.get(h.incident_types[0], h.incident_priorities[0], "a description", object())


@_must("PARTICIPANT-020", "get", rule=4, observes=("add_individual",))
def get_finds_people(h: ParticipantHarness) -> None:
    """`get` finds a person whom every incident concerns, among the individuals only.
    To fix: return people under `individuals`, with their own address.
    Usual cause: people are returned as teams of one.
    Wrong: return {"individuals": [], "teams": people}
    Right: return {"individuals": people, "teams": teams}
    """
    with h.plugin() as plugin:
        email = h.address()
        h.observe(plugin).add_individual(email, "Ada Lovelace")
        found = h.get(plugin)
        expect.that(email in _people(found), f"{email} among the individuals", "not there")
        expect.that(email not in _teams(found), f"{email} not among the teams", "is there")


@_must("PARTICIPANT-021", "get", rule=4, observes=("add_team",), limited_by=("teams",))
def get_finds_teams(h: ParticipantHarness) -> None:
    """`get` finds a team that every incident concerns, among the teams only.
    To fix: return teams under `teams`, with their own address.
    Usual cause: the members are returned in place of the team.
    Wrong: return {"individuals": [*people, *team.members], "teams": []}
    Right: return {"individuals": people, "teams": [{"email": team.email}]}
    """
    with h.plugin() as plugin:
        email = h.address("team")
        h.observe(plugin).add_team(email, "Database")
        found = h.get(plugin)
        declare = declarations.of_kind(h.contract.limits, "teams")
        expect.that(email in _teams(found), f"{email} among the teams", "not there", declare)
        expect.that(email not in _people(found), f"{email} not among the individuals", "is there")


@_must("PARTICIPANT-022", "get", rule=4, observes=("add_service",), limited_by=("services",))
def get_finds_who_is_on_call(h: ParticipantHarness) -> None:
    """`get` finds who is on call for a service, with the `service_id`.
    To fix: resolve the service to a person, and name the service.
    Usual cause: the service is left out, or its person comes without the `service_id`.
    Wrong: individuals.append({"email": service.oncall})
    Right: individuals.append({"email": service.oncall, "service_id": service.id})
    """
    with h.plugin() as plugin:
        service_id, email = h.unique("service"), h.address()
        h.observe(plugin).add_service(service_id, email)
        found = [it for it in h.get(plugin)["individuals"] if it["email"] == email]
        services = [it.get("service_id") for it in found]
        declare = declarations.of_kind(h.contract.limits, "services")
        expect.equal(services, [service_id], "the service_ids of the person on call", declare)


@PARTICIPANT.each(
    member("PARTICIPANT-023", by="type", several="types", asked="priority=incident_priority"),
    member("PARTICIPANT-024", by="priority", several="priorities", asked="type=incident_type"),
    methods=("get",),
    rule=4,
    observes=("add_individual", "add_team"),
    limited_by=("incident_$by",),
)
def get_selects_by_each_property(h: ParticipantHarness, by: str, several: str) -> None:
    """`get` finds people and teams for incidents of their $by, and not for others.
    To fix: compare `incident_$by` with their $several.
    Usual cause: the argument is not passed on.
    Wrong: found = self.directory.find($asked)
    Right: found = self.directory.find(type=incident_type, priority=incident_priority)
    """
    with h.plugin() as plugin:
        email, known = h.address(by), f"incident_{several}"
        _add_both(h, h.observe(plugin), email, **{known: getattr(h, known)[:1]})
        _expect_selected(h, plugin, by, email, **{f"incident_{by}": 1})


@_must(
    "PARTICIPANT-025",
    "get",
    rule=4,
    observes=("add_individual", "add_team"),
    limited_by=("description",),
)
def get_selects_by_words_of_the_description(h: ParticipantHarness) -> None:
    """`get` finds people and teams for incidents whose description has one of their words, only.
    To fix: look for their words in `incident_description`.
    Usual cause: the whole description is compared with each word.
    Wrong: if incident_description in entry.words: ...
    Right: if any(word in entry.words for word in incident_description.split()): ...
    """
    with h.plugin() as plugin:
        email = h.address("expert")
        _add_both(h, h.observe(plugin), email, words=["kubernetes", "database"])
        _expect_selected(h, plugin, "description", email, description="Somebody lost a badge")
        long = f"{adversarial.LONG_TEXT} database"
        found = expect.accepted(h.get, plugin, description=long)
        if found is not None and _has_word(h, long):
            declare = declarations.of_kind(h.contract.limits, "description")
            told = "the person, as the word is at the end of a long description"
            expect.that(f"person-{email}" in _people(found), told, "not found", declare)


@_must("PARTICIPANT-026", "get", rule=4, observes=("add_individual", "add_team"))
def get_wants_all_conditions_to_hold(h: ParticipantHarness) -> None:
    """`get` finds people and teams with several conditions only if all of them hold.
    To fix: join the conditions with *and*.
    Usual cause: the results of one search for each condition are put together.
    Wrong: found = by_type | by_priority | by_words
    Right: found = by_type & by_priority & by_words
    """
    with h.plugin() as plugin:
        email = h.address("particular")
        _add_both(
            h,
            h.observe(plugin),
            email,
            incident_types=h.incident_types[:1],
            incident_priorities=h.incident_priorities[:1],
            words=["database"],
        )
        others: dict[str, Any] = {"incident_type": 1, "incident_priority": 1}
        others["description"] = "Somebody lost a badge"
        for name, other in others.items():
            if h.has_place(name):
                by = name.removeprefix("incident_")
                _expect_selected(h, plugin, by, email, **{name: other})


@_must("PARTICIPANT-027", "get", rule=4, observes=("add_individual", "add_team", "remove"))
def get_forgets_who_was_removed(h: ParticipantHarness) -> None:
    """`get` no longer finds people and teams that the directory no longer holds.
    To fix: ask the directory at each call, or let what you keep expire.
    Usual cause: the directory is read once, at the start.
    Wrong: self.people = self.people or self._read()
    Right: people = self._read()
    """
    with h.plugin() as plugin:
        observer, email = h.observe(plugin), h.address("former")
        _add_both(h, observer, email)
        h.get(plugin)
        for kind, emails in _kinds(h):
            observer.remove(f"{kind}-{email}")
            found = emails(h.get(plugin))
            expect.that(f"{kind}-{email}" not in found, f"no {kind} who was removed", "is found")


@_must(
    "PARTICIPANT-028",
    "get",
    rule=6,
    observes=("add_individual", "add_service"),
    limited_by=("services",),
)
def get_returns_each_person_once(h: ParticipantHarness) -> None:
    """`get` returns a person once who is concerned in several ways.
    To fix: gather the results by address.
    Usual cause: people are added once for themselves, and once for each service.
    Wrong: individuals = [*people, *(service.oncall for service in services)]
    Right: individuals = list({it["email"]: it for it in [*oncall, *people]}.values())
    """
    with h.plugin() as plugin:
        observer, email = h.observe(plugin), h.address()
        observer.add_individual(email)
        observer.add_service(h.unique("service"), email)
        observer.add_service(h.unique("service"), email)
        expect.equal(_people(h.get(plugin)).count(email), 1, "how often the person is found")


@_must("PARTICIPANT-029", "get", rule=4, observes=("add_individual", "add_team"))
def get_returns_more_than_a_page(h: ParticipantHarness) -> None:
    """`get` returns everybody who is concerned, not a page of them.
    To fix: follow the directory's pages until there is none left.
    Usual cause: the directory answers with its first 100 entries.
    Wrong: people = self.directory.people()
    Right: people = [it for page in self.directory.pages() for it in page]
    """
    with h.plugin() as plugin:
        observer, emails = h.observe(plugin), [h.address("many") for _ in h.plenty(128)]
        for email in emails:
            _add_both(h, observer, email)
        found = h.get(plugin)
        for kind, of_kind in _kinds(h):
            missing = {f"{kind}-{it}" for it in emails} - set(of_kind(found))
            told = f"all of {len(emails)}, each a {kind}"
            expect.that(not missing, told, f"{len(missing)} are missing")


@_must("PARTICIPANT-030", "get", rule=7, observes=("add_individual",))
def get_accepts_any_description(h: ParticipantHarness) -> None:
    """`get` accepts an incident's description whatever is in it, and an empty one.
    To fix: quote what you put into a query.
    Usual cause: the description is used as a pattern.
    Wrong: if re.search(incident_description, entry.words): ...
    Right: if entry.word in incident_description.split(): ...
    """
    with h.plugin() as plugin:
        email = h.address()
        h.observe(plugin).add_individual(email)
        for text in h.some((*adversarial.TEXTS, adversarial.LONG_TEXT, *_QUERY_LIKE)):
            if not h.takes("description", text):
                continue
            found = _people(h.get(plugin, description=text))
            expect.that(email in found, f"the person, for {text!r:.60}", "not found")


@_must("PARTICIPANT-031", "get", rule=4, observes=("add_individual",))
def get_accepts_unknown_types_and_priorities(h: ParticipantHarness) -> None:
    """`get` accepts types and priorities it has never heard of, and finds who has no conditions.
    To fix: treat an unknown name as one that nobody asks for.
    Usual cause: the names are looked up in a table.
    Wrong: type_id = self.types[incident_type]
    Right: type_id = self.types.get(incident_type)
    """
    with h.plugin() as plugin:
        observer, anybody, typed = h.observe(plugin), h.address(), h.address()
        observer.add_individual(anybody)
        conditions = h.conditions(incident_types=h.incident_types)
        observer.add_individual(typed, **conditions)
        found = _people(plugin.get("no such type", "no such priority", ""))
        expect.that(anybody in found, "the person without conditions", "not found")
        if conditions:
            expect.that(typed not in found, "nobody of a known type", "is found")


@_must("PARTICIPANT-032", "get", rule=10, observes=("add_individual",))
def get_without_a_session_is_get_with_none(h: ParticipantHarness) -> None:
    """`get` returns the same without a `db_session`, with None and with any object.
    To fix: do not use the session; the directory is not the application's database.
    Usual cause: the session is asked for more about the incident.
    Wrong: project = db_session.query(Project).one()
    Right: project = self.project
    """
    with h.plugin() as plugin:
        email = h.address()
        h.observe(plugin).add_individual(email)
        incident = (h.incident_types[0], h.incident_priorities[0], "a description")
        for how, found in (
            ("without a session", plugin.get(*incident)),
            ("with None", plugin.get(*incident, db_session=None)),
            ("with an object", plugin.get(*incident, object())),
        ):
            expect.that(email in _people(found), f"the person {how}", "not found")


@_must("PARTICIPANT-033", "get", rule=2, observes=("add_individual", "add_team"))
def get_returns_fresh_dicts(h: ParticipantHarness) -> None:
    """`get` returns new lists and dicts: changing a result changes nothing in the next.
    To fix: build the result anew at each call; the application appends to what it gets.
    Usual cause: the plugin hands out its own lists.
    Wrong: return {"individuals": self._people, "teams": self._teams}
    Right:
        people, teams = copy.deepcopy((self._people, self._teams))
        return {"individuals": people, "teams": teams}
    """
    with h.plugin() as plugin:
        email = h.address("kept")
        _add_both(h, h.observe(plugin), email)
        found = h.get(plugin)
        for it in (*found["individuals"], *found["teams"]):
            it["email"] = "changed@example.com"
        again = h.get(plugin)
        for kind, emails in _kinds(h):
            expect.that(f"{kind}-{email}" in emails(again), f"the {kind} still", "not found")


@_must("PARTICIPANT-034", "get", rule=1, observes=("add_individual",))
def get_tells_similar_addresses_apart(h: ParticipantHarness) -> None:
    """`get` keeps people apart one of whose addresses is the beginning of the other.
    To fix: compare addresses whole.
    Usual cause: people who were found are removed by prefix.
    Wrong: unique = [it for it in found if not any(other.startswith(it) for other in seen)]
    Right: unique = list(dict.fromkeys(found))
    """
    with h.plugin() as plugin:
        observer, local = h.observe(plugin), h.unique("person")
        pair = (f"{local}@{h.domain}", f"{local}@{h.domain}.example.org", f"x{local}@{h.domain}")
        for email in pair:
            observer.add_individual(email)
        ours = sorted(it for it in _people(h.get(plugin)) if local in it)
        expect.equal(ours, sorted(pair), "the addresses")


@_must(
    "PARTICIPANT-035",
    "get",
    rule=4,
    observes=("add_individual", "add_service"),
    limited_by=("services",),
)
def get_gives_no_service_to_who_is_found_without(h: ParticipantHarness) -> None:
    """`get` gives no `service_id` to a person who is concerned themselves and on call as well.
    To fix: put those who are on call in first, and the others over them.
    Usual cause: who is on call goes into the result last.
    Wrong: individuals = {it["email"]: it for it in [*people, *oncall]}
    Right: individuals = {it["email"]: it for it in [*oncall, *people]}
    """
    with h.plugin() as plugin:
        observer, email = h.observe(plugin), h.address()
        observer.add_individual(email)
        observer.add_service(h.unique("service"), email)
        found = [it for it in h.get(plugin)["individuals"] if it["email"] == email]
        expect.that(
            any("service_id" not in it for it in found),
            "the person without a `service_id`",
            f"found {found}",
        )


@_must("PARTICIPANT-040", "get", rule=12, observes=("add_individual",))
def plugins_side_by_side_share_nothing(h: ParticipantHarness) -> None:
    """`get` returns nobody of another plugin that is open beside it.
    To fix: keep the directory in the object, not in the class or the module.
    Usual cause: a cache is a class attribute.
    Wrong:
        class AcmeParticipants(ParticipantPlugin):
            _people = {}
    Right:
        def __init__(self):
            self._people = {}
    """
    with h.plugin() as one, h.plugin() as other:
        email = h.address()
        h.observe(one).add_individual(email)
        seen = email in _people(h.get(other))
        expect.equal(seen, h.shared_backend, "whether the other plugin finds the person")


@_must("PARTICIPANT-041", "get", rule=11, level=Level.CONCURRENT, observes=("add_individual",))
def get_serves_several_threads(h: ParticipantHarness) -> None:
    """`get` answers each of several threads that ask at once for its own incident.
    To fix: keep nothing of a call in the object; or take a lock.
    Usual cause: the query is built up in an attribute of the plugin.
    Wrong:
        self._query = incident_type
        return self._run()
    Right: return self._run(incident_type)
    """
    with h.plugin() as plugin:
        incidents = h.two_incidents()
        emails = [h.address() for _ in incidents]
        for email, (conditions, _) in zip(emails, incidents, strict=True):
            h.observe(plugin).add_individual(email, **conditions)
        calls: list[Any] = [partial(h.get, plugin, **incidents[n][1]) for n in (0, 1) * 4]
        for number, found in enumerate(h.in_parallel(calls)):
            asked, other = emails[number % 2], emails[1 - number % 2]
            expect.that(asked in _people(found), "the person of the thread's incident", "not found")
            expect.that(other not in _people(found), "nobody of another thread's", "found")


@_must(
    "PARTICIPANT-900",
    "get",
    rule=4,
    level=Level.STATEFUL,
    observes=("add_individual", "add_team", "add_service", "remove"),
)
def get_finds_who_is_concerned_at_any_time(h: ParticipantHarness) -> None:
    """`get` finds exactly those whom an incident concerns, each once, whatever happened before.
    To fix: ask the directory at each call; merge the people with those on call by address.
    Usual cause: somebody who stopped being on call is kept, or lost as a person of their own.
    Wrong:
        people.update({it.oncall: it for it in services})
        self._people = people
    Right:
        people = {**{it.oncall: it for it in services}, **people}
        return {"individuals": list(people.values()), "teams": teams}
    """
    from dispatch_interfaces.conformance.requirements.stateful.participant import ParticipantMachine

    ParticipantMachine.explore(h)
