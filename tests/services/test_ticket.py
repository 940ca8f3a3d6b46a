"""A habit of a tracker is declared, and then conforms; undeclared it fails, and untrue too."""

import pytest

from dispatch_interfaces import TicketLimits
from dispatch_interfaces.conformance.requirements.ticket import TICKET
from dispatch_interfaces.limits import kinds_of
from reference_impls import InMemoryTicket
from tests.services.habits_ticket import (
    Habit,
    expect_declared_conforms,
    expect_every_mutation_is_noticed,
    expect_undeclared_is_offered,
    expect_untrue_is_found,
)
from tests.services.ticket import HABITS, SERVICES

of_each_habit = pytest.mark.parametrize("habit", HABITS, ids=str)


def test_every_limit_has_a_proof_and_a_habit() -> None:
    assert set(TICKET.proofs) == set(kinds_of(TicketLimits))
    assert {it.limit for it in HABITS} == set(kinds_of(TicketLimits))


@of_each_habit
def test_a_declared_habit_conforms(habit: Habit) -> None:
    expect_declared_conforms(habit)


@of_each_habit
def test_a_habit_that_is_not_declared_fails_and_the_declaration_is_offered(habit: Habit) -> None:
    expect_undeclared_is_offered(habit)


@of_each_habit
def test_a_declaration_that_is_not_true_is_found(habit: Habit) -> None:
    expect_untrue_is_found(habit, InMemoryTicket)


@pytest.mark.slow
@pytest.mark.parametrize("service", SERVICES, ids=str)
def test_no_mutation_goes_unnoticed_behind_its_limits(service: Habit) -> None:
    expect_every_mutation_is_noticed(service)
