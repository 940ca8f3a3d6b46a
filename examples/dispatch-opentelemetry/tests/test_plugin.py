"""What the suite does not ask: what is on the page, and what the SDK alone would do."""

import threading
from collections.abc import Generator
from contextlib import closing
from typing import Any

import httpx
import pytest
from opentelemetry.sdk.metrics import MeterProvider

from dispatch_interfaces import InvalidRequestError
from dispatch_opentelemetry.plugin import PrometheusMetric
from dispatch_opentelemetry.testing import PageObserver


@pytest.fixture
def plugin() -> Generator[PrometheusMetric]:
    with closing(PrometheusMetric(port=0)) as opened:
        yield opened


def _page(plugin: PrometheusMetric) -> list[str]:
    return httpx.get(plugin.url).raise_for_status().text.splitlines()


def test_the_names_are_those_of_prometheus(plugin: PrometheusMetric) -> None:
    plugin.counter("server.call.counter", tags={"status code": 200})
    plugin.timer("server.call.elapsed", 0.3)
    page = _page(plugin)
    assert 'server_call_counter_total{status_code="200"} 1.0' in page
    assert 'server_call_elapsed_seconds_bucket{le="0.5"} 1.0' in page
    assert 'server_call_elapsed_seconds_bucket{le="0.25"} 0.0' in page


def test_names_that_are_exported_alike_are_one_series(plugin: PrometheusMetric) -> None:
    for name in ("queue.size", "queue_size", "Queue-Size", "queue/size"):
        plugin.counter(name)
    assert [it for it in _page(plugin) if it.startswith("queue")] == ["queue_size_total 4.0"]


def test_tags_that_are_exported_alike_are_one_series(plugin: PrometheusMetric) -> None:
    for tags in ({"code": 200}, {"code": "200"}):
        plugin.counter("calls", tags=tags)
    assert PageObserver(plugin.url).counter_of("calls", {"code": 200}) == 2


@pytest.mark.parametrize("name", ["a_total", "a.seconds", "a_seconds_sum", "a b", "é", "1st", ""])
def test_a_name_that_would_be_another_on_the_page_is_rejected(
    plugin: PrometheusMetric, name: str
) -> None:
    with pytest.raises(InvalidRequestError):
        plugin.gauge(name, 1)
    plugin.gauge("a", 1)
    assert PageObserver(plugin.url).gauge_of("a") == 1


@pytest.mark.parametrize(
    "tags", [{"a.b": 1, "a_b": 2}, {"le": "1"}, {"": "x"}, {"a": ""}, {"a": "half \ud83d"}]
)
def test_a_tag_that_would_spoil_the_page_is_rejected(
    plugin: PrometheusMetric, tags: dict[str, Any]
) -> None:
    with pytest.raises(InvalidRequestError):
        plugin.timer("elapsed", 1, tags)
    assert _page(plugin) == []


def test_a_number_that_is_no_float_is_rejected(plugin: PrometheusMetric) -> None:
    with pytest.raises(InvalidRequestError):
        plugin.gauge("much", 10**400)


def test_a_scrape_in_the_middle_loses_nothing(plugin: PrometheusMetric) -> None:
    def count() -> None:
        for _ in range(200):
            plugin.counter("calls")
            plugin.timer("elapsed", 0.25)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    observer = PageObserver(plugin.url)
    seen = [observer.counter_of("calls") or 0 for _ in range(20)]
    for thread in threads:
        thread.join()
    assert seen == sorted(seen)
    assert observer.counter_of("calls") == 800
    times = observer.timer_of("elapsed")
    assert times is not None
    assert (times.count, times.total) == (800, 200)


def test_a_gauge_is_there_at_each_scrape(plugin: PrometheusMetric) -> None:
    plugin.gauge("open", 3)
    assert [PageObserver(plugin.url).gauge_of("open") for _ in range(3)] == [3, 3, 3]


def test_the_sdk_alone_raises_what_nobody_catches() -> None:
    """Why the plugin looks at names first; if this fails, `names` may say less."""
    with pytest.raises(Exception, match="Expected ASCII string") as caught:
        MeterProvider(shutdown_on_exit=False).get_meter("test").create_gauge("a b")
    assert type(caught.value) is Exception
