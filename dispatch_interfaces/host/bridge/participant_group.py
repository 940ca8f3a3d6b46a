"""A participant-group plugin in the running application."""

import builtins
from typing import Any, ClassVar

from dispatch_interfaces.host.bridge.base import Bridge, plain


class ParticipantGroupBridge(Bridge):
    """The groups of an incident or case."""

    type = "participant-group"
    methods: ClassVar[tuple[str, ...]] = ("members",)

    def create(
        self,
        name: str,
        participants: builtins.list[str],
        description: str | None = None,
        role: str = "MEMBER",
    ) -> dict[str, Any]:
        """The application wants an ``id`` as well."""

        def create() -> dict[str, Any]:
            made = plain(self.plugin.create(name, list(participants), description, role))
            self._remembered(made["email"]).update(participants)
            return {"id": made["email"], **made}

        return self._call("create", create)

    def list(self, email: str) -> builtins.list[str]:
        """Who is in a group: the application adds nobody who is, and removes nobody who is not.

        Without a `members` of the implementation, those whom this process has added.
        """

        def members() -> builtins.list[str]:
            found: Any = getattr(self.plugin, "members", None)
            if found is not None:
                return [str(it) for it in found(email)]
            self._tell("members")
            return sorted(self._remembered(email))

        return self._spared("list", [], members)

    def add(self, email: str, participants: builtins.list[str], role: str = "MEMBER") -> None:
        def add() -> None:
            self.plugin.add(email, [*participants], role)
            self._remembered(email).update(participants)

        self._spared("add", None, add)

    def remove(self, email: str, participants: builtins.list[str]) -> None:
        def remove() -> None:
            self.plugin.remove(email, [*participants])
            self._remembered(email).difference_update(participants)

        self._spared("remove", None, remove)

    def delete(self, email: str) -> None:
        self._call("delete", lambda: self.plugin.delete(email))

    def _remembered(self, email: str) -> set[str]:
        with self._lock:
            # The application writes the domain of an address in small letters.
            key = ("members", self.project_id, email.casefold())
            found: set[str] = self._made.setdefault(key, set())
            return found
