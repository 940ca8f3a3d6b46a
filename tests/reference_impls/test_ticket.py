from typing import Any

import pytest

from dispatch_interfaces import InvalidRequestError, NotFoundError
from reference_impls.ticket import Change, InMemoryTicket


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


NEW: dict[str, Any] = {
    "title": "Slow",
    "description": None,
    "incident_type": "Outage",
    "priority": "High",
    "status": "active",
    "commander_email": "ada@example.com",
    "reporter_email": "grace@example.com",
    "conversation_weblink": None,
    "document_weblink": None,
    "storage_weblink": None,
    "labels": [],
    "cost": None,
}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def plugin(clock: Clock) -> InMemoryTicket:
    return InMemoryTicket(clock=clock)


@pytest.fixture
def ticket_id(plugin: InMemoryTicket) -> str:
    made = plugin.create("Slow", "Outage", "High", "ada@example.com", "grace@example.com")
    assert made == {
        "resource_id": "ticket-1",
        "weblink": "https://tickets.example.com/ticket-1",
        "resource_type": "in-memory-ticket",
    }
    return made["resource_id"]


def test_a_new_ticket_has_what_it_was_given(plugin: InMemoryTicket, ticket_id: str) -> None:
    assert plugin.fields(ticket_id) == NEW


def test_only_given_fields_change(plugin: InMemoryTicket, ticket_id: str) -> None:
    plugin.update(ticket_id, "Down", status="stable", labels=["a"], cost="12.50")
    changed = {"title": "Down", "status": "stable", "labels": ["a"], "cost": "12.50"}
    assert plugin.fields(ticket_id) == {**NEW, **changed}


def test_every_parameter_has_its_place(plugin: InMemoryTicket, ticket_id: str) -> None:
    values = ["t", "d", "i", "p", "closed", "c", "r", "1", "2", "3", ["l"], "9"]
    plugin.update(ticket_id, *values)  # type: ignore[arg-type]
    assert list(plugin.fields(ticket_id).values()) == values


def test_the_history_says_what_changed_when(
    plugin: InMemoryTicket, ticket_id: str, clock: Clock
) -> None:
    clock.now = 7.5
    plugin.update(ticket_id, description="", labels=[])
    clock.now = 9.0
    plugin.update(ticket_id)
    created, emptied, nothing = plugin.history(ticket_id)
    assert created == Change(0.0, {key: value for key, value in NEW.items() if value})
    assert emptied == Change(7.5, {"description": "", "labels": []})
    assert nothing == Change(9.0, {})


def test_a_refused_update_leaves_no_trace(plugin: InMemoryTicket, ticket_id: str) -> None:
    with pytest.raises(InvalidRequestError, match=r"ticket\.update: .*'resolved'"):
        plugin.update(ticket_id, "Down", status="resolved")  # type: ignore[arg-type]
    assert plugin.fields(ticket_id) == NEW
    assert len(plugin.history(ticket_id)) == 1


def test_fields_are_a_copy(plugin: InMemoryTicket, ticket_id: str) -> None:
    plugin.fields(ticket_id)["labels"].append("x")
    assert plugin.fields(ticket_id)["labels"] == []


def test_the_history_is_a_copy(plugin: InMemoryTicket, ticket_id: str) -> None:
    plugin.update(ticket_id, labels=["a"])
    plugin.history(ticket_id)[1].fields["labels"].append("b")
    assert plugin.history(ticket_id)[1].fields == {"labels": ["a"]}
    assert plugin.fields(ticket_id)["labels"] == ["a"]


@pytest.mark.parametrize("method", ["fields", "history", "update"])
def test_an_unknown_ticket_is_not_found(plugin: InMemoryTicket, method: str) -> None:
    with pytest.raises(NotFoundError, match=rf"ticket\.{method}: no ticket has this id: 'x'"):
        getattr(plugin, method)("x")


def test_tickets_are_found_by_the_title_that_they_have_now(plugin: InMemoryTicket) -> None:
    who = ("Outage", "High", "ada@example.com", "ada@example.com")
    first, second = (plugin.create("Found by it", *who)["resource_id"] for _ in range(2))
    assert plugin.tickets("Found by it") == [first, second]
    plugin.update(first, title="Another")
    plugin.update(second, title="Found by it")
    assert plugin.tickets("Found by it") == [second]
    assert plugin.tickets("Another") == [first]
    assert plugin.tickets("None has it") == []
