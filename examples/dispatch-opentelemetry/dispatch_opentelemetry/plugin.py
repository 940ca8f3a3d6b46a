"""Metrics by the OpenTelemetry SDK: Prometheus asks for them, or they are sent to a collector.

Both plugins record in memory and answer at once; what is slow or fails is the export, in a thread
of its own. All values are exported as sums since the start of the process. So an export that did
not arrive loses nothing: the next one has it, and one that arrived twice counts once.
"""

import math
from typing import Any, ClassVar, Final

from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import MetricReader, PeriodicExportingMetricReader
from prometheus_client import CollectorRegistry, start_http_server

from dispatch_interfaces import (
    InvalidRequestError,
    MetricLimits,
    MetricPlugin,
    Text,
    UnavailableError,
)
from dispatch_opentelemetry import names

Tags = dict[str, Any] | None

BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0)
"""Upper bounds in seconds, those of OpenTelemetry's conventions. The SDK's own are milliseconds."""


class OpenTelemetryMetric(MetricPlugin):
    """Gauges, counters and histograms of the SDK.

    Names and tags are checked and written as `limits` declare: what the suite proves is what runs.

    Args:
        reader: What takes the values out of the SDK.
    """

    version = "1.0"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"
    limits: ClassVar[MetricLimits]

    def __init__(self, reader: MetricReader) -> None:
        self._provider = MeterProvider([reader])
        # A meter for each kind: within one, a gauge and a counter of one name are a conflict.
        self._gauges = self._provider.get_meter("dispatch.gauges")
        self._counters = self._provider.get_meter("dispatch.counters")
        self._timers = self._provider.get_meter("dispatch.timers")

    def gauge(self, name: str, value: float, tags: Tags = None) -> None:
        given = _number(value), self._attributes(tags)
        self._gauges.create_gauge(self._spelt("name", name)).set(*given)

    def counter(self, name: str, value: float | None = None, tags: Tags = None) -> None:
        given = _not_below_zero(1 if value is None else value), self._attributes(tags)
        self._counters.create_counter(self._spelt("name", name)).add(*given)

    def timer(self, name: str, value: float, tags: Tags = None) -> None:
        given = _not_below_zero(value), self._attributes(tags)
        self._timers.create_histogram(
            self._spelt("name", name), unit="s", explicit_bucket_boundaries_advisory=BUCKETS
        ).record(*given)

    def flush(self) -> None:
        """Export now what was recorded, and wait until that has been tried."""
        self._provider.force_flush()

    def close(self) -> None:
        """Export for the last time, and let go of threads and sockets."""
        self._provider.shutdown()

    def _attributes(self, tags: Tags) -> dict[str, str]:
        # All are text: the export writes 1 and "1" alike, and would have two series of one name.
        given = {
            self._spelt("tag_name", key): self._spelt("tag_value", str(value))
            for key, value in (tags or {}).items()
        }
        if len(given) < len(tags or {}):
            raise InvalidRequestError("two of these tags are exported as one", value=tags)
        return given

    def _spelt(self, limit: str, text: str) -> str:
        """A text as it is exported."""
        if not self.limits.takes(limit, text):
            raise InvalidRequestError(getattr(self.limits, limit).because, value=text)
        spelt = str(self.limits.in_force(limit, text))
        try:
            spelt.encode()
        except UnicodeEncodeError as error:  # one such text would spoil every export from then on
            raise InvalidRequestError("this is not Unicode text", value=text) from error
        return spelt


class PrometheusMetric(OpenTelemetryMetric):
    """Shows a page that Prometheus scrapes.

    Args:
        host: The address to listen on.
        port: The port; 0 takes one that is free.

    Raises:
        UnavailableError: The port is taken, such as by another process of the application.
    """

    title = "OpenTelemetry for Prometheus"
    slug = "opentelemetry-prometheus"
    description = "Measurements on a page for Prometheus"

    limits = MetricLimits(
        name=Text(
            "an instrument is named in ASCII; the export makes . / and - underscores, and itself "
            "ends names in _total, _seconds, _bucket, _count and _sum",
            taken=names.is_prometheus_name,
            kept=names.prometheus_name,
        ),
        tag_name=Text(
            "a label has letters, digits and underscores; le is that of a timer's buckets",
            taken=names.is_label,
            kept=names.label,
        ),
        tag_value=Text("for Prometheus, an empty label is none", taken=bool),
    )

    def __init__(self, host: str = "localhost", port: int = 9464) -> None:
        registry = CollectorRegistry()
        reader = PrometheusMetricReader(True, scope_info_enabled=False, registry=registry)
        super().__init__(reader)
        try:
            self._server, self._thread = start_http_server(port, host, registry)
        except OSError as error:
            self._provider.shutdown()
            raise UnavailableError(f"cannot listen on {host}, port {port}: {error}") from error
        self.url = f"http://{host}:{self._server.server_port}/metrics"
        """Where the page is."""

    def close(self) -> None:
        super().close()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class OtlpMetric(OpenTelemetryMetric):
    """Sends everything to a collector, by OTLP over HTTP, each minute and at the end.

    Where, how often and with which headers is said by the SDK's own environment variables:
    ``OTEL_EXPORTER_OTLP_ENDPOINT``, ``OTEL_METRIC_EXPORT_INTERVAL`` and more.
    """

    title = "OpenTelemetry by OTLP"
    slug = "opentelemetry-otlp"
    description = "Measurements sent to a collector"

    limits = MetricLimits(
        name=Text(
            "an instrument is named in ASCII, and case does not count",
            taken=names.is_instrument,
            kept=str.lower,
        )
    )

    def __init__(self) -> None:
        super().__init__(PeriodicExportingMetricReader(OTLPMetricExporter()))


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise InvalidRequestError("this is not a number", value=value)
    try:
        number = float(value)
    except OverflowError as error:
        raise InvalidRequestError("no float is as large", value=value) from error
    if not math.isfinite(number):
        raise InvalidRequestError("this is not a finite number", value=value)
    return number


def _not_below_zero(value: object) -> float:
    number = _number(value)
    if number < 0:
        raise InvalidRequestError("it only goes up", value=value)
    return number
