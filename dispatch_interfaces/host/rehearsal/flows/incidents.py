"""The flows of incidents."""

from typing import Any, Final

from attrs import frozen

from dispatch_interfaces.host.rehearsal.calls import App, Nobody, caught
from dispatch_interfaces.host.rehearsal.flows import (
    checks,
    conversations,
    notices,
    people,
    resources,
)
from dispatch_interfaces.host.rehearsal.flows.notices import Before
from dispatch_interfaces.host.rehearsal.rows import Case, Incident, Participant, Service

COMMANDER: Final = "Incident Commander"
OBSERVER: Final = "Observer"


@frozen
class Setting:
    """What a project has that incidents and cases use.

    Args:
        service: Who is on call.
        announcements: The channel that is told of everything.
        templates: Ids of documents, by what they are for.
    """

    service: Service
    announcements: str
    templates: dict[str, str]


def store(app: App, setting: Setting, incident: Incident, reporter: str) -> None:
    """The row, before any resource: its reporter, commander, and who is on call next."""
    people.add_participant(app, incident, reporter, ["Reporter"])
    service, commander = setting.service, None
    if app.has("oncall"):
        commander = app.call("oncall.get", "incident/service.py:58", service_id=service.external_id)
    known = commander or reporter
    people.add_participant(app, incident, known, [COMMANDER], service.id)
    if app.has("oncall"):
        following = app.call(
            "oncall.get_next_oncall", "incident/service.py:309", service_id=service.external_id
        )
        if following and following != known:
            people.add_participant(app, incident, following, [OBSERVER], service.id)


def create_resources(
    app: App, setting: Setting, incident: Incident, case: Case | None = None
) -> None:
    """Everything that an incident has, from the ticket to the page of who takes part."""
    if incident.ticket is None:
        resources.create_incident_ticket(app, incident)
    if case is not None and case.dedicated_channel:
        if not app.has("conversation"):
            return
        app.call(
            "conversation.rename",
            "incident/flows.py:199",
            conversation_id=checks.there(incident.conversation, "the conversation").channel_id,
            name=incident.name,
        )
    named, teams = people.participants_of(app, incident, "incident/flows.py:100")
    addresses = [person.email for person, _ in named]
    _places(app, setting, incident, addresses, [team.email for team in teams])
    _heads(app, setting, incident)
    roles = ("Reporter", COMMANDER, "Liaison", "Scribe", OBSERVER)
    held = [incident.with_role(role) for role in roles]
    first = list(dict.fromkeys(it.individual.email for it in held if it is not None))
    for person in first:
        resources.update_group(app, incident.tactical_group, "add", person)
        conversations.add_to_incident(app, incident, [person])
        notices.welcome_to_incident(app, incident, person)
    notices.announce(app, incident, first, notices.MANY)
    for person, service in named:
        join(app, incident, person.email, service=service, announce=False)
    conversations.create_canvas(app, incident)


def _places(
    app: App, setting: Setting, incident: Incident, addresses: list[str], teams: list[str]
) -> None:
    if incident.tactical_group is None:
        resources.create_group(app, incident, "tactical", addresses)
    if incident.notifications_group is None:
        resources.create_group(app, incident, "notifications", teams)
    tactical, told = incident.tactical_group, incident.notifications_group
    if incident.storage is None:
        members = [tactical.email, told.email] if tactical and told else addresses
        resources.create_storage(app, incident, members)
    if incident.document is None:
        template = _template(setting, incident, "incident")
        resources.create_document(app, incident, "Incident Document", template)
    if incident.conference is None:
        resources.create_conference(app, incident, [tactical.email] if tactical else addresses)
    if incident.conversation is None:
        conversations.create_incident_conversation(app, incident)


def _template(setting: Setting, incident: Incident, what: str) -> str | None:
    """The template of a document; only the default type has some."""
    return setting.templates[what] if incident.type.name == "Default" else None


def _heads(app: App, setting: Setting, incident: Incident) -> None:
    resources.update_incident_ticket(app, incident)
    resources.update_document(app, incident, incident.document)
    conversations.set_topic(app, incident)
    conversations.set_description(app, incident, setting.service.external_id)
    for resource, title in (
        (incident.document, None),
        (incident.ticket, "Incident Ticket"),
        (incident.conference, "Incident Bridge"),
        (incident.storage, "Incident Storage"),
    ):
        conversations.add_bookmark(app, incident, resource, title)


def create(app: App, setting: Setting, incident: Incident, case: Case | None = None) -> None:
    """Everything that is made and said when an incident is opened."""
    create_resources(app, setting, incident, case)
    notices.created(app, incident, setting.announcements)
    if incident.priority.name != "High" and app.has("oncall"):
        commander = checks.there(incident.commander, "the commander")
        if commander.service:
            app.call("oncall.page", "incident/flows.py:421", **_page(setting, incident))
    notices.tips(app, incident)


