"""What real services cannot do, each habit in a plugin that declares it; and three checks of it."""

from collections.abc import Callable
from typing import Any, Final

from attrs import evolve, frozen

from dispatch_interfaces.conformance import Judgement, Result
from dispatch_interfaces.conformance.checker import Options, judge
from dispatch_interfaces.conformance.run.harness import Harness
from dispatch_interfaces.conformance.run.profiles import QUICK, Run
from dispatch_interfaces.conformance.targets import resolve

BRIEF: Final = Run(profile=evolve(QUICK, seconds=120, shrink_seconds=0))


@frozen
class Habit:
    """Something that a service cannot do.

    Args:
        name: What it is.
        who: Services that have the habit.
        plugin: A plugin that has it, and declares it.
        limit: The name of the limit that is declared.
        harness: Opens a plugin of a class.
    """

    name: str
    who: str
    plugin: type[Any]
    limit: str
    harness: Callable[[type[Any]], Harness[Any, Any]]

    def __str__(self) -> str:
        return f"{self.plugin.__name__}-{self.limit}"


def judged(plugin_class: type, habit: Habit, **options: Any) -> Judgement:
    """What the suite says of a plugin, each SHOULD included."""
    (target,) = resolve(plugin_class, harness=habit.harness(plugin_class))
    return judge(target, Options(strict=True, timeout=30, run=BRIEF, **options))


def declared_conforms(habit: Habit) -> None:
    """A plugin with the habit conforms once it declares it, with nothing left to be seen."""
    judgement = judged(habit.plugin, habit)
    assert _told(judgement, Result.FAILED, Result.ERROR, Result.NOT_OBSERVED) == []
    assert judgement.exit_code == 0


def undeclared_fails(habit: Habit) -> None:
    """Without the declaration the plugin fails, and is shown what to declare."""
    undeclared = type(f"{habit.plugin.__name__}Undeclared", (habit.plugin,), {"limits": None})
    judgement = judged(undeclared, habit)
    assert judgement.exit_code == 1
    offered = [it.finding.declare for it in judgement.of(Result.FAILED) if it.finding]
    kind = type(habit.plugin.limits).__name__
    assert any(it.startswith(f"limits = {kind}({habit.limit}=") for it in offered), _told(
        judgement, Result.FAILED
    )


def untrue_fails(habit: Habit, reference: type) -> None:
    """A plugin without the habit that declares it fails the requirement that proves limits."""
    members = {"limits": habit.plugin.limits}
    judgement = judged(type(f"{reference.__name__}Untrue", (reference,), members), habit)
    failed = _told(judgement, Result.FAILED, Result.ERROR)
    assert [it.partition(":")[0].rpartition("-")[2] for it in failed] == ["008"], failed
    assert judgement.exit_code == 1


def _told(judgement: Judgement, *results: Result) -> list[str]:
    return [f"{it.requirement}: {it.finding or it.reason}" for it in judgement.of(*results)]
