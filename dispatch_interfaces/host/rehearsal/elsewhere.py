"""A second process of the application: it has services and database in common, and no memory.

It is started before the first plugin is made. A plugin whose service is in memory is asked in the
first process: another one would find a service in which nothing was ever done.
"""

import multiprocessing
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, Final

from attrs import define, evolve, frozen

from dispatch_interfaces.host.rehearsal.answered import heard
from dispatch_interfaces.host.rehearsal.calls import App, Failed, Script
from dispatch_interfaces.host.rehearsal.flaky import Weather
from dispatch_interfaces.host.rehearsal.flows.incidents import Setting
from dispatch_interfaces.host.rehearsal.parts import NotRehearsable, Part
from dispatch_interfaces.host.rehearsal.records import Step
from dispatch_interfaces.host.rehearsal.rows import Case, Incident, Project, Task
from dispatch_interfaces.host.rehearsal.stage import Stage
from dispatch_interfaces.host.rehearsal.world import World
from dispatch_interfaces.showing import told

NAME: Final = "second"
"""What the process is called where calls tell which of them made them."""

_MORE: Final = 10.0
"""Seconds that the other process may be silent beyond those that a call may take."""


@frozen
class _Stored:
    """What the application's database holds."""

    setting: Setting
    incidents: dict[str, Incident]
    rows: list[Incident]
    cases: dict[str, Case]
    tasks: dict[str, Task]
    documents: list[str]
    known: dict[str, Any]
    root: str | None

    @classmethod
    def of(cls, world: World) -> "_Stored":
        return cls(
            world.setting,
            world.incidents,
            world.rows,
            world.cases,
            world.tasks,
            world.documents,
            world.known,
            world.app.root,
        )

    def read(self, world: World) -> None:
        """Have another process know it."""
        world.setting, world.incidents, world.rows = self.setting, self.incidents, self.rows
        world.cases, world.tasks = self.cases, self.tasks
        world.documents, world.known, world.app.root = self.documents, self.known, self.root


@frozen
class Cast:
    """What both processes begin with.

    Args:
        parts: All plugins.
        without: Types of which the project has none.
        entered: What the project has entered, by plugin type.
        project: The project.
        timeout: Seconds that one call may take.
        seed: By which services fail and recover; None if they do not.
    """

    parts: tuple[Part, ...]
    without: tuple[str, ...]
    entered: Mapping[str, Any]
    project: Project
    timeout: float
    seed: int | None


