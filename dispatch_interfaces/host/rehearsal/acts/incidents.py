"""Incidents, from the report to their deletion."""

from collections.abc import Callable
from typing import Any, Final

from dispatch_interfaces.host.rehearsal.acts.jobs import weekly
from dispatch_interfaces.host.rehearsal.calls import Failed
from dispatch_interfaces.host.rehearsal.flows import checks, incidents, notices, resources
from dispatch_interfaces.host.rehearsal.flows.notices import Before
from dispatch_interfaces.host.rehearsal.rows import Incident, Named, Resource
from dispatch_interfaces.host.rehearsal.world import COMMANDER, RESPONDER, SECOND, USER, Step, World

DESCRIPTION: Final = "Queries take minutes. " * 30


def new(world: World, title: str, **values: Any) -> Incident:
    """The row of an incident that is being reported."""
    number = len(world.rows) + 1
    made: dict[str, Any] = {
        "id": number,
        "project": world.app.project,
        "title": title,
        "description": DESCRIPTION,
        "status": "Active",
        "type": Named("Default", "All that is not something else."),
        "severity": Named("Undefined"),
        "priority": Named("Low"),
        **values,
    }
    incident = Incident(**made)
    world.rows.append(incident)
    return incident


def report(world: World, name: str, **values: Any) -> Incident:
    """Report an incident, and remember it by a name."""
    incident = new(world, f"Orders are late: {name}", **values)
    incidents.store(world.app, world.setting, incident, USER)
    world.incidents[name] = incident
    return incident


def change(world: World, name: str = "incident", **values: Any) -> None:
    """Change an incident as the web page does."""
    app, incident = world.app, world.incident(name)
    before = Before.of(incident)
    commander, reporter = values.pop("commander", None), values.pop("reporter", None)
    kind = values.get("type")
    if kind is not None and kind.name != incident.type.name:
        incidents.costs(app, incident)
    for key, value in values.items():
        setattr(incident, key, value)
    if kind is not None and kind.name == "Security":
        resources.update_metadata(app, incident)
    for person, role in ((commander, incidents.COMMANDER), (reporter, "Reporter")):
        if person is not None:
            incidents.assign(app, incident, person, role, USER)
    incidents.update(app, world.setting, incident, before)


def create(world: World) -> None:
    incident = report(world, "incident")
    incidents.create(world.app, world.setting, incident)
    wanted = {
        "ticket": incident.ticket,
        "storage": incident.storage,
        "conversation": incident.conversation,
        "conference": incident.conference,
        "document": incident.document,
    }
    played = {"document": "storage"}
    if lost := [
        name
        for name, found in wanted.items()
        if found is None and world.app.has(played.get(name, name))
    ]:
        raise Failed(f"the incident has no {', '.join(lost)}")


def look_who_is_in(world: World) -> None:
    """One person without an account must not keep the others out."""
    require_members(world, world.incident(), {COMMANDER, RESPONDER})


def require_members(world: World, subject: Any, wanted: set[str]) -> None:
    """Look into the channel, where the plugin shows who is in it."""
    if not world.app.has("conversation"):
        return
    if subject.conversation is None:
        raise Failed("there is no conversation")
    if not world.app.has("participant"):
        wanted = wanted - {RESPONDER}
    if not world.app.has("oncall"):
        wanted = wanted - {COMMANDER}
    members = getattr(world.observer("conversation"), "members", None)
    if callable(members):
        found: Any = members(subject.conversation.channel_id)
        if missing := wanted - set(found):
            raise Failed(f"not in the channel: {', '.join(sorted(missing))}")


def create_stable(world: World) -> None:
    incident = report(world, "stable incident", status="Stable")
    incidents.create(world.app, world.setting, incident)
    incidents.stabilise(world.app, world.setting, incident)


def create_closed(world: World) -> None:
    incidents.create_closed(world.app, report(world, "closed incident", status="Closed"))


def create_restricted(world: World) -> None:
    incident = report(world, "restricted incident", visibility="Restricted")
    incidents.create(world.app, world.setting, incident)


def create_high(world: World) -> None:
    incident = report(world, "second incident", priority=Named("High"))
    incidents.create(world.app, world.setting, incident)


def create_resources_again(world: World) -> None:
    incidents.create_resources(world.app, world.setting, world.incident())


def join(world: World) -> None:
    incidents.join(world.app, world.incident(), USER)


def subscribe(world: World) -> None:
    group = world.incident().tactical_group
    resources.update_group(world.app, group, "add", USER)


def add(world: World) -> None:
    incidents.join(world.app, world.incident(), SECOND)


def remove(world: World) -> None:
    incidents.leave(world.app, world.incident(), SECOND)


def remove_commander(world: World) -> None:
    incidents.leave(world.app, world.incident(), COMMANDER)


