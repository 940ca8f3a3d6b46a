"""What a participant-group plugin must do."""

from collections.abc import Mapping
from typing import Final, Protocol

from attrs import frozen

from dispatch_interfaces.conformance import expect
from dispatch_interfaces.conformance.common import add_common_requirements
from dispatch_interfaces.conformance.harness import Harness
from dispatch_interfaces.conformance.outcome import arranging
from dispatch_interfaces.conformance.requirement import Level, Suite
from dispatch_interfaces.contract import CONTRACTS
from dispatch_interfaces.protocols.participant_group import (
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


@frozen(kw_only=True)
class ParticipantGroupHarness(Harness[ParticipantGroupPlugin, ParticipantGroupObserver]):
    """How to bring a participant-group plugin under test."""

    contract = CONTRACTS["participant-group"]
    observer_type = ParticipantGroupObserver

    def group(
        self, plugin: ParticipantGroupPlugin, participants: list[str] | None = None
    ) -> ParticipantGroup:
        """A new group, as the ground for something else."""
        with arranging("create"):
            return plugin.create(self.unique("group"), participants or [])

    def try_observer(
        self, plugin: ParticipantGroupPlugin, observer: ParticipantGroupObserver
    ) -> None:
        """A group has no members who were never added."""
        stranger, member = self.people[:2]
        group = self.group(plugin, [member])
        self.expect_unseen(f"member {stranger}", stranger in observer.members(group["email"]))


PARTICIPANT_GROUP: Final = Suite(ParticipantGroupHarness)
add_common_requirements(PARTICIPANT_GROUP)

_must, _should = PARTICIPANT_GROUP.must, PARTICIPANT_GROUP.should
_NOBODY: Final = "no-such-group@groups.example.com"


@_must("PARTICIPANT-GROUP-010", "create", rule=2, level=Level.SHAPE)
def create_returns_a_group(h: ParticipantGroupHarness) -> None:
    """`create` returns a dict with `weblink`, `email` and `name`, all of them str.

    To fix: build the dict from the platform's answer; leave no key out.

    Usual cause: the platform's own object is returned as it came.

    Wrong:
        def create(self, name, participants, description=None, role="MEMBER"):
            return self.client.create_group(name)

    Right:
        def create(self, name, participants, description=None, role="MEMBER"):
            made = self.client.create_group(name)
            return {"weblink": made.url, "email": made.address, "name": made.name}
    """
    with h.plugin() as plugin:
        plugin.create(h.unique("group"), [h.people[0]], "for an incident", "OWNER")


@_must("PARTICIPANT-GROUP-020", "create", rule=4, observes=("members",))
def create_adds_the_participants(h: ParticipantGroupHarness) -> None:
    """`create` makes exactly the given participants members.

    To fix: add every participant before returning.

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
        observer, wanted = h.observe(plugin), list(h.people[:2])
        group = plugin.create(h.unique("group"), list(wanted))
        expect.equal(sorted(observer.members(group["email"])), sorted(wanted), "the membership")


@_must("PARTICIPANT-GROUP-021", "create", rule=6)
def create_accepts_nobody(h: ParticipantGroupHarness) -> None:
    """`create` accepts an empty list of participants.

    To fix: create the group, and add nobody.

    Usual cause: the platform's call for adding members refuses an empty list.

    Wrong:
        self.client.add_members(made.address, participants)

    Right:
        if participants:
            self.client.add_members(made.address, participants)
    """
    with h.plugin() as plugin:
        plugin.create(h.unique("group"), [])