@define
class Elsewhere:
    """The other process, as the first one sees it.

    Use `started` to make one, and `close` when it is not needed any more.

    Args:
        refused: Why there is none, although there is a plugin that could be made in it.
    """

    refused: str = ""
    _process: Any = None
    _link: Any = None
    _silence: float = 0.0

    @classmethod
    def started(cls, cast: Cast) -> "Elsewhere":
        """Start it, if there is a plugin that is to be made in it."""
        if all(it.in_memory for it in cast.parts):
            return cls()
        # What shows a plugin's state, and makes it ready, is needed once.
        parts = tuple(evolve(it, prepare=None, observer=None) for it in cast.parts)
        context: Any = multiprocessing.get_context(_method())
        link, theirs = context.Pipe()
        process = context.Process(
            target=_serve, args=(theirs, evolve(cast, parts=parts)), daemon=True
        )
        try:
            process.start()
        except Exception as error:  # it is given to a new interpreter, which has to import it
            link.close()
            return cls(refused=f"a second process cannot be given it: {told(error)}")
        finally:
            theirs.close()
        return cls("", process, link, cast.timeout + _MORE)

    def play(self, world: World, name: str, step: Callable[[World], None]) -> None:
        """Play a step there; if all plugins are in memory, as if it were there.

        Args:
            world: What there is.
            name: What the step is called.
            step: A function that both processes find by its name.

        Raises:
            Failed: The process ended, or did not answer.
        """
        if self._link is None:
            app, before = world.app, world.app.process
            app.process = NAME
            try:
                return step(world)
            finally:
                app.process = before
        self._send(("play", name, step, _Stored.of(world)))
        while True:
            what, *rest = self._heard()
            if what == "doing":
                world.app.script.doing(*rest)
            elif what == "ask":
                self._send(_answered(world, *rest))
            elif what == "made":
                for listener in world.app.made:
                    listener(world.app, *rest)
                self._send(None)
            elif what == "cannot":
                raise Failed(*rest)
            else:
                played, stored = rest
                stored.read(world)
                return world.app.script.take_over(played)

    def close(self) -> None:
        """End it."""
        if self._link is not None:
            self._link.close()
            self._process.join(1.0)
            self._process.kill()

    def _send(self, message: Any) -> None:
        try:
            self._link.send(message)
        except OSError as error:
            raise self._gone() from error
        except Exception as error:  # whatever a plugin returned, no database could hold it
            raise Failed(f"no other process can be told of it: {told(error)}") from error

    def _heard(self) -> Any:
        try:
            if self._link.poll(self._silence):
                return self._link.recv()
        except (EOFError, OSError) as error:
            raise self._gone() from error
        self._process.kill()
        raise Failed(f"the second process did not answer within {self._silence:g} s")

    def _gone(self) -> Failed:
        self._process.join(1.0)
        return Failed(f"the second process ended with exit status {self._process.exitcode}")


def _method() -> str:
    # A process with several threads is not forked: locks would stay held by who is not there.
    forks = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    return "fork" if forks else "spawn"


def _answered(world: World, plugin_type: str, method: str, args: Any, kwargs: Any) -> Any:
    """What a plugin of this process returns, or raises, to the other."""
    app = world.app
    try:
        plugin = app.stage.plugin(app.project, plugin_type)
        return "returned", getattr(plugin, method)(*args, **kwargs)
    except Exception as error:
        return "raised", error


class _Absent:
    """A plugin whose service is in the memory of the first process: it is asked there."""

    def __init__(self, part: Part, link: Any) -> None:
        self._part, self._link = part, link

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._part.plugin_class, name)
        return partial(self._asked, name) if callable(found) else found

    def _asked(self, name: str, /, *args: Any, **kwargs: Any) -> Any:
        self._link.send(("ask", self._part.type, name, args, kwargs))
        how, answer = self._link.recv()
        if how == "raised":
            raise answer
        return answer


def _serve(link: Any, cast: Cast) -> None:
    """What the other process does until the first one closes the link."""
    problem, world = "", None
    try:
        world = _furnished(link, cast)
    except NotRehearsable as error:
        problem = str(error)
    with suppress(EOFError, OSError):
        while True:
            _, name, step, stored = link.recv()
            if world is None:
                link.send(("cannot", problem))
                continue
            stored.read(world)
            step_played = _played(world, name, step)
            try:
                link.send(("played", step_played, _Stored.of(world)))
            except Exception as error:
                if isinstance(error, OSError):
                    raise
                link.send(("cannot", f"no other process can be told of it: {told(error)}"))


def _furnished(link: Any, cast: Cast) -> World:
    def absent(part: Part) -> Any:
        return _Absent(part, link) if part.in_memory else None

    stage = Stage.of(cast.parts, cast.without, absent)
    stage.enable(cast.project, cast.entered)
    script = Script(doing=lambda what: link.send(("doing", what)))
    seed = None if cast.seed is None else cast.seed + 1
    app = App(stage, script, cast.project, cast.timeout, Weather(seed), process=NAME)

    def tell(_app: App, *call: Any) -> None:
        link.send(("made", *call))
        link.recv()

    app.made.append(tell)
    return World(app)


def _played(world: World, name: str, step: Callable[[World], None]) -> Step:
    with heard(world.app.script):
        return world.play(name, step)
