"""What a platform cannot hold is told of the requirement that asks for it, and of no other."""

from typing import Any

import pytest
from attrs import evolve

from dispatch_interfaces import (
    Conversation,
    ConversationLimits,
    ConversationParticipant,
    ConversationPlugin,
    GroupRole,
    InvalidRequestError,
    Text,
    unsupported,
)
from dispatch_interfaces.conformance import (
    ConversationHarness,
    OncallHarness,
    Outcome,
    Result,
    check,
)
from dispatch_interfaces.conformance.checker import Options, judge
from dispatch_interfaces.conformance.run.profiles import QUICK, Run
from dispatch_interfaces.conformance.targets import resolve
from reference_impls import (
    InMemoryConversation,
    InMemoryOncall,
    InMemoryParticipantGroup,
    InMemoryStorage,
    InMemoryTicket,
)

BRIEF = Run(profile=evolve(QUICK, examples=2, rounds=1))


class MembersOnly(InMemoryParticipantGroup):
    def create(
        self,
        name: str,
        participants: list[str],
        description: str | None = None,
        role: GroupRole = "MEMBER",
    ) -> Any:
        _refuse(role != "MEMBER")
        return super().create(name, participants, description, role)

    def add(self, email: str, participants: list[str], role: GroupRole = "MEMBER") -> None:
        _refuse(role != "MEMBER")
        super().add(email, participants, role)


class NoOwners(InMemoryStorage):
    def add_participant(
        self, drive_or_file_id: str, participants: Any, role: Any = "owner", user_type: Any = "user"
    ) -> None:
        _refuse(role == "owner")
        super().add_participant(drive_or_file_id, participants, role, user_type)


class WithoutCost(InMemoryTicket):
    def update(self, ticket_id: str, *args: Any, cost: Any = None, **kwargs: Any) -> None:
        _refuse(cost is not None)
        super().update(ticket_id, *args, **kwargs)


class TakesNothing(InMemoryTicket):
    def update(self, ticket_id: str, *args: Any, **kwargs: Any) -> None:
        _refuse(True)


def _refuse(condition: bool) -> None:
    if condition:
        raise InvalidRequestError("the platform has no place for this")


def _outcome(plugin_class: type, requirement: str) -> Outcome:
    (judgement,) = check(plugin_class, keyword=requirement).judgements
    return judgement.outcome(requirement)


@pytest.mark.parametrize(
    ("plugin_class", "requirement"),
    [
        (MembersOnly, "PARTICIPANT-GROUP-010"),
        (MembersOnly, "PARTICIPANT-GROUP-011"),
        (NoOwners, "STORAGE-014"),
        (WithoutCost, "TICKET-011"),
    ],
)
def test_what_a_call_returns_is_seen_with_arguments_that_are_taken(
    plugin_class: type, requirement: str
) -> None:
    assert _outcome(plugin_class, requirement).result is Result.PASSED


def test_what_a_call_returns_that_takes_nothing_is_not_observed() -> None:
    outcome = _outcome(TakesNothing, "TICKET-011")
    assert outcome.result is Result.NOT_OBSERVED
    assert outcome.reason.startswith("it refuses all arguments that were tried: ")


def test_a_preparation_that_the_platform_refuses_leaves_it_unobserved() -> None:
    class NoDescriptions(InMemoryParticipantGroup):
        def create(self, name: str, participants: list[str], *args: Any, **kwargs: Any) -> Any:
            _refuse(not participants)
            return super().create(name, participants, *args, **kwargs)

    (target,) = resolve(NoDescriptions)
    judgement = judge(target, Options(run=BRIEF))
    unseen = judgement.of(Result.NOT_OBSERVED)
    assert unseen
    for it in unseen:
        assert it.reason.startswith("create refuses what this needs to be prepared: ")
    assert {it.methods for it in judgement.of(Result.FAILED) if "create" not in it.methods} == set()


def test_an_observer_that_refuses_to_plant_something_leaves_it_unobserved() -> None:
    class Observer:
        def __init__(self, plugin: InMemoryOncall) -> None:
            self.set_oncall, self.pages = plugin.set_oncall, plugin.pages

        def add_service(self, name: str) -> str:
            raise InvalidRequestError("services are made by hand")

    harness = OncallHarness(open=InMemoryOncall, observer=Observer)
    (target,) = resolve(InMemoryOncall, None, harness)
    judgement = judge(target, Options(run=BRIEF))
    outcome = judgement.outcome("ONCALL-030")
    assert outcome.result is Result.NOT_OBSERVED
    assert outcome.reason.startswith("the observer refused what the requirement plants: services")
    assert judgement.of(Result.ERROR) == ()


def test_an_ephemeral_message_to_somebody_outside_may_be_refused() -> None:
    class MembersOnly(InMemoryConversation):
        def send_ephemeral(self, conversation_id: str, user: str, *args: Any, **kwargs: Any) -> Any:
            there = conversation_id in self.conversations() and self.profile(user)
            _refuse(bool(there) and user not in self.members(conversation_id))
            return super().send_ephemeral(conversation_id, user, *args, **kwargs)

    (target,) = resolve(MembersOnly)
    judgement = judge(target, Options(run=BRIEF))
    assert judgement.of(*set(Result) - {Result.PASSED}) == ()
    raises = ConversationPlugin.send_ephemeral.__doc__ or ""
    assert "the user is known and not in it" in raises


class SaysAllAloud(InMemoryConversation):
    """A chat without windows, in which everybody sees everything."""

    send_ephemeral = unsupported("a room has no secrets")
    open_dialog = unsupported("there are no dialogs")
    open_modal = unsupported("there are no modals")


class SeesAllAloud:
    """Sees all that there is to see in such a chat."""

    def __init__(self, plugin: SaysAllAloud) -> None:
        for hook in ConversationHarness.hooks():
            if hook not in ("ephemeral_messages", "issue_trigger", "dialogs", "modals"):
                setattr(self, hook, getattr(plugin, hook))


@pytest.mark.parametrize("shared", [True, False])
def test_nobody_has_to_see_what_an_unsupported_method_would_show(shared: bool) -> None:
    plugin = SaysAllAloud()
    harness = ConversationHarness(
        open=(lambda: plugin) if shared else SaysAllAloud,
        observer=SeesAllAloud,
        shared_backend=shared,
    )
    (judgement,) = check(SaysAllAloud, harness=harness, level="behaviour").judgements
    assert judgement.missing_hooks == ()
    assert judgement.of(Result.NOT_OBSERVED) == ()
    unsupported_ones = {it.requirement for it in judgement.of(Result.UNSUPPORTED)}
    assert {"CONVERSATION-172", "CONVERSATION-312"} <= unsupported_ones
    assert judgement.of(Result.FAILED) == ()


class HasLongNames(InMemoryConversation):
    limits = ConversationLimits(name=Text("a name has 5,000", taken=lambda it: len(it) <= 5000))
    longest = 5000

    def create(self, name: str, participants: list[ConversationParticipant]) -> Conversation:
        _refuse(len(name) > self.longest)
        return super().create(name, participants)


class HasShorterNames(HasLongNames):
    longest = 4999


@pytest.mark.parametrize(
    ("plugin", "result"), [(HasLongNames, Result.PASSED), (HasShorterNames, Result.FAILED)]
)
def test_a_limit_that_is_a_predicate_is_tried_where_it_begins_to_reject(
    plugin: type, result: Result
) -> None:
    (judgement,) = check(plugin, keyword="CONVERSATION-008").judgements
    assert [it.requirement for it in judgement.of(result)] == ["CONVERSATION-008"]
