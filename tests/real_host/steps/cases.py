"""Cases, in a thread and in a channel of their own, up to an incident."""

from typing import Any, Final

from dispatch.case import flows, messaging, service

from tests.real_host.application import StepFailed
from tests.real_host.environment import USER
from tests.real_host.steps.incidents import require_members
from tests.real_host.world import COMMANDER, RESPONDER, SECOND, World

_KEPT: Final = [
    "title",
    "description",
    "resolution",
    "status",
    "visibility",
    "assignee",
    "reporter",
    "case_priority",
    "case_severity",
    "case_type",
    "tags",
    "duplicates",
    "incidents",
]


def report(world: World, name: str, **values: Any) -> None:
    body = {
        "title": f"Odd logins: {name}",
        "description": "From three countries. " * 30,
        "project": {"name": "default"},
        "reporter": {"individual": {"email": world.reporter}},
        "status": "New",
        **values,
    }
    world.made[name] = world.app.request("POST", "cases", body)["id"]


def path(world: World, name: str, rest: str = "") -> str:
    if name not in world.made:
        raise StepFailed(f"there is no {name}: an earlier step failed")
    return f"cases/{world.made[name]}{rest}"


def read(world: World, name: str) -> dict[str, Any]:
    found: dict[str, Any] = world.app.request("GET", path(world, name))
    return found


def change(name: str, **values: Any) -> Any:
    """Change a case as the web page does: it sends all of it."""

    def step(world: World) -> None:
        known = read(world, name)
        body = {key: known[key] for key in _KEPT if key in known} | values
        world.app.request("PUT", path(world, name), body)

    return step


def create(name: str, wanted: str = "ticket conversation", **values: Any) -> Any:
    def step(world: World) -> None:
        report(world, name, **values)
        found = read(world, name)
        if lost := [it for it in wanted.split() if not found.get(it)]:
            raise StepFailed(f"the case has no {', '.join(lost)}")

    return step


def look_who_is_in(world: World) -> None:
    found = read(world, "channel case")["conversation"]
    require_members(world, found, {COMMANDER, RESPONDER})


def request(method: str, name: str, rest: str = "", body: Any = None) -> Any:
    def step(world: World) -> None:
        world.app.request(method, path(world, name, rest), body)

    return step


def assign(name: str, role: str) -> Any:
    def step(world: World) -> None:
        path(world, name)
        with world.app.session() as session:
            flows.case_assign_role_flow(world.made[name], SECOND, role, db_session=session)

    return step


def engage(name: str) -> Any:
    def step(world: World) -> None:
        path(world, name)
        with world.app.session() as session:
            flows.case_engage_oncall_flow(
                USER, world.made[name], world.made["service"], page="Yes", db_session=session
            )

    return step


def remind(name: str, message: str) -> Any:
    """What a job sends on certain days only."""

    def step(world: World) -> None:
        path(world, name)
        with world.app.session() as session:
            case = service.get(db_session=session, case_id=world.made[name])
            getattr(messaging, message)(case, session)

    return step


def escalate(name: str) -> Any:
    def step(world: World) -> None:
        case = read(world, name)
        body = {
            "title": case["title"],
            "description": case["description"],
            "project": {"name": "default"},
            "incident_type": {"name": "Default"},
        }
        answer = world.app.request("PUT", path(world, name, "/escalate"), body)
        world.made[f"incident of {name}"] = answer["id"]
        if not read(world, name)["incidents"]:
            raise StepFailed("the case has no incident")

    return step


def give_feedback(world: World) -> None:
    found = read(world, "channel case")
    body = {
        "rating": "Somewhat satisfied",
        "feedback": "Well done",
        "case": found,
        "project": found["project"],
    }
    world.app.request("POST", "feedback", body)


_CHANNEL: Final = "ticket conversation storage documents"
_EDSGER: Final = {"individual": {"email": RESPONDER}}
_GRACE: Final = {"individual": {"email": COMMANDER}}

STEPS: Final = (
    ("case in a channel: create", create("channel case", _CHANNEL, dedicated_channel=True)),
    ("case in a channel: who has an account is in it", look_who_is_in),
    ("case in a channel: join", request("POST", "channel case", "/join")),
    ("case in a channel: add a participant", request("POST", "channel case", f"/add/{SECOND}")),
    (
        "case in a channel: remove a participant",
        request("DELETE", "channel case", f"/remove/{SECOND}"),
    ),
    (
        "case in a channel: add a participant who was removed",
        request("POST", "channel case", f"/add/{SECOND}"),
    ),
    ("case in a channel: change the assignee", change("channel case", assignee=_EDSGER)),
    ("case in a channel: change the reporter", change("channel case", reporter=_GRACE)),
    ("case in a channel: assign a participant", assign("channel case", "Assignee")),
    ("case in a channel: engage the oncall", engage("channel case")),
    ("case in a channel: change the title", change("channel case", title="Odd sessions")),
    (
        "case in a channel: change the severity",
        change("channel case", case_severity={"name": "High"}),
    ),
    (
        "case in a channel: change the priority",
        change("channel case", case_priority={"name": "High"}),
    ),
    ("case in a channel: restrict", change("channel case", visibility="Restricted")),
    ("case in a channel: open", change("channel case", visibility="Open")),
    ("case in a channel: new to triage", change("channel case", status="Triage")),
    ("case in a channel: triage to stable", change("channel case", status="Stable")),
    ("case in a channel: reminder to close", remind("channel case", "send_case_close_reminder")),
    ("case in a channel: reminder to triage", remind("channel case", "send_case_triage_reminder")),
    ("case in a channel: feedback", give_feedback),
    ("case in a channel: escalate", escalate("channel case")),
    ("case in a thread: create", create("thread case")),
    ("case in a thread: add a participant", request("POST", "thread case", f"/add/{SECOND}")),
    (
        "case in a thread: remove a participant",
        request("DELETE", "thread case", f"/remove/{SECOND}"),
    ),
    (
        "case in a thread: change the priority",
        change("thread case", case_priority={"name": "High"}),
    ),
    ("case in a thread: new to triage", change("thread case", status="Triage")),
    ("case in a thread: engage the oncall", engage("thread case")),
    (
        "case in a thread: move to a channel",
        request("POST", "thread case", "/resources/conversation"),
    ),
    ("case in a thread: triage to closed", change("thread case", status="Closed")),
    ("second case in a thread: create", create("second thread case")),
    ("second case in a thread: escalate", escalate("second thread case")),
    (
        "event: create in a channel",
        create(
            "event", _CHANNEL, dedicated_channel=True, event=True, case_priority={"name": "Medium"}
        ),
    ),
    ("event: ask to update", remind("event", "send_event_update_prompt_reminder")),
    ("triaged case: create", create("triaged case", dedicated_channel=True, status="Triage")),
    ("case: create closed", create("closed case", dedicated_channel=True, status="Closed")),
)
LAST_STEPS: Final = (
    ("triaged case: triage to closed", change("triaged case", status="Closed")),
    ("triaged case: closed to new", change("triaged case", status="New")),
    ("triaged case: change the priority", change("triaged case", case_priority={"name": "High"})),
    ("case in a channel: delete", request("DELETE", "event")),
    ("case in a thread: delete", request("DELETE", "thread case")),
)