def _page(setting: Setting, incident: Incident) -> dict[str, Any]:
    return {
        "service_id": setting.service.external_id,
        "incident_name": incident.name,
        "incident_title": incident.title,
        "incident_description": incident.description,
    }


def create_closed(app: App, incident: Incident) -> None:
    """An incident that is over when it is reported has a ticket only."""
    for it in incident.participants:
        it.active = False
    resources.create_incident_ticket(app, incident)
    resources.update_incident_ticket(app, incident)


def join(
    app: App, incident: Incident, email: str, *, service: int | None = None, announce: bool = True
) -> Participant | None:
    """Somebody takes part, for the first time or again."""
    if service and any(it.service == service for it in incident.participants):
        return None
    found = incident.who(email)
    if found is not None and found.active:
        return found
    closed = incident.status == "Closed"
    if found is None:
        found = people.add_participant(app, incident, email, [OBSERVER], service)
    elif not closed:
        found.active, found.service = True, service or found.service
    resources.update_group(app, incident.tactical_group, "add", email)
    if closed:
        return found
    conversations.add_to_incident(app, incident, [email])
    if not app.has("conversation"):
        return None
    if incident.conversation is None:
        # The application looks for the channel, and logs that it did not find it.
        app.script.tell(app.script.errors, "AttributeError: the conversation: there is none")
    if announce:
        notices.announce(app, incident, [email], notices.ONE)
    notices.welcome_to_incident(app, incident, email)
    conversations.update_canvas(app, incident)
    return found


def leave(app: App, incident: Incident, email: str) -> None:
    """Somebody wants to leave; who leads, or has a task, is kept."""
    open_tasks = [it for it in incident.tasks if it.status == "Open" and email in it.assignees]
    if open_tasks:
        conversations.add_to_incident(app, incident, [email])
        channel = checks.there(incident.conversation, "the conversation").channel_id
        if app.has("conversation"):
            app.call(
                "conversation.send_ephemeral",
                "incident/messaging.py:1161",
                channel,
                email,
                "There are open tasks",
                [{"title": "{{title}}", "text": "Resolve your tasks, or give them to others"}],
                "incident-open-tasks",
                title="Open tasks",
                dispatch_ui_url=f"{resources.UI}/tasks",
            )
        return
    commander = checks.there(incident.commander, "the commander").individual
    if incident.status != "Closed" and email == commander.email:
        conversations.add_to_incident(app, incident, [email])
        channel = checks.there(incident.conversation, "the conversation").channel_id
        notices.say(
            app,
            "incident/messaging.py:796",
            channel,
            "The commander is back",
            "{{commander_fullname}}",
            commander_fullname=commander.name,
        )
        return
    people.deactivate(app, incident, email)
    resources.update_group(app, incident.tactical_group, "remove", email)
    conversations.update_canvas(app, incident)
    conversations.remove_person(app, incident, email, "incident/flows.py:1233")


def assign(app: App, incident: Incident, email: str, role: str, by: str) -> None:
    """Give somebody a role."""
    join(app, incident, email)
    if not people.give_role(incident, email, role) or incident.status == "Closed":
        return
    known = {"email": email, "fullname": "Unknown", "weblink": ""}
    giver: dict[str, Any] = {"email": by, "fullname": "Unknown", "weblink": ""}
    taker: dict[str, Any] = known
    if app.has("contact"):
        giver = app.call("contact.get", "incident/flows.py:904", by, db_session=app.session)
        taker = app.call("contact.get", "incident/flows.py:907", email, db_session=app.session)
    if incident.conversation is not None:
        notices.say(
            app,
            "incident/messaging.py:912",
            incident.conversation.channel_id,
            "New {{assignee_role}}",
            "{{assigner_fullname}} made {{assignee_fullname}} the {{assignee_role}}",
            assigner_fullname=giver["fullname"],
            assigner_email=giver["email"],
            assignee_fullname=taker["fullname"],
            assignee_email=taker["email"],
            assignee_weblink=taker["weblink"],
            assignee_role=role,
        )
    if role == COMMANDER:
        conversations.set_topic(app, incident)
        notices.tips(app, incident)
    conversations.update_canvas(app, incident)


def engage(app: App, setting: Setting, incident: Incident) -> None:
    """Have who is on call join, and page them if they were not there."""
    if not app.has("oncall"):
        return
    known = any(it.service == setting.service.id for it in incident.participants)
    try:
        email = app.call(
            "oncall.get", "incident/flows.py:979", service_id=setting.service.external_id
        )
    except Nobody:
        if known:  # somebody of the service is there, and it does not matter who
            return
        raise
    if join(app, incident, email, service=setting.service.id) is not None:
        app.call("oncall.page", "incident/flows.py:1003", **_page(setting, incident))


