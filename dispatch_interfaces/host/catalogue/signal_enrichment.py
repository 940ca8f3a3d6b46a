"""A signal-enrichment plugin is never called."""

from typing import Final

from dispatch_interfaces.host.calls import HostType

SIGNAL_ENRICHMENT: Final = HostType(
    type="signal-enrichment",
    lookup="nothing: no code looks for one",
    never_called=("enrich",),
    notes=("There is a base class, and nothing else.",),
)
