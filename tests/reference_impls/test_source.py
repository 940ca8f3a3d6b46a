"""Sources of data."""

import pytest

from dispatch_interfaces import InvalidRequestError
from reference_impls import InMemorySource


def test_what_is_known_of_a_source() -> None:
    sources = InMemorySource()
    sources.describe("events", description="All events", aggregated=False)
    sources.describe("events", retention="30 days")
    found = sources.get("events")
    assert found == {"description": "All events", "aggregated": False, "retention": "30 days"}
    assert found is not None
    found.clear()
    assert sources.get("events") != {}
    assert sources.get("unknown") is None


def test_some_columns_are_not_for_plugins() -> None:
    with pytest.raises(InvalidRequestError, match=r"'id', 'name'"):
        InMemorySource().describe("events", name="x", id=1, description="")
