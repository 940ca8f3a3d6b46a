"""A ticket plugin in the running application."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from dispatch_interfaces.host.bridge.base import Bridge, plain

_STATUS: Final = {"new": "active", "triage": "active", "escalated": "active"}
"""What is left of the status of a case in the three that a ticket has."""


class TicketBridge(Bridge):
    """Tickets of incidents, cases and tasks."""

    type = "ticket"
    methods: ClassVar[tuple[str, ...]] = ("update_metadata", "delete")

    def create(
        self,
        incident_id: int,
        title: str,
        commander_email: str,
        reporter_email: str,
        incident_type_plugin_metadata: Mapping[str, Any] | None = None,
        db_session: Any = None,
    ) -> dict[str, Any]:
        """Type and priority follow with the first update, in the same flow."""
        return self._create("create", title, commander_email, reporter_email)

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
        """A ticket has no place for the severity, the conference and the application's own page."""
        self._call(
            "update",
            lambda: self.plugin.update(
                ticket_id,
                title=title,
                description=description,
                incident_type=incident_type,
                priority=incident_priority,
                status=status,
                commander_email=commander_email,
                reporter_email=reporter_email,
                conversation_weblink=conversation_weblink,
                document_weblink=document_weblink,
                storage_weblink=storage_weblink,
                cost=None if cost is None else str(cost),
            ),
        )

    def update_metadata(self, ticket_id: str, metadata: Mapping[str, Any] | None) -> None:
        self._optional("update_metadata", None, ticket_id, metadata)

    def create_case_ticket(
        self,
        case_id: int,
        title: str,
        assignee_email: str,
        case_type_plugin_metadata: Mapping[str, Any] | None = None,
        db_session: Any = None,
    ) -> dict[str, Any]:
        """The assignee of a case stands for its commander and its reporter."""
        return self._create("create_case_ticket", title, assignee_email, assignee_email)

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
        """A weblink that is not there yet is empty for a case, and must not empty the field."""
        self._call(
            "update_case_ticket",
            lambda: self.plugin.update(
                ticket_id,
                title=title,
                description=description,
                incident_type=case_type,
                priority=case_priority,
                status=None if status is None else _STATUS.get(status, status),
                commander_email=assignee_email,
                document_weblink=document_weblink or None,
                storage_weblink=storage_weblink or None,
            ),
        )

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
        """A task may have no description, and a ticket needs a title."""
        return self._create(
            "create_task_ticket", title or f"Task {task_id}", assignee_email, reporter_email
        )

    def delete(self, ticket_id: str) -> None:
        self._optional("delete", None, ticket_id)

    def _create(self, method: str, title: str, commander: str, reporter: str) -> dict[str, Any]:
        return self._call(
            method, lambda: plain(self.plugin.create(title, "", "", commander, reporter))
        )
