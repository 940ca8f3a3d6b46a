"""What the application calls or passes and the documentation does not know, a Protocol each.

A plugin that has one of them is asked through it; without, the bridge answers what the
application tolerates, says so once in the log, and lists it beforehand.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol

from dispatch_interfaces.host.rows import CaseRow, Session
from dispatch_interfaces.protocols.ticket import Ticket


class SupportsRename(Protocol):
    """Conversation."""

    def rename(self, conversation_id: str, name: str) -> None:
        """Give a conversation another name, before it is archived for good."""
        ...


class SupportsUnarchive(Protocol):
    """Conversation."""

    def unarchive(self, conversation_id: str) -> None:
        """Open an archived conversation again; one that is open stays so."""
        ...


class SupportsSetDescription(Protocol):
    """Conversation."""

    def set_description(self, conversation_id: str, description: str) -> None:
        """Say what a conversation is for."""
        ...


class SupportsAddBookmark(Protocol):
    """Conversation."""

    def add_bookmark(self, conversation_id: str, weblink: str | None, title: str) -> None:
        """Keep a link where everybody in a conversation sees it."""
        ...


class SupportsRemoveUser(Protocol):
    """Conversation."""

    def remove_user(self, conversation_id: str, user_email: str) -> None:
        """Remove somebody from a conversation; who is not in it is passed over."""
        ...


class SupportsGetAllMemberEmails(Protocol):
    """Conversation."""

    def get_all_member_emails(self, conversation_id: str) -> Iterable[str]:
        """Everybody in a conversation; asked every hour, and all are added to the incident."""
        ...


class SupportsThreads(Protocol):
    """Conversation: cases that live in a thread of a channel."""

    def create_threaded(
        self, case: CaseRow, conversation_id: str, db_session: Any
    ) -> Mapping[str, Any]:
        """Begin a thread: a dict with ``id``, ``weblink`` and ``timestamp``."""
        ...

    def update_thread(self, case: CaseRow, conversation_id: str, ts: str) -> None:
        """Show a case as it is now at the beginning of its thread."""
        ...


class SupportsEngagement(Protocol):
    """Conversation: people are asked about a signal."""

    def create_engagement_threaded(self, **engagement: Any) -> Mapping[str, Any]:
        """Ask somebody in a thread: a dict with ``timestamp``."""
        ...

    def update_signal_message(self, **message: Any) -> None:
        """Show the signals of a case as they are now."""
        ...


class SupportsHistory(Protocol):
    """Conversation: what was said is read."""

    def get_conversation(self, conversation_id: str, **kwargs: Any) -> Sequence[Any]:
        """The messages of a conversation, oldest first, as anything that can be printed."""
        ...

    def get_conversation_replies(self, conversation_id: str, thread_ts: str) -> Iterable[str]:
        """The messages of a thread, oldest first."""
        ...


class SupportsFetchEvents(Protocol):
    """Any type: activity that is counted as cost."""

    def fetch_events(self, **kwargs: Any) -> Iterable[tuple[Any, str]]:
        """Pairs of a naive UTC time and the platform's id of a user, oldest first."""
        ...


class SupportsCanvas(Protocol):
    """Conversation: a page within a conversation."""

    def create_canvas(
        self, conversation_id: str, title: str, user_emails: list[str], content: str
    ) -> str | None:
        """Make a page; returns its id."""
        ...

    def edit_canvas(self, canvas_id: str, content: str) -> bool:
        """Write a page anew; whether that worked."""
        ...


class SupportsTables(Protocol):
    """Document: tables in the request format of Google Docs."""

    def get_table_details(
        self, document_id: str, header: str, doc_name: str
    ) -> tuple[bool, int, int, list[int]]:
        """Whether there is a table below a header, where it begins and ends, and its cells."""
        ...

    def insert(self, document_id: str, request: list[dict[str, Any]]) -> bool:
        """Change a document; whether that worked."""
        ...

    def delete_table(self, document_id: str, request: list[dict[str, Any]]) -> bool:
        """Delete a table; whether that worked."""
        ...


class SupportsNextOncall(Protocol):
    """Oncall."""

    def get_next_oncall(self, service_id: str) -> str | None:
        """Who is on call next."""
        ...


class SupportsShifts(Protocol):
    """Oncall: feedback is asked of people whose shift has ended."""

    def get_schedule_id_from_service_id(self, service_id: str) -> str | None:
        """The schedule of a service."""
        ...

    def did_oncall_just_go_off_shift(self, schedule_id: str, hour: int) -> Mapping[str, str] | None:
        """Whose shift has ended: ``email``, ``shift_start``, ``shift_end``, ``schedule_name``."""
        ...


class SupportsEventType(Protocol):
    """Oncall: cases are told from incidents."""

    def page(
        self,
        service_id: str,
        incident_name: str,
        incident_title: str,
        incident_description: str,
        *,
        event_type: str = "incident",
    ) -> None:
        """As documented; ``"case"`` for a case in which somebody is engaged.

        Passed to a `page` that names it. Source: ``case/flows.py:1434``.
        """
        ...


