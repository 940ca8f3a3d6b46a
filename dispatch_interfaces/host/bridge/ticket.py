"""A ticket plugin in the running application."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from attrs import frozen

from dispatch_interfaces.errors import InvalidRequestError
from dispatch_interfaces.host import application
from dispatch_interfaces.host.bridge.base import Bridge, plain, taken
from dispatch_interfaces.logs import logger

_LOG: Final = logger("dispatch_interfaces.host")
_STATUS: Final = {"new": "active", "triage": "active", "escalated": "active"}
"""What is left of the status of a case in the three that a ticket has."""


@frozen
class _Subject:
    """What a ticket is about, as far as it is known when the ticket is made."""

    type: str = ""
    priority: str = ""
    severity: str | None = None
    visibility: str | None = None
    reporter: str | None = None


_NOTHING: Final = _Subject()


class TicketBridge(Bridge):
    """Tickets of incidents, cases and tasks.

    When a ticket is made, the application passes an id and its session. Type and priority are
    looked up there; they are empty where there is no application.
    """

    type = "ticket"
    methods: ClassVar[Mapping[str, str]] = {
        "update_metadata": "what another type says of the tracker's own fields is not taken over",
        "delete": "the ticket of a deleted incident or case stays",
    }
    keywords: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "create": {
            "plugin_metadata": "what the type says of the tracker's own fields is not used",
            "severity": "the ticket does not have it before the first update, of a task never",
            "visibility": "restricted tickets are told from open ones only by their title",
            "incident_id": "the ticket cannot be traced to the incident by its id",
            "case_id": "the ticket cannot be traced to the case by its id",
            "task_id": "the ticket cannot be traced to the task by its id",
            "incident_ticket_key": "the ticket of a task is not linked to the incident's",
            "db_session": "nothing else can be read from the application's database",
        },
        "update": {
            "plugin_metadata": "what the type says of the tracker's own fields is not used",
            "severity": "the ticket does not show it",
            "resolution": "the ticket does not show how a case was resolved",
            "case_status": "new, triage and escalated are all active",
            "conference_weblink": "the ticket does not link to the conference",
            "dispatch_weblink": "the ticket does not link to the application",
        },
    }

    def create(
        self,
        incident_id: int,
        title: str,
        commander_email: str,
        reporter_email: str,
        incident_type_plugin_metadata: Mapping[str, Any] | None = None,
        db_session: Any = None,
    ) -> dict[str, Any]:
        """Type, priority and severity are those of the incident."""
        return self._create(
            "create",
            title,
            commander_email,
            reporter_email,
            self._incident(db_session, incident_id),
            plugin_metadata=incident_type_plugin_metadata,
            incident_id=incident_id,
            db_session=db_session,
        )

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
        """What the documentation has no parameter for reaches an `update` that names it."""
        self._update(
            "update",
            ticket_id,
            {
                "plugin_metadata": incident_type_plugin_metadata,
                "severity": incident_severity,
                "conference_weblink": conference_weblink,
                "dispatch_weblink": dispatch_weblink,
            },
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
        """The assignee of a case stands for its commander, and for a reporter it does not have."""
        subject = self._looked_up("dispatch.case.models", "Case", db_session, case_id, "case")
        return self._create(
            "create_case_ticket",
            title,
            assignee_email,
            subject.reporter or assignee_email,
            subject,
            plugin_metadata=case_type_plugin_metadata,
            case_id=case_id,
            db_session=db_session,
        )

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
        """A weblink that is not there yet is empty for a case, and must not empty the field.

        The application passes no reporter: it is looked up by the name that its own page has.
        """
        self._update(
            "update_case_ticket",
            ticket_id,
            {
                "plugin_metadata": case_type_plugin_metadata,
                "severity": case_severity,
                "resolution": resolution,
                "case_status": status,
                "dispatch_weblink": dispatch_weblink,
            },
            title=title,
            description=description,
            incident_type=case_type,
            priority=case_priority,
            status=None if status is None else _STATUS.get(status, status),
            commander_email=assignee_email,
            reporter_email=self._reporter(dispatch_weblink),
            document_weblink=document_weblink or None,
            storage_weblink=storage_weblink or None,
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
        """A task may have no description, and a ticket needs a title.

        Type, priority and severity are those of the incident that the task belongs to.
        """
        task = self._spared(
            "create_task_ticket",
            None,
            lambda: application.row(db_session, "dispatch.task.models", "Task", task_id),
        )
        return self._create(
            "create_task_ticket",
            title or f"Task {task_id}",
            assignee_email,
            reporter_email,
            self._incident(db_session, getattr(task, "incident_id", None)),
            plugin_metadata=task_plugin_metadata,
            task_id=task_id,
            incident_ticket_key=incident_ticket_key,
            db_session=db_session,
        )

    def delete(self, ticket_id: str) -> None:
        self._optional("delete", None, ticket_id)

    def _create(
        self, method: str, title: str, commander: str, reporter: str, about: _Subject, **given: Any
    ) -> dict[str, Any]:
        looked_up = {"severity": about.severity, "visibility": about.visibility}
        offered: dict[str, Any] = {**dict.fromkeys(self.keywords["create"]), **looked_up, **given}

        def create() -> dict[str, Any]:
            function = self.within.create
            more = taken(function, offered)
            return plain(function(title, about.type, about.priority, commander, reporter, **more))

        return self._call(method, create)

    def _update(
        self, method: str, ticket_id: str, given: Mapping[str, Any], **documented: Any
    ) -> None:
        offered: dict[str, Any] = {**dict.fromkeys(self.keywords["update"]), **given}

        def update() -> None:
            function = self.within.update
            more = taken(function, offered)
            try:
                function(ticket_id, **documented, **more)
            except InvalidRequestError as error:
                if self._limits.steps is None or documented["status"] is None:
                    raise
                _LOG.warning("%s.%s: the status stays as it is: %s", self.slug, method, error)
                function(ticket_id, **{**documented, "status": None}, **more)

        self._call(method, update)

    def _incident(self, db_session: Any, incident_id: int | None) -> _Subject:
        return self._looked_up(
            "dispatch.incident.models", "Incident", db_session, incident_id, "incident"
        )

    def _looked_up(
        self, module: str, model: str, db_session: Any, id: int | None, prefix: str
    ) -> _Subject:
        """What a row says; what fails is logged, and the ticket is made without."""

        def look_up() -> _Subject:
            row = application.row(db_session, module, model, id)
            if row is None:
                return _NOTHING
            named = {
                name: application.attribute(row, f"{prefix}_{name}.name")
                for name in ("type", "priority", "severity")
            }
            return _Subject(
                named["type"] or "",
                named["priority"] or "",
                named["severity"],
                application.attribute(row, "visibility"),
                application.attribute(row, "reporter.individual.email"),
            )

        return self._spared(f"create: the {prefix}", _NOTHING, look_up)

    def _reporter(self, weblink: str | None) -> str | None:
        """Who reported the case with this page: ``"https://.../<organization>/cases/<name>"``."""
        organization, kind, name = ["", "", "", *(weblink or "").split("/")][-3:]
        case = application.loaded("dispatch.case.models", "Case")
        if kind != "cases" or case is None:
            return None

        def look_up() -> str | None:
            with application.session_of(organization) as session:
                if session is None:
                    return None
                found = session.query(case).filter_by(name=name, project_id=self.project_id)
                email = application.attribute(found.first(), "reporter.individual.email")
                return None if email is None else str(email)

        return self._spared("update_case_ticket: the reporter", None, look_up)
