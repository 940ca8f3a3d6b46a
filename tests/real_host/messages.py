"""Every templated message of the application, in each of its variants, with what goes into it."""

from collections.abc import Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, Final

from attrs import field, frozen
from dispatch.email_templates.models import EmailTemplates
from dispatch.messaging import strings
from dispatch.messaging.strings import MessageType

_LINK: Final = "https://dispatch.example.com"
_LOW: Final = SimpleNamespace(name="Low", view_order=1)
_HIGH: Final = SimpleNamespace(name="High", view_order=3)

_PEOPLE: Final = {
    f"{role}_{what}": value.format(role=role.title())
    for role in ("commander", "reporter", "assignee", "contact")
    for what, value in (
        ("fullname", "{role} Lovelace"),
        ("team", "{role} team"),
        ("weblink", "https://people.example.com/{role}"),
    )
}
_COMMON: Final = {
    **_PEOPLE,
    "title": "Orders are late",
    "description": "Queries take minutes.",
    "visibility": "Open",
    "type": "Outage",
    "type_description": "Something is down",
    "severity": "High",
    "severity_description": "Many are hit",
    "priority": "Urgent",
    "priority_description": "Everything else waits",
    "document_weblink": f"{_LINK}/document",
    "storage_weblink": f"{_LINK}/storage",
    "ticket_weblink": f"{_LINK}/ticket",
    "conference_weblink": f"{_LINK}/conference",
    "conference_challenge": "1234",
    "faq_weblink": f"{_LINK}/faq",
    "conversation_commands_reference_document_weblink": f"{_LINK}/commands",
    "organization_slug": "default",
}
_INCIDENT: Final = {**_COMMON, "name": "inc-1", "status": "Active", "incident_id": 1}
_CASE: Final = {**_COMMON, "name": "case-1", "status": "New", "case_id": 1}
_WITHOUT: Final = (
    "faq_weblink",
    "conference_weblink",
    "conference_challenge",
    "conversation_commands_reference_document_weblink",
)
"""What a project may have none of."""
_EMPTY: Final = {**_INCIDENT, **dict.fromkeys(("document_weblink", "storage_weblink"))}
_MONITOR: Final = {"weblink": f"{_LINK}/build", "monitor_creator_name": "Ada"}
_TASK: Final = {"task_creator": "ada@example.com", "task_description": "Roll back"}
_RUN: Final = {
    "workflow_name": "Collect logs",
    "workflow_description": "Collects all logs",
    "instance_creator_name": "Ada",
    "instance_status_old": "Running",
    "instance_status_new": "Completed",
    "instance_weblink": f"{_LINK}/run",
}
_SHIFT: Final = {
    "individual_name": "Ada",
    "oncall_schedule_id": "schedule-1",
    "oncall_service_name": "Database",
    "organization_slug": "default",
    "project_id": 1,
    "shift_end_at": "2025-09-01 09:00:00",
    "reminder_id": 1,
    "details": [{"num_incidents": 1}],
}


@frozen
class Templated:
    """One message, as the application passes it."""

    name: str
    method: str
    text: str
    template: Sequence[Mapping[str, Any]]
    type: str
    variables: Mapping[str, Any] = field(factory=dict)
    items: Sequence[Mapping[str, Any]] = ()

    def keywords(self) -> dict[str, Any]:
        items = {"items": [dict(it) for it in self.items]} if self.items else {}
        return {**items, **self.variables}


def _changes(kind: str, values: Sequence[str]) -> dict[str, Any]:
    """The variables of a message that says what has changed."""
    statuses = ("Active", "Stable") if kind == "incident" else ("New", "Triage")
    pairs = {
        "status": statuses,
        "type": ("Default", "Security"),
        "severity": (_LOW, _HIGH),
        "priority": (_HIGH, _LOW),
        "visibility": ("Open", "Restricted"),
    }
    return {
        f"{kind}_{name}_{when}": pairs[name][number]
        for name in values
        for number, when in enumerate(("old", "new"))
    }


