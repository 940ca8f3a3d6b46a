"""A hook offers classes, not objects."""

# verdict: refused

from collections.abc import Iterable

from dispatch_interfaces import Plugin
from reference_impls import InMemoryMetric


def dispatch_plugins() -> Iterable[type[Plugin]]:
    return [InMemoryMetric()]  # refused
