"""Drives the application over one set of plugins, step by step."""

import logging
import traceback
from collections.abc import Callable
from typing import Any

from attrs import asdict, field, frozen

from tests.real_host.application import Application, StepFailed, started
from tests.real_host.log import Watch
from tests.real_host.messages import TEMPLATED
from tests.real_host.recording import Call, Recorder
from tests.real_host.sets import Choice
from tests.real_host.steps import steps_of
from tests.real_host.texts import Verdict, judge
from tests.real_host.world import World


@frozen
class Outcome:
    """What came of a step."""

    name: str
    errors: tuple[str, ...]
    complaints: tuple[str, ...]
    """What the application logged as an error without an exception, such as a missing answer."""
    spared: tuple[str, ...]
    """Errors that a bridge logged and answered in place of the plugin."""
    calls: tuple[Call, ...]

    def plain(self) -> dict[str, Any]:
        """All of it as plain data, without the measurements, which are many."""
        calls = [it for it in self.calls if it.type != "metric" or it.error]
        return {
            "name": self.name,
            "failed": bool(self.errors),
            "errors": list(self.errors),
            "complaints": list(self.complaints),
            "answered_by_bridge": list(self.spared),
            "calls": [
                {
                    "type": it.type,
                    "method": it.method,
                    "outcome": it.error or "ok",
                    "reached": bool(it.received),
                }
                for it in calls
            ],
        }


@frozen
class Result:
    """What came of all steps of a set."""

    choice: Choice
    outcomes: tuple[Outcome, ...]
    sent: tuple[Verdict, ...] = field()
    """The messages that the steps made the application send."""
    templated: tuple[Verdict, ...] = field()
    """One message of each template that the application has, in each of its variants."""

    def plain(self) -> dict[str, Any]:
        """All of it as plain data."""
        return {
            "set": self.choice.name,
            "steps": [it.plain() for it in self.outcomes],
            "messages": [asdict(it) for it in self.sent],
            "templates": [asdict(it) for it in self.templated],
        }


def run(choice: Choice, *, steps: bool = True) -> Result:
    """Every step over a fresh database; one that fails does not keep the next from running.

    Args:
        choice: What is driven.
        steps: Whether there are any, or only the templates are sent.
    """
    recorder, verdicts = Recorder(), list[Verdict]()
    # At once, while the rows that are shown are as the application has them.
    recorder.after.append(lambda call: verdicts.extend(filter(None, [judge(call)])))
    plugins = choice.plugins()
    for implementation in {getattr(it, "implementation", type(it)) for it in plugins}:
        recorder.watch(implementation)
    with started(recorder) as app:
        app.register(plugins)
        world = World(app, choice)
        world.furnish()
        verdicts.clear()
        outcomes = [_step(world, name, step) for name, step in steps_of(choice) if steps]
        sent, verdicts[:] = tuple(verdicts), []
        _send_templates(app, world)
    return Result(choice, tuple(outcomes), sent, tuple(verdicts))


def _step(world: World, name: str, step: Callable[[World], None]) -> Outcome:
    app, watch, raised = world.app, Watch(), list[str]()
    app.recorder.step = name
    root = logging.getLogger()
    root.addHandler(watch)
    try:
        step(world)
    except StepFailed as error:
        raised.append(str(error))
    except Exception as error:
        raised.append(f"{type(error).__name__}: {error} {_place(error)}")
    finally:
        root.removeHandler(watch)
    errors = watch.errors
    if app.rejections:
        errors = [it for it in errors if not it.startswith("dispatch.main:")]
        app.rejections.clear()
    return Outcome(
        name,
        errors=tuple(dict.fromkeys([*raised, *errors, *app.events_of_failures()])),
        complaints=tuple(dict.fromkeys(watch.complaints)),
        spared=tuple(dict.fromkeys(watch.spared)),
        calls=tuple(app.recorder.of_step(name)),
    )


def _place(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"({last.filename.rpartition('/')[2]}:{last.lineno})"


def _send_templates(app: Application, world: World) -> None:
    """Send each templated message once, in the shape in which the application does."""
    plugin = next(it for it in app.registered.values() if it.type == "conversation")
    channel = world.plugins["conversation"].create("templates", [])["id"]
    for message in TEMPLATED:
        app.recorder.step = message.name
        send = getattr(plugin, message.method)
        places = {
            "send": (channel,),
            "send_direct": ("grace@example.com",),
            "send_ephemeral": (channel, "grace@example.com"),
        }[message.method]
        template = [dict(it) for it in message.template]
        try:
            send(*places, message.text, template, message.type, **message.keywords())
        except Exception as error:
            logging.getLogger(__name__).warning("%s: %s", message.name, error)
