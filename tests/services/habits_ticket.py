"""A habit of real services, and the three checks that each goes through."""

import re
from collections.abc import Callable, Collection, Iterable
from typing import Any

from attrs import frozen

from dispatch_interfaces.conformance import Judgement, Outcome, Result, Verdict, check
from dispatch_interfaces.conformance.run.harness import Harness


@frozen
class Habit:
    """Something that a service does otherwise than the contract says.

    Args:
        name: What it is called in the tests.
        who: Who has it.
        plugin: A plugin with this habit, which declares it.
        limit: The name of the limit that it declares.
        harness: Brings such a plugin under test: called with the class.
    """

    name: str
    who: str
    plugin: type
    limit: str
    harness: Callable[[type], Harness[Any, Any]]

    def __str__(self) -> str:
        return self.name


def judged(plugin: type, habit: Habit) -> Judgement:
    """How a plugin is judged by all that is required, as strictly as can be."""
    (judgement,) = check(plugin, harness=habit.harness(plugin), strict=True).judgements
    return judgement


def told(outcomes: Iterable[Outcome]) -> str:
    """Outcomes as somebody reads them who has to find out why."""
    return "\n".join(f"{it.requirement} {it.result}: {it.finding or it.reason}" for it in outcomes)


def expect_declared_conforms(habit: Habit) -> None:
    """With the declaration, everything that is left to ask passes."""
    judgement = judged(habit.plugin, habit)
    left = judgement.of(*set(Result) - {Result.PASSED, Result.LIMITED})
    assert not left, told(left)
    assert judgement.verdict is Verdict.CONFORMS
    assert judgement.exit_code == 0


def expect_undeclared_is_offered(habit: Habit) -> None:
    """Without it, something fails, and a finding says what to declare."""
    undeclared = type(f"Undeclared{habit.plugin.__name__}", (habit.plugin,), {"limits": None})
    judgement = judged(undeclared, habit)
    failed = judgement.of(Result.FAILED)
    offered = [it.finding.declare for it in failed if it.finding]
    assert any(re.search(rf"[( ]{habit.limit}=", it) for it in offered), told(failed)
    assert judgement.exit_code == 1


def expect_untrue_is_found(habit: Habit, reference: type) -> None:
    """Where the platform can do it after all, the requirement about limits fails, alone."""
    limits = vars(habit.plugin)["limits"]
    untrue = type(f"Untrue{habit.plugin.__name__}", (reference,), {"limits": limits})
    judgement = judged(untrue, habit)
    failed = judgement.of(Result.FAILED, Result.ERROR)
    assert [it.requirement.rpartition("-")[2] for it in failed] == ["008"], told(failed)
    assert failed[0].finding is not None
    assert habit.limit in failed[0].finding.untrue
    assert judgement.exit_code == 1


def expect_every_mutation_is_noticed(habit: Habit) -> None:
    """The requirements that are left within the limits still catch every lie."""
    harness = habit.harness(habit.plugin)
    report = check(habit.plugin, harness=harness, strict=True, self_check=True)
    (judgement,) = report.judgements
    assert judgement.self_check is not None
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
