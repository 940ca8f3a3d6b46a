"""Participant groups beside a dict of groups."""

from typing import Any, Final, get_args

from hypothesis import strategies as st
from hypothesis.stateful import initialize

from dispatch_interfaces.conformance import strategies
from dispatch_interfaces.conformance.requirements.participant_group import ParticipantGroupHarness
from dispatch_interfaces.conformance.requirements.stateful.machine import WHICH, Machine, rule
from dispatch_interfaces.protocols.participant_group import GroupRole

_WHO: Final = strategies.participants(range(4))
_ROLE: Final = {"role": st.sampled_from(get_args(GroupRole))}


class ParticipantGroupMachine(Machine):
    """The model: the roles of the members, by the address of the group; None once deleted."""

    name = "participant_group_900"
    h: ParticipantGroupHarness

    def __init__(self, search: Any) -> None:
        super().__init__(search)
        self.groups: dict[str, dict[str, str] | None] = {}
        self.descriptions: dict[str, str | None] = {}

    def email(self, which: int) -> str:
        """The address of one of the groups, deleted ones among them, or of none."""
        live = [email for email, members in self.groups.items() if members is not None]
        return self.pick(which, live, self.groups)

    def people(self, who: list[int]) -> list[str]:
        return [self.h.people[it] for it in who]

    def role(self, options: dict[str, Any]) -> str:
        """The role in force where one was given and taken."""
        return self.h.in_force("role", str(options.get("role", "MEMBER")))

    @initialize(who=_WHO)
    def start(self, who: list[int]) -> None:
        self.create(self.h.plain("name", "incident"), who, {})

    @rule(
        name=strategies.names(),
        who=_WHO,
        options=st.fixed_dictionaries(
            {}, optional={"description": strategies.optional(strategies.texts()), **_ROLE}
        ),
    )
    def create(self, name: str, who: list[int], options: dict[str, Any]) -> None:
        made = self.tried("create", self.named(name), self.people(who), **options)
        if made is None and (self.h.meets("deleted_names") or self.h.meets("name")):
            made = self.tried("create", self.h.name(), self.people(who), **options)
        if made is None:
            return
        if self.groups.get(made["email"]) is not None:
            self.fail("a group to have an address of its own", f"{made['email']!r} is taken")
        self.groups[made["email"]] = dict.fromkeys(self.people(who), self.role(options))
        self.descriptions[made["email"]] = self.h.described(options.get("description"))

    @rule(name=strategies.not_names(), who=_WHO)
    def create_without_a_name(self, name: str, who: list[int]) -> None:
        self.refused(f"the name {name!r}", "create", name, self.people(who))

    @rule(which=WHICH, who=_WHO, options=st.fixed_dictionaries({}, optional=_ROLE))
    def add(self, which: int, who: list[int], options: dict[str, Any]) -> None:
        email = self.email(which)
        members = self.groups.get(email)
        if members is None:
            self.refused("an unknown address", "add", email, self.people(who), **options)
        else:
            self.call("add", email, self.people(who), **options)
            members.update(dict.fromkeys(self.people(who), self.role(options)))

    @rule(which=WHICH, who=_WHO)
    def add_in_no_role(self, which: int, who: list[int]) -> None:
        if not self.h.has_place("role"):
            return
        email, nothing = self.email(which), self.h.unique("role")
        self.refused("an unknown role", "add", email, self.people(who), nothing)

    @rule(which=WHICH, who=_WHO)
    def remove(self, which: int, who: list[int]) -> None:
        email = self.email(which)
        members = self.groups.get(email)
        if members is None:
            self.refused("an unknown address", "remove", email, self.people(who))
        else:
            self.call("remove", email, self.people(who))
            for it in self.people(who):
                members.pop(it, None)

    @rule(which=WHICH)
    def delete(self, which: int) -> None:
        email = self.email(which)
        if self.groups.get(email) is None:
            self.refused("an unknown address", "delete", email)
        else:
            self.call("delete", email)
            self.groups[email] = None

    def compare(self) -> None:
        for email in self.due(self.groups):
            members = self.groups[email]
            if self.h.has_place("role"):
                what, expected = "dict(observer.members($email))", members or {}
                self.see("the members and their roles", what, expected, email=email)
            else:
                what, people = "sorted(observer.members($email))", sorted(members or {})
                self.see("the members", what, people, email=email)
            if self.sees("description_of") and self.h.has_place("description"):
                description = self.descriptions[email] if members is not None else None
                what = "observer.description_of($email)"
                self.see("the description", what, description, email=email)
