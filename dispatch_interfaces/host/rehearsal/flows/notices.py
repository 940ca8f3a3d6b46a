"""Messages and mails: who is told what, when."""

from typing import Any, Final

from attrs import frozen

from dispatch_interfaces.host.rehearsal.calls import App
from dispatch_interfaces.host.rehearsal.flows import checks
from dispatch_interfaces.host.rehearsal.flows.conversations import section
from dispatch_interfaces.host.rehearsal.rows import Case, Incident, Participant, Subject

ALL: Final = "all@example.com"
"""The list to which the project mails its notifications."""

_NAME: Final = {"title": "{{name}}", "title_link": "{{ticket_weblink}}", "text": "{{title}}"}
_INCIDENT: Final = [
    _NAME,
    {"title": "Status", "text": "{{status}}"},
    {"title": "Severity", "text": "{{severity}}"},
    {"title": "Commander", "title_link": "{{commander_weblink}}", "text": "{{commander_fullname}}"},
]
_CASE: Final = [
    _NAME,
    {"title": "Status", "text": "{{status}}"},
    {"title": "Assignee", "title_link": "{{assignee_weblink}}", "text": "{{assignee_fullname}}"},
]
_CHANGES: Final = ("status", "type", "severity", "priority")


@frozen
class Before:
    """What a change may have changed."""

    title: str
    status: str
    type: Any
    severity: Any
    priority: Any
    visibility: str

    @classmethod
    def of(cls, subject: Subject) -> "Before":
        return cls(
            subject.title,
            subject.status,
            subject.type,
            subject.severity,
            subject.priority,
            subject.visibility,
        )

    def changed(self, subject: Subject) -> tuple[str, ...]:
        """What is another now, of the four that people are told of."""
        return tuple(it for it in _CHANGES if getattr(self, it) is not getattr(subject, it))


def _leader(subject: Incident | Case) -> Participant:
    leader = subject.commander if isinstance(subject, Incident) else subject.assignee
    return checks.there(leader, "who leads")


def variables(subject: Incident | Case) -> dict[str, Any]:
    """What the templates about an incident or a case are filled in with."""
    leader, reporter = _leader(subject), checks.there(subject.reporter, "the reporter")
    role = "commander" if isinstance(subject, Incident) else "assignee"
    found: dict[str, Any] = {
        "name": subject.name,
        "title": subject.title,
        "description": f"{subject.description[:500]}...",
        "visibility": subject.visibility,
        "status": subject.status,
        "type": subject.type.name,
        "type_description": subject.type.description,
        "severity": subject.severity.name,
        "severity_description": subject.severity.description,
        "priority": subject.priority.name,
        "priority_description": subject.priority.description,
        f"{role}_fullname": leader.individual.name,
        f"{role}_team": leader.team,
        f"{role}_weblink": leader.individual.weblink,
        "reporter_fullname": reporter.individual.name,
        "reporter_team": reporter.team,
        "reporter_weblink": reporter.individual.weblink,
        "document_weblink": subject.document.weblink if subject.document else None,
        "storage_weblink": subject.storage.weblink if subject.storage else None,
        "ticket_weblink": subject.ticket.weblink if subject.ticket else None,
    }
    if isinstance(subject, Incident):
        conference = subject.conference
        found["conference_weblink"] = conference.weblink if conference else None
        found["conference_challenge"] = conference.challenge if conference else None
    return found


def notify(
    app: App, channel: str, text: str, template: list[dict[str, Any]], kind: str, **values: Any
) -> None:
    """Tell those who want to know of everything: a channel, and a list of addresses."""
    site = "notification/service.py:115"
    if app.has("conversation") and channel:
        app.call("conversation.send", site, channel, text, template, kind, **values)
    if app.has("email"):
        app.call("email.send", site, ALL, text, template, kind, **values)


