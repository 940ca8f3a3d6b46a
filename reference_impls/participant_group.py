"""Participant groups, kept in memory."""

import re
import threading
from typing import Final, get_args

from attrs import define, field

from dispatch_interfaces import (
    AlreadyExistsError,
    GroupRole,
    InvalidRequestError,
    NotFoundError,
    ParticipantGroup,
    ParticipantGroupPlugin,
)
from reference_impls.common import require_text

_LOCAL_PART_LIMIT: Final = 64
"""Octets before the @, by RFC 5321."""


@define
class _Group:
    name: str
    description: str | None
    roles: dict[str, GroupRole] = field(factory=dict[str, GroupRole])


class InMemoryParticipantGroup(ParticipantGroupPlugin):
    """Groups with members and their roles.

    `groups`, `members` and `description_of` show what the interface has no method for.

    Args:
        domain: The part of every address after the @.
    """

    title = "In-memory participant groups"
    slug = "in-memory-participant-group"
    description = "Groups kept in memory"
    version = "1.0"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"

    def __init__(self, domain: str = "groups.example.com") -> None:
        self._domain = domain
        self._groups: dict[str, _Group] = {}
        self._lock = threading.Lock()

    def create(
        self,
        name: str,
        participants: list[str],
        description: str | None = None,
        role: GroupRole = "MEMBER",
    ) -> ParticipantGroup:
        """Create a group; its address is the name in lower case, with dashes for the rest."""
        self._require_role("create", role)
        for text in filter(None, (name, description)):
            require_text(text, interface=self.type, method="create")
        email = self._address(name)
        with self._lock:
            if email in self._groups:
                raise AlreadyExistsError(
                    "a group has this address", interface=self.type, method="create", value=email
                )
            group = _Group(name, description)
            group.roles.update(dict.fromkeys(participants, role))
            self._groups[email] = group
        return {"weblink": f"https://{self._domain}/{email}", "email": email, "name": name}

    def add(self, email: str, participants: list[str], role: GroupRole = "MEMBER") -> None:
        """Add members, or change the role of those who are."""
        self._require_role("add", role)
        with self._lock:
            self._group("add", email).roles.update(dict.fromkeys(participants, role))

    def remove(self, email: str, participants: list[str]) -> None:
        """Remove members; others are passed over."""
        with self._lock:
            roles = self._group("remove", email).roles
            for participant in participants:
                roles.pop(participant, None)

    def delete(self, email: str) -> None:
        """Forget a group with its members."""
        with self._lock:
            self._group("delete", email)
            del self._groups[email]

    def groups(self) -> dict[str, str]:
        """The addresses of all groups and their names, in the order in which they were created."""
        with self._lock:
            return {email: group.name for email, group in self._groups.items()}

    def members(self, email: str) -> dict[str, GroupRole]:
        """The members of a group and their roles; empty if there is no such group."""
        with self._lock:
            group = self._groups.get(email)
            return dict(group.roles) if group else {}

    def description_of(self, email: str) -> str | None:
        """What a group is for; None if nothing was said, or there is no such group."""
        with self._lock:
            group = self._groups.get(email)
            return group.description if group else None

    def _address(self, name: str) -> str:
        local = re.sub(r"[^a-z0-9_]+", "-", name.lower()).strip("-")
        if not local or len(local) > _LOCAL_PART_LIMIT:
            raise InvalidRequestError(
                f"no address of 1 to {_LOCAL_PART_LIMIT} characters derives from this name",
                interface=self.type,
                method="create",
                value=name,
            )
        return f"{local}@{self._domain}"

    def _group(self, method: str, email: str) -> _Group:
        group = self._groups.get(email)
        if group is None:
            raise NotFoundError(
                "no group has this address", interface=self.type, method=method, value=email
            )
        return group

    def _require_role(self, method: str, role: str) -> None:
        if role not in get_args(GroupRole):
            raise InvalidRequestError(
                "there is no such role", interface=self.type, method=method, value=role
            )