def changing(name: str = "incident", **values: Any) -> Callable[[World], None]:
    def step(world: World) -> None:
        change(world, name, **values)

    return step


def assign(role: str) -> Callable[[World], None]:
    def step(world: World) -> None:
        incidents.assign(world.app, world.incident(), SECOND, role, USER)

    return step


def engage(world: World) -> None:
    incidents.engage(world.app, world.setting, world.incident())


def report_tactical(world: World) -> None:
    """A report on what is being done, in the channel and by mail."""
    app, incident = world.app, world.incident()
    told = {"conditions": "Slow", "actions": "A rollback", "needs": "A second pair of eyes"}
    template = [{"title": key.title(), "text": f"{{{{{key}}}}}"} for key in told]
    kind = "incident-tactical-report"
    incident.just_told = True
    if app.has("conversation"):
        channel = checks.there(incident.conversation, "the conversation").channel_id
        app.call(
            "conversation.send",
            "report/messaging.py:55",
            channel,
            "Tactical report",
            template,
            notification_type=kind,
            persist=True,
            **told,
        )
    if app.has("email"):
        group = checks.there(incident.tactical_group, "the group").email
        app.call(
            "email.send",
            "report/messaging.py:90",
            group,
            "Tactical Report",
            template,
            kind,
            name=incident.name,
            title=incident.title,
            **told,
        )


class TacticalReport:
    """What a language model is to fill in."""

    def __init__(self) -> None:
        self.conditions = self.needs = ""
        self.actions: list[str] = []

    def dict(self) -> dict[str, Any]:
        """All of it."""
        return vars(self)

    def __repr__(self) -> str:
        return f"TacticalReport({self.conditions!r})"


def generate_tactical(world: World) -> None:
    """A report that a language model writes, of what was said in the channel."""
    app, incident = world.app, world.incident()
    if incident.conversation is None:
        return
    if not app.has("artificial-intelligence") or not app.has("conversation"):
        raise Failed("the report is not generated: there is no plugin for it")
    said = app.call(
        "conversation.get_conversation",
        "ai/service.py:741",
        conversation_id=incident.conversation.channel_id,
        include_user_details=True,
        important_reaction=None,
    )
    if not said:
        text = "the report is not generated: get_conversation found nothing"
        app.script.tell(app.script.lacks, text)
        raise Failed(text)
    app.call(
        "artificial-intelligence.chat_parse",
        "ai/service.py:765",
        prompt=f"Write a tactical report of this:\n{said}",
        response_model=TacticalReport,
        system_message="You write reports on incidents.",
    )


def report_executive(world: World) -> None:
    """A report for those who are not there: a document, and a mail."""
    app, incident = world.app, world.incident()
    told = {"current_status": "Stable", "overview": "Late", "next_steps": "Watch"}
    name = f"{incident.name} - Executive Report"
    if app.has("storage"):
        folder = checks.there(incident.storage, "the folder").resource_id
        made = app.call(
            "storage.copy_file",
            "report/flows.py:155",
            folder_id=folder,
            file_id=world.setting.templates["report"],
            name=name,
        )
        app.call(
            "storage.move_file", "report/flows.py:169", new_folder_id=folder, file_id=made["id"]
        )
        report = Resource(made["id"], "dispatch-executive-report", made["weblink"], name)
        incident.documents.append(report)
        if app.has("document"):
            app.call(
                "document.update",
                "report/flows.py:209",
                made["id"],
                name=incident.name,
                title=incident.title,
                current_date="September 01, 2025",
                **told,
            )
    if app.has("email"):
        group = checks.there(incident.notifications_group, "the notifications group").email
        app.call(
            "email.send",
            "report/messaging.py:130",
            group,
            "Executive Report",
            [{"title": "{{name}}", "text": "{{overview}}"}],
            "incident-executive-report",
            name=incident.name,
            title=incident.title,
            **told,
        )


def export_timeline(world: World) -> None:
    """The timeline as a table of the document, in requests of Google Docs."""
    app = world.app
    if not app.has("document"):
        raise Failed("the timeline is not exported: there is no document plugin")
    document = checks.there(world.incident().document, "the document").resource_id
    request = [{"insertTable": {"rows": 2, "columns": 2, "location": {"index": 1}}}]
    place = {"document_id": document, "header": "Timeline", "doc_name": "Incident"}
    app.call("document.get_table_details", "event/service.py:368", **place)
    for line in (402, 466):
        site = f"event/service.py:{line}"
        app.call("document.insert", site, document_id=document, request=request)
    app.call("document.get_table_details", "event/service.py:478", **place)
    app.call("document.insert", "event/service.py:557", document_id=document, request=request)


