"""What a metric plugin must do."""

from typing import Final, Protocol

from attrs import frozen

from dispatch_interfaces.conformance.common import add_common_requirements
from dispatch_interfaces.conformance.harness import Harness
from dispatch_interfaces.conformance.requirement import Suite
from dispatch_interfaces.contract import CONTRACTS
from dispatch_interfaces.protocols.metric import MetricPlugin


class MetricObserver(Protocol):
    """Sees what the interface has no method for."""


@frozen(kw_only=True)
class MetricHarness(Harness[MetricPlugin, MetricObserver]):
    """How to bring a metric plugin under test."""

    contract = CONTRACTS["metric"]
    observer_type = MetricObserver


METRIC: Final = Suite(MetricHarness)
add_common_requirements(METRIC)
