import pytest

from dispatch_interfaces import InvalidRequestError, NotFoundError, UnavailableError
from reference_impls.oncall import WEEK, InMemoryOncall, Page


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def plugin(clock: Clock) -> InMemoryOncall:
    return InMemoryOncall(clock=clock)


@pytest.mark.parametrize(
    ("now", "person"),
    [(0, "ada"), (WEEK - 1, "ada"), (WEEK, "grace"), (2 * WEEK, "ada"), (2.5 * WEEK, "ada")],
)
def test_a_rotation_goes_round(
    plugin: InMemoryOncall, clock: Clock, now: float, person: str
) -> None:
    service_id = plugin.add_service("Database")
    plugin.add_rotation(service_id, ["ada", "grace"])
    clock.now = now
    assert plugin.get(service_id) == person


def test_a_rotation_has_a_beginning_and_an_end(plugin: InMemoryOncall, clock: Clock) -> None:
    service_id = plugin.add_service("Database")
    plugin.add_rotation(service_id, ["ada"], start=10, shift=5, end=20)
    for now, oncall in ((9.9, False), (10, True), (19.9, True), (20, False)):
        clock.now = now
        if oncall:
            assert plugin.get(service_id) == "ada"
        else:
            with pytest.raises(UnavailableError, match=r"oncall\.get: nobody is on call"):
                plugin.get(service_id)


def test_an_override_goes_before_the_rotation(plugin: InMemoryOncall, clock: Clock) -> None:
    service_id = plugin.add_service("Database")
    plugin.add_rotation(service_id, ["ada"])
    plugin.add_override(service_id, "grace", start=10, end=20)
    plugin.add_override(service_id, "edsger", start=15, end=16)
    found = []
    for clock.now in (9, 10, 15, 16, 20):
        found.append(plugin.get(service_id))
    assert found == ["ada", "grace", "edsger", "grace", "ada"]


def test_the_last_rotation_that_has_somebody_counts(plugin: InMemoryOncall, clock: Clock) -> None:
    service_id = plugin.add_service("Database")
    plugin.add_rotation(service_id, ["ada"])
    plugin.add_rotation(service_id, ["grace"], start=10, end=20)
    assert plugin.get(service_name="Database") == "ada"
    clock.now = 10
    assert plugin.get(service_name="Database") == "grace"


def test_set_oncall_takes_the_place_of_everything(plugin: InMemoryOncall) -> None:
    service_id = plugin.add_service("Database")
    plugin.add_rotation(service_id, ["ada"])
    plugin.add_override(service_id, "grace", start=0, end=10)
    plugin.set_oncall(service_id, "edsger")
    assert plugin.get(service_id) == "edsger"
    plugin.set_oncall(service_id, None)
    with pytest.raises(UnavailableError):
        plugin.get(service_id)


def test_pages_are_kept_with_their_time(plugin: InMemoryOncall, clock: Clock) -> None:
    database, network = plugin.add_service("Database"), plugin.add_service("Network")
    for service_id, person in ((database, "ada"), (network, "grace")):
        plugin.set_oncall(service_id, person)
    clock.now = 7.5
    plugin.page(database, "inc-1", "Slow", "It is slow")
    plugin.page(network, "inc-2", "Down", "")
    page = Page("service-1", "ada", "inc-1", "Slow", "It is slow", 7.5)
    assert plugin.pages(database) == [page]
    assert [it.email for it in plugin.pages()] == ["ada", "grace"]
    assert plugin.pages("service-9") == []


def test_what_is_wrong_is_refused(plugin: InMemoryOncall) -> None:
    service_id = plugin.add_service("Database")
    with pytest.raises(InvalidRequestError, match="a service has this name: 'Database'"):
        plugin.add_service("Database")
    with pytest.raises(InvalidRequestError):
        plugin.add_service(" ")
    with pytest.raises(InvalidRequestError, match="shifts that take time"):
        plugin.add_rotation(service_id, ["ada"], shift=0)
    with pytest.raises(InvalidRequestError):
        plugin.add_rotation(service_id, [])
    with pytest.raises(NotFoundError):
        plugin.add_override("service-9", "ada", start=0, end=1)
    with pytest.raises(NotFoundError):
        plugin.set_oncall("service-9", "ada")
