"""The habits of chats and directories: declared they conform, and only declared, and only true."""

from typing import Any, Final

import pytest

from dispatch_interfaces.conformance import Result
from dispatch_interfaces.conformance.requirements.by_interface import SUITES
from dispatch_interfaces.limits import kinds_of
from tests.conformance.faults import all_faults
from tests.services import habits
from tests.services.chat import COMPOSED, HABITS
from tests.services.habits import Habit
from tests.services.ldap_group import LdapGroup
from tests.services.microsoft_365_group import Microsoft365Group
from tests.services.participant_habits import Directory
from tests.services.slack_conversation import SlackConversation
from tests.services.slack_group import SlackGroup

_ALL = [*HABITS, *COMPOSED]


@pytest.mark.parametrize(
    "habit", HABITS + list({it.plugin: it for it in COMPOSED}.values()), ids=str
)
def test_a_plugin_that_declares_the_habit_conforms(habit: Habit) -> None:
    habits.declared_conforms(habit)


@pytest.mark.parametrize("habit", _ALL, ids=str)
def test_a_plugin_that_does_not_is_shown_the_declaration(habit: Habit) -> None:
    habits.undeclared_fails(habit)


@pytest.mark.parametrize("habit", _ALL, ids=str)
def test_a_plugin_that_has_no_such_habit_may_not_declare_it(habit: Habit) -> None:
    habits.untrue_fails(habit)


@pytest.mark.slow
@pytest.mark.parametrize("habit", list({it.plugin: it for it in COMPOSED}.values()), ids=str)
def test_a_mutation_of_a_plugin_with_limits_is_noticed(habit: Habit) -> None:
    judgement = habits.judged(habit.plugin, habit, self_check=True)
    assert judgement.self_check is not None
    unseen = [it for it in judgement.self_check.attempts if it.blindness is not None]
    assert [f"{it.mutation}: {it.method} {it.argument}: {it.reason}" for it in unseen] == []
    assert judgement.exit_code == 0


@pytest.mark.parametrize("interface", ["conversation", "participant", "participant-group"])
def test_every_limit_has_a_proof(interface: str) -> None:
    suite = SUITES[interface]
    assert set(suite.proofs) == set(kinds_of(suite.contract.limits))


_BEHIND: Final = (
    (SlackConversation, "CONVERSATION-FindsTheOneOfThatName"),
    (SlackConversation, "CONVERSATION-PassesOverWhoHasAFullName"),
    (SlackConversation, "CONVERSATION-SetsTheTopicOfTheMostLikelyConversation"),
    (SlackConversation, "CONVERSATION-PostsToAnArchive"),
    (SlackGroup, "PARTICIPANT-GROUP-AddsToEveryGroupThatBeginsTheSame"),
    (SlackGroup, "PARTICIPANT-GROUP-RemovesFromTheClosestGroup"),
    (LdapGroup, "PARTICIPANT-GROUP-ForgetsTheThird"),
    (Microsoft365Group, "PARTICIPANT-GROUP-WritesTheOthersAnewAsMembers"),
    (Directory, "PARTICIPANT-TakesAPrefixForTheSamePerson"),
)
"""Faults, and services that have other limits."""


@pytest.mark.parametrize(("service", "name"), _BEHIND, ids=str)
def test_a_fault_is_found_behind_the_limits_of_a_service(service: Any, name: str) -> None:
    fault = next(it for it in all_faults() if str(it) == name)
    members = {"limits": service.limits}
    faulty = type(f"{fault.plugin_class.__name__}Behind", (fault.plugin_class, service), members)
    habit = next(it for it in COMPOSED if it.plugin is service)
    failed = {it.requirement for it in habits.judged(faulty, habit).of(Result.FAILED)}
    assert failed & fault.requirements