def _updates(kind: str, base: Mapping[str, Any]) -> Iterator[Templated]:
    """What a channel and the announcements are told of each change."""
    upper = kind.upper()
    names = ["status", "type", "severity", "priority"]
    names += ["visibility"] if kind == "case" else []
    lead = strings.INCIDENT_COMMANDER if kind == "incident" else strings.CASE_ASSIGNEE
    title = getattr(strings, f"{upper}_TITLE")
    heads = {
        "in the channel": getattr(strings, f"{upper}_NAME"),
        "to all, who may join": getattr(strings, f"{upper}_NAME_WITH_ENGAGEMENT"),
        "to all, who may not join": getattr(strings, f"{upper}_NAME_WITH_ENGAGEMENT_NO_SELF_JOIN"),
    }
    kinds = {it: [it] for it in names} | {"all": [it for it in names if it != "visibility"]}
    message_type = getattr(MessageType, f"{kind}_notification")
    variables = {**base, **_changes(kind, names), "escalated_to_incident": None}
    for where, head in heads.items():
        for what, changed in kinds.items():
            parts = [getattr(strings, f"{upper}_{it.upper()}_CHANGE") for it in changed]
            template = [head, title, *parts, lead]
            text = f"{kind.title()} Notification"
            name = f"{kind}: {what} changed, {where}"
            yield Templated(name, "send", text, template, message_type, variables)


def _created(kind: str, base: Mapping[str, Any]) -> Iterator[Templated]:
    upper, text = kind.upper(), f"{kind.title()} Notification"
    for name, head in (
        ("who may join", "NAME_WITH_ENGAGEMENT"),
        ("who may not join", "NAME_WITH_ENGAGEMENT_NO_SELF_JOIN"),
        ("closed", "NAME"),
    ):
        template = [getattr(strings, f"{upper}_{head}"), *getattr(strings, f"{upper}_NOTIFICATION")]
        message_type = getattr(MessageType, f"{kind}_notification")
        yield Templated(f"{kind}: created, {name}", "send", text, template, message_type, base)


def _welcomes() -> Iterator[Templated]:
    custom = EmailTemplates(
        welcome_text="Welcome to {{name}}",
        welcome_body="Please read {{title}}.",
        components="Title,Description,Status,Commander,FAQ Document",
    )
    without = {key: it for key, it in _INCIDENT.items() if key not in _WITHOUT}
    restricted = {**_INCIDENT, "visibility": "Restricted"}
    incident = ("send_ephemeral", "Incident Welcome Message")
    for name, template, variables in (
        ("incident: welcome", None, _INCIDENT),
        ("incident: welcome, without a conference", None, without),
        ("incident: welcome, without documents", None, _EMPTY),
        ("incident: welcome, restricted", None, restricted),
        ("incident: welcome, a text of the project", custom, _INCIDENT),
    ):
        yield Templated(
            name,
            *incident,
            strings.generate_welcome_message(template),
            MessageType.incident_participant_welcome,
            variables,
        )
    yield Templated(
        "case: welcome",
        "send_ephemeral",
        "Welcome to case-1",
        strings.generate_welcome_message(None, is_incident=False),
        MessageType.case_participant_welcome,
        _CASE,
    )


