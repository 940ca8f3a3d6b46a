"""A declaration that misses what the platform does by a little is found as well."""

from dataclasses import replace
from typing import Any

import pytest

from dispatch_interfaces import (
    AtMost,
    InvalidRequestError,
    NoPlace,
    NoStep,
    TaskLimits,
    Text,
    TicketLimits,
    Values,
)
from dispatch_interfaces.conformance import Result, TicketHarness, check
from tests.services import task_habits, ticket_habits
from tests.services.roundup_ticket import RoundupTicket
from tests.services.tracker import TrackerTicket

_OneAssignee = task_habits.OneAssignee


class CostRejected(TrackerTicket):
    def held(self, given: dict[str, Any]) -> dict[str, Any]:
        if "cost" in given:
            raise InvalidRequestError("there is no such field", value=given["cost"])
        return given


class CostShared(TrackerTicket):
    """The last cost that was given shows on all tickets."""

    last: Any = None

    def held(self, given: dict[str, Any]) -> dict[str, Any]:
        self.last = given.pop("cost", self.last)
        return given

    def fields(self, ticket_id: str) -> Any:
        return {**super().fields(ticket_id), "cost": f"last was {self.last}"}


NEARLY: dict[str, tuple[type, object, str]] = {
    "one more": (ticket_habits.TitleShort, TicketLimits(title=Text("why", longest=256)), "008"),
    "one less": (ticket_habits.TitleShort, TicketLimits(title=Text("why", longest=254)), "008"),
    "bytes": (ticket_habits.TitleBytes, TicketLimits(title=Text("why", longest=255)), "008"),
    "cut to one less": (
        ticket_habits.TitleCut,
        TicketLimits(title=Text("why", kept=lambda it: it[:254])),
        "008",
    ),
    "trimmed at one end": (
        ticket_habits.TitleTrimmed,
        TicketLimits(title=Text("why", kept=str.rstrip)),
        "008",
    ),
    "rejected, not changed": (
        ticket_habits.LabelsUnderscored,
        TicketLimits(labels=Text("why", taken=ticket_habits.has_no_spaces)),
        "008",
    ),
    "changed, not rejected": (
        ticket_habits.LabelsWithoutSpaces,
        TicketLimits(labels=Text("why", kept=ticket_habits.underscored)),
        "008",
    ),
    "rejected, not dropped": (CostRejected, TicketLimits(cost=NoPlace("why")), "008"),
    "of another ticket": (CostShared, TicketLimits(cost=NoPlace("why")), "008"),
    "one step of two": (
        ticket_habits.StaysClosed,
        TicketLimits(steps=NoStep("why", {"closed": ["active"]})),
        "057",
    ),
    "a step too many": (
        ticket_habits.StaysClosed,
        TicketLimits(steps=NoStep("why", {"closed": ["active", "stable"], "stable": ["active"]})),
        "008",
    ),
    "rejected, not another": (
        ticket_habits.NeverStable,
        TicketLimits(status=Values("why", {"stable": "active"})),
        "008",
    ),
    "another, not rejected": (
        ticket_habits.OpenOrClosed,
        TicketLimits(status=Values("why", rejected=["stable"])),
        "008",
    ),
    "another than is declared": (
        ticket_habits.OpenOrClosed,
        TicketLimits(status=Values("why", {"stable": "closed"})),
        "008",
    ),
    "nothing": (ticket_habits.TitleShort, TicketLimits(title=Text("why")), "008"),
    "two assignees": (_OneAssignee, TaskLimits(assignees=AtMost("why", 2)), "008"),
    "none of one": (_OneAssignee, TaskLimits(assignees=NoPlace("why")), "008"),
}


@pytest.mark.parametrize("name", NEARLY)
def test_a_declaration_that_is_nearly_true_is_found(name: str) -> None:
    habit, limits, number = NEARLY[name]
    plugin = type(f"Nearly{habit.__name__}", (habit,), {"limits": limits})
    (judgement,) = check(plugin, strict=True).judgements
    failed = judgement.of(Result.FAILED, Result.ERROR)
    assert [it.requirement.rpartition("-")[2] for it in failed] == [number], failed
    assert judgement.exit_code == 1


@pytest.mark.parametrize(("kept", "found"), [(str.strip, []), (str.rstrip, ["TICKET-008"])])
def test_what_a_live_backend_does_to_a_text_is_proved(kept: Any, found: list[str]) -> None:
    """The few texts that are tried there have no white space around them."""
    limits = replace(RoundupTicket.limits, description=Text("why", kept=kept))
    plugin = type("Stripped", (RoundupTicket,), {"limits": limits})
    harness = TicketHarness(open=plugin, sandbox=True, calls_per_second=1000)
    report = check(plugin, harness=harness, profile="live", keyword="TICKET-008")
    (judgement,) = report.judgements
    assert [it.requirement for it in judgement.of(Result.FAILED, Result.ERROR)] == found
    assert not judgement.of(Result.NOT_OBSERVED)
