"""The flows of cases."""

from typing import Final

from dispatch_interfaces.host.rehearsal.calls import App, caught
from dispatch_interfaces.host.rehearsal.flows import (
    checks,
    conversations,
    incidents,
    notices,
    people,
    resources,
)
from dispatch_interfaces.host.rehearsal.flows.incidents import Setting
from dispatch_interfaces.host.rehearsal.flows.notices import Before
from dispatch_interfaces.host.rehearsal.rows import Case, Incident, Participant

ASSIGNEE: Final = "Assignee"


def store(app: App, setting: Setting, case: Case, reporter: str | None) -> None:
    """The row, before any resource: who is on call is its assignee."""
    assignee = None
    if app.has("oncall"):
        assignee = app.call(
            "oncall.get", "service/flows.py:28", service_id=setting.service.external_id
        )
    if assignee:
        people.add_participant(app, case, assignee, [ASSIGNEE])
    if reporter is not None:
        people.add_participant(app, case, reporter, ["Reporter"])


def create(app: App, setting: Setting, case: Case, *, all_resources: bool = True) -> None:
    """Everything that is made and said when a case is opened."""
    resources.create_case_ticket(app, case)
    named, teams = people.participants_of(app, case, "case/flows.py:64")
    named = [(it.email, service) for it, service in named]
    named += [
        (it.individual.email, None) for it in (case.assignee, case.reporter) if it is not None
    ]
    addresses = [email for email, _ in named]
    if all_resources:
        _places(app, setting, case, addresses, [team.email for team in teams])
    try:
        _talk(app, setting, case, addresses)
    except Exception:
        caught(app.script)
    if case.has_channel:
        conversations.create_canvas(app, case)
        for resource, title in (
            (case.document, None),
            (case.ticket, "Case Ticket"),
            (case.storage, "Case Storage"),
        ):
            conversations.add_bookmark(app, case, resource, title)
        conversations.set_topic(app, case)
    resources.update_case_ticket(app, case)
    if case.dedicated_channel:
        notices.created(app, case, setting.announcements)
    if case.priority.name != "Medium":
        if not app.has("oncall"):
            return
        app.call("oncall.page", "case/flows.py:333", **_page(setting, case))
    elif case.event:
        _offer_page(app, setting, case)
    for it in (case.assignee, case.reporter):
        if it is not None:
            resources.update_group(app, case.tactical_group, "add", it.individual.email)


def _page(setting: Setting, case: Case) -> dict[str, str]:
    return {
        "service_id": setting.service.external_id,
        "incident_name": case.name,
        "incident_title": case.title,
        "incident_description": case.description,
    }


def _places(app: App, setting: Setting, case: Case, addresses: list[str], teams: list[str]) -> None:
    if not case.groups:
        everybody = sorted({*addresses, *teams})
        resources.create_group(app, case, "tactical", everybody)
    group = case.tactical_group
    if case.storage is None:
        resources.create_storage(app, case, [group.email] if group else addresses)
    if case.document is None:
        template = setting.templates["case"]
        resources.create_document(app, case, "Case Document", template)
    resources.update_document(app, case, case.document)


def _talk(app: App, setting: Setting, case: Case, addresses: list[str]) -> None:
    """The conversation, and all who take part in it."""
    begin_conversation(app, setting, case, addresses)
    for person in dict.fromkeys(addresses):
        notices.announce(app, case, [person], notices.ONE)
        notices.welcome_to_case(app, case, person)


def begin_conversation(app: App, setting: Setting, case: Case, addresses: list[str]) -> None:
    """The thread or channel; who cannot be added is only said."""
    conversations.create_case_conversation(app, case, setting.announcements)
    for email in addresses:
        try:
            join(app, case, email, talks=False)
        except Exception:
            # Everything that runs in the background logs what it raises.
            caught(app.script)
    try:
        conversations.add_to_case(app, case, addresses)
    except Exception:
        caught(app.script)


def _offer_page(app: App, setting: Setting, case: Case) -> None:
    """Nobody is paged for an event; its channel is told how to."""
    if not app.has("conversation"):
        return
    command = app.call("conversation.get_command_name", "case/messaging.py:457", "engage-oncall")
    app.call(
        "conversation.send",
        "case/messaging.py:471",
        checks.there(case.conversation, "the conversation").channel_id,
        "Who is on call can be asked",
        [],
        "incident-notification",
        blocks=conversations.section(f"{command} pages {setting.service.name}"),
    )
    ask_to_update(app, case)


def ask_to_update(app: App, case: Case) -> None:
    """Ask the assignee of an event for what is not known yet."""
    if not app.has("conversation") or case.assignee is None:
        return
    app.call(
        "conversation.send_ephemeral",
        "case/messaging.py:413",
        conversation_id=checks.there(case.conversation, "the conversation").channel_id,
        user=case.assignee.individual.email,
        text="An event wants to be looked at",
        blocks=conversations.section("Update title, priority and type of this event"),
    )


