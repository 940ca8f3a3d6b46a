"""What a participant-group plugin must do."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from random import Random
from typing import Any, ClassVar, Final, Protocol, cast, get_args

from attrs import define, field, frozen

from dispatch_interfaces.conformance.requirements import adversarial, common, expect
from dispatch_interfaces.conformance.requirements.proofs import expect_taken, prove_text
from dispatch_interfaces.conformance.run import declarations
from dispatch_interfaces.conformance.run.created import CannotBeRemoved, Created, Fate
from dispatch_interfaces.conformance.run.endings import (
    Blocked,
    ConformanceFailure,
    Limited,
    arranging,
)
from dispatch_interfaces.conformance.run.harness import Creates, Harness
from dispatch_interfaces.conformance.run.requirement import Level, Suite, member
from dispatch_interfaces.conformance.run.watching import Watch
from dispatch_interfaces.contract import CONTRACTS, Contract
from dispatch_interfaces.errors import AlreadyExistsError, InvalidRequestError, NotFoundError
from dispatch_interfaces.limits import Absent, NoPlace, Text, Values
from dispatch_interfaces.protocols.participant_group import (
    GroupRole,
    ParticipantGroup,
    ParticipantGroupPlugin,
)


class ParticipantGroupObserver(Protocol):
    """Sees what the interface has no method for."""

    def members(self, email: str) -> Mapping[str, str]:
        """The members of a group and their roles; empty if there is no such group."""
        ...

    def description_of(self, email: str) -> str | None:
        """What a group is for; None if nothing was said, or there is no such group."""
        ...


@define
class ParticipantGroupWatch(Watch):
    """Knows who is in which group, and which names were those of groups that are deleted."""

    _members: dict[str, dict[str, str]] = field(factory=dict[str, dict[str, str]], init=False)
    """The roles of the members, by the address of the group."""
    _names: dict[str, str] = field(factory=dict[str, str], init=False)
    _deleted: set[str] = field(factory=set[str], init=False)
    _lock: threading.Lock = field(factory=threading.Lock, init=False)

    def must_reject(self, method: str, arguments: Mapping[str, Any]) -> str:
        """Also what would leave a group without members, or without an owner."""
        declared = (it for it in self._leaves_without(method, arguments) if self._has(it))
        return super().must_reject(method, arguments) or next(declared, "")

    def may_reject(self, method: str, arguments: Mapping[str, Any], error: Exception) -> str:
        """The name of a group that is deleted."""
        deleted = self._was_deleted(method, arguments, error)
        return "deleted_names" if deleted and self._has("deleted_names") else ""

    def explains(self, method: str, arguments: Mapping[str, Any], error: Exception) -> str:
        """A group that may not be without members, or owners; a name that stays taken."""
        if self._was_deleted(method, arguments, error):
            return 'deleted_names=Absent("why")'
        invalid = isinstance(error, InvalidRequestError)
        found = self._leaves_without(method, arguments) if invalid else iter(())
        return next((f'{it}=Absent("why")' for it in found), "")

    def note(self, method: str, arguments: Mapping[str, Any], result: Any) -> None:
        """Remember the members and the name of a group."""
        with self._lock:
            email = result["email"] if method == "create" else arguments["email"]
            if method == "create":
                self._names[email] = self._name(arguments)
            if method == "delete":
                self._members.pop(email, None)
                self._deleted.add(self._names.pop(email, ""))
            else:
                self._members[email] = self._after(method, arguments)

    def _leaves_without(self, method: str, arguments: Mapping[str, Any]) -> Iterator[str]:
        """What a group would be without after a call: ``"empty"``, ``"last_owner"``."""
        with self._lock:
            before = self._members.get(arguments.get("email", ""))
            if method not in ("create", "add", "remove") or (method != "create" and not before):
                return
            after = self._after(method, arguments)
        if not after:
            yield "empty"
        if "OWNER" in (before or {}).values() and "OWNER" not in after.values():
            yield "last_owner"

    def _after(self, method: str, arguments: Mapping[str, Any]) -> dict[str, str]:
        people = arguments["participants"]
        members = self._members.get(arguments.get("email", ""), {})
        if method == "remove":
            return {it: role for it, role in members.items() if it not in people}
        role: str = self.limits.in_force("role", arguments.get("role", "MEMBER"))
        return {**(members if method == "add" else {}), **dict.fromkeys(people, role)}

    def _was_deleted(self, method: str, arguments: Mapping[str, Any], error: Exception) -> bool:
        if method != "create" or not isinstance(error, AlreadyExistsError):
            return False
        with self._lock:
            return self._name(arguments) in self._deleted

    def _name(self, arguments: Mapping[str, Any]) -> str:
        return str(self.limits.in_force("name", arguments["name"]))

    def _has(self, limit: str) -> bool:
        return getattr(self.limits, limit) is not None


@frozen(kw_only=True)
class ParticipantGroupHarness(Harness[ParticipantGroupPlugin, ParticipantGroupObserver]):
    """How to bring a participant-group plugin under test."""

    contract: ClassVar[Contract] = CONTRACTS["participant-group"]
    observer_type = ParticipantGroupObserver
    watch_type: ClassVar[type[Watch]] = ParticipantGroupWatch
    spared_hooks: ClassVar[Mapping[str, str]] = {"description_of": "description"}
    creates: ClassVar[Creates] = {"create": ("group", Fate.REMOVED)}
    removes_by = "delete"

    def group(
        self, plugin: ParticipantGroupPlugin, participants: list[str] | None = None
    ) -> ParticipantGroup:
        """A new group, as the ground for something else."""
        with arranging("create"):
            return plugin.create(self.name(), participants or self.first_members())

    def name(self) -> str:
        """A name that no group has yet, and that the platform leaves as it is."""
        return self.plain("name", self.unique("group"))

    def first_members(self) -> list[str]:
        """Who is in a group at the least: somebody, if none may be empty."""
        return [self.people[-1]] if self.meets("empty") else []

    def role(self, wanted: GroupRole) -> GroupRole:
        """A role, or another if the platform does not take that one."""
        others = (it for it in get_args(GroupRole) if self.takes("role", it))
        return wanted if self.takes("role", wanted) else next(others)

    def described(self, description: str | None) -> str | None:
        """The description that is shown where one was given and taken."""
        if not self.has_place("description"):
            return None
        kept = self.in_force("description", description)
        return None if kept == "" and self.meets("empty_description") else kept

    def expect_described(self, shown: Mapping[str, str | None]) -> None:
        """Fail unless descriptions show as they were given, or as is declared.

        Args:
            shown: What is shown of each description that was given and taken.
        """
        __tracebackhide__ = True
        for given, found in shown.items():
            declare = declarations.written(self.contract.limits, _explained(self, shown))
            expect.equal(found, self.described(given), "the description", declare)

    def _remove(self, plugin: Any, created: Created) -> None:
        if not created.answered:
            raise CannotBeRemoved("its address is not known: give the harness a `remove`")
        plugin.delete(created.result["email"])

    def try_observer(
        self, plugin: ParticipantGroupPlugin, observer: ParticipantGroupObserver
    ) -> None:
        """A group has no members who were never added."""
        stranger, member = self.people[:2]
        group = self.group(plugin, [member])
        self.expect_unseen(f"member {stranger}", stranger in observer.members(group["email"]))


def _explained(h: ParticipantGroupHarness, shown: Mapping[str, str | None]) -> str:
    """The limit by which descriptions show as they do."""
    if not any(shown.values()):
        return 'description=NoPlace("why")'
    texts = {given: found for given, found in shown.items() if given and found is not None}
    if all(given == found for given, found in texts.items()):
        return 'empty_description=NoPlace("why")'
    given, found = list(texts), list(texts.values())
    return f'description=Text("why", kept={declarations.change_of(given, found)})'


PARTICIPANT_GROUP: Final = Suite(
    ParticipantGroupHarness,
    not_about={8: "it takes no **kwargs"},
    untested={9: common.LINKS_LEAD, 14: common.NO_FAILURES},
)
common.add_requirements(PARTICIPANT_GROUP)

_must, _should = PARTICIPANT_GROUP.must, PARTICIPANT_GROUP.should
_NOWHERE: Final = "no-such-group-anywhere@groups.example.com"
_SEEN: Final = ("members",)
_SHORT: Final = 30
"""Characters of a name that leave room for a word and a number in an address."""


def _expect_members(
    h: ParticipantGroupHarness,
    plugin: ParticipantGroupPlugin,
    group: ParticipantGroup,
    expected: Mapping[str, str],
    what: str = "the members and their roles",
) -> None:
    found = dict(h.observe(plugin).members(group["email"]))
    if not h.has_place("role"):
        expect.equal(set(found), set(expected), what)
        return
    in_force = {it: h.in_force("role", role) for it, role in expected.items()}
    declare = ""
    if found.keys() == in_force.keys():  # it is only the roles that differ
        declare = declarations.written(h.contract.limits, 'role=NoPlace("why")')
    expect.equal(found, in_force, what, declare)


def _members(people: Iterable[str], role: str = "MEMBER") -> dict[str, str]:
    return dict.fromkeys(people, role)


def _short_names(h: ParticipantGroupHarness) -> Sequence[str]:
    """Names from which an address of 64 characters derives, behind a word and a number."""
    return h.some([it for it in adversarial.NAMES if len(it) <= _SHORT])


def _similar_groups(
    h: ParticipantGroupHarness, plugin: ParticipantGroupPlugin
) -> tuple[ParticipantGroup, list[ParticipantGroup]]:
    """A group, and others whose names begin and end like its own; the first person is in each."""
    name = h.name()
    names = [h.plain("name", it) for it in (name, f"{name}-more", f"more-{name}")]
    with arranging("create"):
        group, *others = [plugin.create(it, [h.people[0]]) for it in names]
    return group, others


@PARTICIPANT_GROUP.proof("name")
def _names_are_kept_or_rejected(h: ParticipantGroupHarness, name: str, limit: Text) -> None:
    with h.plugin() as plugin:
        texts = [f"{h.name()} {it}" for it in _short_names(h)]
        # What no address derives from may be rejected undeclared: only what has to be is tried.
        texts += [it for it in (f"{h.name()} {'x' * 300}", "\u2014 !") if not limit.takes(it)]
        create = partial(plugin.create, participants=[h.people[0]])
        prove_text(h, name, limit, lambda it: create(it)["name"], texts)


@PARTICIPANT_GROUP.proof("description")
def _descriptions_are_kept_or_dropped(
    h: ParticipantGroupHarness, name: str, limit: Text | NoPlace
) -> None:
    with h.plugin() as plugin:
        observer = h.observe(plugin)

        def shown_of(description: str) -> str | None:
            made = plugin.create(h.name(), [h.people[0]], description)
            return observer.description_of(made["email"])

        if isinstance(limit, Text):
            texts = (*h.some(adversarial.TEXTS), adversarial.LONG_TEXT)
            prove_text(h, name, limit, shown_of, texts)
            return
        for description in ("for an incident", "for another one"):
            shown = shown_of(description)
            expect.that(
                shown != description, f"no description: {limit.because}", f"it is {shown!r}"
            )


@PARTICIPANT_GROUP.proof("empty_description")
def _an_empty_description_is_none(h: ParticipantGroupHarness, name: str, limit: NoPlace) -> None:
    with h.plugin() as plugin:
        made = plugin.create(h.name(), [h.people[0]], "")
        shown = h.observe(plugin).description_of(made["email"])
        expect.equal(shown, None, f"the description of a group that was given '' ({limit.because})")


@PARTICIPANT_GROUP.proof("role")
def _roles_are_dropped_or_stand_for_others(
    h: ParticipantGroupHarness, name: str, limit: Values[GroupRole] | NoPlace
) -> None:
    roles, person = get_args(GroupRole), h.people[0]
    with h.plugin() as plugin:
        shown = dict[str, str]()
        for role in roles:
            try:
                made = plugin.create(h.name(), [person], None, role)
            except Limited:
                continue
            shown[role] = h.observe(plugin).members(made["email"])[person]
        if isinstance(limit, NoPlace):
            expect.equal(len(set(shown.values())), 1, f"the number of roles ({limit.because})")
            return
        for role, found in shown.items():
            h.expect_kept("role", found, role, f"the role given as {role}")
        told = f"{name} to be limited: {limit.because}"
        expect.that(shown != {it: it for it in roles}, told, "every role is given as it is")


@PARTICIPANT_GROUP.proof("empty")
def _no_group_is_empty(h: ParticipantGroupHarness, name: str, limit: Absent) -> None:
    with h.plugin() as plugin:
        what = f"a group without members: {limit.because}"
        expect.refused_with(InvalidRequestError, plugin.create, h.name(), [], what=what)
        group = h.group(plugin, [h.people[0]])
        _expect_last(h, plugin, group, what)


@PARTICIPANT_GROUP.proof("last_owner")
def _the_last_owner_stays(h: ParticipantGroupHarness, name: str, limit: Absent) -> None:
    with h.plugin() as plugin:
        what = f"a group without an owner: {limit.because}"
        group, owner = h.group(plugin, list(h.people[:2])), h.role("OWNER")
        plugin.add(group["email"], [h.people[0]], owner)
        demote = partial(plugin.add, group["email"], [h.people[0]])
        expect.refused_with(InvalidRequestError, demote, what=what)
        _expect_last(h, plugin, group, what)
        plugin.add(group["email"], [h.people[1]], owner)
        plugin.remove(group["email"], [h.people[0]])
        _expect_members(h, plugin, group, _members([h.people[1]], owner))


def _expect_last(
    h: ParticipantGroupHarness, plugin: ParticipantGroupPlugin, group: ParticipantGroup, what: str
) -> None:
    """The first person cannot be removed, and nothing changes."""
    before = dict(h.observe(plugin).members(group["email"]))
    remove = partial(plugin.remove, group["email"], [h.people[0]])
    expect.refused_with(InvalidRequestError, remove, what=what)
    expect.unchanged(before, dict(h.observe(plugin).members(group["email"])), "the members")


@PARTICIPANT_GROUP.proof("deleted_names")
def _the_name_of_a_deleted_group_stays_taken(
    h: ParticipantGroupHarness, name: str, limit: Absent
) -> None:
    with h.plugin() as plugin:
        group = h.group(plugin)
        plugin.delete(group["email"])
        create = partial(plugin.create, group["name"], [h.people[0]])
        what = f"the name of a deleted group: {limit.because}"
        expect.refused_with(AlreadyExistsError, create, what=what)
        h.group(plugin)


@_must("PARTICIPANT-GROUP-010", "create", rule=2, level=Level.SHAPE)
def create_returns_a_group(h: ParticipantGroupHarness) -> None:
    """`create` returns a dict with `weblink`, `email` and `name`, all of them str.
    To fix: build the dict from the platform's answer; leave no key out.
    Usual cause: the platform's own object is returned as it came.
    Wrong: return self.client.create_group(name)
    Right:
        made = self.client.create_group(name)
        return {"weblink": made.url, "email": made.address, "name": made.name}
    """
    with h.plugin() as plugin:
        made = partial(plugin.create, h.name(), [h.people[0]])
        expect.taken(partial(made, "for an incident", "OWNER"), made)


def _add(h: ParticipantGroupHarness, plugin: ParticipantGroupPlugin) -> None:
    add = partial(plugin.add, h.group(plugin)["email"], [h.people[0]])
    expect.taken(partial(add, "OWNER"), add)


def _remove(h: ParticipantGroupHarness, plugin: ParticipantGroupPlugin) -> None:
    plugin.remove(h.group(plugin, list(h.people[:2]))["email"], [h.people[0]])


def _delete(h: ParticipantGroupHarness, plugin: ParticipantGroupPlugin) -> None:
    plugin.delete(h.group(plugin)["email"])


@PARTICIPANT_GROUP.each(
    member(
        "PARTICIPANT-GROUP-011",
        method="add",
        call=_add,
        answer="what the platform answered",
        cause="the result of the last call in the method is returned.",
        wrong="return self.client.add_members(email, participants)",
        right="self.client.add_members(email, participants)",
    ),
    member(
        "PARTICIPANT-GROUP-012",
        method="remove",
        call=_remove,
        answer="what the platform answered",
        cause="the result of the last call in the method is returned.",
        wrong="return [self.members[email].pop(it) for it in participants]",
        right="for it in participants:\n    self.members[email].pop(it, None)",
    ),
    member(
        "PARTICIPANT-GROUP-013",
        method="delete",
        call=_delete,
        answer="what was deleted",
        cause="the result of `pop` is returned.",
        wrong="return self.groups.pop(email)",
        right="del self.groups[email]",
    ),
    methods=("$method",),
    rule=2,
    level=Level.SHAPE,
)
def each_change_returns_none(
    h: ParticipantGroupHarness,
    call: Callable[[ParticipantGroupHarness, ParticipantGroupPlugin], None],
) -> None:
    """`$method` returns None.
    To fix: do not return $answer.
    Usual cause: $cause
    Wrong: $wrong
    Right:
        $right
    """
    with h.plugin() as plugin:
        call(h, plugin)


@_must("PARTICIPANT-GROUP-020", "create", rule=4, observes=_SEEN)
def create_adds_the_participants(h: ParticipantGroupHarness) -> None:
    """`create` makes exactly the given participants members, with the given role.
    To fix: add every participant with the role before returning.
    Usual cause: the platform creates an empty group, and adding is another call of it.
    Wrong:
        def create(self, name, participants, description=None, role="MEMBER"):
            return self._record(self.client.create_group(name))
    Right:
        def create(self, name, participants, description=None, role="MEMBER"):
            made = self.client.create_group(name)
            self.client.add_members(made.address, participants, role)
            return self._record(made)
    """
    with h.plugin() as plugin:
        for role in filter(partial(h.takes, "role"), get_args(GroupRole)):
            group = plugin.create(h.name(), list(h.people[:3]), None, role)
            _expect_members(h, plugin, group, _members(h.people[:3], role))


@_must("PARTICIPANT-GROUP-021", "create", rule=6, limited_by=("empty",))
def create_accepts_nobody(h: ParticipantGroupHarness) -> None:
    """`create` accepts an empty list of participants.
    To fix: create the group, and add nobody.
    Usual cause: the platform's call for adding members refuses an empty list.
    Wrong: self.client.add_members(made.address, participants)
    Right:
        if participants:
            self.client.add_members(made.address, participants)
    """
    with h.plugin() as plugin:
        plugin.create(h.name(), [])


_Made = Iterator[tuple[ParticipantGroup, Sequence[str]]]
"""Groups, and those who were made members of them."""


def _created_by_default(h: ParticipantGroupHarness, plugin: ParticipantGroupPlugin) -> _Made:
    people = h.people[:4]
    yield plugin.create(h.name(), list(people)), people
    yield plugin.create(h.name(), list(people), role="MEMBER"), people


def _added_by_default(h: ParticipantGroupHarness, plugin: ParticipantGroupPlugin) -> _Made:
    group = h.group(plugin)
    plugin.add(group["email"], [h.people[0]])
    plugin.add(group["email"], [h.people[1]], role="MEMBER")
    yield group, [*h.people[:2], *h.first_members()]


@PARTICIPANT_GROUP.each(
    member(
        "PARTICIPANT-GROUP-022",
        method="create",
        made=_created_by_default,
        cause="whoever is there at the creation is taken for an owner.",
        parameters="name, participants, description=None",
        default='"OWNER"',
    ),
    member(
        "PARTICIPANT-GROUP-043",
        method="add",
        made=_added_by_default,
        cause="the platform's own default is another one.",
        parameters="email, participants",
        default="None",
    ),
    methods=("$method",),
    rule=10,
    observes=_SEEN,
)
def without_a_role_participants_are_members(
    h: ParticipantGroupHarness,
    made: Callable[[ParticipantGroupHarness, ParticipantGroupPlugin], _Made],
) -> None:
    """`$method` without a role gives the role MEMBER, as if it were given.
    To fix: use the documented default.
    Usual cause: $cause
    Wrong: def $method(self, $parameters, role=$default): ...
    Right: def $method(self, $parameters, role="MEMBER"): ...
    """
    with h.plugin() as plugin:
        for group, people in made(h, plugin):
            _expect_members(h, plugin, group, _members(people))


@_must(
    "PARTICIPANT-GROUP-023",
    "create",
    rule=7,
    observes=("description_of",),
    limited_by=("description",),
)
def create_keeps_the_description_to_the_letter(h: ParticipantGroupHarness) -> None:
    """`create` keeps the description exactly, or refuses it; without one, there is none.
    To fix: pass the description on; neither strip nor cut it.
    Usual cause: the platform has a limit, and the plugin cuts to it.
    Wrong: self.client.describe(email, (description or "")[:1024])
    Right:
        if description is not None:
            self.client.describe(email, description)
    """
    with h.plugin() as plugin:
        observer = h.observe(plugin)
        group = plugin.create(h.name(), [h.people[0]])
        expect.equal(observer.description_of(group["email"]), None, "the description")
        shown = dict[str, str | None]()
        for text in h.some((*adversarial.TEXTS, adversarial.LONG_TEXT)):
            made = expect.accepted(plugin.create, h.name(), [h.people[0]], text)
            if made is not None:
                shown[text] = observer.description_of(made["email"])
        h.expect_described(shown)


@_must("PARTICIPANT-GROUP-024", "create", rule=1)
def create_keeps_similar_names_apart(h: ParticipantGroupHarness) -> None:
    """`create` gives groups with similar names different addresses, or refuses the second.
    To fix: refuse a name whose address is taken.
    Usual cause: the address is the name in lower case, cut to a length.
    Wrong: email = f"{name.lower()[:60]}@{self.domain}"
    Right:
        email = f"{name.lower()}@{self.domain}"
        if email in self.groups:
            raise AlreadyExistsError("a group has this address", value=email)
    """
    with h.plugin() as plugin:
        for pair in h.some(adversarial.NAME_PAIRS):
            start, emails = h.name(), set[str]()
            for count, name in enumerate(pair, 1):
                given = f"{start} {name}"
                group = expect.made(plugin.create, given, [h.people[0]])
                if group is None:
                    break
                emails.add(group["email"])
                expect.equal(len(emails), count, f"the number of addresses for {pair!r:.80}")


@_must("PARTICIPANT-GROUP-025", "create", rule=5)
def create_refuses_what_is_no_name(h: ParticipantGroupHarness) -> None:
    """`create` refuses a name that nobody could see.
    To fix: raise InvalidRequestError when no address derives from the name.
    Usual cause: the address of an empty name is just the domain.
    Wrong: email = f"{name.strip()}@{self.domain}"
    Right:
        if not name.strip():
            raise InvalidRequestError("this cannot be a name", value=name)
    """
    with h.plugin() as plugin:
        for name in adversarial.NOT_NAMES:
            expect.refused(plugin.create, name, [h.people[0]], what=f"the name {name!r}")


@_must("PARTICIPANT-GROUP-026", "create", rule=5, limited_by=("role",))
def create_refuses_an_unknown_role(h: ParticipantGroupHarness) -> None:
    """`create` refuses a role that is not documented, and creates nothing.
    To fix: look at the role before creating; raise InvalidRequestError.
    Usual cause: the role is looked at when the members are added, after the group was made.
    Wrong:
        made = self.client.create_group(name)
        self.client.add_members(made.address, participants, ROLES[role])
    Right:
        if role not in ROLES:
            raise InvalidRequestError("there is no such role", value=role)
    """
    with h.plugin() as plugin:
        unknown: Any
        for unknown in ("member", "EMPEROR", ""):
            name = h.name()
            expect.refused(
                plugin.create, name, [h.people[0]], None, unknown, what=f"the role {unknown!r}"
            )
            plugin.create(name, [h.people[0]])


@_must("PARTICIPANT-GROUP-027", "create", rule=5, observes=_SEEN)
def create_refuses_a_taken_name(h: ParticipantGroupHarness) -> None:
    """`create` refuses a name that is taken, and leaves the group that has it alone.
    To fix: raise AlreadyExistsError when a group has the address.
    Usual cause: the new group takes the place of the old one.
    Wrong: self.groups[email] = Group(name, participants)
    Right:
        if email in self.groups:
            raise AlreadyExistsError("a group has this address", value=email)
    """
    with h.plugin() as plugin:
        name = h.name()
        group = plugin.create(name, [h.people[0]])
        expect.refused(plugin.create, name, [h.people[1]], what="a name that is taken")
        _expect_members(h, plugin, group, _members(h.people[:1]))


def _create_a_group(
    h: ParticipantGroupHarness, plugin: ParticipantGroupPlugin, participants: list[str]
) -> ParticipantGroup:
    return plugin.create(h.name(), participants)


def _add_to_a_group(
    h: ParticipantGroupHarness, plugin: ParticipantGroupPlugin, participants: list[str]
) -> ParticipantGroup:
    group = h.group(plugin)
    plugin.add(group["email"], participants)
    return group


@PARTICIPANT_GROUP.each(
    member(
        "PARTICIPANT-GROUP-028",
        method="create",
        call=_create_a_group,
        cause="the list is kept as the group's list of members.",
        wrong="self.members[email] = participants",
        right="self.members[email] = set(participants)",
    ),
    member(
        "PARTICIPANT-GROUP-047",
        method="add",
        call=_add_to_a_group,
        cause="the list is worked off with `pop`.",
        wrong="while participants:\n    self.client.add_member(email, participants.pop())",
        right="for participant in participants:\n    self.client.add_member(email, participant)",
    ),
    methods=("$method",),
    rule=3,
    observes=_SEEN,
)
def the_list_of_participants_is_left_alone(
    h: ParticipantGroupHarness,
    call: Callable[[ParticipantGroupHarness, ParticipantGroupPlugin, list[str]], ParticipantGroup],
) -> None:
    """`$method` neither changes the list of participants nor keeps it.
    To fix: copy what you keep.
    Usual cause: $cause
    Wrong:
        $wrong
    Right:
        $right
    """
    with h.plugin() as plugin:
        participants = list(h.people[:2])
        group = call(h, plugin, participants)
        expect.unchanged(list(h.people[:2]), participants, "participants")
        participants.append(h.people[2])
        found = h.observe(plugin).members(group["email"])
        members = sorted(it for it in found if it not in h.first_members())
        expect.equal(members, sorted(h.people[:2]), "the members")


@_must("PARTICIPANT-GROUP-029", "create", rule=6, observes=_SEEN)
def create_accepts_a_participant_twice(h: ParticipantGroupHarness) -> None:
    """`create` accepts a list that names a participant twice, who is a member once.
    To fix: make a set of the list first.
    Usual cause: the platform refuses a duplicate in its batch.
    Wrong: self.client.add_members(email, participants)
    Right: self.client.add_members(email, list(dict.fromkeys(participants)))
    """
    with h.plugin() as plugin:
        group = plugin.create(h.name(), [h.people[0], h.people[1], h.people[0]])
        _expect_members(h, plugin, group, _members(h.people[:2]))


@_must("PARTICIPANT-GROUP-030", "create", rule=9)
def create_returns_an_absolute_weblink(h: ParticipantGroupHarness) -> None:
    """`create` returns a `weblink` that is an absolute http(s) URL.
    To fix: put the platform's address before the path.
    Usual cause: the platform answers with a path.
    Wrong: record = {"weblink": made.path}
    Right: record = {"weblink": urljoin(self.url, made.path)}
    """
    with h.plugin() as plugin:
        expect.absolute_url(plugin.create(h.name(), [h.people[0]])["weblink"], "the weblink")


@_must("PARTICIPANT-GROUP-031", "create", rule=1)
def create_returns_an_address(h: ParticipantGroupHarness) -> None:
    """`create` returns an `email` with something before and after a single @.
    To fix: return the whole address, which is what the other methods take.
    Usual cause: the platform's own id of the group is returned.
    Wrong: record = {"email": made.id}
    Right: record = {"email": made.address}
    """
    with h.plugin() as plugin:
        email = plugin.create(h.name(), [h.people[0]])["email"]
        local, at, domain = email.partition("@")
        expect.that(local and at and domain and "@" not in domain, "an address", repr(email))


@_should("PARTICIPANT-GROUP-032", "create", rule=1)
def create_keeps_the_name(h: ParticipantGroupHarness) -> None:
    """`create` returns the name that was given, or refuses it.
    To fix: keep the name beside the address that derives from it.
    Usual cause: the name is read back from the address.
    Wrong: record = {"name": email.partition("@")[0]}
    Right: record = {"name": name}
    """
    with h.plugin() as plugin:
        shown = dict[str, str]()
        for name in h.some(adversarial.NAMES):
            given = f"{h.name()} {name}"
            made = expect.made(plugin.create, given, [h.people[0]])
            if made is not None:
                shown[given] = made["name"]
        h.expect_each_kept("name", shown, "the name")


@_must("PARTICIPANT-GROUP-033", "create", rule=1)
def create_derives_an_address_from_any_name(h: ParticipantGroupHarness) -> None:
    """`create` returns an `email` without white space, whatever the name; it may refuse a name.
    To fix: replace what an address cannot have, or refuse the name.
    Usual cause: the name is put before the @ as it is.
    Wrong: email = f"{name}@{self.domain}"
    Right: email = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") + f"@{self.domain}"
    """
    with h.plugin() as plugin:
        for name in h.some(adversarial.NAMES):
            given = f"{h.unique('g')} {name}"
            made = expect.made(plugin.create, given, [h.people[0]])
            if made is not None:
                email = made["email"]
                plain = not any(map(str.isspace, email))
                expect.that(plain, "an address without white space", f"it is {email!r}")


@_must("PARTICIPANT-GROUP-034", "create", "add", rule=2)
def create_returns_a_fresh_dict(h: ParticipantGroupHarness) -> None:
    """`create` returns a new dict: `add` still finds the group after that dict was changed.
    To fix: keep a record of your own, and return a copy of it.
    Usual cause: groups are found by what is in the dict that was handed out.
    Wrong:
        self.records.append(record)
        return record
    Right:
        self.records.append(record)
        return {**record}
    """
    with h.plugin() as plugin:
        group = plugin.create(h.name(), [h.people[0]])
        email = group["email"]
        group["email"] = group["name"] = group["weblink"] = "changed"
        plugin.add(email, [h.people[1]])


@_must("PARTICIPANT-GROUP-040", "add", rule=4, observes=_SEEN)
def add_makes_members(h: ParticipantGroupHarness) -> None:
    """`add` makes every given participant a member, and leaves the others members.
    To fix: add to what is there.
    Usual cause: the list of members is replaced.
    Wrong: self.client.set_members(email, participants)
    Right: self.client.add_members(email, participants)
    """
    with h.plugin() as plugin:
        group = h.group(plugin, [h.people[0]])
        plugin.add(group["email"], list(h.people[1:3]))
        _expect_members(h, plugin, group, _members(h.people[:3]))


@_must("PARTICIPANT-GROUP-041", "add", rule=6, observes=_SEEN)
def add_may_be_repeated(h: ParticipantGroupHarness) -> None:
    """`add` of somebody who is a member changes nothing and does not raise.
    To fix: pass over the platform's error for a duplicate.
    Usual cause: the platform answers 409.
    Wrong: self.client.add_member(email, participant)
    Right:
        with contextlib.suppress(Conflict):
            self.client.add_member(email, participant)
    """
    with h.plugin() as plugin:
        group = h.group(plugin, [h.people[0]])
        for _ in range(2):
            plugin.add(group["email"], [h.people[0], h.people[1], h.people[1]])
        _expect_members(h, plugin, group, _members(h.people[:2]))


@_must("PARTICIPANT-GROUP-042", "add", rule=4, observes=_SEEN)
def add_gives_the_role(h: ParticipantGroupHarness) -> None:
    """`add` gives the role that is named, also to somebody who is a member with another one.
    To fix: set the role of those who are members already.
    Usual cause: whoever is a member is passed over.
    Wrong:
        new = [it for it in participants if it not in self.members[email]]
        self.client.add_members(email, new, role)
    Right: self.members[email].update(dict.fromkeys(participants, role))
    """
    with h.plugin() as plugin:
        group = h.group(plugin, list(h.people[:2]))
        role = h.role("OWNER")
        plugin.add(group["email"], list(h.people[1:3]), role)
        expected = {**_members(h.people[:1]), **_members(h.people[1:3], role)}
        _expect_members(h, plugin, group, expected)


@PARTICIPANT_GROUP.each(
    member(
        "PARTICIPANT-GROUP-044",
        method="add",
        cause="the platform's call for adding members refuses an empty list.",
        wrong="self.client.add_members(email, participants)",
        right="\nif participants:\n    self.client.add_members(email, participants)",
    ),
    member(
        "PARTICIPANT-GROUP-052",
        method="remove",
        cause="an empty list is taken for everybody.",
        wrong="for participant in participants or self.members[email]: ...",
        right="for participant in participants: ...",
    ),
    methods=("$method",),
    rule=6,
    observes=_SEEN,
)
def each_change_accepts_nobody(h: ParticipantGroupHarness, method: str) -> None:
    """`$method` of an empty list changes nothing and does not raise.
    To fix: do nothing then.
    Usual cause: $cause
    Wrong: $wrong
    Right: $right
    """
    with h.plugin() as plugin:
        group = h.group(plugin, [h.people[0]])
        getattr(plugin, method)(group["email"], [])
        _expect_members(h, plugin, group, _members(h.people[:1]))


@PARTICIPANT_GROUP.each(
    member(
        "PARTICIPANT-GROUP-045",
        method="add",
        cause="a group is made on the way.",
        wrong="self.groups.setdefault(email, {}).update(dict.fromkeys(participants, role))",
    ),
    member(
        "PARTICIPANT-GROUP-053",
        method="remove",
        cause="nothing is removed from nothing, in silence.",
        wrong="self.groups.get(email, {}).pop(participant, None)",
    ),
    methods=("$method",),
    rule=5,
)
def each_change_refuses_an_unknown_group(h: ParticipantGroupHarness, method: str) -> None:
    """`$method` refuses an `email` that is no group's.
    To fix: raise NotFoundError.
    Usual cause: $cause
    Wrong: $wrong
    Right:
        if email not in self.groups:
            raise NotFoundError("no group has this address", value=email)
    """
    with h.plugin() as plugin:
        change = getattr(plugin, method)
        for unknown in (_NOWHERE, "", h.people[0]):
            expect.refused(change, unknown, [h.people[0]], what=f"the address {unknown!r}")


@_must("PARTICIPANT-GROUP-046", "add", rule=4, observes=_SEEN)
def add_changes_one_group_only(h: ParticipantGroupHarness) -> None:
    """`add` changes no other group.
    To fix: make a new list of members for each group.
    Usual cause: all groups share a default argument.
    Wrong: def _group(self, members={}): ...
    Right: def _group(self, members=None): ...
    """
    with h.plugin() as plugin:
        group, other = h.group(plugin), h.group(plugin)
        plugin.add(group["email"], [h.people[0]], "MEMBER")
        first = h.first_members()
        _expect_members(h, plugin, other, _members(first), "the members of the other group")
        plugin.add(other["email"], [h.people[1]], "MEMBER")
        expected = _members([h.people[0], *first])
        _expect_members(h, plugin, group, expected, "the members of the first group")


@_must("PARTICIPANT-GROUP-048", "add", rule=5, observes=_SEEN, limited_by=("role",))
def add_refuses_an_unknown_role(h: ParticipantGroupHarness) -> None:
    """`add` refuses a role that is not documented, and changes nothing.
    To fix: look at the role before adding; raise InvalidRequestError.
    Usual cause: the role is looked at for each participant in turn.
    Wrong:
        for participant in participants:
            self.client.add_member(email, participant, role)
    Right:
        if role not in ROLES:
            raise InvalidRequestError("there is no such role", value=role)
    """
    with h.plugin() as plugin:
        group = h.group(plugin, [h.people[0]])
        unknown: Any
        for unknown in ("owner", "EMPEROR", ""):
            expect.refused(
                plugin.add,
                group["email"],
                list(h.people[:2]),
                unknown,
                what=f"the role {unknown!r}",
            )
        _expect_members(h, plugin, group, _members(h.people[:1]))


@_must("PARTICIPANT-GROUP-049", "add", rule=4, observes=_SEEN)
def add_leaves_groups_with_similar_names_alone(h: ParticipantGroupHarness) -> None:
    """`add` adds nobody to a group whose name only begins or ends like that of the given one.
    To fix: compare the address whole.
    Usual cause: the group is searched for by name, and every hit is taken.
    Wrong:
        for group in self.client.search(email.partition("@")[0]):
            self.client.add_members(group, participants, role)
    Right: self.client.add_members(email, participants, role)
    """
    with h.plugin() as plugin:
        group, others = _similar_groups(h, plugin)
        plugin.add(group["email"], [h.people[1]])
        for other in others:
            _expect_members(h, plugin, other, _members(h.people[:1]), "the other group's members")


@_must("PARTICIPANT-GROUP-050", "remove", rule=4, observes=_SEEN)
def remove_takes_members_out(h: ParticipantGroupHarness) -> None:
    """`remove` takes exactly the given participants out, whatever their role.
    To fix: remove each of them, owners too.
    Usual cause: only the first of the list, or only plain members, are removed.
    Wrong: self.client.remove_member(email, participants[0])
    Right:
        for participant in participants:
            self.client.remove_member(email, participant)
    """
    with h.plugin() as plugin:
        group, role = h.group(plugin, list(h.people[:3])), h.role("OWNER")
        owners = h.people[1:3] if h.meets("last_owner") else h.people[1:2]
        with arranging("add"):
            plugin.add(group["email"], list(owners), role)
        plugin.remove(group["email"], list(h.people[:2]))
        left = role if h.people[2] in owners else "MEMBER"
        _expect_members(h, plugin, group, _members(h.people[2:3], left))


@_must("PARTICIPANT-GROUP-051", "remove", rule=6, observes=_SEEN)
def remove_passes_over_who_is_no_member(h: ParticipantGroupHarness) -> None:
    """`remove` of somebody who is no member changes nothing and does not raise.
    To fix: pass over the platform's error for it, and go on with the rest.
    Usual cause: the platform answers 404, and the rest of the list is forgotten.
    Wrong:
        for participant in participants:
            del self.members[email][participant]
    Right:
        for participant in participants:
            self.members[email].pop(participant, None)
    """
    with h.plugin() as plugin:
        group = h.group(plugin, list(h.people[:2]))
        for _ in range(2):
            plugin.remove(group["email"], [h.people[2], h.people[0], h.people[0]])
        _expect_members(h, plugin, group, _members(h.people[1:2]))


@_must("PARTICIPANT-GROUP-054", "remove", rule=4, observes=_SEEN)
def remove_changes_one_group_only(h: ParticipantGroupHarness) -> None:
    """`remove` takes nobody out of another group.
    To fix: remove the membership, not the person.
    Usual cause: the person is deleted from the platform's directory.
    Wrong: self.client.delete_user(participant)
    Right: self.client.remove_member(email, participant)
    """
    with h.plugin() as plugin:
        group, other = (h.group(plugin, list(h.people[:2])) for _ in range(2))
        plugin.remove(group["email"], [h.people[0]])
        _expect_members(h, plugin, other, _members(h.people[:2]), "the other group's members")
        plugin.remove(other["email"], [h.people[0]])
        expected = _members(h.people[1:2])
        _expect_members(h, plugin, other, expected, "the other group's members, removed next")


@_must("PARTICIPANT-GROUP-055", "remove", rule=3, observes=_SEEN)
def remove_leaves_its_participants_alone(h: ParticipantGroupHarness) -> None:
    """`remove` does not change the list of participants.
    To fix: iterate over the list.
    Usual cause: the list is worked off with `pop`.
    Wrong:
        while participants:
            self.client.remove_member(email, participants.pop())
    Right:
        for participant in participants:
            self.client.remove_member(email, participant)
    """
    with h.plugin() as plugin:
        group, participants = h.group(plugin, list(h.people[:3])), list(h.people[:2])
        plugin.remove(group["email"], participants)
        expect.unchanged(list(h.people[:2]), participants, "participants")


@_must("PARTICIPANT-GROUP-056", "remove", rule=4, observes=_SEEN)
def remove_leaves_the_roles_of_the_others(h: ParticipantGroupHarness) -> None:
    """`remove` leaves all other members with the roles they have.
    To fix: remove the given participants only.
    Usual cause: the membership is written anew without the roles.
    Wrong:
        others = set(self.members[email]) - set(participants)
        self.client.set_members(email, others)
    Right:
        for participant in participants:
            self.client.remove_member(email, participant)
    """
    with h.plugin() as plugin:
        with arranging("create"):
            group = plugin.create(h.name(), list(h.people[:2]), None, h.role("OWNER"))
        before = dict(h.observe(plugin).members(group["email"]))
        plugin.remove(group["email"], [h.people[0]])
        after = h.observe(plugin).members(group["email"])
        other = h.people[1]
        expect.equal(after.get(other), before.get(other), f"the role of {other}")


@_must("PARTICIPANT-GROUP-057", "add", "remove", rule=6, observes=_SEEN)
def who_was_removed_can_be_added_again(h: ParticipantGroupHarness) -> None:
    """`add` makes somebody a member again who was taken out, and `remove` takes them out again.
    To fix: look at who is a member now, not at who ever was.
    Usual cause: an ended membership is kept, and taken for one that goes on.
    Wrong:
        if participant in self.ever_members[email]:
            return
    Right:
        if participant in self.members[email]:
            return
    """
    with h.plugin() as plugin:
        group, back = h.group(plugin, list(h.people[:2])), h.people[0]
        plugin.remove(group["email"], [back])
        plugin.add(group["email"], [back])
        found = sorted(h.observe(plugin).members(group["email"]))
        expect.that(back in found, f"{back} to be a member again", f"the members are {found}")
        plugin.remove(group["email"], [back])
        found = sorted(h.observe(plugin).members(group["email"]))
        expect.that(back not in found, f"{back} to be taken out again", f"the members are {found}")


@_must("PARTICIPANT-GROUP-058", "add", "remove", rule=4, limited_by=("empty",))
def a_group_outlives_its_members(h: ParticipantGroupHarness) -> None:
    """`remove` of the last member leaves an empty group, to which `add` can add.
    To fix: keep the empty group; only `delete` ends it.
    Usual cause: the platform ends a group with its last member.
    Wrong:
        if not self.members[email]:
            del self.members[email]
    Right: self.members[email] -= set(participants)
    """
    with h.plugin() as plugin:
        group = h.group(plugin, [h.people[0]])
        plugin.remove(group["email"], [h.people[0]])
        plugin.add(group["email"], [h.people[1]])


@_must("PARTICIPANT-GROUP-060", "delete", rule=4, observes=_SEEN)
def delete_forgets_the_group(h: ParticipantGroupHarness) -> None:
    """`delete` forgets the group with its members: nobody can be added to it any more.
    To fix: delete the group before returning.
    Usual cause: only its members are removed.
    Wrong: self.groups[email].clear()
    Right: del self.groups[email]
    """
    with h.plugin() as plugin:
        group = h.group(plugin, [h.people[0]])
        plugin.delete(group["email"])
        _expect_members(h, plugin, group, {}, "the members of the deleted group")
        expect.refused(plugin.add, group["email"], [h.people[1]], what="adding to a deleted group")


@_must("PARTICIPANT-GROUP-061", "delete", rule=5)
def delete_refuses_an_unknown_group(h: ParticipantGroupHarness) -> None:
    """`delete` refuses an `email` that is no group's, or no longer.
    To fix: raise NotFoundError.
    Usual cause: deleting twice is taken for harmless.
    Wrong: self.groups.pop(email, None)
    Right:
        if email not in self.groups:
            raise NotFoundError("no group has this address", value=email)
    """
    with h.plugin() as plugin:
        deleted = h.group(plugin)["email"]
        plugin.delete(deleted)
        for unknown in (deleted, _NOWHERE, ""):
            expect.refused(plugin.delete, unknown, what=f"the address {unknown!r}")


@_must("PARTICIPANT-GROUP-062", "delete", rule=4, observes=_SEEN)
def delete_leaves_other_groups_alone(h: ParticipantGroupHarness) -> None:
    """`delete` leaves all other groups alone, also those whose names begin or end alike.
    To fix: delete by the whole address.
    Usual cause: groups are deleted by the beginning of their name.
    Wrong: for email in [it for it in self.groups if it.startswith(name)]: ...
    Right: del self.groups[email]
    """
    with h.plugin() as plugin:
        group, others = _similar_groups(h, plugin)
        plugin.delete(group["email"])
        for other in others:
            _expect_members(h, plugin, other, _members(h.people[:1]), "the other group's members")
        plugin.delete(others[0]["email"])
        _expect_members(h, plugin, others[1], _members(h.people[:1]), "the other group's members")


@_must("PARTICIPANT-GROUP-063", "delete", rule=4, observes=_SEEN, limited_by=("deleted_names",))
def delete_frees_the_name(h: ParticipantGroupHarness) -> None:
    """`delete` frees the name: a new group may have it, and has none of the old members.
    To fix: forget the members together with the group.
    Usual cause: the members are kept in a table of their own.
    Wrong: self.groups.remove(email)
    Right:
        self.groups.remove(email)
        del self.members[email]
    """
    with h.plugin() as plugin:
        name = h.name()
        with arranging("create"):
            plugin.delete(plugin.create(name, [h.people[0]])["email"])
        again = plugin.create(name, [h.people[1]])
        _expect_members(h, plugin, again, _members(h.people[1:2]))


@_must("PARTICIPANT-GROUP-064", "create", "delete", rule=4, limited_by=("deleted_names",))
def create_accepts_the_name_of_a_deleted_group(h: ParticipantGroupHarness) -> None:
    """`create` accepts a name again once its group went with `delete`.
    To fix: forget the name together with the group.
    Usual cause: the platform keeps deleted groups in a trash, with their names.
    Wrong: self.client.trash_group(email)
    Right:
        self.client.trash_group(email)
        self.client.purge_group(email)
    """
    with h.plugin() as plugin:
        name = h.name()
        plugin.delete(plugin.create(name, [h.people[0]])["email"])
        plugin.create(name, [h.people[1]])


@_must("PARTICIPANT-GROUP-065", "add", "remove", "delete", rule=5)
def a_group_is_found_by_its_whole_address(h: ParticipantGroupHarness) -> None:
    """`add`, `remove` and `delete` refuse an address that is a group's but for one letter.
    To fix: look the group up by the whole address.
    Usual cause: the platform's search finds by prefix, and its first hit is taken.
    Wrong: group = self.client.search(email)[0]
    Right: group = self.client.group(email)
    """
    with h.plugin() as plugin:
        email, people = h.group(plugin, list(h.people[:2]))["email"], [h.people[0]]
        for like in (f"{email}x", f"x{email}", email[1:], email[:-1]):
            expect.refused(plugin.add, like, people, what=f"the address {like!r} in add")
            expect.refused(plugin.remove, like, people, what=f"the address {like!r} in remove")
            expect.refused(plugin.delete, like, what=f"the address {like!r} in delete")


@_should("PARTICIPANT-GROUP-070", "add", "remove", "delete", rule=5)
def what_is_unknown_is_not_found(h: ParticipantGroupHarness) -> None:
    """An unknown group is refused with NotFoundError.
    To fix: translate the platform's error.
    Usual cause: the error of the platform's client, or a KeyError, goes through as it is.
    Wrong: group = self.groups[email]
    Right:
        group = self.groups.get(email)
        if group is None:
            raise NotFoundError("no group has this address", value=email)
    """
    with h.plugin() as plugin:
        expect.all_refused_with(
            NotFoundError,
            ("add", lambda: plugin.add(_NOWHERE, [h.people[0]])),
            ("remove", lambda: plugin.remove(_NOWHERE, [h.people[0]])),
            ("delete", lambda: plugin.delete(_NOWHERE)),
        )


@_should("PARTICIPANT-GROUP-071", "create", "add", rule=5)
def what_is_wrong_is_invalid(h: ParticipantGroupHarness) -> None:
    """A role that is not documented, or a name that is none, is refused with InvalidRequestError.
    To fix: raise InvalidRequestError, which is a ValueError too.
    Usual cause: a role is looked up in a table, whose KeyError goes through.
    Wrong: level = LEVELS[role]
    Right:
        if role not in LEVELS:
            raise InvalidRequestError("there is no such role", value=role)
    """
    with h.plugin() as plugin:
        email, unknown = h.group(plugin)["email"], cast("Any", "EMPEROR")
        unknown_roles: list[tuple[str, Callable[[], Any]]] = [
            ("create", lambda: plugin.create(h.name(), [h.people[0]], None, unknown)),
            ("add", lambda: plugin.add(email, [], unknown)),
        ]
        expect.all_refused_with(
            InvalidRequestError,
            ("create with no name", lambda: plugin.create("", [h.people[0]])),
            *(unknown_roles if h.has_place("role") else ()),
        )


@_should("PARTICIPANT-GROUP-072", "create", rule=5)
def a_taken_name_exists_already(h: ParticipantGroupHarness) -> None:
    """`create` refuses a name that is taken with AlreadyExistsError.
    To fix: translate the platform's error.
    Usual cause: the platform's 409 goes through as it is.
    Wrong: made = self.client.create_group(name)
    Right:
        try:
            made = self.client.create_group(name)
        except Conflict as error:
            raise AlreadyExistsError("a group has this name", value=name) from error
    """
    with h.plugin() as plugin:
        name = h.name()
        plugin.create(name, [h.people[0]])
        expect.refused_with(
            AlreadyExistsError, plugin.create, name, [h.people[0]], what="a name that is taken"
        )


@_should("PARTICIPANT-GROUP-073", "create", rule=13)
def what_is_rejected_of_texts_is_declared(h: ParticipantGroupHarness) -> None:
    """A name or description is rejected only where a limit of the plugin says so.
    To fix: declare the limit, with what the platform says; names of 64 characters and more may be
    rejected without, since an address has no more before its @.
    Usual cause: the platform has a limit that nobody wrote down.
    Wrong:
        if description and len(description) > 1024:
            raise InvalidRequestError("too long", value=description)
    Right:
        limits = ParticipantGroupLimits(description=Text("1024 characters", longest=1024))
    """
    people = [h.people[0]]
    with h.plugin() as plugin:
        for name in _short_names(h):
            create = partial(plugin.create, participants=people)
            expect_taken(h, "name", create, f"{h.name()} {name}")
        for text in (*h.some(adversarial.TEXTS), "x" * len(adversarial.LONG_TEXT)):
            expect_taken(h, "description", partial(plugin.create, h.name(), people), text)


@_must("PARTICIPANT-GROUP-080", "create", "add", "remove", "delete", rule=12)
def plugins_side_by_side_share_nothing(h: ParticipantGroupHarness) -> None:
    """A group of one plugin is none of another plugin that is open beside it.
    To fix: keep groups in the object, not in the class or the module.
    Usual cause: they are kept in a class attribute.
    Wrong:
        class AcmeGroups(ParticipantGroupPlugin):
            groups = {}
    Right:
        def __init__(self):
            self.groups = {}
    """
    with h.plugin() as one, h.plugin() as other:
        email = one.create(h.name(), list(h.people[:2]))["email"]
        if h.shared_backend:
            other.add(email, [h.people[0]])
            return
        calls: dict[str, tuple[Any, ...]] = {
            "add": (email, [h.people[0]]),
            "remove": (email, [h.people[0]]),
            "delete": (email,),
        }
        for method, arguments in calls.items():
            if expect.offers(other, method):
                expect.refused(
                    getattr(other, method),
                    *arguments,
                    what=f"{method} in a group of another plugin",
                )


@_must("PARTICIPANT-GROUP-081", "add", rule=11, level=Level.CONCURRENT, observes=_SEEN)
def add_serves_several_threads(h: ParticipantGroupHarness) -> None:
    """`add` loses nobody when several threads add to one group at once.
    To fix: add under a lock, or let the platform do it.
    Usual cause: the members are read, and written back with one more.
    Wrong: self.members[email] = {**self.members[email], participant: role}
    Right:
        with self._lock:
            self.members[email][participant] = role
    """
    with h.plugin() as plugin:
        group = h.group(plugin)
        calls: list[Any] = [lambda p=it: plugin.add(group["email"], [p]) for it in h.people]
        h.in_parallel(calls)
        _expect_members(h, plugin, group, _members(h.people))


@_must("PARTICIPANT-GROUP-082", "create", rule=11, level=Level.CONCURRENT)
def create_serves_several_threads(h: ParticipantGroupHarness) -> None:
    """`create` makes one group only when several threads ask for the same name at once.
    To fix: look whether the name is taken, and take it, under one lock.
    Usual cause: two threads look before either has taken it.
    Wrong:
        if email not in self.groups:
            self.groups[email] = Group(name)
    Right:
        with self._lock:
            if email not in self.groups:
                self.groups[email] = Group(name)
    """
    with h.plugin() as plugin:
        name = h.name()

        def made() -> bool:
            try:
                plugin.create(name, [h.people[0]])
            except (Blocked, ConformanceFailure):
                raise
            except Exception:
                return False
            return True

        expect.equal(sum(h.in_parallel([made] * 8)), 1, "the number of groups that were made")


@_must("PARTICIPANT-GROUP-083", "create", rule=11, level=Level.CONCURRENT, observes=_SEEN)
def create_keeps_the_requests_of_threads_apart(h: ParticipantGroupHarness) -> None:
    """`create` makes a group for each of several threads, each with its own members.
    To fix: keep nothing of a call in the object; or take a lock.
    Usual cause: the request is built up in an attribute of the plugin.
    Wrong:
        self.request["members"] = participants
        return self._send()
    Right: return self._send({"members": participants})
    """
    with h.plugin() as plugin:
        people = h.people[:4]
        calls: list[Any] = [lambda p=it: plugin.create(h.name(), [p]) for it in people]
        for person, group in zip(people, h.in_parallel(calls), strict=True):
            _expect_members(h, plugin, group, _members([person]))


@_must(
    "PARTICIPANT-GROUP-950",
    "create",
    "add",
    "remove",
    rule=11,
    level=Level.CONCURRENT,
    observes=_SEEN,
)
def groups_stand_up_to_many_threads(h: ParticipantGroupHarness) -> None:
    """Threads that create, add and remove all at once lose nothing of each other's.
    To fix: hold a lock from the first read of a group to the last write.
    Usual cause: the members are read, changed and written back without a lock.
    Wrong:
        members = self.members[email] | set(participants)
        self.members[email] = members
    Right:
        with self._lock:
            self.members[email] |= set(participants)
    """
    with h.plugin() as plugin:
        shared = h.group(plugin)["email"]
        own = h.threads(0, partial(_one_threads_work, h, plugin, shared))
        people = [[h.people[number % len(h.people)]] for number in range(len(own))]
        h.in_parallel([partial(plugin.add, shared, it) for it in people])
        joined = {person for each in people for person in each} | set(h.first_members())
        expect.equal(set(h.observe(plugin).members(shared)), joined, "the set of who was added")
        expect.equal(len({it["email"] for it in own}), len(own), "the number of addresses")
        for group in own:
            _expect_members(h, plugin, group, _members([h.people[1], *h.first_members()]))


def _one_threads_work(
    h: ParticipantGroupHarness,
    plugin: ParticipantGroupPlugin,
    shared: str,
    number: int,
    random: Random,
) -> ParticipantGroup:
    """Work on a group of one's own and on one that all threads share."""
    own = plugin.create(h.name(), [h.people[0], *h.first_members()])
    others = [it for it in h.people if it not in h.first_members()]
    me = [others[number % len(others)]]
    steps = [
        partial(plugin.add, own["email"], [h.people[1]]),
        partial(plugin.remove, own["email"], [h.people[0]]),
    ]
    random.shuffle(steps)
    for step in steps:
        plugin.add(shared, me)
        step()
        plugin.remove(shared, me)
    return own