def _in_channel() -> Iterator[Templated]:
    """Other messages to everybody in a channel."""
    roles = {
        "assigner_fullname": "Ada",
        "assigner_email": "ada@example.com",
        "assignee_fullname": "Grace",
        "assignee_email": "grace@example.com",
        "assignee_weblink": f"{_LINK}/grace",
        "assignee_role": "Scribe",
    }
    nameless = {**roles, "assigner_fullname": None, "assignee_fullname": None}
    artifact = SimpleNamespace(name="Logs of web-1", weblink=f"{_LINK}/logs")
    report = {"conditions": "Slow", "actions": "A rollback", "needs": "Another pair of eyes"}
    states = {"monitor_state_old": "running", "monitor_state_new": "failed"}
    notice = MessageType.incident_notification
    for name, template, message_type, variables in (
        (
            "incident: commander added again",
            strings.INCIDENT_COMMANDER_READDED_NOTIFICATION,
            notice,
            _PEOPLE,
        ),
        ("incident: new role", strings.INCIDENT_NEW_ROLE_NOTIFICATION, notice, roles),
        (
            "incident: new role of somebody without a name",
            strings.INCIDENT_NEW_ROLE_NOTIFICATION,
            notice,
            nameless,
        ),
        (
            "incident: review document",
            [strings.INCIDENT_REVIEW_DOCUMENT],
            notice,
            {"review_document_weblink": f"{_LINK}/review"},
        ),
        (
            "incident: tactical report",
            strings.INCIDENT_TACTICAL_REPORT,
            MessageType.incident_tactical_report,
            report,
        ),
        ("monitor: created", strings.INCIDENT_MONITOR_CREATED_NOTIFICATION, notice, _MONITOR),
        (
            "monitor: changed",
            strings.INCIDENT_MONITOR_UPDATE_NOTIFICATION,
            notice,
            {**_MONITOR, **states},
        ),
        ("monitor: ignored", strings.INCIDENT_MONITOR_IGNORE_NOTIFICATION, notice, _MONITOR),
        ("workflow: created", strings.INCIDENT_WORKFLOW_CREATED_NOTIFICATION, notice, _RUN),
        ("workflow: changed", strings.INCIDENT_WORKFLOW_UPDATE_NOTIFICATION, notice, _RUN),
        (
            "workflow: completed",
            strings.INCIDENT_WORKFLOW_COMPLETE_NOTIFICATION,
            notice,
            {**_RUN, "instance_artifacts": [artifact]},
        ),
        (
            "workflow: completed, without documents",
            strings.INCIDENT_WORKFLOW_COMPLETE_NOTIFICATION,
            notice,
            {**_RUN, "instance_artifacts": []},
        ),
    ):
        yield Templated(name, "send", "Incident Notification", template, message_type, variables)


def _reports() -> Iterator[Templated]:
    grouped = {"items_grouped": [_INCIDENT, {**_INCIDENT, "name": "inc-2", "status": "Stable"}]}
    daily = {**grouped, "items_grouped_template": strings.INCIDENT}
    summaries = {
        "items_grouped": [{**_INCIDENT, "summary": "A rollback was late."}],
        "items_grouped_template": strings.INCIDENT_SUMMARY_TEMPLATE,
    }
    weekly = MessageType.incident_weekly_report
    for name, template, message_type, variables in (
        ("daily", strings.INCIDENT_DAILY_REPORT, MessageType.incident_daily_report, daily),
        ("weekly", strings.INCIDENT_WEEKLY_REPORT, weekly, summaries),
        (
            "weekly, without incidents",
            strings.INCIDENT_WEEKLY_REPORT_NO_INCIDENTS,
            weekly,
            {**summaries, "items_grouped": []},
        ),
    ):
        text = f"default {name.partition(',')[0].title()} Report"
        yield Templated(f"report: {name}", "send", text, template, message_type, variables)


def _to_one() -> Iterator[Templated]:
    """Messages that one person sees in a channel."""
    for name, template, message_type, variables in (
        (
            "task: open ones of who leaves",
            strings.INCIDENT_OPEN_TASKS,
            MessageType.incident_open_tasks,
            {"title": "Open Incident Tasks", "dispatch_ui_url": f"{_LINK}/tasks"},
        ),
        (
            "task: added to the incident",
            strings.INCIDENT_TASK_ADD_TO_INCIDENT,
            MessageType.task_add_to_incident,
            {
                "title": "Task Added Notification",
                "dispatch_ui_url": f"{_LINK}/tasks",
                "task_description": "Roll back",
                "task_weblink": f"{_LINK}/task",
            },
        ),
        (
            "task: created",
            strings.INCIDENT_TASK_NEW_NOTIFICATION,
            "incident-notification",
            {**_TASK, "task_weblink": f"{_LINK}/task"},
        ),
        (
            "task: created, without a link",
            strings.INCIDENT_TASK_NEW_NOTIFICATION,
            "incident-notification",
            {**_TASK, "task_weblink": None},
        ),
        (
            "task: resolved",
            strings.INCIDENT_TASK_RESOLVED_NOTIFICATION,
            "incident-notification",
            {**_TASK, "task_weblink": f"{_LINK}/task"},
        ),
    ):
        yield Templated(
            name, "send_ephemeral", "Incident Notification", template, message_type, variables
        )


