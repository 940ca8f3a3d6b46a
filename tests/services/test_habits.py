"""A habit is declared, and then conforms; undeclared it fails, and untrue too."""

from collections.abc import Iterable
from typing import Any

import pytest

from dispatch_interfaces.contract import CONTRACTS, Contract
from dispatch_interfaces.limits import kinds_of
from tests.services import habits
from tests.services.habits import Habit
from tests.services.table import ALLOWED, HABITS, SERVICES

_OF_EACH = list({it.plugin: it for it in HABITS}.values())


def _at_length(habits: Iterable[Habit]) -> list[Any]:
    """Whole services at each change; the others, of which these are made, by `make thorough`."""
    whole = {it.plugin for it in SERVICES}
    marks = (pytest.mark.slow, pytest.mark.thorough)
    return [
        pytest.param(it, id=str(it), marks=() if it.plugin in whole else marks) for it in habits
    ]


@pytest.mark.parametrize("habit", _at_length(_OF_EACH))
def test_a_declared_habit_conforms(habit: Habit) -> None:
    habits.expect_declared_conforms(habit)


@pytest.mark.parametrize("habit", _at_length(it for it in HABITS if it.plugin not in ALLOWED))
def test_a_habit_that_is_not_declared_is_offered(habit: Habit) -> None:
    habits.expect_undeclared_is_offered(habit)


@pytest.mark.parametrize("habit", [it for it in HABITS if it.plugin in ALLOWED], ids=str)
def test_what_is_allowed_need_not_be_declared(habit: Habit) -> None:
    undeclared = type(habit.plugin.__name__, (habit.plugin,), {"limits": None})
    assert habits.judged(undeclared, habit).exit_code == 0


@pytest.mark.parametrize("habit", _at_length(HABITS))
def test_a_declaration_that_is_not_true_is_found(habit: Habit) -> None:
    habits.expect_untrue_is_found(habit)


@pytest.mark.slow
@pytest.mark.thorough
@pytest.mark.parametrize("service", SERVICES, ids=str)
def test_no_mutation_goes_unnoticed_behind_the_limits_of_a_service(service: Habit) -> None:
    habits.expect_every_mutation_is_noticed(service)


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=lambda it: it.interface)
def test_each_limit_has_a_habit(contract: Contract) -> None:
    shown = {it.limit for it in HABITS if it.plugin.type == contract.interface}
    declared = {
        name
        for it in HABITS
        if it.plugin.type == contract.interface
        for name in it.plugin.limits.declared()
    }
    assert shown | declared == set(kinds_of(contract.limits))
