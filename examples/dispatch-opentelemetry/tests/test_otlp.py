"""The plugin that sends to a collector conforms as well, and loses nothing if that fails."""

import threading
from collections.abc import Generator
from contextlib import contextmanager

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from dispatch_interfaces.conformance import MetricHarness, check
from dispatch_opentelemetry.plugin import OtlpMetric
from tests.collector import Collector, CollectorObserver, collecting


def test_it_conforms(httpserver: HTTPServer) -> None:
    collectors: dict[OtlpMetric, Collector] = {}

    @contextmanager
    def opened() -> Generator[OtlpMetric]:
        with collecting(httpserver) as (plugin, collector):
            collectors[plugin] = collector
            yield plugin

    harness = MetricHarness(
        open=opened,
        observer=lambda plugin: CollectorObserver(plugin, collectors[plugin]),
        sandbox=True,
        calls_per_second=1000,
    )
    report = check(OtlpMetric, harness=harness, profile="live", strict=True)
    assert report.exit_code == 0, report.judgements


def test_the_secret_is_sent(httpserver: HTTPServer) -> None:
    with collecting(httpserver) as (plugin, collector):
        plugin.counter("incidents")
        plugin.flush()
        assert collector.requests[0].headers["Authorization"] == "Bearer s3cret"


def _busy(_: Request) -> Response:
    return Response("later", 429, {"Retry-After": "1"})


def _denied(_: Request) -> Response:
    return Response("who are you?", 401)


def _broken(_: Request) -> Response:
    return Response("<html>oops</html>", 500)


def _garbage(_: Request) -> Response:
    return Response("<html>fine</html>", 200)


@pytest.mark.parametrize("answer", [_busy, _denied, _broken, _garbage])
def test_what_did_not_arrive_comes_with_the_next(httpserver: HTTPServer, answer: object) -> None:
    with collecting(httpserver) as (plugin, collector):
        collector.answers = [answer]  # type: ignore[list-item]
        plugin.counter("incidents", 2)
        plugin.flush()
        plugin.counter("incidents", 3)
        plugin.timer("elapsed", 0.5)
        plugin.flush()
        assert collector.point("sum", "incidents").as_double == 5
        assert collector.point("histogram", "elapsed").sum == 0.5


def test_a_collector_that_is_down_stops_nobody(httpserver: HTTPServer) -> None:
    with collecting(httpserver) as (plugin, collector):
        httpserver.stop()
        plugin.counter("incidents", 2)
        plugin.flush()
        httpserver.start()
        plugin.counter("incidents", 3)
        plugin.flush()
        assert collector.point("sum", "incidents").as_double == 5


def test_a_collector_that_does_not_answer_stops_nobody(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_TIMEOUT", "2")
    over = threading.Event()

    def silent(_: Request) -> Response:
        over.wait(60)
        return Response("too late", 503)

    with collecting(httpserver) as (plugin, collector):
        collector.answers = [silent]
        plugin.counter("incidents", 2)
        plugin.flush()
        plugin.counter("incidents", 3)
        over.set()
        plugin.flush()
        assert collector.point("sum", "incidents").as_double == 5
