"""The reference implementation of each interface."""

from typing import Any

import reference_impls
from dispatch_interfaces.contract import Contract


def reference_of(contract: Contract) -> type[Any]:
    """The reference implementation of an interface."""
    name = contract.protocol.__name__.removesuffix("Plugin")
    found: type[Any] = getattr(reference_impls, f"InMemory{name}")
    return found
