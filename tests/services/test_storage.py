"""Habits of file services, and of documents: declared they are no failure, and they must be so."""

import pytest

from dispatch_interfaces.conformance.requirements.by_interface import SUITES
from dispatch_interfaces.limits import kinds_of
from tests.services.habits import (
    Habit,
    expect_it_conforms,
    expect_it_has_to_be_true,
    expect_it_is_offered,
)
from tests.services.storage import HABITS, SERVICES

every_habit = pytest.mark.parametrize("habit", HABITS, ids=str)


@every_habit
def test_a_declared_habit_conforms(habit: Habit) -> None:
    expect_it_conforms(habit)


@every_habit
def test_a_habit_that_is_not_declared_is_offered(habit: Habit) -> None:
    expect_it_is_offered(habit)


@every_habit
def test_a_declaration_has_to_be_true(habit: Habit) -> None:
    expect_it_has_to_be_true(habit)


@pytest.mark.slow
@pytest.mark.parametrize("habit", SERVICES, ids=str)
def test_mutations_behind_declarations_are_noticed(habit: Habit) -> None:
    expect_it_conforms(habit, self_check=True)


@pytest.mark.parametrize("interface", ["storage", "document"])
def test_every_limit_has_a_proof(interface: str) -> None:
    suite = SUITES[interface]
    assert set(suite.proofs) == set(kinds_of(suite.contract.limits))
