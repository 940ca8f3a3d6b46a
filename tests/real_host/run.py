"""Drives the application over one set of plugins, step by step."""

import logging
import traceback

from attrs import field, frozen

from tests.real_host.application import Application, StepFailed, start
from tests.real_host.log import Watch
from tests.real_host.messages import TEMPLATED
from tests.real_host.recording import SENDING, Call, Recorder
from tests.real_host.sets import Choice
from tests.real_host.steps import STEPS
from tests.real_host.texts import Verdict, judge
from tests.real_host.world import World


@frozen
class Outcome:
    """What came of a step."""

    name: str
    errors: tuple[str, ...]
    spared: tuple[str, ...]
    """Errors that a bridge logged and answered in place of the plugin."""
    calls: tuple[Call, ...]

    @property
    def failed(self) -> bool:
        return bool(self.errors)


@frozen
class Result:
    """What came of all steps of a set."""

    choice: Choice
    outcomes: tuple[Outcome, ...]
    sent: tuple[Verdict, ...] = field()
    """The messages that the steps made the application send."""
    templated: tuple[Verdict, ...] = field()
    """One message of each template that the application has, in each of its variants."""

    @property
    def failed(self) -> list[Outcome]:
        return [it for it in self.outcomes if it.failed]

    @property
    def call_errors(self) -> list[Call]:
        return [call for it in self.outcomes for call in it.calls if call.error]


def run(choice: Choice) -> Result:
    """Every step over a fresh database; one that fails does not keep the next from running."""
    recorder = Recorder()
    app = start(recorder)
    plugins = choice.plugins()
    for plugin in plugins:
        if plugin.type == "conversation":
            recorder.watch(getattr(plugin, "implementation", type(plugin)))
    app.register(plugins)
    world = World(app, choice)
    world.furnish()
    outcomes = [_step(world, name, step) for name, step in STEPS]
    calls = [call for it in outcomes for call in it.calls]
    return Result(choice, tuple(outcomes), _verdicts(calls), _templates(app, world))


def _step(world: World, name: str, step: object) -> Outcome:
    watch = Watch()
    root = logging.getLogger()
    root.addHandler(watch)
    world.app.recorder.step = name
    raised = []
    try:
        step(world)  # type: ignore[operator]
    except StepFailed as error:
        raised = [str(error)]
    except Exception as error:
        raised = [f"{type(error).__name__}: {error} {_place(error)}"]
    finally:
        root.removeHandler(watch)
    errors, spared = watch.take()
    if world.app.rejections:
        errors = [it for it in errors if not it.startswith("dispatch.main:")]
        world.app.rejections.clear()
    calls = tuple(world.app.recorder.of_step(name))
    return Outcome(name, (*raised, *dict.fromkeys(errors)), tuple(dict.fromkeys(spared)), calls)


def _place(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"({last.filename.rpartition('/')[2]}:{last.lineno})"


def _verdicts(calls: list[Call]) -> tuple[Verdict, ...]:
    return tuple(it for it in map(judge, calls) if it is not None)


def _templates(app: Application, world: World) -> tuple[Verdict, ...]:
    """Send each templated message once, in the shape in which the application does."""
    plugin = next(it for it in app.registered.values() if it.type == "conversation")
    channel = world.plugins["conversation"].create("templates", [])["id"]
    recorder = app.recorder
    before = len(recorder.calls)
    for message in TEMPLATED:
        recorder.step = message.name
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
    assert set(SENDING) >= {it.method for it in TEMPLATED}
    return _verdicts(recorder.calls[before:])
