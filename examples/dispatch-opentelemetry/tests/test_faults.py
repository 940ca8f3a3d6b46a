"""What goes wrong around the page. What goes wrong at a collector is in `test_otlp`."""

import os
import signal
import subprocess
import sys
from contextlib import closing

import httpx
import pytest

from dispatch_interfaces import InvalidRequestError, UnavailableError
from dispatch_opentelemetry.bridge import OpenTelemetryMetricForDispatch
from dispatch_opentelemetry.plugin import OtlpMetric, PrometheusMetric
from dispatch_opentelemetry.testing import PageObserver


def test_a_port_that_is_taken_is_told_and_free_later() -> None:
    with closing(PrometheusMetric(port=0)) as first:
        port = httpx.URL(first.url).port
        assert port is not None
        with pytest.raises(UnavailableError, match=f"port {port}"):
            PrometheusMetric(port=port)
        first.gauge("still", 1)
        assert PageObserver(first.url).gauge_of("still") == 1
    with closing(PrometheusMetric(port=port)) as second:
        assert PageObserver(second.url).gauge_of("still") is None


def test_the_application_goes_on_where_the_port_is_taken(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Second(OpenTelemetryMetricForDispatch):
        slug = "second-metric"

    with closing(PrometheusMetric(port=0)) as first:
        monkeypatch.setenv("OTEL_EXPORTER_PROMETHEUS_PORT", str(httpx.URL(first.url).port))
        Second().counter("server.call.counter")
    assert "cannot listen on localhost" in caplog.text


@pytest.mark.parametrize(
    ("variable", "value"),
    [("OTEL_METRICS_EXPORTER", "statsd"), ("OTEL_EXPORTER_PROMETHEUS_PORT", "metrics")],
)
def test_a_setting_that_is_wrong_is_named(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(InvalidRequestError, match=f"{variable}.*{value}"):
        OpenTelemetryMetricForDispatch.make(None)


def test_the_environment_chooses_the_export(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_METRICS_EXPORTER", "otlp")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_TIMEOUT", "0.1")
    made = OpenTelemetryMetricForDispatch.make(None)
    assert isinstance(made, OtlpMetric)
    made.close()


def test_a_page_is_of_one_process_and_starts_again_with_it() -> None:
    code = """
import time
from dispatch_opentelemetry.plugin import PrometheusMetric
plugin = PrometheusMetric(port=0)
plugin.counter("starts")
print(plugin.url, flush=True)
time.sleep(600)
"""
    for _ in range(2):
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        command = [sys.executable, "-c", code]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
            assert process.stdout is not None
            url = process.stdout.readline().decode().strip()
            assert PageObserver(url).counter_of("starts") == 1
            process.send_signal(signal.SIGKILL)
