"""A harness opens a plugin of its interface."""

# verdict: accepted

from dispatch_interfaces.conformance import MetricHarness
from reference_impls import InMemoryMetric

harness = MetricHarness(open=InMemoryMetric)
