"""Channels and threads, and what stands at their head."""

from typing import Any

from dispatch_interfaces.host.rehearsal.calls import App, caught
from dispatch_interfaces.host.rehearsal.flows import checks
from dispatch_interfaces.host.rehearsal.rows import Case, Conversation, Incident, Resource, Subject


def create_incident_conversation(app: App, incident: Incident) -> None:
    """The channel of an incident."""
    if not app.has("conversation"):
        return
    made = app.call("conversation.create", "conversation/flows.py:204", incident.name)
    if not made:
        return
    made.update({"resource_type": app.slug("conversation"), "resource_id": made["id"]})
    incident.conversation = Conversation(made["id"], made["weblink"])


def create_case_conversation(app: App, case: Case, target: str) -> None:
    """A thread in some channel, or a channel of the case's own."""
    if not app.has("conversation"):
        return
    if case.has_channel or (case.has_thread and not case.dedicated_channel):
        return
    made = None
    if case.dedicated_channel:
        made = app.call("conversation.create", "conversation/flows.py:78", name=f"case-{case.name}")
    elif target:
        made = app.call(
            "conversation.create_threaded",
            "conversation/flows.py:66",
            case=case,
            conversation_id=target,
            db_session=app.session,
        )
    if not made:
        app.script.tell(app.script.losses, "the conversation of the case was not made")
        return
    made.update({"resource_type": app.slug("conversation"), "resource_id": made["id"]})
    before, case.conversation = (
        case.conversation,
        Conversation(made["id"], made["weblink"], made.get("timestamp")),
    )
    if before is not None:
        _move(app, case, before)


def _move(app: App, case: Case, before: Conversation) -> None:
    """Say in the thread where the case is now, and in the channel where it was."""
    new = checks.there(case.conversation, "the conversation")
    app.call(
        "conversation.update_thread",
        "conversation/flows.py:132",
        case=case,
        conversation_id=before.channel_id,
        ts=before.thread_id,
    )
    app.call(
        "conversation.send",
        "conversation/flows.py:148",
        before.channel_id,
        "The case has moved",
        [],
        "case-notification",
        blocks=section(f"This case goes on in its own channel: {new.weblink}"),
        ts=before.thread_id,
    )
    app.call(
        "conversation.send",
        "conversation/flows.py:169",
        new.channel_id,
        "Where the case began",
        [],
        "case-notification",
        blocks=section(f"This case began in a thread: {before.weblink}"),
    )


def section(text: str) -> list[dict[str, Any]]:
    """Blocks of one text."""
    return [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]


def archive(app: App, subject: Subject) -> None:
    if subject.conversation is not None and app.has("conversation"):
        channel = subject.conversation.channel_id
        app.call("conversation.archive", "conversation/flows.py:259", channel)


def unarchive(app: App, subject: Subject) -> None:
    if subject.conversation is not None and app.has("conversation"):
        channel = subject.conversation.channel_id
        app.call("conversation.unarchive", "conversation/flows.py:284", channel)


def set_topic(app: App, subject: Incident | Case) -> None:
    """Who leads, and how it stands."""
    if subject.conversation is None or not app.has("conversation"):
        return
    leader = subject.commander if isinstance(subject, Incident) else subject.assignee
    who = checks.there(leader, "who leads")
    topic = (
        f"⛑️ {who.individual.name}, {who.team} | Status: {subject.status} | "
        f"Type: {subject.type.name} | Severity: {subject.severity.name} | "
        f"Priority: {subject.priority.name}"
    )
    channel = subject.conversation.channel_id
    app.call("conversation.set_topic", "conversation/flows.py:330", channel, topic)


def set_description(app: App, incident: Incident, service_id: str) -> None:
    """Who is on call."""
    if incident.conversation is None or not app.has("conversation"):
        return
    text = "On call: {oncall_email}"
    if app.has("oncall"):
        oncall = app.call("oncall.get", "conversation/flows.py:349", service_id)
        if oncall:
            text = text.replace("{oncall_email}", oncall)
    channel = incident.conversation.channel_id
    app.call("conversation.set_description", "conversation/flows.py:390", channel, text)


def add_bookmark(app: App, subject: Subject, resource: Resource | None, title: str | None) -> None:
    """A link at the head of the channel."""
    if resource is None or subject.conversation is None or not app.has("conversation"):
        return
    try:
        app.call(
            "conversation.add_bookmark",
            "conversation/flows.py:443",
            subject.conversation.channel_id,
            resource.weblink,
            title=title or _titled(resource.resource_type),
        )
    except Exception:
        caught(app.script)


def _titled(resource_type: str) -> str:
    return resource_type.removeprefix("dispatch-").replace("-", " ").title()


def add_to_incident(app: App, incident: Incident, people: list[str]) -> None:
    if incident.conversation is not None and app.has("conversation"):
        channel = incident.conversation.channel_id
        app.call("conversation.add", "conversation/flows.py:549", channel, people)


def add_to_case(app: App, case: Case, people: list[str]) -> None:
    """Into the channel; into a thread only if a signal in production made the case."""
    if case.conversation is None or not app.has("conversation"):
        return
    channel = case.conversation.channel_id
    if case.has_channel:
        app.call("conversation.add", "conversation/flows.py:505", channel, people)
    elif case.signal_instances:
        app.call(
            "conversation.add_to_thread",
            "conversation/flows.py:489",
            channel,
            case.conversation.thread_id,
            people,
        )


def remove_person(app: App, subject: Subject, person: str, site: str) -> None:
    if subject.conversation is not None and app.has("conversation"):
        app.call(
            "conversation.remove_user",
            site,
            conversation_id=subject.conversation.channel_id,
            user_email=person,
        )


def delete(app: App, incident: Incident) -> None:
    """Out of the way: with another name, and archived; the second only if the first went well."""
    if incident.conversation is None or not app.has("conversation"):
        return
    channel, errors = incident.conversation.channel_id, len(app.script.errors)
    app.call(
        "conversation.rename",
        "conversation/flows.py:578",
        channel,
        f"{incident.name.lower()}-deleted",
    )
    if len(app.script.errors) == errors:
        app.call("conversation.archive", "conversation/flows.py:582", channel)


def create_canvas(app: App, subject: Incident | Case) -> None:
    """The page of who takes part; whatever goes wrong is only logged."""
    if isinstance(subject, Case) and not subject.dedicated_channel:
        return
    if subject.conversation is None or not app.has("conversation"):
        return
    incident = isinstance(subject, Incident)
    leader = subject.commander if isinstance(subject, Incident) else subject.assignee
    made = app.call(
        "conversation.create_canvas",
        "canvas/flows.py:73" if incident else "canvas/flows.py:145",
        conversation_id=subject.conversation.channel_id,
        title="Participants",
        user_emails=[leader.individual.email] if leader else [],
        content=_table(subject),
    )
    subject.canvas_id = made or subject.canvas_id


def update_canvas(app: App, subject: Incident | Case) -> None:
    """The page is brought up to date."""
    if subject.canvas_id is None or not app.has("conversation"):
        return
    site = "canvas/flows.py:246" if isinstance(subject, Incident) else "canvas/flows.py:415"
    app.call("conversation.edit_canvas", site, canvas_id=subject.canvas_id, content=_table(subject))


def _table(subject: Subject) -> str:
    lines = [f"# Participants ({len(subject.participants)} total)", ""]
    lines += [
        f"| {it.individual.name} | {it.team} | {it.location} | {', '.join(it.roles)} |"
        for it in subject.participants
    ]
    return "\n".join(lines)
