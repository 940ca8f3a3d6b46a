"""The reference implementation of each interface."""

from typing import Any

import reference_impls
from dispatch_interfaces.conformance.requirements.by_interface import SUITES
from dispatch_interfaces.contract import CONTRACTS, Contract


def contracts_with_a_reference() -> list[Contract]:
    """All but those that are being added: what they lack, tests/test_rooms.py says."""
    return [it for it in CONTRACTS.values() if has_reference(it) and it.interface in SUITES]


def has_reference(contract: Contract) -> bool:
    """Whether there is a reference implementation of an interface."""
    return _name(contract) in reference_impls.__all__


def reference_of(contract: Contract) -> type[Any]:
    """The reference implementation of an interface."""
    found: type[Any] = getattr(reference_impls, _name(contract))
    return found


def _name(contract: Contract) -> str:
    return f"InMemory{contract.protocol.__name__.removesuffix('Plugin')}"
