from typing import Any

import pytest
from attrs import frozen

from reference_impls.conditions import ByType, Conditions


@pytest.mark.parametrize(
    ("conditions", "holds"),
    [
        (Conditions(), True),
        (Conditions(incident_types=["Security"]), True),
        (Conditions(incident_types=["Outage"]), False),
        (Conditions(incident_types=["Outage", "Security"]), True),
        (Conditions(incident_types=["security"]), False),
        (Conditions(incident_priorities=["High"]), True),
        (Conditions(incident_priorities=["Low"]), False),
        (Conditions(words=["DATABASE"]), True),
        (Conditions(words=["data"]), False),
        (Conditions(words=["data", "slow"]), True),
        (Conditions(words=["c++"]), True),
        (Conditions(incident_types=["Security"], words=["badge"]), False),
        (Conditions(["Security"], ["High"], ["slow"]), True),
    ],
)
def test_all_conditions_must_hold(conditions: Conditions, holds: bool) -> None:
    assert conditions.hold("Security", "High", "The database (in C++) is slow.") is holds


@frozen
class Entry:
    conditions: Conditions


def entry(*types: str, **more: Any) -> Entry:
    return Entry(Conditions(types, **more))


def concerned(entries: ByType[Entry], incident_type: str, priority: str = "High") -> list[str]:
    return [key for key, _ in entries.concerned(incident_type, priority, "about a disk")]


def test_entries_are_found_by_type_in_the_order_in_which_they_came() -> None:
    entries = ByType[Entry]()
    entries["any"] = entry()
    entries["outage"] = entry("Outage")
    entries["both"] = entry("Outage", "Leak")
    entries["last"] = entry()
    assert concerned(entries, "Outage") == ["any", "outage", "both", "last"]
    assert concerned(entries, "Leak") == ["any", "both", "last"]
    assert concerned(entries, "Other") == ["any", "last"]


def test_the_other_conditions_have_to_hold_as_well() -> None:
    entries = ByType[Entry]()
    entries["low"] = entry("Outage", incident_priorities=["Low"])
    entries["memory"] = entry("Outage", words=["memory"])
    entries["disk"] = entry("Outage", words=["Disk"])
    assert concerned(entries, "Outage") == ["disk"]
    assert concerned(entries, "Outage", "Low") == ["low", "disk"]


def test_an_entry_that_is_replaced_keeps_its_place_and_not_its_types() -> None:
    entries = ByType[Entry]()
    for key in ("first", "second"):
        entries[key] = entry("Outage")
    entries["first"] = entry("Outage", "Leak")
    entries["second"] = entry("Leak")
    assert concerned(entries, "Outage") == ["first"]
    assert concerned(entries, "Leak") == ["first", "second"]
    assert len(entries) == 2


def test_an_entry_that_is_removed_is_found_no_more() -> None:
    entries = ByType[Entry]()
    entries["first"] = entry("Outage")
    entries["second"] = entry()
    del entries["first"]
    assert concerned(entries, "Outage") == ["second"]
    assert list(entries) == ["second"]
    entries["first"] = entry("Outage")
    assert concerned(entries, "Outage") == ["second", "first"]
