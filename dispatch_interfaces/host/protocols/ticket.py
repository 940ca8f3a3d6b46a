"""What the application calls of a ticket plugin."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, Protocol


class HostTicketPlugin(Protocol):
    """Everything that the application calls."""

    @abstractmethod
    def create(
        self,
        incident_id: int,
        title: str,
        commander_email: str,
        reporter_email: str,
        incident_type_plugin_metadata: Mapping[str, Any] | None = None,
        db_session: Any = None,
    ) -> dict[str, Any]:
        """Make the ticket of an incident, after which the incident is named.

        Source: the application of September 2025, ``ticket/flows.py:47``.
        """
        ...

    @abstractmethod
    def update(
        self,
        ticket_id: str,
        title: str | None = None,
        description: str | None = None,
        incident_type: str | None = None,
        incident_severity: str | None = None,
        incident_priority: str | None = None,
        status: str | None = None,
        commander_email: str | None = None,
        reporter_email: str | None = None,
        conversation_weblink: str | None = None,
        document_weblink: str | None = None,
        storage_weblink: str | None = None,
        conference_weblink: str | None = None,
        dispatch_weblink: str | None = None,
        cost: Any = None,
        incident_type_plugin_metadata: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        """Bring a ticket up to date with its incident.

        Source: the application of September 2025, ``ticket/flows.py:116``.
        """
        ...

    @abstractmethod
    def update_metadata(self, ticket_id: str, metadata: Mapping[str, Any] | None) -> None:
        """Take over what a new type says of the tracker's own fields.

        Source: the application of September 2025, ``ticket/flows.py:360``.
        """
        ...

    @abstractmethod
    def create_case_ticket(
        self,
        case_id: int,
        title: str,
        assignee_email: str,
        case_type_plugin_metadata: Mapping[str, Any] | None = None,
        db_session: Any = None,
    ) -> dict[str, Any]:
        """Make the ticket of a case, after which the case is named.

        Source: the application of September 2025, ``ticket/flows.py:167``.
        """
        ...

    @abstractmethod
    def update_case_ticket(
        self,
        ticket_id: str,
        title: str | None = None,
        description: str | None = None,
        resolution: str | None = None,
        case_type: str | None = None,
        case_severity: str | None = None,
        case_priority: str | None = None,
        status: str | None = None,
        assignee_email: str | None = None,
        document_weblink: str | None = None,
        storage_weblink: str | None = None,
        dispatch_weblink: str | None = None,
        case_type_plugin_metadata: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        """Bring a ticket up to date with its case.

        Source: the application of September 2025, ``ticket/flows.py:237``.
        """
        ...

    @abstractmethod
    def create_task_ticket(
        self,
        task_id: int,
        title: str | None,
        assignee_email: str,
        reporter_email: str,
        incident_ticket_key: str | None = None,
        task_plugin_metadata: Mapping[str, Any] | None = None,
        db_session: Any = None,
    ) -> dict[str, Any]:
        """Make a ticket of a task.

        Source: the application of September 2025, ``ticket/flows.py:311``.
        """
        ...

    @abstractmethod
    def delete(self, ticket_id: str) -> None:
        """Delete a ticket.

        Source: the application of September 2025, ``ticket/flows.py:271``.
        """
        ...
