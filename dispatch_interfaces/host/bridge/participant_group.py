"""A participant-group plugin in the running application."""

import builtins
from collections.abc import Callable, Collection, Mapping
from typing import Any, ClassVar, Final, TypeVar

from dispatch_interfaces.errors import InvalidRequestError, NotFoundError
from dispatch_interfaces.host.bridge.base import Bridge, plain
from dispatch_interfaces.logs import logger

T = TypeVar("T")

_LOG: Final = logger("dispatch_interfaces.host")


class ParticipantGroupBridge(Bridge):
    """The groups of an incident or case."""

    type = "participant-group"
    needed: ClassVar[Mapping[str, str]] = {
        "members": "nobody is ever removed from a group: people keep their access"
    }

    def create(
        self,
        name: str,
        participants: builtins.list[str],
        description: str | None = None,
        role: str = "MEMBER",
    ) -> dict[str, Any] | None:
        """The application wants an ``id`` as well. Whom the plugin does not know is left out.

        A group of nobody is not made, if none may be empty: the application then leaves it out.
        """
        empty = self._limits.empty
        if not participants and empty is not None:
            _LOG.warning("%s.create: %s is not made (%s)", self.slug, name, empty.because)
            return None

        def create(people: builtins.list[str]) -> dict[str, Any]:
            made = plain(self.within.create(name, people, description, role))
            return {"id": made["email"], **made}

        def create_for_those_it_knows() -> dict[str, Any]:
            made = create([]) if self._limits.empty is None else self._of_one(create, participants)
            self.add(made["email"], participants, role)
            return made

        try:
            return self._call("create", lambda: create([*participants]))
        except NotFoundError:
            return self._call("create", create_for_those_it_knows)

    def _of_one(self, create: Callable[[builtins.list[str]], T], people: builtins.list[str]) -> T:
        """A group of the first one who is known, where there is none without members."""
        *others, last = people
        for it in others:
            try:
                return create([it])
            except NotFoundError:
                continue
        return create([last])

    def list(self, email: str) -> builtins.list[str]:
        """Who is in a group: the application adds nobody who is, and removes nobody who is not.

        Without a `members` of the implementation, nobody: all are added, and none is removed. What
        one process has added is not kept, since another would not know.
        """

        def members() -> builtins.list[str]:
            found: Collection[str] = self._optional("members", (), email)
            return [str(it) for it in found]

        return self._spared("list", [], members)

    def add(self, email: str, participants: builtins.list[str], role: str = "MEMBER") -> None:
        def add() -> None:
            self._one_by_one("add", participants, lambda it: self.within.add(email, it, role))

        self._spared("add", None, add)

    def remove(self, email: str, participants: builtins.list[str]) -> None:
        """The last member, or owner, stays if the platform has no group without."""
        needed = self._limits.empty or self._limits.last_owner

        def remove_some(people: builtins.list[str]) -> None:
            try:
                self.within.remove(email, people)
            except InvalidRequestError:
                if needed is None or len(people) != 1:
                    raise
                _LOG.warning("%s.remove: %s stays (%s)", self.slug, people[0], needed.because)

        def remove() -> None:
            self._one_by_one("remove", participants, remove_some)

        self._spared("remove", None, remove)

    def delete(self, email: str) -> None:
        self._call("delete", lambda: self.within.delete(email))
