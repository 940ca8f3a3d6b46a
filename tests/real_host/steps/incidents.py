"""Incidents, from the report to their deletion."""

from typing import Any, Final

from dispatch.enums import Visibility
from dispatch.incident import flows, messaging, service

from tests.real_host.application import StepFailed
from tests.real_host.environment import USER
from tests.real_host.steps.jobs import job
from tests.real_host.world import COMMANDER, RESPONDER, SECOND, World

_KEPT: Final = [
    "title",
    "description",
    "resolution",
    "status",
    "visibility",
    "commander",
    "reporter",
    "incident_priority",
    "incident_severity",
    "incident_type",
    "tags",
    "terms",
    "duplicates",
    "cases",
]
"""What the web page sends of what it was given."""


def report(world: World, name: str, **values: Any) -> None:
    """Report an incident, and remember it by a name."""
    body = {
        "title": f"Orders are late: {name}",
        "description": "Queries take minutes. " * 30,
        "project": {"name": "default"},
        "reporter": {"individual": {"email": world.reporter}},
        **values,
    }
    world.made[name] = world.app.request("POST", "incidents", body)["id"]


def path(world: World, rest: str = "", name: str = "incident") -> str:
    if name not in world.made:
        raise StepFailed(f"there is no {name}: an earlier step failed")
    return f"incidents/{world.made[name]}{rest}"


def read(world: World, name: str = "incident") -> dict[str, Any]:
    found: dict[str, Any] = world.app.request("GET", path(world, name=name))
    return found


def change(world: World, name: str = "incident", **values: Any) -> None:
    """Change an incident as the web page does: it sends all of it."""
    known = read(world, name)
    body = {key: known[key] for key in _KEPT if key in known} | values
    world.app.request("PUT", path(world, name=name), body)


def create(world: World) -> None:
    report(world, "incident")
    found = read(world)
    wanted = ("ticket", "storage", "conversation", "conference", "documents")
    if lost := [it for it in wanted if not found.get(it)]:
        raise StepFailed(f"the incident has no {', '.join(lost)}")


def look_who_is_in(world: World) -> None:
    """One person without an account must not keep the others out."""
    require_members(world, read(world)["conversation"], {COMMANDER, RESPONDER})


def require_members(world: World, conversation: dict[str, Any] | None, wanted: set[str]) -> None:
    if conversation is None:
        raise StepFailed("there is no conversation")
    members = getattr(world.plugins["conversation"], "members", None)
    if members and (missing := wanted - set(members(conversation["channel_id"]))):
        raise StepFailed(f"not in the channel: {', '.join(sorted(missing))}")


def create_stable(world: World) -> None:
    report(world, "stable incident", status="Stable")


def create_closed(world: World) -> None:
    report(world, "closed incident", status="Closed")


def create_restricted(world: World) -> None:
    report(world, "restricted incident", visibility=Visibility.restricted)


def create_high(world: World) -> None:
    report(world, "second incident", incident_priority={"name": "High"})


def create_resources_again(world: World) -> None:
    world.app.request("POST", path(world, "/resources"))


def join(world: World) -> None:
    world.app.request("POST", path(world, "/join"))


def subscribe(world: World) -> None:
    world.app.request("POST", path(world, "/subscribe"))


def add(world: World) -> None:
    world.app.request("POST", path(world, f"/add/{SECOND}"))


def add_again(world: World) -> None:
    world.app.request("POST", path(world, f"/add/{SECOND}"))


def remove(world: World) -> None:
    world.app.request("DELETE", path(world, f"/remove/{SECOND}"))


def add_stranger(world: World) -> None:
    """Somebody without an account in the chat."""
    world.app.request("POST", path(world, "/add/nobody@example.com"))


def remove_commander(world: World) -> None:
    world.app.request("DELETE", path(world, f"/remove/{COMMANDER}"))


def change_title(world: World) -> None:
    change(world, title="Orders are lost")


def change_type(world: World) -> None:
    change(world, incident_type={"name": "Security"})


def change_type_back(world: World) -> None:
    change(world, incident_type={"name": "Default"})


def change_severity(world: World) -> None:
    change(world, incident_severity={"name": "High"})


def change_priority(world: World) -> None:
    change(world, incident_priority={"name": "High"})


def change_commander(world: World) -> None:
    change(world, commander={"individual": {"email": RESPONDER}})


def change_commander_back(world: World) -> None:
    change(world, commander={"individual": {"email": COMMANDER}})


def change_reporter(world: World) -> None:
    change(world, reporter={"individual": {"email": RESPONDER}})


def assign(role: str) -> Any:
    def step(world: World) -> None:
        with world.app.session() as session:
            flows.incident_assign_role_flow(
                _id(world), USER, SECOND, assignee_role=role, db_session=session
            )

    return step


