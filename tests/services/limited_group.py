"""Groups in a directory that drops roles, keeps names of deleted groups, and has none empty."""

import threading
from collections.abc import Collection
from typing import Any, ClassVar

from dispatch_interfaces import AlreadyExistsError, GroupRole, InvalidRequestError, ParticipantGroup
from reference_impls import InMemoryParticipantGroup
from reference_impls.common import require_name


class LimitedGroup(InMemoryParticipantGroup):
    """A directory that can do less; what it cannot do, a subclass says.

    `on_name`, `on_description` and `on_role` return what the directory makes of a value, or raise
    InvalidRequestError.
    """

    never_empty: ClassVar[bool] = False
    owners_stay: ClassVar[bool] = False
    deleted_names_stay: ClassVar[bool] = False

    def __init__(self) -> None:
        super().__init__()
        self._gone: set[str] = set()
        self._changing = threading.Lock()
        """Held from the look at a group to its change."""

    def on_name(self, name: str) -> str:
        return name

    def on_description(self, description: str | None) -> str | None:
        return description

    def on_role(self, role: Any) -> GroupRole:
        self._require_role("add", role)
        return role  # type: ignore[no-any-return]

    def create(
        self,
        name: str,
        participants: list[str],
        description: str | None = None,
        role: GroupRole = "MEMBER",
    ) -> ParticipantGroup:
        kept = self.on_name(require_name(name, interface=self.type, method="create"))
        self._expect_somebody(participants)
        if self._address(kept) in self._gone:
            raise AlreadyExistsError("a deleted group has it", interface=self.type, value=name)
        role = self.on_role(role)
        return super().create(kept, participants, self.on_description(description), role)

    def add(self, email: str, participants: list[str], role: GroupRole = "MEMBER") -> None:
        role = self.on_role(role)
        with self._changing:
            if role != "OWNER":
                self._expect_owner("add", email, participants)
            super().add(email, participants, role)

    def remove(self, email: str, participants: list[str]) -> None:
        with self._changing:
            if members := self.members(email):
                self._expect_somebody(set(members) - set(participants))
            self._expect_owner("remove", email, participants)
            super().remove(email, participants)

    def delete(self, email: str) -> None:
        super().delete(email)
        if self.deleted_names_stay:
            self._gone.add(email)

    def _expect_somebody(self, people: Collection[str]) -> None:
        if self.never_empty and not people:
            raise InvalidRequestError("a group has a member", interface=self.type)

    def _expect_owner(self, method: str, email: str, leaving: list[str]) -> None:
        self._group(method, email)
        owners = {it for it, role in self.members(email).items() if role == "OWNER"}
        if self.owners_stay and owners and owners <= set(leaving):
            raise InvalidRequestError("a group has an owner", interface=self.type, method=method)
