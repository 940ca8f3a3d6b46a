"""Dispatch's measurements of itself, by the OpenTelemetry SDK."""

from dispatch_opentelemetry.plugin import OtlpMetric, PrometheusMetric

__all__ = ["OtlpMetric", "PrometheusMetric"]
