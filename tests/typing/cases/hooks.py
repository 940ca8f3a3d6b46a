"""A hook offers classes of plugins."""

# verdict: accepted

from collections.abc import Iterable

from dispatch_interfaces import Plugin
from dispatch_interfaces.hooks import hookimpl
from reference_impls import InMemoryMetric, InMemoryTerm


@hookimpl
def dispatch_plugins() -> Iterable[type[Plugin]]:
    return [InMemoryMetric, InMemoryTerm]
