"""The limits that a plugin declares: what they are made of, and who tells of them."""

from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from dispatch_interfaces import (
    AtMost,
    Limits,
    NoPlace,
    StorageLimits,
    Text,
    TicketLimits,
    TicketPlugin,
    Values,
    cut,
    limits_of,
)
from dispatch_interfaces.checking.static import limits_problems
from dispatch_interfaces.cli.command import command
from dispatch_interfaces.conformance.requirements.by_interface import SUITES
from dispatch_interfaces.contract import CONTRACTS, Contract
from dispatch_interfaces.host.passed import PASSED, costs_of
from dispatch_interfaces.limits import kinds_of
from dispatch_interfaces.registry import PluginRegistry
from reference_impls import InMemoryTicket

COST = NoPlace("an issue has no field for money")


class WithoutCost(InMemoryTicket):
    limits = TicketLimits(cost=COST)


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_limit_has_a_reason(reason: str) -> None:
    with pytest.raises(ValueError, match="needs a reason"):
        NoPlace(reason)


def test_a_limit_is_of_a_kind_that_it_can_be() -> None:
    kinds: Any = {"cost": Values("two values", {"1": "2"})}
    with pytest.raises(TypeError, match=r"TicketLimits\(cost=\.\.\.\) is Text or NoPlace, not "):
        TicketLimits(**kinds)


def test_what_has_no_field_cannot_be_declared() -> None:
    misspelt: Any = {"costs": COST}
    with pytest.raises(TypeError, match="costs"):
        TicketLimits(**misspelt)


def test_at_most_none_is_none() -> None:
    with pytest.raises(ValueError, match="1 or more"):
        AtMost("nobody", 0)


@given(st.text(max_size=60), st.integers(1, 40))
def test_a_text_is_asked_for_what_it_makes_of_it(text: str, longest: int) -> None:
    limit = Text("short", longest=longest, kept=cut(longest))
    assert limit.takes(text)
    assert limit.in_force(text) == text[:longest]
    assert Text("short", longest=longest).takes(text) == (len(text) <= longest)


def test_bytes_are_counted_as_they_are_sent() -> None:
    limit = Text("a column of four bytes", most_bytes=4)
    assert limit.takes("caf")
    assert limit.takes("\u00e9\u00e9")
    assert not limit.takes("caf\u00e9")


def test_values_stand_for_others_or_are_rejected() -> None:
    limits = TicketLimits(status=Values("open or closed", {"stable": "active"}, ["closed"]))
    assert [limits.takes("status", it) for it in ("stable", "closed")] == [True, False]
    assert limits.in_force("status", "stable") == "active"


def test_each_of_several_texts_is_asked_for() -> None:
    limits = TicketLimits(labels=Text("folded", longest=4, kept=str.lower))
    assert limits.in_force("labels", ["DB", "db", "Slow"]) == ["db", "slow"]
    assert limits.takes("labels", ["DB"])
    assert not limits.takes("labels", ["DB", "outage"])
    assert limits.of_parameter("update", "labels") == ("labels", limits.labels)
    assert limits.of_parameter("update", "cost") is None


def test_limits_are_found_in_a_class_and_in_an_object() -> None:
    assert limits_of(WithoutCost, TicketLimits).cost is COST
    assert limits_of(WithoutCost(), TicketLimits).cost is COST
    assert limits_of(InMemoryTicket, TicketLimits) == TicketLimits()
    assert limits_of(WithoutCost, StorageLimits) == StorageLimits()
    assert limits_of(WithoutCost).declared() == {"cost": COST}


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        (StorageLimits(), "is StorageLimits("),
        (TicketLimits, "is the class TicketLimits, not one of its objects"),
        ({"cost": COST}, "not TicketLimits: it would be ignored"),
    ],
)
def test_limits_of_something_else_are_told(declared: object, told: str) -> None:
    plugin = type("Declaring", (InMemoryTicket,), {"limits": declared})
    (problem,) = limits_problems(plugin, CONTRACTS["ticket"])
    assert told in problem.problem
    assert problem.declaration == "limits = TicketLimits(...)"


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=lambda it: it.interface)
def test_each_interface_says_what_may_be_declared(contract: Contract) -> None:
    kinds, suite = kinds_of(contract.limits), SUITES[contract.interface]
    assert kinds
    assert set(suite.proofs) == set(kinds), "what nobody proves"
    assert set(contract.limits.about) <= set(kinds)
    for where in (it for several in contract.limits.about.values() for it in several):
        method, _, parameter = where.partition(".")
        found = contract.method(method)
        assert found is not None
        assert parameter in found.signature.parameters, where
    told = CliRunner().invoke(command, ["show", contract.interface]).output
    assert f"limits = {contract.limits.__name__}(...)" in told
    assert all(f"  {name}  " in told for name in kinds)
    assert all(contract.limit_texts[name] or name in str(contract.methods) for name in kinds)


def test_a_host_asks_the_registry() -> None:
    registry = PluginRegistry()
    registry.register(WithoutCost)
    registry.activate(WithoutCost.slug)
    limits: Limits = registry.limits(TicketPlugin)
    assert limits == WithoutCost.limits


def test_what_the_application_passes_is_passed_where_it_may_be_limited() -> None:
    for interface, passed in PASSED.items():
        assert set(passed) <= set(kinds_of(CONTRACTS[interface].limits)), interface


def test_what_a_limit_costs_in_the_application() -> None:
    limits = TicketLimits(
        cost=COST,
        title=Text("short", longest=100),
        description=Text("shorter", kept=cut(20)),
        priority=Text("long", longest=100),
    )
    costs = costs_of("ticket", limits)
    assert set(costs) == {"cost", "title", "description"}
    assert costs["title"].endswith("it is shortened or spelt otherwise, and logged")
    assert costs["description"].endswith("it shows as 'Queries take minutes'")
