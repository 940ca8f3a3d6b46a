"""Two processes of the application, each of which goes on with what the other has begun."""

from collections.abc import Callable
from typing import Final

from dispatch_interfaces.host.rehearsal.acts import incidents as incident_acts
from dispatch_interfaces.host.rehearsal.acts.automation import follow_workflow
from dispatch_interfaces.host.rehearsal.acts.jobs import sync_members, sync_tasks, sync_terms
from dispatch_interfaces.host.rehearsal.elsewhere import Elsewhere
from dispatch_interfaces.host.rehearsal.flows import incidents
from dispatch_interfaces.host.rehearsal.rows import Named
from dispatch_interfaces.host.rehearsal.world import SECOND, Step, World

ACT: Final = "a second process"
_FIRST: Final = "incident of the first process"
_SECOND: Final = "incident of the second process"


def open_in_first(world: World) -> None:
    _open(world, _FIRST)


def open_in_second(world: World) -> None:
    _open(world, _SECOND)


def _open(world: World, name: str) -> None:
    incidents.create(world.app, world.setting, incident_acts.report(world, name))


def change(world: World) -> None:
    incident_acts.change(world, _FIRST, severity=Named("High"))


def join(world: World) -> None:
    incidents.join(world.app, world.incident(_FIRST), SECOND)


def leave(world: World) -> None:
    incidents.leave(world.app, world.incident(_FIRST), SECOND)


def close_first(world: World) -> None:
    incident_acts.change(world, _FIRST, status="Closed")


def close_second(world: World) -> None:
    incident_acts.change(world, _SECOND, status="Closed")


def delete_first(world: World) -> None:
    incidents.delete(world.app, world.incident(_FIRST))


_HERE: Final = False
_THERE: Final = True
_STEPS: Final[tuple[tuple[str, Callable[[World], None], bool], ...]] = (
    ("process: the first opens an incident", open_in_first, _HERE),
    ("process: the second changes its severity", change, _THERE),
    ("process: the second adds a participant", join, _THERE),
    ("process: the first removes the participant", leave, _HERE),
    ("process: the second syncs tasks", sync_tasks, _THERE),
    ("process: the second syncs terms", sync_terms, _THERE),
    ("process: the second syncs members", sync_members, _THERE),
    ("process: the second asks how the run of the first stands", follow_workflow, _THERE),
    ("process: the second opens an incident", open_in_second, _THERE),
    ("process: the first closes the incident of the second", close_second, _HERE),
    ("process: the second closes the incident of the first", close_first, _THERE),
    ("process: the second deletes the incident of the first", delete_first, _THERE),
)


def steps(elsewhere: Elsewhere) -> tuple[Step, ...]:
    """All steps, each of which is played where it is to be.

    Args:
        elsewhere: The second process.
    """

    def played(name: str, step: Callable[[World], None]) -> Step:
        return name, lambda world: elsewhere.play(world, name, step)

    return tuple(played(name, step) if there else (name, step) for name, step, there in _STEPS)
