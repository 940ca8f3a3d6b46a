"""Groups that permissions are given to. Source: seed, section Participant Group."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal, Protocol, TypeAlias

from typing_extensions import TypedDict

from dispatch_interfaces.limits import Absent, Limits, NoPlace, Text, Values
from dispatch_interfaces.protocols.plugin import Plugin

GroupRole: TypeAlias = Literal["MEMBER", "OWNER"]
"""Closed: the two roles that the application knows. Google Groups has MANAGER as well; a plugin
may accept it, but nobody may rely on that."""


class ParticipantGroup(TypedDict):
    """A group that was created."""

    weblink: str
    """Absolute http(s) URL of the group."""
    email: str
    """The group's own address, derived from its name: its id in the other methods."""
    name: str
    """The name in force."""


@dataclass(frozen=True, kw_only=True)
class ParticipantGroupLimits(Limits):
    """What a directory cannot do; a plugin's class has it as ``limits``."""

    name: Text | None = None
    """The name of a group, which its address derives from."""
    description: Text | NoPlace | None = None
    """What a group is for."""
    empty_description: NoPlace | None = None
    """The description ``""``: there is none then."""
    role: Values[GroupRole] | NoPlace | None = None
    """The role of a member; without a place for it, any text is taken for one."""
    empty: Absent | None = None
    """Groups without members: creating one, and removing the last member, are rejected."""
    last_owner: Absent | None = None
    """Groups whose owners all left: removing the last one, or making them a member, is rejected."""
    deleted_names: Absent | None = None
    """Names of deleted groups for new ones: they stay taken."""

    about: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "name": ("create.name",),
        "description": ("create.description",),
        "role": ("create.role", "add.role"),
    }


class ParticipantGroupPlugin(Plugin, Protocol):
    """Manages groups of people, each with a role in it."""

    type: str = "participant-group"

    @abstractmethod
    def create(
        self,
        name: str,
        participants: list[str],
        description: str | None = None,
        role: GroupRole = "MEMBER",
    ) -> ParticipantGroup:
        """Create a group.

        Args:
            name: The name it shall have; its address is derived from it.
            participants: E-mail addresses of the first members; may be empty.
            description: What the group is for.
            role: The role that each of them gets.

        Returns:
            The new group.

        Raises:
            AlreadyExistsError: A group has the address that derives from this name.
            InvalidRequestError: No address can be derived from the name, or there is no such
                role.

        Source: seed, section Participant Group.
        """
        ...

    @abstractmethod
    def add(self, email: str, participants: list[str], role: GroupRole = "MEMBER") -> None:
        """Add participants to a group.

        Membership is a set: adding a member again changes nothing but their role, if another one
        is given.

        Args:
            email: Address of the group.
            participants: E-mail addresses; may be empty.
            role: The role that each of them gets.

        Raises:
            NotFoundError: There is no such group.
            InvalidRequestError: There is no such role.

        Source: seed, section Participant Group.
        """
        ...

    @abstractmethod
    def remove(self, email: str, participants: list[str]) -> None:
        """Remove participants from a group, whatever their role.

        Removing somebody who is not a member changes nothing.

        Args:
            email: Address of the group.
            participants: E-mail addresses; may be empty.

        Raises:
            NotFoundError: There is no such group.

        Source: seed, section Participant Group.
        """
        ...

    @abstractmethod
    def delete(self, email: str) -> None:
        """Delete a group with its membership; its name is free again.

        Args:
            email: Address of the group.

        Raises:
            NotFoundError: There is no such group, or it was deleted before.

        Source: seed, section Participant Group.
        """
        ...
