"""Cases, in a thread and in a channel of their own, up to an incident."""

from collections.abc import Callable
from typing import Any, Final

from dispatch_interfaces.host.rehearsal.acts import incidents as incident_acts
from dispatch_interfaces.host.rehearsal.calls import Failed
from dispatch_interfaces.host.rehearsal.flows import cases, incidents, notices
from dispatch_interfaces.host.rehearsal.flows.notices import Before
from dispatch_interfaces.host.rehearsal.rows import Case, Named
from dispatch_interfaces.host.rehearsal.world import COMMANDER, RESPONDER, SECOND, USER, Step, World

_Played = Callable[[World], None]


def report(world: World, name: str, reporter: str | None = USER, **values: Any) -> Case:
    """Report a case, and remember it by a name."""
    number = len(world.cases) + 1
    made: dict[str, Any] = {
        "id": number,
        "project": world.app.project,
        "title": f"Odd logins: {name}",
        "description": "From three countries. " * 30,
        "status": "New",
        "type": Named("Default", "All that is not something else."),
        "severity": Named("Undefined"),
        "priority": Named("Low"),
        **values,
    }
    case = Case(**made)
    cases.store(world.app, world.setting, case, reporter)
    world.cases[name] = case
    return case


def create(name: str, wanted: str = "ticket conversation", **values: Any) -> _Played:
    def step(world: World) -> None:
        app, case = world.app, report(world, name, **values)
        cases.create(app, world.setting, case)
        if case.status == "Closed":
            cases.close(app, case)
        played = {"document": "storage"}
        if lost := [
            it for it in wanted.split() if not getattr(case, it) and app.has(played.get(it, it))
        ]:
            raise Failed(f"the case has no {', '.join(lost)}")

    return step


def look_who_is_in(world: World) -> None:
    case = world.case("channel case")
    incident_acts.require_members(world, case, {COMMANDER, RESPONDER})


def change(name: str, **values: Any) -> _Played:
    def step(world: World) -> None:
        app, case = world.app, world.case(name)
        before, given = Before.of(case), dict(values)
        assignee, reporter = given.pop("assignee", None), given.pop("reporter", None)
        for key, value in given.items():
            setattr(case, key, value)
        if reporter is not None:
            cases.assign(app, case, reporter, "Reporter")
        if assignee is not None:
            cases.assign(app, case, assignee, cases.ASSIGNEE)
        cases.update(app, world.setting, case, before)

    return step


def join(name: str, person: str) -> _Played:
    def step(world: World) -> None:
        cases.join(world.app, world.case(name), person)

    return step


def leave(name: str, person: str) -> _Played:
    def step(world: World) -> None:
        cases.leave(world.app, world.case(name), person)

    return step


def assign(name: str, role: str) -> _Played:
    def step(world: World) -> None:
        cases.assign(world.app, world.case(name), SECOND, role)

    return step


def engage(name: str) -> _Played:
    def step(world: World) -> None:
        cases.engage(world.app, world.setting, world.case(name))

    return step


def remind(name: str, line: int, text: str) -> _Played:
    """What a job sends on certain days only."""

    def step(world: World) -> None:
        case = world.case(name)
        if case.assignee is not None:
            notices.direct(
                world.app,
                f"case/messaging.py:{line}",
                case.assignee.individual.email,
                text,
                "case-status-reminder",
                name=case.name,
                title=case.title,
                status=case.status,
            )

    return step


def ask_to_update(world: World) -> None:
    cases.ask_to_update(world.app, world.case("event"))


def move(world: World) -> None:
    """A case in a thread gets a channel of its own."""
    case = world.case("thread case")
    case.dedicated_channel = True
    addresses = [it.individual.email for it in case.participants]
    cases.begin_conversation(world.app, world.setting, case, addresses)


def escalate(name: str) -> _Played:
    def step(world: World) -> None:
        app, case = world.app, world.case(name)
        reporter = case.reporter.individual.email if case.reporter else USER
        incident = incident_acts.new(world, case.title)
        incidents.store(app, world.setting, incident, reporter)
        world.incidents[f"incident of {name}"] = incident
        cases.escalate(app, world.setting, case, incident)

    return step


def delete(name: str) -> _Played:
    def step(world: World) -> None:
        cases.delete(world.app, world.case(name))

    return step


_CHANNEL: Final = "ticket conversation storage document"

STEPS: Final[tuple[Step, ...]] = (
    ("case in a channel: create", create("channel case", _CHANNEL, dedicated_channel=True)),
    ("case in a channel: who has an account is in it", look_who_is_in),
    ("case in a channel: join", join("channel case", USER)),
    ("case in a channel: add a participant", join("channel case", SECOND)),
    ("case in a channel: remove a participant", leave("channel case", SECOND)),
    ("case in a channel: add a participant who was removed", join("channel case", SECOND)),
    ("case in a channel: change the assignee", change("channel case", assignee=RESPONDER)),
    ("case in a channel: change the reporter", change("channel case", reporter=COMMANDER)),
    ("case in a channel: assign a participant", assign("channel case", "Assignee")),
    ("case in a channel: engage the oncall", engage("channel case")),
    ("case in a channel: change the title", change("channel case", title="Odd sessions")),
    ("case in a channel: change the severity", change("channel case", severity=Named("High"))),
    ("case in a channel: change the priority", change("channel case", priority=Named("High"))),
    ("case in a channel: restrict", change("channel case", visibility="Restricted")),
    ("case in a channel: open", change("channel case", visibility="Open")),
    ("case in a channel: new to triage", change("channel case", status="Triage")),
    ("case in a channel: triage to stable", change("channel case", status="Stable")),
    (
        "case in a channel: reminder to close",
        remind("channel case", 75, "Can this case be closed?"),
    ),
    ("case in a channel: reminder to triage", remind("channel case", 113, "A case waits")),
    ("case in a channel: escalate", escalate("channel case")),
    ("case in a thread: create", create("thread case")),
    ("case in a thread: add a participant", join("thread case", SECOND)),
    ("case in a thread: remove a participant", leave("thread case", SECOND)),
    ("case in a thread: change the priority", change("thread case", priority=Named("High"))),
    ("case in a thread: new to triage", change("thread case", status="Triage")),
    ("case in a thread: engage the oncall", engage("thread case")),
    ("case in a thread: move to a channel", move),
    ("case in a thread: triage to closed", change("thread case", status="Closed")),
    ("second case in a thread: create", create("second thread case")),
    ("second case in a thread: escalate", escalate("second thread case")),
    (
        "event: create in a channel",
        create("event", _CHANNEL, dedicated_channel=True, event=True, priority=Named("Medium")),
    ),
    ("event: ask to update", ask_to_update),
    ("triaged case: create", create("triaged case", dedicated_channel=True, status="Triage")),
    ("case: create closed", create("closed case", dedicated_channel=True, status="Closed")),
)
LAST_STEPS: Final[tuple[Step, ...]] = (
    ("triaged case: triage to closed", change("triaged case", status="Closed")),
    ("triaged case: closed to new", change("triaged case", status="New")),
    ("triaged case: change the priority", change("triaged case", priority=Named("High"))),
    ("case in a channel: delete", delete("event")),
    ("case in a thread: delete", delete("thread case")),
)
