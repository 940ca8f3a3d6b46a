"""Faults of chats and directories are found behind what these declare."""

from typing import Any, Final

import pytest

from dispatch_interfaces.conformance import Result
from tests.conformance.faults import all_faults
from tests.services import habits
from tests.services.chat import COMPOSED
from tests.services.ldap_group import LdapGroup
from tests.services.microsoft_365_group import Microsoft365Group
from tests.services.participant_habits import Directory
from tests.services.slack_conversation import SlackConversation
from tests.services.slack_group import SlackGroup

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
