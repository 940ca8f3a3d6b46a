"""Every call that the application makes, by plugin type."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dispatch_interfaces.host.calls import HostType
from dispatch_interfaces.rooms import modules_in

CATALOGUE: Final[Mapping[str, HostType]] = MappingProxyType(
    {
        it.type: it
        for module in modules_in(__name__)
        for it in vars(module).values()
        if isinstance(it, HostType)
    }
)
"""The types that the application knows, by name."""