class SupportsServiceUrl(Protocol):
    """Oncall."""

    def get_service_url(self, service_id: str) -> str | None:
        """The page of a service."""
        ...


class SupportsGroupMembers(Protocol):
    """Participant group."""

    def members(self, email: str) -> Collection[str]:
        """The addresses of all in a group: who is there is not added, who is not, not removed.

        The application needs it: without, nobody is ever removed from a group.
        """
        ...


class SupportsOpen(Protocol):
    """Storage."""

    def open(self, file_id: str) -> None:
        """Let everybody of the organisation read a document."""
        ...


class SupportsMarkReadonly(Protocol):
    """Storage."""

    def mark_readonly(self, file_id: str) -> None:
        """Keep a document from being changed."""
        ...


class SupportsDriveOf(Protocol):
    """Storage."""

    def drive_of(self, file_id: str) -> str:
        """The drive that holds a file, at any depth; raise `NotFoundError` if there is none.

        Asked before the folder of an incident or case is deleted (storage/flows.py:165).
        """
        ...


class SupportsTaskUpdate(Protocol):
    """Task."""

    def update(self, file_id: str, task_id: str, resolved: bool) -> None:
        """Resolve a task, or open it again; raise `NotFoundError` if it is not in this file."""
        ...


class SupportsTicketCreationDetails(Protocol):
    """Ticket: what is known at creation and the documented parameters have no place for.

    Each keyword is passed to a `create` that names it, and only then: name those that you use.
    Give each a default, since only the application passes it.
    """

    def create(
        self,
        title: str,
        incident_type: str,
        incident_priority: str,
        commander: str,
        reporter: str,
        *,
        plugin_metadata: Mapping[str, Any] | None = None,
        severity: str | None = None,
        visibility: str | None = None,
        incident_id: int | None = None,
        case_id: int | None = None,
        task_id: int | None = None,
        incident_ticket_key: str | None = None,
        db_session: Session | None = None,
    ) -> Ticket:
        """Create a ticket (ticket/flows.py:47, 167 and 311).

        Args:
            title: As documented.
            incident_type: As documented; of a task, the type of its incident.
            incident_priority: As documented; of a task, the priority of its incident.
            commander: As documented; the assignee of a case or task.
            reporter: As documented; the assignee of a case that has none, the owner of a task.
            plugin_metadata: What an administrator has entered for this plugin at the type:
                ``{"slug": "acme-ticket", "metadata": [{"key": "project", "value": "SEC"}]}``; for a
                task, what is entered there for tasks. None if nothing is.
            severity: Name of the severity; of a task, that of its incident.
            visibility: ``"Open"`` or ``"Restricted"``, when the title is the name of the type; of a
                task, that of its incident.
            incident_id: The application's id of the incident; None for a case or task.
            case_id: The application's id of the case; None for an incident or task.
            task_id: The application's id of the task; None for an incident or case.
            incident_ticket_key: The ``resource_id`` of the ticket of the task's incident.
            db_session: The session of the application's database, to read what else is needed.
        """
        ...


class SupportsTicketUpdateDetails(Protocol):
    """Ticket: what changes and the documented parameters have no place for.

    Each keyword is passed to an `update` that names it, and only then.
    """

    def update(
        self,
        ticket_id: str,
        *,
        plugin_metadata: Mapping[str, Any] | None = None,
        severity: str | None = None,
        resolution: str | None = None,
        case_status: str | None = None,
        conference_weblink: str | None = None,
        dispatch_weblink: str | None = None,
        **documented: Any,
    ) -> None:
        """Bring a ticket up to date (ticket/flows.py:116 and 237); None leaves a field as it is.

        Args:
            ticket_id: As documented.
            plugin_metadata: As at creation.
            severity: Name of the severity.
            resolution: How the case was resolved; None for an incident.
            case_status: ``"new"``, ``"triage"``, ``"escalated"``, ``"stable"`` or ``"closed"``, of
                which ``status`` has the nearest that a ticket knows; None for an incident.
            conference_weblink: The conference of the incident; None for a case.
            dispatch_weblink: The application's own page of the incident or case.
            **documented: As documented. ``reporter_email`` of a case is the one that is stored.
        """
        ...


class SupportsTicketMetadata(Protocol):
    """Ticket."""

    def update_metadata(self, ticket_id: str, metadata: Mapping[str, Any] | None) -> None:
        """Take over what the incident's new type says of the tracker's own fields."""
        ...


class SupportsTicketDeletion(Protocol):
    """Ticket."""

    def delete(self, ticket_id: str) -> None:
        """Delete a ticket."""
        ...


class SupportsFindInstance(Protocol):
    """Workflow."""

    def find_instance(self, workflow_id: str, workflow_instance_id: int) -> str | None:
        """The ``resource_id`` of the run that was started with this ``workflowInstanceId``.

        The application needs it: without, no run is ever seen again. Several processes ask, and a
        run outlives them: keep the number with the run, in the backend. None if there is no such
        run.
        """
        ...
