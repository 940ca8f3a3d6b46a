"""How the suite opens the plugin, and how it sees what Prometheus would see."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import httpx
from attrs import frozen
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

from dispatch_interfaces.conformance import MetricHarness
from dispatch_interfaces.host.rehearsal import Part
from dispatch_opentelemetry.bridge import OpenTelemetryMetricForDispatch
from dispatch_opentelemetry.plugin import PrometheusMetric

Tags = dict[str, Any] | None


@frozen
class Times:
    """What a histogram of Prometheus tells: not the shortest, nor the longest."""

    count: int
    total: float


class PageObserver:
    """Reads the page of a process over HTTP, with Prometheus' own parser."""

    def __init__(self, url: str) -> None:
        self._url = url

    def gauge_of(self, name: str, tags: Tags = None) -> float | None:
        return self._value("gauge", name, tags)

    def counter_of(self, name: str, tags: Tags = None) -> float | None:
        return self._value("counter", f"{name}_total", tags)

    def timer_of(self, name: str, tags: Tags = None) -> Times | None:
        count = self._value("histogram", f"{name}_seconds_count", tags)
        total = self._value("histogram", f"{name}_seconds_sum", tags)
        return None if count is None or total is None else Times(int(count), total)

    def _value(self, kind: str, name: str, tags: Tags) -> float | None:
        labels = {key: str(value) for key, value in (tags or {}).items()}
        found = [it.value for it in self._samples(kind) if it.name == name and _is(it, labels)]
        if len(found) > 1:
            raise AssertionError(f"{name} {labels} is there {len(found)} times")
        return found[0] if found else None

    def _samples(self, kind: str) -> list[Sample]:
        page = httpx.get(self._url).raise_for_status().text
        families = [it for it in text_string_to_metric_families(page) if it.type == kind]
        return [it for family in families for it in family.samples]


def _is(sample: Sample, labels: dict[str, str]) -> bool:
    # All samples of a family have the same labels: one that has no such tag shows it as empty.
    return {key: it for key, it in sample.labels.items() if it} == labels


@contextmanager
def _opened() -> Generator[PrometheusMetric]:
    plugin = PrometheusMetric(port=0)
    try:
        yield plugin
    finally:
        # A server looks twice a second whether it has to stop, and nobody needs to wait for that.
        Thread(target=plugin.close).start()


def harness() -> MetricHarness:
    """Each plugin has a page of its own, which goes with it, and may be asked at any pace."""
    return MetricHarness(
        open=_opened,
        observer=lambda plugin: PageObserver(plugin.url),
        sandbox=True,
        calls_per_second=1000,
    )


def part() -> Part:
    """The bridge in a rehearsal: it has two processes, and each needs a port of its own."""
    os.environ.setdefault("OTEL_EXPORTER_PROMETHEUS_PORT", "0")
    return Part(plugin_class=OpenTelemetryMetricForDispatch)
