"""The application tells plugins apart by their slug: two bridges have two."""

from typing import Any

import pytest

from dispatch_interfaces.host.bridge import Bridge, TicketBridge
from reference_impls import InMemoryTicket


@pytest.fixture
def tracker(request: pytest.FixtureRequest) -> type[Any]:
    """An implementation of this test alone."""
    name = f"Tracker_{request.node.name}"
    return type(name, (InMemoryTicket,), {"slug": "tracker", "title": "Tracker"})


def bridge(name: str, *bases: type[Any], **members: Any) -> type[Bridge]:
    """A class statement, at the top level of a module."""
    return type(name, bases or (TicketBridge,), {"__module__": "acme.dispatch", **members})


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("AcmeForEMEA", "tracker-acme-for-emea"),
        ("HTTPTracker2ForDispatch", "tracker-http-tracker2-for-dispatch"),
        ("_Acme_of_Emea", "tracker-acme-of-emea"),
        ("acme", "tracker-acme"),
    ],
)
def test_a_second_bridge_over_an_implementation_has_a_slug_of_its_own(
    tracker: type[Any], name: str, slug: str
) -> None:
    one, two = (bridge(it, implementation=tracker) for it in ("Acme", name))
    assert (one.slug, two.slug) == ("tracker", slug)
    assert one.title == two.title == "Tracker"


def test_what_is_written_is_kept(tracker: type[Any]) -> None:
    one = bridge("Acme", implementation=tracker, slug="acme")
    two = bridge("Emea", implementation=tracker)
    three = bridge("Apac", implementation=tracker, slug="tracker")
    assert (one.slug, two.slug, three.slug) == ("acme", "tracker", "tracker")


def test_a_slug_that_a_bridge_writes_is_not_taken_over_by_the_next(tracker: type[Any]) -> None:
    bridge("Acme", implementation=tracker, slug="tracker")
    assert bridge("Emea", implementation=tracker).slug == "tracker-emea"


def test_a_class_below_a_bridge_keeps_what_it_inherits(tracker: type[Any]) -> None:
    bridge("First", implementation=tracker)
    second = bridge("Second", implementation=tracker)
    written = bridge("Written", implementation=tracker, slug="written", title="Mine")
    assert bridge("Below", second).slug == "tracker-second"
    below = bridge("BelowWritten", written)
    assert (below.slug, below.title) == ("written", "Mine")
    stated = bridge("Stated", written, implementation=tracker)
    assert (stated.slug, stated.title) == ("tracker-stated", "Tracker")


def test_an_implementation_from_a_mixin_is_taken_over(tracker: type[Any]) -> None:
    mixin = type("Mixin", (), {"implementation": tracker})
    assert bridge("Mixed", mixin, TicketBridge).slug == "tracker"


def test_a_class_that_is_executed_again_keeps_its_slug(tracker: type[Any]) -> None:
    for _ in range(2):
        one, two = (bridge(it, implementation=tracker) for it in ("Acme", "Emea"))
        assert (one.slug, two.slug) == ("tracker", "tracker-emea")
        again = type(tracker.__name__, (InMemoryTicket,), {"slug": "tracker"})
        again.__module__ = tracker.__module__
        tracker = again