def update(app: App, setting: Setting, incident: Incident, before: Before) -> None:
    """What follows each change of an incident."""
    _status(app, setting, incident, before)
    changed = before.changed(incident)
    if changed and incident.status != "Closed":
        conversations.set_topic(app, incident)
    resources.update_incident_ticket(app, incident)
    if incident.status == "Active":
        named, teams = people.participants_of(app, incident, "incident/flows.py:100")
        for person, service in named:
            join(app, incident, person.email, service=service)
        if app.has("participant-group") and incident.notifications_group is not None:
            addresses = [team.email for team in teams]
            app.call(
                "participant-group.add",
                "incident/flows.py:825",
                incident.notifications_group.email,
                addresses,
            )
    notices.updated(app, incident, before, setting.announcements)


def _status(app: App, setting: Setting, incident: Incident, before: Before) -> None:
    match before.status, incident.status:
        case "Closed", "Active":
            conversations.unarchive(app, incident)
            _reactivate(app, incident)
            notices.told_of_report(app, incident, "tactical-report")
        case "Stable", "Active":
            notices.told_of_report(app, incident, "tactical-report")
        case "Active", "Stable":
            stabilise(app, setting, incident)
            notices.told_of_report(app, incident, "tactical-report")
        case "Closed", "Stable":
            conversations.unarchive(app, incident)
            stabilise(app, setting, incident)
            _reactivate(app, incident)
            notices.told_of_report(app, incident, "tactical-report")
        case "Active", "Closed":
            stabilise(app, setting, incident)
            close(app, incident)
        case "Stable", "Closed":
            close(app, incident)
        case _:
            pass


def _reactivate(app: App, incident: Incident) -> None:
    for it in list(incident.participants):
        try:
            join(app, incident, it.individual.email)
        except Exception:
            caught(app.script)


def stabilise(app: App, setting: Setting, incident: Incident) -> None:
    """The document is filled in again, and there is one for the review."""
    if incident.document is not None:
        resources.update_document(app, incident, incident.document)
    if incident.review_document is not None:
        return
    template = _template(setting, incident, "review")
    resources.create_document(app, incident, "Incident Review Document", template)
    resources.update_document(app, incident, incident.review_document)
    costs(app, incident)
    if incident.review_document is not None and incident.conversation is not None:
        notices.say(
            app,
            "incident/messaging.py:941",
            incident.conversation.channel_id,
            "Review",
            "{{review_document_weblink}}",
            review_document_weblink=incident.review_document.weblink,
        )
        conversations.add_bookmark(app, incident, incident.review_document, None)


def costs(app: App, incident: Incident) -> None:
    """What people said in the channel, from which the costs of the default type are told."""
    if incident.type.name == "Default" and app.has("conversation"):
        events = app.call(
            "conversation.fetch_events",
            "incident_cost/service.py:226",
            db_session=app.session,
            subject=incident,
            plugin_event_id=1,
            oldest="0",
        )
        for _ in events or ():
            pass


def close(app: App, incident: Incident) -> None:
    """Nobody takes part any more, the channel is archived, and documents are protected."""
    for it in incident.participants:
        it.active = False
    conversations.archive(app, incident)
    if incident.visibility == "Open" and app.has("storage"):
        resources.protect_documents(app, [incident.document, incident.review_document])
    leader = checks.there(incident.commander, "the commander").individual.email
    about = {"name": incident.name, "title": incident.title}
    notices.direct(
        app,
        "incident/messaging.py:1034",
        leader,
        "What is said of a closed incident",
        "incident-closed-information-review-reminder",
        **about,
    )
    if app.has("conversation"):
        weblink = checks.there(incident.ticket, "the ticket").weblink
        for it in incident.participants:
            notices.direct(
                app,
                "incident/messaging.py:1076",
                it.individual.email,
                "How did it go?",
                "incident-rating-feedback",
                **about,
                ticket_weblink=weblink,
            )
    summarise(app, incident)


def summarise(app: App, incident: Incident) -> None:
    """A summary of the review, by a language model; whatever goes wrong is only logged."""
    if incident.visibility == "Restricted" or incident.review_document is None:
        return
    if not app.has("artificial-intelligence") or not app.has("storage"):
        return
    errors = len(app.script.errors)
    text = app.call(
        "storage.get",
        "ai/service.py:404",
        file_id=incident.review_document.resource_id,
        mime_type="text/plain",
    )
    if len(app.script.errors) > errors:
        return
    if app.settings("artificial-intelligence") is None:
        app.script.tell(app.script.errors, "AttributeError: chat_completion_model: no settings")
        return
    incident.summary = app.call(
        "artificial-intelligence.chat_completion",
        "ai/service.py:424",
        prompt=f"Sum up what happened.\n\n{text}",
        system_message="You sum up reviews of incidents.",
    )


def delete(app: App, incident: Incident) -> None:
    """Everything outside of the application goes, too."""
    resources.delete_ticket(app, incident)
    resources.delete_groups(app, incident)
    resources.delete_storage(app, incident)
    conversations.delete(app, incident)
    incident.deleted = True
