"""The reference implementation of each interface."""

from typing import Any

import reference_impls
from dispatch_interfaces.contract import Contract


def has_reference(contract: Contract) -> bool:
    """Whether there is a reference implementation of an interface."""
    return _name(contract) in reference_impls.__all__


def reference_of(contract: Contract) -> type[Any]:
    """The reference implementation of an interface."""
    found: type[Any] = getattr(reference_impls, _name(contract))
    return found


def _name(contract: Contract) -> str:
    return f"InMemory{contract.protocol.__name__.removesuffix('Plugin')}"
