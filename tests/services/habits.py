"""A habit of real services, and the three checks that each goes through."""

import dataclasses
from collections.abc import Callable
from typing import Any, Final

from attrs import evolve, frozen

from dispatch_interfaces.conformance import Judgement, Result
from dispatch_interfaces.conformance.checker import Options, judge
from dispatch_interfaces.conformance.run.harness import Harness
from dispatch_interfaces.conformance.run.profiles import QUICK, Run
from dispatch_interfaces.conformance.targets import resolve
from dispatch_interfaces.limits import limits_of
from tests.references import reference_of

BRIEF: Final = Run(profile=evolve(QUICK, examples=10, seconds=120, shrink_seconds=0))


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
    return judge(target, Options(strict=True, run=BRIEF, **options))


def declared_conforms(habit: Habit) -> None:
    """A plugin with the habit conforms once it declares it, with nothing left to be seen."""
    judgement = judged(habit.plugin, habit)
    assert told(judgement, Result.FAILED, Result.ERROR, Result.NOT_OBSERVED) == []
    assert judgement.exit_code == 0


def undeclared_fails(habit: Habit) -> None:
    """Without that declaration the plugin fails, and is shown what to declare."""
    limits = limits_of(habit.plugin, habit.harness(habit.plugin).contract.limits)
    others = dataclasses.replace(limits, **{habit.limit: None})
    undeclared = type(f"{habit.plugin.__name__}Undeclared", (habit.plugin,), {"limits": others})
    judgement = judged(undeclared, habit)
    offered = {it.finding.declare for it in judgement.of(Result.FAILED) if it.finding} - {""}
    begins = f"limits = {type(limits).__name__}({habit.limit}="
    assert [it for it in offered if it.startswith(begins)], offered or told(
        judgement, Result.FAILED, Result.ERROR
    )
    assert judgement.exit_code == 1


def untrue_fails(habit: Habit) -> None:
    """A plugin without the habit that declares it fails the requirement that proves limits."""
    contract = habit.harness(habit.plugin).contract
    limit = getattr(limits_of(habit.plugin, contract.limits), habit.limit)
    reference = reference_of(contract)
    members = {"limits": contract.limits(**{habit.limit: limit})}
    judgement = judged(type(f"{reference.__name__}Untrue", (reference,), members), habit)
    failed = told(judgement, Result.FAILED, Result.ERROR)
    assert [it.partition(":")[0] for it in failed] == [f"{contract.prefix}-008"], failed
    assert judgement.exit_code == 1


def told(judgement: Judgement, *results: Result) -> list[str]:
    """How each requirement ended that ended so."""
    return [f"{it.requirement}: {it.finding or it.reason}" for it in judgement.of(*results)]
