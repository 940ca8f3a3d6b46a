"""What the application calls of a document-resolver plugin."""

from abc import abstractmethod
from typing import Any, Protocol

from dispatch_interfaces.host.rows import IncidentRow


class HostDocumentResolverPlugin(Protocol):
    """Everything that the application calls."""

    @abstractmethod
    def get(self, incident: IncidentRow, db_session: Any = None) -> list[Any]:
        """Documents that are related to an incident.

        Source: the application of September 2025, ``incident/messaging.py:69``.
        """
        ...
