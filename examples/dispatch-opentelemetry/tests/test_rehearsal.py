"""The bridge, as the application has it."""

import pytest

from dispatch_interfaces.host.rehearsal import rehearse
from dispatch_opentelemetry.bridge import OpenTelemetryMetricForDispatch
from dispatch_opentelemetry.testing import PageObserver, part


def test_an_incident_opens_and_closes_beside_it() -> None:
    rehearsal = rehearse([part()])
    assert rehearsal.exit_code == 0, rehearsal.verdict


def test_what_the_application_measures_is_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_PROMETHEUS_PORT", "0")
    provider = OpenTelemetryMetricForDispatch()
    tags = {"method": "GET", "endpoint": "/api/v1/incidents", "status_code": 200}
    for seconds in (0.25, 0.5):
        provider.counter("server.call.counter", tags=tags)
        provider.timer("server.call.elapsed", value=seconds, tags=tags)
    provider.counter("a name that OpenTelemetry has not")  # is logged, and stops no request
    page = PageObserver(provider.plugin.url)
    assert page.counter_of("server_call_counter", tags) == 2
    times = page.timer_of("server_call_elapsed", tags)
    assert times is not None
    assert (times.count, times.total) == (2, 0.75)
    provider.plugin.close()
