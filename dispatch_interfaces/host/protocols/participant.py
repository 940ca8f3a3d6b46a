"""What the application calls of a participant plugin."""

from abc import abstractmethod
from typing import Any, Protocol

from dispatch_interfaces.host.rows import CaseRow, Contact, IncidentRow


class HostParticipantPlugin(Protocol):
    """Everything that the application calls."""

    @abstractmethod
    def get(
        self, class_instance: IncidentRow | CaseRow, project_id: int, db_session: Any = None
    ) -> tuple[list[tuple[Contact, int | None]], list[Contact]]:
        """Who should take part: people with the service they stand for, and teams.

        The service is the id of the application's own row, not the external id; None if they stand
        for none. A second person for the same service is not added.

        Source: the application of September 2025, ``incident/flows.py:100``,
        ``case/flows.py:64``.
        """
        ...
