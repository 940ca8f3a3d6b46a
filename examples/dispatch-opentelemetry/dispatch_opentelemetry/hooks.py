"""What this package offers to a host, and how the suite opens it."""

from collections.abc import Mapping

from dispatch_interfaces.hooks import hookimpl


@hookimpl
def dispatch_plugins() -> list[type]:
    from dispatch_opentelemetry.plugin import OtlpMetric, PrometheusMetric

    return [PrometheusMetric, OtlpMetric]


@hookimpl
def dispatch_harnesses() -> Mapping[type, str]:
    from dispatch_opentelemetry.plugin import PrometheusMetric

    return {PrometheusMetric: "dispatch_opentelemetry.testing:harness"}
