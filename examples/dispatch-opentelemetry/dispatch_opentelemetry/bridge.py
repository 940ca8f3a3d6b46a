"""The plugin as the application loads it: ``METRIC_PROVIDERS=opentelemetry-metric``.

The application never configures a metric plugin. So all settings are environment variables, under
the names that OpenTelemetry gives them.
"""

import os

from dispatch_interfaces import InvalidRequestError
from dispatch_interfaces.host.bridge import MetricBridge
from dispatch_opentelemetry.plugin import OpenTelemetryMetric, OtlpMetric, PrometheusMetric


class OpenTelemetryMetricForDispatch(MetricBridge):
    """Shows a page for Prometheus, or sends to a collector if ``OTEL_METRICS_EXPORTER=otlp``."""

    implementation = PrometheusMetric
    title = "OpenTelemetry"
    slug = "opentelemetry-metric"
    description = "Measurements for Prometheus, or for any collector of OpenTelemetry"

    @classmethod
    def make(cls, settings: object) -> OpenTelemetryMetric:
        exporter = os.environ.get("OTEL_METRICS_EXPORTER", "prometheus")
        if exporter == "otlp":
            return OtlpMetric()
        if exporter == "prometheus":
            host = os.environ.get("OTEL_EXPORTER_PROMETHEUS_HOST", "localhost")
            return PrometheusMetric(host, _port())
        raise InvalidRequestError(
            "OTEL_METRICS_EXPORTER is prometheus or otlp", interface="metric", value=exporter
        )


def _port() -> int:
    port = os.environ.get("OTEL_EXPORTER_PROMETHEUS_PORT", "9464")
    if not port.isdecimal():
        raise InvalidRequestError(
            "OTEL_EXPORTER_PROMETHEUS_PORT is a number", interface="metric", value=port
        )
    return int(port)