def created(app: App, subject: Incident | Case, announcements: str) -> None:
    """Somebody opened an incident or a case."""
    what = type(subject).__name__
    template = list(_INCIDENT if isinstance(subject, Incident) else _CASE)
    values = {
        **variables(subject),
        "contact_fullname": _leader(subject).individual.name,
        "contact_weblink": _leader(subject).individual.weblink,
        f"{what.lower()}_id": subject.id,
        "organization_slug": app.project.organization.slug,
    }
    kind = f"{what.lower()}-notification"
    notify(app, announcements, f"{what} Notification", template, kind, **values)


def updated(app: App, subject: Incident | Case, before: Before, announcements: str) -> None:
    """Something of an incident or a case is another than before."""
    changed = before.changed(subject)
    what = type(subject).__name__
    if isinstance(subject, Case) and before.visibility != subject.visibility:
        changed = (*changed, "visibility")
    if not changed or (subject.status == "Closed" and "status" not in changed):
        return
    template = [_NAME]
    template += [_change(what.lower(), it) for it in changed]
    leader = _leader(subject)
    role = "commander" if isinstance(subject, Incident) else "assignee"
    values: dict[str, Any] = {
        f"{role}_fullname": leader.individual.name,
        f"{role}_team": leader.team,
        f"{role}_weblink": leader.individual.weblink,
        "name": subject.name,
        "title": subject.title,
    }
    for it in ("priority", "severity"):
        values[f"{what.lower()}_{it}_new"] = getattr(subject, it)
        values[f"{what.lower()}_{it}_old"] = getattr(before, it)
    values[f"{what.lower()}_status_new"] = subject.status
    values[f"{what.lower()}_status_old"] = before.status
    values[f"{what.lower()}_type_new"] = subject.type.name
    values[f"{what.lower()}_type_old"] = before.type.name
    values[f"{what.lower()}_visibility_new"] = subject.visibility
    kind, text = f"{what.lower()}-notification", f"{what} Notification"
    if subject.status != "Closed" and app.has("conversation"):
        site = "incident/messaging.py:448" if what == "Incident" else "case/messaging.py:243"
        channel = checks.there(subject.conversation, "the conversation").channel_id
        weblink = checks.there(subject.ticket, "the ticket").weblink
        app.call(
            "conversation.send",
            site,
            channel,
            text,
            template,
            kind,
            **values,
            ticket_weblink=weblink,
        )
    weblink = checks.there(subject.ticket, "the ticket").weblink
    notify(app, announcements, text, template, kind, **values, ticket_weblink=weblink)


def _change(what: str, field: str) -> dict[str, Any]:
    """The part of a message that says what a field is now; some are rows that have a name."""
    row = ".name" if field in ("priority", "severity") else ""
    return {"title": f"New {field}", "text": f"{{{{{what}_{field}_new{row}}}}}"}


def welcome_to_incident(app: App, incident: Incident, person: str) -> None:
    """What somebody is told who joins an incident: in the channel, and by mail."""
    kind, template = "incident-participant-welcome", [{"title": "Welcome to {{name}}"}, *_INCIDENT]
    if app.has("conversation") and incident.conversation is not None:
        app.call(
            "conversation.send_ephemeral",
            "incident/messaging.py:149",
            incident.conversation.channel_id,
            person,
            "Welcome to this incident",
            template,
            kind,
            **variables(incident),
        )
    if app.has("email"):
        app.call(
            "email.send",
            "incident/messaging.py:228",
            person,
            "Incident Notification",
            template,
            kind,
            **variables(incident),
            contact_fullname=_leader(incident).individual.name,
            contact_weblink=_leader(incident).individual.weblink,
        )


def welcome_to_case(app: App, case: Case, person: str) -> None:
    """What somebody is told who joins a case that has a channel of its own."""
    if not case.dedicated_channel or not app.has("conversation"):
        return
    app.call(
        "conversation.send_ephemeral",
        "case/messaging.py:379",
        conversation_id=checks.there(case.conversation, "the conversation").channel_id,
        user=person,
        text=f"Welcome to {case.name}",
        message_template=[{"title": "Welcome to {{name}}"}, *_CASE],
        notification_type="case-participant-welcome",
        **variables(case),
    )