def join(app: App, case: Case, email: str, *, talks: bool = True) -> Participant:
    """Somebody takes part, for the first time or again."""
    found = case.who(email)
    if found is not None and found.active:
        return found
    if found is None:
        found = people.add_participant(app, case, email, ["Participant"])
    elif case.status != "Closed":
        found.active = True
    resources.update_group(app, case.tactical_group, "add", found.individual.email)
    if case.status != "Closed":
        if talks:
            conversations.add_to_case(app, case, [found.individual.email])
            notices.welcome_to_case(app, case, email)
        conversations.update_canvas(app, case)
    return found


def leave(app: App, case: Case, email: str) -> None:
    people.deactivate(app, case, email)
    resources.update_group(app, case.tactical_group, "remove", email)
    conversations.update_canvas(app, case)
    conversations.remove_person(app, case, email, "case/flows.py:215")


def assign(app: App, case: Case, email: str, role: str) -> None:
    join(app, case, email)
    if not people.give_role(case, email, role) or not case.dedicated_channel:
        return
    if case.status != "Closed" and role == ASSIGNEE:
        conversations.set_topic(app, case)
    conversations.update_canvas(app, case)


def engage(app: App, setting: Setting, case: Case) -> None:
    """Have who is on call join, and page them."""
    if not app.has("oncall"):
        return
    service = setting.service.external_id
    email = app.call("oncall.get", "case/flows.py:1407", service_id=service)
    join(app, case, email)
    app.call("oncall.page", "case/flows.py:1434", **_page(setting, case), event_type="case")


def update(app: App, setting: Setting, case: Case, before: Before) -> None:
    """What follows each change of a case."""
    if before.status != case.status:
        if before.status == "Closed" and case.dedicated_channel:
            conversations.unarchive(app, case)
            _reactivate(app, case)
        if case.status == "Closed":
            close(app, case)
    resources.update_case_ticket(app, case)
    if case.status in ("Escalated", "Closed") and case.document is not None:
        resources.update_document(app, case, case.document)
    if case.has_thread and case.conversation is not None:
        app.call(
            "conversation.update_thread",
            "case/flows.py:245",
            case=case,
            conversation_id=case.conversation.channel_id,
            ts=case.conversation.thread_id,
        )
    if case.has_channel and case.status not in ("Escalated", "Closed") and before.changed(case):
        conversations.set_topic(app, case)
    if case.dedicated_channel:
        notices.updated(app, case, before, setting.announcements)


def _reactivate(app: App, case: Case) -> None:
    for it in list(case.participants):
        try:
            join(app, case, it.individual.email)
        except Exception:
            caught(app.script)


def close(app: App, case: Case) -> None:
    """The channel is archived, and documents are protected."""
    if case.dedicated_channel:
        conversations.archive(app, case)
    if case.visibility != "Open" or not app.has("storage"):
        return
    resources.update_case_ticket(app, case)
    resources.protect_documents(app, [*case.documents])
    if not case.dedicated_channel or not app.has("conversation"):
        return
    weblink = checks.there(case.ticket, "the ticket").weblink
    for it in case.participants:
        notices.direct(
            app,
            "case/messaging.py:509",
            it.individual.email,
            "How did it go?",
            "case-rating-feedback",
            name=case.name,
            title=case.title,
            ticket_weblink=weblink,
        )


def escalate(app: App, setting: Setting, case: Case, incident: Incident) -> None:
    """A case becomes an incident, whose channel is that of the case if it has one."""
    case.status = "Escalated"
    if case.has_channel:
        incident.conversation, incident.channel_of_case = case.conversation, True
    incidents.create(app, setting, incident, case)
    case.incidents.append(incident)
    for it in list(case.participants):
        email = it.individual.email
        if incident.who(email) is not None:
            continue
        people.add_participant(app, incident, email, ["Participant"])
        conversations.add_to_incident(app, incident, [email])
        if it.active:
            resources.update_group(app, incident.tactical_group, "add", email)
    if case.has_channel and app.has("conversation"):
        app.call(
            "conversation.send_message",
            "case/flows.py:897",
            conversation_id=checks.there(incident.conversation, "the conversation").channel_id,
            blocks=conversations.section("This case is an incident now"),
        )
    if case.storage is not None and incident.tactical_group is not None:
        resources.share_storage(app, case, [incident.tactical_group.email])


def delete(app: App, case: Case) -> None:
    """The ticket, the group and the folder go; the conversation stays."""
    resources.delete_ticket(app, case)
    resources.delete_groups(app, case)
    resources.delete_storage(app, case)
    case.deleted = True
