"""What the application calls of a participant-group plugin."""

import builtins
from abc import abstractmethod
from typing import Any, Protocol


class HostParticipantGroupPlugin(Protocol):
    """Everything that the application calls."""

    @abstractmethod
    def create(
        self,
        name: str,
        participants: builtins.list[str],
        description: str | None = None,
        role: str = "MEMBER",
    ) -> dict[str, Any] | None:
        """Make a group; None if it is not made, which the log of the application tells.

        Source: the application of September 2025, ``group/flows.py:37``.
        """
        ...

    @abstractmethod
    def list(self, email: str) -> builtins.list[str]:
        """Who is in a group.

        Source: the application of September 2025, ``group/flows.py:114``,
        ``plugins/dispatch_slack/incident/interactive.py:1608``.
        """
        ...

    @abstractmethod
    def add(self, email: str, participants: builtins.list[str], role: str = "MEMBER") -> None:
        """Add people to a group.

        Source: the application of September 2025, ``group/flows.py:124``,
        ``incident/flows.py:825``, ``plugins/dispatch_slack/incident/interactive.py:1683``.
        """
        ...

    @abstractmethod
    def remove(self, email: str, participants: builtins.list[str]) -> None:
        """Remove people from a group.

        Source: the application of September 2025, ``group/flows.py:147``,
        ``plugins/dispatch_slack/incident/interactive.py:1684``.
        """
        ...

    @abstractmethod
    def delete(self, email: str) -> None:
        """Delete a group.

        Source: the application of September 2025, ``group/flows.py:175``.
        """
        ...
