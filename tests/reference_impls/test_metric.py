import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_interfaces import InvalidRequestError
from reference_impls.metric import InMemoryMetric


def test_each_kind_keeps_what_it_should() -> None:
    plugin = InMemoryMetric()
    for value in (1, 5, 3):
        plugin.gauge("load", value)
        plugin.counter("requests", value)
        plugin.timer("elapsed", value)
    plugin.counter("requests")
    stats = plugin.timer_of("elapsed")
    assert plugin.gauge_of("load") == 3
    assert plugin.counter_of("requests") == 10
    assert stats is not None
    assert (stats.count, stats.total, stats.minimum, stats.maximum) == (3, 9, 1, 5)
    assert stats.values == (1, 5, 3)


def test_a_series_that_is_not_there_is_none() -> None:
    plugin = InMemoryMetric()
    plugin.gauge("load", 1, {"host": "a"})
    assert plugin.gauge_of("load") is None
    assert plugin.gauge_of("load", {"host": "b"}) is None
    assert plugin.gauge_of("load", {"host": "a"}) == 1
    assert plugin.counter_of("load") is None
    assert plugin.timer_of("load") is None


def test_the_order_of_tags_does_not_matter_but_their_type_does() -> None:
    plugin = InMemoryMetric()
    plugin.counter("requests", tags={"a": 1, "b": 2})
    plugin.counter("requests", tags={"b": 2, "a": 1})
    plugin.counter("requests", tags={"a": "1", "b": 2})
    assert plugin.counter_of("requests", {"a": 1, "b": 2}) == 2
    assert plugin.counter_of("requests", {"a": "1", "b": 2}) == 1


def test_a_counter_may_go_down() -> None:
    plugin = InMemoryMetric()
    plugin.counter("open", 3)
    plugin.counter("open", -1)
    assert plugin.counter_of("open") == 2


@pytest.mark.parametrize("value", [True, float("nan"), float("inf"), "1", None])
def test_only_numbers_are_measured(value: object) -> None:
    plugin = InMemoryMetric()
    with pytest.raises(InvalidRequestError, match=r"metric\.gauge: this is not a finite number"):
        plugin.gauge("load", value)  # type: ignore[arg-type]
    assert plugin.gauge_of("load") is None


@pytest.mark.parametrize(("q", "value"), [(0, 1), (0.25, 2), (0.5, 3), (0.9, 4.6), (1, 5)])
def test_quantiles_are_interpolated(q: float, value: float) -> None:
    plugin = InMemoryMetric()
    for it in (5, 1, 4, 2, 3):
        plugin.timer("elapsed", it)
    stats = plugin.timer_of("elapsed")
    assert stats is not None
    assert stats.quantile(q) == pytest.approx(value)
    with pytest.raises(InvalidRequestError):
        stats.quantile(1.1)


@given(st.lists(st.floats(0, 1e6), min_size=2))
def test_quantiles_agree_with_the_standard_library(values: list[float]) -> None:
    plugin = InMemoryMetric()
    for value in values:
        plugin.timer("elapsed", value)
    stats = plugin.timer_of("elapsed")
    assert stats is not None
    assert stats.total == pytest.approx(sum(values))
    quartiles = statistics.quantiles(values, n=4, method="inclusive")
    assert [stats.quantile(it) for it in (0.25, 0.5, 0.75)] == pytest.approx(quartiles)
