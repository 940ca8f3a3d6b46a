"""What these services cannot do is declared, and the declaration is true."""

from typing import Any, Final

import pytest

from dispatch_interfaces.conformance import Result
from dispatch_interfaces.conformance.requirements.by_interface import SUITES
from dispatch_interfaces.limits import kinds_of
from tests.conformance.faults import Fault, all_faults
from tests.services.habits import Habit, declared_conforms, judged, undeclared_fails, untrue_fails
from tests.services.small import ALLOWED, COMPOSITE, HABITS, REFERENCES

INTERFACES: Final = ("metric", "oncall", "term", "document-resolver", "workflow")


@pytest.mark.parametrize("habit", HABITS, ids=str)
def test_a_declared_habit_conforms(habit: Habit) -> None:
    declared_conforms(habit)


@pytest.mark.parametrize("habit", [it for it in HABITS if it.plugin not in ALLOWED], ids=str)
def test_an_undeclared_habit_is_told_what_to_declare(habit: Habit) -> None:
    undeclared_fails(habit)


@pytest.mark.parametrize("habit", HABITS, ids=str)
def test_a_declaration_that_is_not_true_fails(habit: Habit) -> None:
    untrue_fails(habit, REFERENCES[type(habit.plugin.limits)])


@pytest.mark.parametrize("interface", INTERFACES)
def test_each_limit_has_a_proof_and_a_habit(interface: str) -> None:
    suite = SUITES[interface]
    limits = set(kinds_of(suite.contract.limits))
    assert set(suite.proofs) == limits
    shown = {
        name
        for it in HABITS
        if type(it.plugin.limits) is suite.contract.limits
        for name in it.plugin.limits.declared()
    }
    assert shown == limits


@pytest.mark.slow
@pytest.mark.parametrize(
    "habit", [it for it in HABITS if it.plugin in COMPOSITE], ids=lambda it: it.plugin.__name__
)
def test_every_mutation_is_caught_behind_limits(habit: Habit) -> None:
    found = judged(habit.plugin, habit, self_check=True).self_check
    assert found is not None
    assert [f"{it.mutation} in {it.method}({it.argument})" for it in found.unnoticed] == []
    assert not found.not_run


def _behind(habit: Habit) -> list[Fault]:
    """The faults that the reference of a habit can have behind it."""
    reference = REFERENCES[type(habit.plugin.limits)]
    return [
        it for it in all_faults() if it.harness is None and issubclass(it.plugin_class, reference)
    ]


_FAULTS: Final = [
    pytest.param(habit, fault, id=f"{habit}-{fault}")
    for habit in HABITS
    if habit.plugin in COMPOSITE
    for fault in _behind(habit)
]


@pytest.mark.parametrize(("habit", "fault"), _FAULTS)
def test_a_fault_is_caught_behind_limits(habit: Habit, fault: Fault) -> None:
    members: dict[str, Any] = {}
    plugin_class = type(fault.plugin_class.__name__, (habit.plugin, fault.plugin_class), members)
    judgement = judged(plugin_class, habit)
    failed = {it.requirement for it in judgement.of(Result.FAILED)}
    assert judgement.exit_code == 1
    assert failed & fault.requirements or failed