def engage(world: World) -> None:
    with world.app.session() as session:
        flows.incident_engage_oncall_flow(
            USER, _id(world), world.made["service"], page="Yes", db_session=session
        )


def report_tactical(world: World) -> None:
    body = {"conditions": "Slow", "actions": "A rollback", "needs": "A second pair of eyes"}
    world.app.request("POST", path(world, "/report/tactical"), body)


def generate_tactical(world: World) -> None:
    world.app.request("GET", path(world, "/report/tactical/generate"))


def report_executive(world: World) -> None:
    body = {"current_status": "Stable", "overview": "Late", "next_steps": "Watch"}
    world.app.request("POST", path(world, "/report/executive"), body)


def summarise(world: World) -> None:
    world.app.request("GET", path(world, "/regenerate"))


def export_timeline(world: World) -> None:
    wanted = dict.fromkeys(("Other", "Field updated", "Assessment updated", "Custom event"), True)
    body = {**wanted, "timezone": "UTC", "incidentDocument": True, "reviewDocument": False}
    world.app.request("POST", path(world, "/exportTimeline"), body)


def stabilise(world: World) -> None:
    change(world, status="Stable")


def activate(world: World) -> None:
    change(world, status="Active")


def close(world: World) -> None:
    change(world, status="Closed")


def change_all(world: World) -> None:
    change(
        world,
        "second incident",
        status="Stable",
        incident_type={"name": "Security"},
        incident_severity={"name": "High"},
        incident_priority={"name": "Low"},
    )


def close_second(world: World) -> None:
    change(world, "second incident", status="Closed")


def stable_again(world: World) -> None:
    change(world, "second incident", status="Stable")


def remind(name: str) -> Any:
    """What a job sends on certain days only."""

    def step(world: World) -> None:
        with world.app.session() as session:
            incident = service.get(db_session=session, incident_id=_id(world))
            getattr(messaging, name)(incident, session)

    return step


def fill_in_form(world: World) -> None:
    body = {
        "incident_id": _id(world),
        "form_type_id": world.made["form_type"],
        "project_id": world.project_id,
        "form_data": '{"a": "everybody"}',
        "status": "Completed",
    }
    world.made["form"] = world.app.request("POST", "forms", body)["id"]


def complete_form(world: World) -> None:
    world.app.request("POST", f"forms/completed/{world.made['form']}", expect=204)


def export_form(world: World) -> None:
    world.app.request("POST", "forms/export", [world.made["form"]])


def give_feedback(world: World) -> None:
    found = read(world)
    body = {
        "rating": "Very satisfied",
        "feedback": "Well done",
        "incident": {"id": found["id"], "name": found["name"]},
        "project": found["project"],
    }
    world.app.request("POST", "feedback", body)


def delete(name: str) -> Any:
    def step(world: World) -> None:
        world.app.request("DELETE", path(world, name=name))

    return step


def _id(world: World) -> int:
    return int(path(world).partition("/")[2])


WITH_STRANGERS: Final = frozenset({"incident: add somebody without an account"})
STEPS: Final = (
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
    ("incident: add a participant again", add_again),
    ("incident: remove a participant", remove),
    ("incident: add a participant who was removed", add),
    ("incident: add somebody without an account", add_stranger),
    ("incident: remove the commander", remove_commander),
    ("incident: change the title", change_title),
    ("incident: change the type", change_type),
    ("incident: change the type back", change_type_back),
    ("incident: change the severity", change_severity),
    ("incident: change the priority", change_priority),
    ("incident: change the commander", change_commander),
    ("incident: change the commander back", change_commander_back),
    ("incident: change the reporter", change_reporter),
    ("incident: assign a scribe", assign("Scribe")),
    ("incident: assign a liaison", assign("Liaison")),
    ("incident: engage the oncall", engage),
    ("incident: tactical report", report_tactical),
    ("incident: generate a tactical report", generate_tactical),
    ("incident: executive report", report_executive),
    ("incident: export the timeline", export_timeline),
    ("incident: active to stable", stabilise),
    ("incident: stable to active", activate),
    ("incident: change all at once", change_all),
    ("incident: reminder to close", remind("send_incident_close_reminder")),
    ("form: fill in", fill_in_form),
    ("form: complete", complete_form),
    ("form: export", export_form),
    ("incident: give feedback", give_feedback),
)
LAST_STEPS: Final = (
    ("incident: stable to closed", close_second),
    ("incident: closed to stable", stable_again),
    ("incident: active to closed", close),
    ("incident: regenerate the summary", summarise),
    ("job: incident-report-weekly", job("incident-report-weekly")),
    ("incident: closed to active", activate),
    ("incident: add a participant after that", add),
    ("incident: delete", delete("second incident")),
    ("incident: delete one without a conversation", delete("closed incident")),
)
