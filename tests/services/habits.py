"""A habit of real services, and what is asked of each."""

import dataclasses
import re
from collections.abc import Callable, Collection, Iterable
from typing import Any, Final

from attrs import evolve, frozen

from dispatch_interfaces.conformance import Judgement, Outcome, Result, Verdict
from dispatch_interfaces.conformance.checker import Options, judge
from dispatch_interfaces.conformance.run.harness import Harness
from dispatch_interfaces.conformance.run.profiles import QUICK, Run
from dispatch_interfaces.conformance.targets import resolve
from dispatch_interfaces.limits import limits_of
from tests.references import reference_of

BRIEF: Final = Run(profile=evolve(QUICK, examples=10, rounds=2, seconds=120, shrink_seconds=0))


@frozen
class Habit:
    """Something that a service cannot do.

    Args:
        name: What it is.
        who: Services that have the habit.
        plugin: A plugin that has it, and declares it.
        limit: The name of the limit that is declared.
        harness: Brings such a plugin under test: called with the class.
    """

    name: str
    who: str
    plugin: type[Any]
    limit: str
    harness: Callable[[type[Any]], Harness[Any, Any]]

    def __str__(self) -> str:
        return f"{self.plugin.__name__}-{self.limit}"


def judged(plugin: type[Any], habit: Habit, *, self_check: bool = False) -> Judgement:
    """How a plugin is judged by all that is required, as strictly as can be."""
    (target,) = resolve(plugin, harness=habit.harness(plugin))
    return judge(target, Options(strict=True, timeout=30, run=BRIEF, self_check=self_check))


def told(outcomes: Iterable[Outcome]) -> str:
    """Outcomes as somebody reads them who has to find out why."""
    return "\n".join(f"{it.requirement} {it.result}: {it.finding or it.reason}" for it in outcomes)


def expect_declared_conforms(habit: Habit) -> None:
    """With the declaration, everything that is left to ask passes."""
    judgement = judged(habit.plugin, habit)
    left = judgement.of(*set(Result) - {Result.PASSED, Result.LIMITED, Result.UNSUPPORTED})
    assert not left, told(left)
    assert judgement.verdict is Verdict.CONFORMS
    assert judgement.exit_code == 0


def expect_undeclared_is_offered(habit: Habit) -> None:
    """Without it, something fails, and a finding says what to declare."""
    limits = dataclasses.replace(_limits(habit), **{habit.limit: None})
    undeclared = type(f"Undeclared{habit.plugin.__name__}", (habit.plugin,), {"limits": limits})
    judgement = judged(undeclared, habit)
    failed = judgement.of(Result.FAILED)
    offered = [it.finding.declare for it in failed if it.finding]
    assert any(re.search(rf"[( ]{habit.limit}=", it) for it in offered), told(failed)
    assert judgement.exit_code == 1


def expect_untrue_is_found(habit: Habit) -> None:
    """Where the platform can do it after all, the requirement about limits fails, alone."""
    contract = habit.harness(habit.plugin).contract
    limits = contract.limits(**{habit.limit: getattr(_limits(habit), habit.limit)})
    reference = reference_of(contract)
    untrue = type(f"Untrue{habit.plugin.__name__}", (reference,), {"limits": limits})
    judgement = judged(untrue, habit)
    failed = judgement.of(Result.FAILED, Result.ERROR)
    assert [it.requirement for it in failed] == [f"{contract.prefix}-008"], told(failed)
    assert failed[0].finding is not None
    assert failed[0].finding.untrue == (habit.limit,)
    assert judgement.exit_code == 1


def expect_every_mutation_is_noticed(habit: Habit) -> None:
    """The requirements that are left within the limits still catch every lie."""
    judgement = judged(habit.plugin, habit, self_check=True)
    assert judgement.self_check is not None
    assert not judgement.self_check.not_run
    unnoticed = judgement.self_check.unnoticed
    assert [f"{it.mutation} in {it.method}({it.argument})" for it in unnoticed] == []
    assert judgement.exit_code == 0


def expect_fault_is_caught(fault: type, habit: Habit, requirements: Collection[str]) -> None:
    """A fault in a plugin with a habit fails the requirements that it breaks, and no others."""
    plugin = type(f"{fault.__name__}Within{habit.plugin.__name__}", (fault, habit.plugin), {})
    judgement = judged(plugin, habit)
    failed = judgement.of(Result.FAILED, Result.ERROR)
    assert {it.requirement for it in failed} == set(requirements), told(failed)
    assert judgement.exit_code == 1


def _limits(habit: Habit) -> Any:
    return limits_of(habit.plugin, habit.harness(habit.plugin).contract.limits)
