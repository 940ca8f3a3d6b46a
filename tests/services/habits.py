"""What a service cannot do, and the three things that are asked of every such habit."""

from collections.abc import Callable
from typing import Any, Final

from attrs import evolve, frozen

from dispatch_interfaces.conformance import Result
from dispatch_interfaces.conformance.checker import Options, judge
from dispatch_interfaces.conformance.reports.report import Judgement
from dispatch_interfaces.conformance.run.harness import Harness
from dispatch_interfaces.conformance.run.profiles import QUICK, Run
from dispatch_interfaces.conformance.targets import resolve
from dispatch_interfaces.contract import Contract
from tests.references import reference_of

BRIEF: Final = Run(profile=evolve(QUICK, examples=10, rounds=2, shrink_seconds=0))


@frozen
class Habit:
    """A correct plugin with a habit of real services."""

    name: str
    """What the services do not do."""
    who: str
    """The services."""
    plugin: type[Any]
    """It declares the habit."""
    limit: str
    """The name of the limit by which it does."""
    harness: Callable[[type[Any]], Harness[Any, Any]]

    def __str__(self) -> str:
        return f"{self.plugin.__name__}-{self.limit}"


def judged(habit: Habit, plugin: type[Any], self_check: bool = False) -> Judgement:
    """A plugin, judged strictly and in short."""
    (target,) = resolve(plugin, harness=habit.harness(plugin))
    return judge(target, Options(strict=True, timeout=10, run=BRIEF, self_check=self_check))


def expect_it_conforms(habit: Habit, self_check: bool = False) -> None:
    """What is declared keeps nobody from conforming, strictly and seen in all."""
    judgement = judged(habit, habit.plugin, self_check)
    complaints = judgement.of(*set(Result) - {Result.PASSED, Result.LIMITED, Result.UNSUPPORTED})
    assert not complaints, "\n".join(_told(judgement, complaints))
    assert judgement.exit_code == 0
    if judgement.self_check is not None:
        assert [str(it) for it in judgement.self_check.unnoticed] == []
        assert judgement.self_check.exit_code(strict=True) == 0


def expect_it_is_offered(habit: Habit) -> None:
    """Without the declaration it fails, and a finding shows the declaration."""
    undeclared = type(f"Undeclared{habit.plugin.__name__}", (habit.plugin,), {"limits": None})
    judgement = judged(habit, undeclared)
    failed = judgement.of(Result.FAILED)
    offered = [it.finding.declare for it in failed if it.finding and it.finding.declare]
    assert any(f"({habit.limit}=" in it for it in offered), "\n".join(_told(judgement, failed))
    assert judgement.exit_code == 1


def expect_it_has_to_be_true(habit: Habit) -> None:
    """The reference, which can do everything, fails by the declaration alone."""
    contract: Contract = habit.harness(habit.plugin).contract
    reference = reference_of(contract)
    untrue = type(f"Untrue{habit.plugin.__name__}", (reference,), {"limits": habit.plugin.limits})
    judgement = judged(habit, untrue)
    failed = judgement.of(Result.FAILED, Result.ERROR)
    assert {it.requirement for it in failed} == {f"{contract.prefix}-008"}, "\n".join(
        _told(judgement, failed)
    )
    assert judgement.exit_code == 1


def _told(judgement: Judgement, outcomes: Any) -> list[str]:
    return [f"{it.requirement} {it.result}: {it.finding or it.reason}" for it in outcomes]