def remind_to_close(world: World) -> None:
    """What a job sends on certain days only."""
    app, incident = world.app, world.incident()
    if not app.has("conversation"):
        return
    command = app.call(
        "conversation.get_command_name", "incident/messaging.py:967", "update-incident"
    )
    notices.direct(
        app,
        "incident/messaging.py:980",
        resources.email_of(incident.commander, "the commander"),
        "Can this incident be closed?",
        "incident-status-reminder",
        name=incident.name,
        title=incident.title,
        status=incident.status,
        command=command,
        conversation_weblink=incident.conversation.weblink if incident.conversation else None,
    )


def complete_form(world: World) -> None:
    """Who is on call is told of a form."""
    app, incident = world.app, world.incident()
    if not app.has("oncall"):
        return
    email = app.call("oncall.get", "forms/type/service.py:99", world.setting.service.external_id)
    if email and app.has("email"):
        app.call(
            "email.send",
            "incident/messaging.py:275",
            email,
            "A form is complete",
            [{"title": "{{name}}", "text": "{{form_type}}"}],
            "incident-completed-form-notification",
            name=incident.name,
            title=incident.title,
            form_type="Impact",
        )


def export_form(world: World) -> None:
    """Forms, each as a document, in a folder of their own."""
    app, incident = world.app, world.incident()
    if not app.has("storage"):
        return
    settings = checks.there(app.settings("storage"), "the settings of the storage plugin")
    folder = app.call(
        "storage.create_file",
        "forms/service.py:152",
        parent_id=app.root or settings.root_id,
        name="Exported forms 2025-09-01",
    )
    made = app.call(
        "storage.copy_file",
        "forms/service.py:163",
        folder_id=folder["id"],
        file_id=world.setting.templates["form"],
        name=f"{incident.name}-Impact",
    )
    app.call(
        "storage.move_file", "forms/service.py:168", new_folder_id=folder["id"], file_id=made["id"]
    )
    if app.has("document"):
        values = resources.incident_values(incident)
        app.call("document.update", "forms/service.py:202", made["id"], **values)


def delete(name: str) -> Callable[[World], None]:
    def step(world: World) -> None:
        incidents.delete(world.app, world.incident(name))

    return step


def summarise(world: World) -> None:
    incidents.summarise(world.app, world.incident())


STEPS: Final[tuple[Step, ...]] = (
    ("incident: create", create),
    ("incident: who has an account is in the channel", look_who_is_in),
    ("incident: create with high priority", create_high),
    ("incident: create stable", create_stable),
    ("incident: create closed", create_closed),
    ("incident: create restricted", create_restricted),
    ("incident: create resources again", create_resources_again),
    ("incident: join", join),
    ("incident: subscribe", subscribe),
    ("incident: add a participant", add),
    ("incident: add a participant again", add),
    ("incident: remove a participant", remove),
    ("incident: add a participant who was removed", add),
    ("incident: remove the commander", remove_commander),
    ("incident: change the title", changing(title="Orders are lost")),
    ("incident: change the type", changing(type=Named("Security"))),
    ("incident: change the type back", changing(type=Named("Default"))),
    ("incident: change the severity", changing(severity=Named("High"))),
    ("incident: change the priority", changing(priority=Named("High"))),
    ("incident: change the commander", changing(commander=RESPONDER)),
    ("incident: change the commander back", changing(commander=COMMANDER)),
    ("incident: change the reporter", changing(reporter=RESPONDER)),
    ("incident: assign a scribe", assign("Scribe")),
    ("incident: assign a liaison", assign("Liaison")),
    ("incident: engage the oncall", engage),
    ("incident: tactical report", report_tactical),
    ("incident: generate a tactical report", generate_tactical),
    ("incident: executive report", report_executive),
    ("incident: export the timeline", export_timeline),
    ("incident: active to stable", changing(status="Stable")),
    ("incident: stable to active", changing(status="Active")),
    (
        "incident: change all at once",
        changing(
            "second incident",
            status="Stable",
            type=Named("Security"),
            severity=Named("High"),
            priority=Named("Low"),
        ),
    ),
    ("incident: reminder to close", remind_to_close),
    ("form: complete", complete_form),
    ("form: export", export_form),
)
LAST_STEPS: Final[tuple[Step, ...]] = (
    ("incident: stable to closed", changing("second incident", status="Closed")),
    ("incident: closed to stable", changing("second incident", status="Stable")),
    ("incident: active to closed", changing(status="Closed")),
    ("incident: regenerate the summary", summarise),
    ("job: incident-report-weekly", weekly),
    ("incident: closed to active", changing(status="Active")),
    ("incident: add a participant after that", add),
    ("incident: delete", delete("second incident")),
    ("incident: delete one without a conversation", delete("closed incident")),
)
