"""Two projects with different settings, in several threads."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from attrs import evolve

from dispatch_interfaces.host.rehearsal.acts import incidents as incident_acts
from dispatch_interfaces.host.rehearsal.calls import App, Failed, Script, Stopped
from dispatch_interfaces.host.rehearsal.flows import incidents
from dispatch_interfaces.host.rehearsal.records import Step
from dispatch_interfaces.host.rehearsal.rows import Named, Project
from dispatch_interfaces.host.rehearsal.world import SECOND, USER, World
from dispatch_interfaces.showing import told

ACT: Final = "two projects, in four threads"
STEPS: Final = ("projects: incidents side by side", "projects: each has its own settings")
_THREADS: Final = 4
_PROJECT: Final = Project(2, "security")


def play(world: World, entered: Mapping[str, Any]) -> tuple[Step, Step]:
    """Open, change and leave incidents of both projects at the same time.

    Args:
        world: The first project.
        entered: The settings of the second, by plugin type.
    """
    world.app.stage.enable(_PROJECT, entered)
    other = World(_app(world.app, _PROJECT))
    other.furnish({"service_id": None})
    worlds = [_again((world, other)[number % 2], number) for number in range(_THREADS)]
    with ThreadPoolExecutor(_THREADS) as pool:
        errors = [it for found in pool.map(_play, worlds) for it in found]
    played = _joined(STEPS[0], [it.app.script for it in worlds], errors)
    return played, Step(STEPS[1], errors=tuple(_mixed(world, other)))


def _app(app: App, project: Project) -> App:
    made = evolve(app, project=project, script=Script(doing=app.script.doing), made=[], root=None)
    made.people = {}
    made.weather = lambda _type, _method: None  # which thread it meets would be left to chance
    return made


def _again(world: World, number: int) -> World:
    """The same project, for a thread of its own."""
    made = World(_app(world.app, world.app.project))
    made.app.made, made.app.root = list(world.app.made), world.app.root
    made.setting = world.setting
    made.known["number"] = number
    return made


def _play(world: World) -> list[str]:
    app, errors = world.app, list[str]()
    for number in range(2):
        title = f"{app.project.name} {world.known['number']}.{number}"
        incident = incident_acts.new(world, title)
        doing: tuple[Callable[[], Any], ...] = (
            lambda it=incident: incidents.store(app, world.setting, it, USER),  # type: ignore[misc]
            lambda it=incident: incidents.create(app, world.setting, it),  # type: ignore[misc]
            lambda it=incident: incidents.join(app, it, SECOND),  # type: ignore[misc]
            lambda it=incident: _change(world, it),  # type: ignore[misc]
        )
        for do in doing:
            app.people.clear()
            try:
                do()
            except (Failed, Stopped, ValueError) as error:
                errors.append(str(error))
            except Exception as error:
                errors.append(told(error))
                break
    return errors


def _change(world: World, incident: Any) -> None:
    world.incidents["incident"] = incident
    incident_acts.change(world, severity=Named("High"))


def _joined(name: str, scripts: list[Script], errors: list[str]) -> Step:
    """What all threads came to, one after the other."""
    steps = [it.step(name) for it in scripts]
    return Step(
        name,
        tuple(call for it in steps for call in it.calls),
        tuple(dict.fromkeys([*errors, *(text for it in steps for text in it.errors)])),
        tuple(dict.fromkeys(text for it in steps for text in it.losses)),
        tuple(dict.fromkeys(text for it in steps for text in it.lacks)),
    )


def _mixed(world: World, other: World) -> list[str]:
    """What was not kept apart."""
    found, stage = list[str](), world.app.stage
    projects = (world.app.project.name, other.app.project.name)
    for plugin_type in stage.parts:
        if not stage.has(plugin_type):
            continue
        found += [f"{plugin_type}: {it}" for it in stage.reader.problems(plugin_type, projects)]
        if stage.mixed.get(plugin_type):
            found.append(f"{plugin_type}: during a call, the plugin had another project's settings")
    return found
