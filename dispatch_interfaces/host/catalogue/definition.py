"""A definition plugin is never called."""

from typing import Final

from dispatch_interfaces.host.calls import HostType

DEFINITION: Final = HostType(
    type="definition",
    lookup="nothing: no code looks for one",
    never_called=("get", "create", "update", "delete"),
    notes=("There is a base class, and nothing else.",),
)
