"""An OTLP collector, played by pytest-httpserver."""

import gzip
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from attrs import define, field, frozen
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import (
    ExportMetricsServiceRequest,
    ExportMetricsServiceResponse,
)
from opentelemetry.proto.common.v1.common_pb2 import KeyValue
from opentelemetry.proto.metrics.v1.metrics_pb2 import HistogramDataPoint, NumberDataPoint
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from dispatch_opentelemetry.plugin import OtlpMetric

Tags = dict[str, Any] | None
Point = NumberDataPoint | HistogramDataPoint


@frozen
class Times:
    count: int
    total: float
    minimum: float
    maximum: float


@define
class Collector:
    """Keeps the last of each series, as a metric system does, by kind, name and tags."""

    server: HTTPServer
    answers: list[Callable[[Request], Response]] = field(factory=list)
    """What comes next in place of taking the request."""
    requests: list[Request] = field(factory=list)
    points: dict[Any, Point] = field(factory=dict)

    def __call__(self, request: Request) -> Response:
        self.requests.append(request)
        if self.answers:
            return self.answers.pop(0)(request)
        body = request.get_data()
        if request.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        for resource in ExportMetricsServiceRequest.FromString(body).resource_metrics:
            for scope in resource.scope_metrics:
                for metric in scope.metrics:
                    kind = str(metric.WhichOneof("data"))
                    for point in getattr(metric, kind).data_points:
                        self.points[kind, metric.name, _tags(point.attributes)] = point
        return Response(
            ExportMetricsServiceResponse().SerializeToString(),
            content_type="application/x-protobuf",
        )

    def point(self, kind: str, name: str, tags: Tags = None) -> Any:
        given = frozenset((key, str(it)) for key, it in (tags or {}).items())
        return self.points.get((kind, name, given))


def _tags(attributes: Any) -> frozenset[tuple[str, str]]:
    pairs: list[KeyValue] = list(attributes)
    return frozenset((it.key, it.value.string_value) for it in pairs)


@define
class CollectorObserver:
    """Asks the collector, once everything that was recorded has been sent."""

    plugin: OtlpMetric
    collector: Collector

    def gauge_of(self, name: str, tags: Tags = None) -> float | None:
        point = self._sent("gauge", name, tags)
        return None if point is None else point.as_double

    def counter_of(self, name: str, tags: Tags = None) -> float | None:
        point = self._sent("sum", name, tags)
        return None if point is None else point.as_double

    def timer_of(self, name: str, tags: Tags = None) -> Times | None:
        point = self._sent("histogram", name, tags)
        return None if point is None else Times(point.count, point.sum, point.min, point.max)

    def _sent(self, kind: str, name: str, tags: Tags) -> Any:
        self.plugin.flush()
        return self.collector.point(kind, name, tags)


@contextmanager
def collecting(server: HTTPServer) -> Generator[tuple[OtlpMetric, Collector]]:
    """A plugin that sends to a collector of its own, when it is told to."""
    collector = Collector(server)
    path = f"/{id(collector)}"
    server.expect_request(f"{path}/v1/metrics", method="POST").respond_with_handler(collector)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", server.url_for(path))
        patch.setenv("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20s3cret")
        patch.setenv("OTEL_METRIC_EXPORT_INTERVAL", "3600000")
        plugin = OtlpMetric()
    with closing(plugin):
        yield plugin, collector