def _direct() -> Iterator[Templated]:
    commands = {
        f"{it}_command": f"/dispatch-{it}"
        for it in ("update", "engage_oncall", "tactical_report", "executive_report")
    }
    incident = {
        **_INCIDENT,
        **commands,
        "command": "/dispatch-update",
        "conversation_weblink": f"{_LINK}/channel",
        "dispatch_ui_incident_url": f"{_LINK}/incidents/inc-1",
        "resolution": "A rollback",
        "report_type": "Tactical Report",
    }
    executive = {**incident, "report_type": "Executive Report"}
    case = {**_CASE, "dispatch_ui_case_url": f"{_LINK}/cases/case-1"}
    kinds = MessageType
    for name, text, template, message_type, item in (
        (
            "incident: close reminder",
            "Incident Close Reminder",
            strings.INCIDENT_CLOSE_REMINDER,
            kinds.incident_status_reminder,
            {**incident, "status": "Stable"},
        ),
        (
            "incident: review what is said of it",
            "Incident Closed Information Review Reminder",
            strings.INCIDENT_CLOSED_INFORMATION_REVIEW_REMINDER_NOTIFICATION,
            kinds.incident_closed_information_review_reminder,
            incident,
        ),
        (
            "incident: feedback",
            "Incident Rating and Feedback",
            strings.INCIDENT_CLOSED_RATING_FEEDBACK_NOTIFICATION,
            kinds.incident_rating_feedback,
            incident,
        ),
        (
            "incident: tips",
            "Incident Management Help Tips",
            strings.INCIDENT_MANAGEMENT_HELP_TIPS_MESSAGE,
            kinds.incident_management_help_tips,
            incident,
        ),
        (
            "incident: tactical report reminder",
            "Incident Tactical Report Reminder",
            strings.INCIDENT_REPORT_REMINDER,
            kinds.incident_tactical_report,
            incident,
        ),
        (
            "incident: executive report reminder",
            "Incident Executive Report Reminder",
            strings.INCIDENT_REPORT_REMINDER,
            kinds.incident_executive_report,
            executive,
        ),
        (
            "incident: tactical report reminder, put off",
            "Incident Tactical Report Reminder",
            strings.INCIDENT_REPORT_REMINDER_DELAYED,
            kinds.incident_tactical_report,
            incident,
        ),
        (
            "incident: executive report reminder, put off",
            "Incident Executive Report Reminder",
            strings.INCIDENT_REPORT_REMINDER_DELAYED,
            kinds.incident_executive_report,
            executive,
        ),
        (
            "case: close reminder",
            "Case Close Reminder",
            strings.CASE_CLOSE_REMINDER,
            kinds.case_status_reminder,
            {**case, "status": "Triage"},
        ),
        (
            "case: triage reminder",
            "Case Triage Reminder",
            strings.CASE_TRIAGE_REMINDER,
            kinds.case_status_reminder,
            case,
        ),
        (
            "case: feedback",
            "Case Rating and Feedback",
            strings.CASE_CLOSED_RATING_FEEDBACK_NOTIFICATION,
            kinds.case_rating_feedback,
            case,
        ),
        (
            "shift: feedback",
            "Oncall Shift Feedback Request",
            strings.ONCALL_SHIFT_FEEDBACK_NOTIFICATION,
            kinds.service_feedback,
            _SHIFT,
        ),
        (
            "shift: feedback, again",
            "Oncall Shift Feedback Request",
            strings.ONCALL_SHIFT_FEEDBACK_NOTIFICATION_REMINDER,
            kinds.service_feedback,
            _SHIFT,
        ),
        (
            "shift: feedback received",
            "Oncall Shift Feedback Received",
            strings.ONCALL_SHIFT_FEEDBACK_RECEIVED,
            kinds.service_feedback,
            _SHIFT,
        ),
    ):
        yield Templated(name, "send_direct", text, template, message_type, items=[item])


TEMPLATED: Final[tuple[Templated, ...]] = (
    *_welcomes(),
    *_created("incident", _INCIDENT),
    *_updates("incident", _INCIDENT),
    *_in_channel(),
    *_reports(),
    *_to_one(),
    *_created("case", _CASE),
    *_updates("case", _CASE),
    *_direct(),
)
