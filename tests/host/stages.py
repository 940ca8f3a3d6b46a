"""A rehearsal taken apart: its world, in which single steps are played."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from dispatch_interfaces.host.rehearsal import Part
from dispatch_interfaces.host.rehearsal.acts.programme import programme
from dispatch_interfaces.host.rehearsal.calls import App, Script
from dispatch_interfaces.host.rehearsal.elsewhere import Elsewhere
from dispatch_interfaces.host.rehearsal.parts import loaded_stand_ins
from dispatch_interfaces.host.rehearsal.rows import Project
from dispatch_interfaces.host.rehearsal.stage import Stage
from dispatch_interfaces.host.rehearsal.world import World

PROJECTS: Final = (Project(1, "default"), Project(2, "security"))

_STEPS: Final[Mapping[str, Callable[[World], None]]] = {
    name: play for _, steps in programme(Elsewhere()) for name, play in steps
}


def stage_of(plugins: Iterable[type]) -> Stage:
    """Some plugins, and stand-ins for what is missing."""
    mine = [Part(plugin_class=it) for it in plugins]
    known = {it.type for it in mine}
    others = loaded_stand_ins()
    return Stage.of(
        [
            *mine,
            *(Part(plugin_class=it, mine=False) for key, it in others.items() if key not in known),
        ]
    )


def world_of(stage: Stage, project: Project = PROJECTS[0], **entered: Mapping[str, Any]) -> World:
    """A project with everything that the steps need.

    Args:
        stage: The plugins.
        project: The project.
        entered: Settings by type.
    """
    settings: dict[str, Mapping[str, Any]] = {
        "storage": {
            "root_id": "drive-1",
            "open_on_close": True,
            "read_only": True,
            "domain": "example.com",
        },
        "term": {"project": project.name},
        **entered,
    }
    stage.enable(project, settings)
    world = World(App(stage, Script(), project))
    world.furnish({})
    return world


def play(world: World, *names: str) -> None:
    """Play some steps, of which none may fail."""
    for name in names:
        _STEPS[name](world)
        step = world.app.script.step(name)
        assert not step.failed, (name, step.errors)
