"""Plays everything over the plugins of an author."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from attrs import evolve

from dispatch_interfaces.host.catalogue import CATALOGUE
from dispatch_interfaces.host.rehearsal.acts import projects
from dispatch_interfaces.host.rehearsal.acts.programme import Programme, programme
from dispatch_interfaces.host.rehearsal.answered import heard
from dispatch_interfaces.host.rehearsal.calls import App, Script
from dispatch_interfaces.host.rehearsal.elsewhere import Cast, Elsewhere
from dispatch_interfaces.host.rehearsal.ending import Heard, ending, messages
from dispatch_interfaces.host.rehearsal.flaky import Weather
from dispatch_interfaces.host.rehearsal.parts import (
    NotRehearsable,
    Part,
    Target,
    installed,
    loaded_stand_ins,
    parts_of,
)
from dispatch_interfaces.host.rehearsal.records import Act, Call, Player, Progress, Rehearsal, Step
from dispatch_interfaces.host.rehearsal.rows import Project
from dispatch_interfaces.host.rehearsal.stage import Stage
from dispatch_interfaces.host.rehearsal.world import World
from dispatch_interfaces.limits import limits_of
from dispatch_interfaces.options import seconds
from dispatch_interfaces.showing import told
from dispatch_interfaces.suggestions import did_you_mean

TIMEOUT: Final = 30.0
"""Seconds that one call may take."""

_COUNT: Final = sum(len(steps) for _, steps in programme(Elsewhere())) + len(projects.STEPS)

_SETTINGS: Final[Mapping[str, Mapping[str, Any]]] = {
    "artificial-intelligence": {"chat_completion_model": "gpt-4o"},
    "storage": {"root_id": "drive-1", "open_on_close": True, "read_only": True},
    "term": {"project": "default"},
}
"""The settings that are made up for plugins of which the application reads some itself."""


def rehearse(
    targets: Iterable[Target] | None = (),
    *,
    without: Iterable[str] = (),
    flaky: int | None = None,
    stand_ins: Mapping[str, type] | None = None,
    harnesses: Mapping[str, Any] | None = None,
    timeout: float = TIMEOUT,
    progress: Callable[[Progress], None] = lambda _progress: None,
    doing: Callable[[Call], None] = lambda _call: None,
) -> Rehearsal:
    """Play incidents, cases, tasks and jobs over some plugins, as the application would.

    Args:
        targets: The author's plugins: classes, modules or names; None for what is installed.
        without: Types of which the project has no plugin.
        flaky: A seed, by which services fail and recover.
        stand_ins: Plugins for the types that are missing, by type; the references if None.
        harnesses: What is known of the author's plugins, by type: see `Part`.
        timeout: Seconds that one call may take.
        progress: Told of each step, when it begins and when it is over.
        doing: Told of each call before it is made, and again with its answer.

    Raises:
        ValueError: The time limit is none.
    """
    seconds(timeout)
    try:
        parts = installed() if targets is None else parts_of(targets, harnesses or {})
        if not parts and targets is None:
            raise NotRehearsable("no installed package has a plugin for the application")
        return _play(parts, tuple(without), flaky, stand_ins, timeout, progress, doing)
    except NotRehearsable as error:
        return Rehearsal(refused=str(error), without=tuple(without), seed=flaky)


def _play(
    parts: tuple[Part, ...],
    without: tuple[str, ...],
    flaky: int | None,
    given: Mapping[str, type] | None,
    timeout: float,
    progress: Callable[[Progress], None],
    doing: Callable[[Call], None],
) -> Rehearsal:
    for name in without:
        if name not in CATALOGUE:
            raise NotRehearsable(f"there is no type {name!r}{did_you_mean(name, CATALOGUE)}")
    others = loaded_stand_ins() if given is None else given
    known = {it.type for it in parts}
    parts += tuple(
        Part(plugin_class=it, mine=False) for name, it in others.items() if name not in known
    )
    project = Project(1, "default")
    entered = {it.type: _entered(it) for it in parts}
    elsewhere = Elsewhere.started(Cast(parts, without, entered, project, timeout, flaky))
    try:
        stage = Stage.of(parts, without)
        stage.enable(project, entered)
        app = App(stage, Script(doing=doing), project, timeout, Weather(flaky))
        world = World(app)
        kept = Heard(world)
        with heard(app.script):
            world.furnish(_values(world, parts))
            app.script.step("before the first act")
            app.made.append(kept)
            acts = _acts(world, programme(elsewhere), progress)
            acts += (_projects(world, {it.type: _other(it) for it in parts}, progress),)
            end, said = ending(world, kept), messages(world, kept.sent)
    finally:
        elsewhere.close()
    players = tuple(_player(it, stage.parts[it.type], elsewhere) for it in stage.players)
    return Rehearsal(players, acts, end, said, without, flaky)


def _player(player: Player, part: Part, elsewhere: Elsewhere) -> Player:
    """With what is to be known of its limits, and of it in the second process."""
    note = elsewhere.refused
    if part.in_memory:
        note = "its service is in memory: the second process asks it in the first"
    limits = limits_of(getattr(part.plugin_class, "implementation", part.plugin_class)).declared()
    told = f"within limits: {', '.join(limits)}" if limits else ""
    return evolve(player, note="; ".join(filter(None, [player.note, told, note])))


def _entered(part: Part) -> Mapping[str, Any] | None:
    """The settings of a part; if none are given, those that the application reads."""
    if part.settings is not None:
        return part.settings
    schema = getattr(part.plugin_class, "configuration_schema", None)
    if schema is None or part.type not in _SETTINGS:
        return None
    properties: Mapping[str, Any] = schema.schema().get("properties", {})
    required: set[str] = set(schema.schema().get("required", ()))
    made = {name: it for name, it in _SETTINGS[part.type].items() if name in properties}
    return made if required <= set(made) else None


def _other(part: Part) -> Mapping[str, Any] | None:
    """What a second project has entered: different, as far as that is known to be possible."""
    if part.other_settings is not None:
        return part.other_settings
    return (
        {**(_entered(part) or {}), "project": "security"}
        if part.type == "term"
        else (_entered(part))
    )


def _values(world: World, parts: Iterable[Part]) -> dict[str, Any]:
    """What the author knows of the backends, after making them ready."""
    found: dict[str, Any] = {}
    for part in parts:
        found |= part.values
        if part.prepare is not None and world.app.has(part.type):
            plugin = world.app.stage.plugin(world.app.project, part.type)
            try:
                found |= part.prepare(plugin) or {}
            except Exception as error:
                raise NotRehearsable(f"{part.label} cannot be made ready: {told(error)}") from error
    return found


def _acts(world: World, whole: Programme, progress: Callable[[Progress], None]) -> tuple[Act, ...]:
    acts, number = list[Act](), 0
    players = tuple(world.app.stage.players)
    for act, steps in whole:
        played = list[Step]()
        for name, step in steps:
            number += 1
            begun = Progress(act, Step(name), number, _COUNT, players=players)
            progress(begun)
            played.append(world.play(name, step))
            progress(evolve(begun, step=played[-1], over=True))
        acts.append(Act(act, tuple(played)))
    return tuple(acts)


def _projects(
    world: World, entered: Mapping[str, Any], progress: Callable[[Progress], None]
) -> Act:
    """The act of two projects; its steps are played at once."""
    players = tuple(world.app.stage.players)
    first, second = (
        Progress(projects.ACT, Step(name), number, _COUNT, players=players)
        for number, name in enumerate(projects.STEPS, _COUNT - 1)
    )
    progress(first)
    played = projects.play(world, entered)
    progress(evolve(first, step=played[0], over=True))
    progress(second)
    progress(evolve(second, step=played[1], over=True))
    return Act(projects.ACT, played)