@_must("PARTICIPANT-GROUP-960", "create", rule=7, observes=_SEEN)
def create_refuses_half_a_character(h: ParticipantGroupHarness) -> None:
    """`create` refuses a name or description that is no Unicode text, and creates nothing.
    To fix: encode the texts before anything else; raise InvalidRequestError if that fails.
    Usual cause: half of a surrogate pair, cut out of an emoji, fails only when it is sent, after
    the group was made.
    Wrong:
        made = self.client.create_group(name)
        self.client.describe(made.address, description)
    Right:
        try:
            f"{name}{description}".encode()
        except UnicodeEncodeError as error:
            raise InvalidRequestError("no Unicode text", value=description) from error
    """
    with h.plugin() as plugin:
        for half in adversarial.SURROGATES:
            name = h.name()
            expect.refused(plugin.create, name + half, [h.people[0]], what=f"the name {half!r}")
            create = partial(plugin.create, name, [h.people[0]])
            if h.has_place("description"):
                expect.refused(create, half, what=f"the description {half!r}")
            _expect_members(h, plugin, create(), _members(h.people[:1]))


@_must(
    "PARTICIPANT-GROUP-900",
    "create",
    "add",
    "remove",
    "delete",
    rule=4,
    level=Level.STATEFUL,
    observes=("members",),
)
def any_sequence_of_calls_leaves_what_it_should(h: ParticipantGroupHarness) -> None:
    """After any sequence of calls, refused ones among them, all groups are as they should be.
    To fix: run the calls that are shown, and look at the plugin's state after each.
    Usual cause: a call that works by itself forgets what an earlier one left behind: a deleted
    group's members come back with the next group of that name.
    Wrong:
        def delete(self, email):
            del self.groups[email]
    Right:
        def delete(self, email):
            del self.groups[email]
            self.members.pop(email)
    """
    from dispatch_interfaces.conformance.requirements.stateful.participant_group import (
        ParticipantGroupMachine,
    )

    ParticipantGroupMachine.explore(h)
