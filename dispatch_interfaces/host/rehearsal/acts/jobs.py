"""The jobs of the scheduler, each of which runs over everything that there is."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from dispatch_interfaces.host.bridge import Bridge
from dispatch_interfaces.host.rehearsal.calls import Failed, Stopped, caught
from dispatch_interfaces.host.rehearsal.flows import checks, incidents, notices, people, work
from dispatch_interfaces.host.rehearsal.rows import Incident
from dispatch_interfaces.host.rehearsal.world import COMMANDER, RESPONDER, SECOND, Step, World

_TAKEN: Final = ("project", "text", "definitions", "discoverable", "id")


def _alive(world: World, *statuses: str) -> list[Incident]:
    return [it for it in world.rows if not it.deleted and (not statuses or it.status in statuses)]


def sync_tasks(world: World) -> None:
    """Every 30 seconds: what happened to the tasks of open incidents in ten minutes."""
    _sync(world, _alive(world, "Active", "Stable"), 600, notify=True)


def sync_all_tasks(world: World) -> None:
    """Every day: what happened to the tasks of all incidents."""
    _sync(world, _alive(world), 86400, notify=False)


def _sync(world: World, found: Iterable[Incident], lookback: int, *, notify: bool) -> None:
    app = world.app
    if not app.has("task"):
        return
    for incident in found:
        for document in (incident.document, incident.review_document):
            if document is None:
                break
            before = len(app.script.calls)
            items = app.call(
                "task.list", "task/scheduled.py:60", file_id=document.resource_id, lookback=lookback
            )
            if app.script.calls[before:][-1].answer.startswith("raised"):
                continue
            for item in items:
                try:
                    work.sync_task(app, incident, item, notify=notify)
                except Exception:
                    caught(app.script)


def sync_terms(world: World) -> None:
    """Every hour: the vocabulary."""
    if not world.app.has("term"):
        return
    texts: list[str] = world.known.setdefault("terms", [])
    # A bridge gives the application objects of its own that it can store.
    bridged = issubclass(world.app.stage.parts["term"].plugin_class, Bridge)
    for item in world.app.call("term.get", "term/scheduled.py:38"):
        project = item["project"]["name"]
        if project not in ("default", "security"):
            raise TypeError(f"there is no project {project!r}, and the application cannot say so")
        if not bridged and item.get("definitions"):
            raise AttributeError("a definition that the application does not have yet")
        if item["text"] not in texts:
            texts.append(item["text"])


def look_for_terms(world: World) -> None:
    stand_in = world.app.has("term") and not world.app.stage.parts["term"].mine
    if stand_in and "rollback" not in world.known.get("terms", ()):
        raise Failed("the term is not there")


def sync_tags(world: World) -> None:
    """Every hour: the tags."""
    if not world.app.has("tag"):
        return
    for item in world.app.call("tag.get", "tag/scheduled.py:43"):
        if "project" in item:
            raise TypeError("got multiple values for keyword argument 'project'")
        item["tag_type"].update({"project": {"name": world.app.project.name}})
        checks.name(item["tag_type"]["name"], "the name of a type of tags")


def sync_sources(world: World) -> None:
    """Every hour: what is known of each source of data."""
    if world.app.has("source"):
        found = world.app.call("source.get", "data/source/scheduled.py:46", external_id="orders")
        world.known["source"] = dict(found or {})


def pass_time(world: World) -> None:
    """Let everything be old enough to be reminded of."""
    for incident in world.incidents.values():
        incident.just_told = False


def incident_costs(world: World) -> None:
    """Every hour: what people said in the channels, in time and money."""
    for incident in _alive(world):
        if incident.conversation is not None:
            try:
                incidents.costs(world.app, incident)
            except Stopped:
                raise
            except Exception:
                caught(world.app.script)


def triage_cases(world: World) -> None:
    """Remind of cases that nobody looks at."""
    for case in world.cases.values():
        if case.status == "New" and case.assignee is not None:
            notices.direct(
                world.app,
                "case/messaging.py:113",
                case.assignee.individual.email,
                "A case waits",
                "case-triage-reminder",
                name=case.name,
                title=case.title,
                status=case.status,
            )


def evergreen(world: World) -> None:
    """Remind the owners of documents that these get old."""
    _mail(
        world,
        "evergreen/scheduled.py:70",
        COMMANDER,
        "Evergreen Reminder",
        "evergreen-reminder",
        {"name": "Frequently asked questions", "project": world.app.project.name},
    )


def overdue_tasks(world: World) -> None:
    """Remind of tasks that should be done by now."""
    for incident in _alive(world, "Active"):
        for task in incident.tasks:
            if task.status == "Open" and task.resource_id is None:
                item = {
                    "name": incident.name,
                    "title": incident.title,
                    "description": task.description,
                    "created_at": datetime(2025, 9, 1),
                    "resolve_by": datetime(2025, 9, 2),
                    "weblink": task.weblink,
                }
                site, kind = "task/flows.py:73", "incident-task-reminder"
                _mail(world, site, RESPONDER, "Incident Task Reminder", kind, item)


def feedback(world: World) -> None:
    """What people said of incidents and cases, to who led them."""
    for line, person, what in ((50, COMMANDER, "Incident"), (100, SECOND, "Case")):
        _mail(
            world,
            f"feedback/incident/messaging.py:{line}",
            person,
            f"{what} Feedback Daily Report",
            f"{what.lower()}-feedback-daily-report",
            {"title": "Orders are late", "rating": "Very satisfied"},
            cc=None,
        )


def _mail(
    world: World, site: str, person: str, text: str, kind: str, item: dict[str, Any], **more: Any
) -> None:
    if world.app.has("email"):
        template = [{"title": "{{name}}", "text": "{{title}}"}]
        given = {"name": text, "subject": text, "items": [item], **more}
        world.app.call("email.send", site, person, text, template, kind, **given)


def tag_incidents(world: World) -> None:
    """Every hour: look for the words of tags in the documents of incidents."""
    found = [it.document for it in _alive(world) if it.document is not None]
    _read(world, "incident/scheduled.py:75", [it.resource_id for it in found])


def count_terms(world: World) -> None:
    """Every day: count the terms in all documents, also in those of other plugins."""
    others = [it for it in ("artifact-2", "document-1") if it not in world.documents]
    _read(world, "document/scheduled.py:46", [*world.documents, *others])


def _read(world: World, site: str, ids: Iterable[str]) -> None:
    if world.app.has("storage"):
        for known_as in ids:
            world.app.call("storage.get", site, known_as, "text/plain")


def report_daily(world: World) -> None:
    """All incidents, to those who want to know."""
    found = _alive(world)
    for incident in found:
        checks.there(incident.commander, "the commander")
    _notify(world, "Daily", found)


def weekly(world: World) -> None:
    """The summaries of closed incidents, to those who want to know."""
    if not world.app.has("artificial-intelligence"):
        return
    closed = [it for it in _alive(world, "Closed") if not it.summary]
    for incident in closed:
        incidents.summarise(world.app, incident)
    if world.app.has("conversation"):
        _notify(world, "Weekly", closed, mail=False)


def _notify(world: World, what: str, found: list[Incident], *, mail: bool = True) -> None:
    template = [{"type": "header", "text": "{{text}}"}]
    values = {
        "items_grouped": [{"name": it.name, "title": it.title} for it in found],
        "items_grouped_template": [{"title": "{{name}}", "text": "{{title}}"}],
        "contact_fullname": "Grace",
    }
    site, kind = "notification/service.py:115", f"incident-{what.lower()}-report"
    text = f"{world.app.project.name} Incidents {what} Report"
    if world.app.has("conversation"):
        channel = world.setting.announcements
        world.app.call("conversation.send", site, channel, text, template, kind, **values)
    if mail and world.app.has("email"):
        world.app.call("email.send", site, notices.ALL, text, template, kind, **values)


def remind_of_reports(world: World) -> None:
    """Remind the commanders of open incidents."""
    found = _alive(world, "Active")
    for incident in found[:1]:
        for report in ("tactical-report", "executive-report"):
            notices.told_of_report(world.app, incident, report)


def remind_of_put_off_reports(world: World) -> None:
    """Remind the commanders who put it off."""
    for incident in _alive(world, "Active"):
        for report in ("executive-report", "tactical-report"):
            notices.told_of_report(world.app, incident, report)


def sync_members(world: World) -> None:
    """Every hour: who is in the channel takes part."""
    app = world.app
    if not app.has("conversation"):
        return
    for incident in _alive(world, "Active", "Stable"):
        if incident.conversation is None:
            continue
        channel = incident.conversation.channel_id
        members = app.call(
            "conversation.get_all_member_emails", "incident/scheduled.py:369", channel
        )
        for member in members:
            if incident.who(member) is None:
                people.add_participant(app, incident, member, ["Observer"])


def shifts(world: World) -> None:
    """Ask those whose shift has ended how it was."""
    app, service = world.app, world.setting.service.external_id
    if not app.has("oncall"):
        return
    schedule = app.call(
        "oncall.get_schedule_id_from_service_id",
        "feedback/service/scheduled.py:194",
        service_id=service,
    )
    if not schedule:
        return
    ended = app.call(
        "oncall.did_oncall_just_go_off_shift", "feedback/service/scheduled.py:96", schedule, 16
    )
    if ended is None:
        return
    for key in ("shift_start", "shift_end"):
        form = "%Y-%m-%dT%H:%M:%SZ" if "T" in ended[key] else "%Y-%m-%d %H:%M:%S"
        datetime.strptime(ended[key], form)
    notices.direct(
        app,
        "feedback/service/messaging.py:88",
        ended["email"],
        "How was your shift?",
        "service-feedback",
        oncall_schedule_id=schedule,
        shift_end_at=ended["shift_end"],
        name=ended["schedule_name"],
        title="Your shift",
    )


def consume_signals(world: World) -> None:
    """What the command does that waits for signals."""
    app = world.app
    if not app.has("signal-consumer"):
        return
    plugin = app.stage.parts["signal-consumer"]
    if plugin.mine:
        return  # it may well never return
    app.call("signal-consumer.consume", "cli.py:926", db_session=app.session, project=app.project)


STEPS: Final[tuple[Step, ...]] = (
    ("job: sync-terms", sync_terms),
    ("job: sync-tags", sync_tags),
    ("job: sync-sources", sync_sources),
    ("term: it has been taken over", look_for_terms),
    ("all: time passes", pass_time),
    ("job: calculate-incidents-response-cost", incident_costs),
    ("job: case-triage-reminder", triage_cases),
    ("job: create-evergreen-reminders", evergreen),
    ("job: create-incident-tasks-reminders", overdue_tasks),
    ("job: feedback-report-daily", feedback),
    ("job: incident-auto-tagger", tag_incidents),
    ("job: incident-report-daily", report_daily),
    ("job: incident-report-delayed-reminders", remind_of_put_off_reports),
    ("job: incident-report-reminders", remind_of_reports),
    ("job: incident-sync-members", sync_members),
    ("job: oncall-shift-feedback-ucan", shifts),
    ("job: sync-document-terms", count_terms),
    ("signal: consume", consume_signals),
)
AGAIN: Final[tuple[Step, ...]] = tuple(
    (f"{name}, again", step)
    for name, step in (
        ("task: sync all", sync_all_tasks),
        *(it for it in STEPS if it[0] in ("job: sync-terms", "job: incident-sync-members")),
    )
)