def announce(app: App, subject: Incident | Case, people: list[str], sites: tuple[str, ...]) -> None:
    """Say in the channel or thread who has joined.

    Args:
        app: The application.
        subject: What they have joined.
        people: Their addresses.
        sites: Where the application asks for the person and the picture, and where it says it:
            in a thread, in a channel.
    """
    if subject.conversation is None or not app.has("conversation"):
        return
    lines = list[str]()
    for person in people:
        known: dict[str, Any] = {}
        if app.has("contact"):
            known = app.call("contact.get", sites[0], person, db_session=app.session)
        app.call("conversation.get_participant_avatar_url", sites[1], person)
        lines.append(
            f"*Name:* {known.get('fullname', 'Unknown')}\n"
            f"*Team*: {known.get('team', 'Unknown')}, {known.get('department', 'Unknown')}\n"
            f"*Location*: {known.get('location', 'Unknown')}"
        )
    what = type(subject).__name__
    many = len(sites[2:]) == 1
    text = f"{len(people)} New {what} Participants" if many else f"New {what} Participant"
    blocks = section(f"*{text}*") + [it for line in lines for it in section(line)]
    more: dict[str, Any] = {}
    site = sites[-1]
    if isinstance(subject, Case) and subject.has_thread:
        more, site = {"ts": subject.conversation.thread_id}, sites[2]
    app.call(
        "conversation.send",
        site,
        subject.conversation.channel_id,
        text,
        [],
        "incident-notification",
        blocks=blocks,
        **more,
    )


ONE: Final = (
    "incident/messaging.py:572",
    "incident/messaging.py:589",
    "incident/messaging.py:626",
    "incident/messaging.py:635",
)
MANY: Final = (
    "incident/messaging.py:703",
    "incident/messaging.py:718",
    "incident/messaging.py:768",
)


def tips(app: App, incident: Incident) -> None:
    """What the commander is told of leading an incident."""
    if not app.has("conversation"):
        return
    lines = (
        ("engage-oncall", 1107),
        ("executive-report", 1108),
        ("tactical-report", 1111),
        ("update-incident", 1112),
    )
    commands = {
        f"{command.replace('-', '_')}_command": app.call(
            "conversation.get_command_name", f"incident/messaging.py:{line}", command
        )
        for command, line in lines
    }
    direct(
        app,
        "incident/messaging.py:1126",
        _leader(incident).individual.email,
        "How to lead an incident",
        "incident-management-help-tips",
        name=incident.name,
        title=incident.title,
        **commands,
    )


def direct(app: App, site: str, person: str, text: str, kind: str, **item: Any) -> None:
    """Say something to one person."""
    if app.has("conversation"):
        template = [{"title": "{{name}}", "text": "{{title}}"}]
        app.call("conversation.send_direct", site, person, text, template, kind, items=[item])


def told_of_report(app: App, incident: Incident, report: str) -> None:
    """Remind the commander of a report, unless one was just written."""
    if incident.just_told or not app.has("conversation"):
        return
    command = app.call("conversation.get_command_name", "report/messaging.py:180", report)
    direct(
        app,
        "report/messaging.py:195",
        _leader(incident).individual.email,
        f"Time for a {report.replace('-', ' ')}",
        f"incident-{report}",
        name=incident.name,
        title=incident.title,
        ticket_weblink=incident.ticket.weblink if incident.ticket else None,
        command=command,
    )


def say(app: App, site: str, channel: str, title: str, text: str, **values: Any) -> None:
    """Say something in a channel, from a template."""
    if app.has("conversation"):
        template = [{"title": title, "text": text}]
        app.call(
            "conversation.send",
            site,
            channel,
            "Incident Notification",
            template,
            "incident-notification",
            **values,
        )
