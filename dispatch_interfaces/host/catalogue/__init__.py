"""Every call that the application makes, by plugin type."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dispatch_interfaces.host.calls import HostType
from dispatch_interfaces.host.catalogue.oncall import ONCALL

CATALOGUE: Final[Mapping[str, HostType]] = MappingProxyType({it.type: it for it in (ONCALL,)})
"""The types that the application knows, by name."""
