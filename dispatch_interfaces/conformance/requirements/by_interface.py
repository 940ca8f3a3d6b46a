"""The requirements of all interfaces, a module or package of this room for each."""

import importlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from dispatch_interfaces.conformance.run.requirement import Requirement, Suite
from dispatch_interfaces.contract import CONTRACTS, Contract


def _suite(contract: Contract) -> Suite[Any]:
    room = __name__.rpartition(".")[0]
    module = importlib.import_module(f"{room}.{contract.module}")
    suite: Suite[Any] = getattr(module, contract.module.upper())
    return suite


SUITES: Final[Mapping[str, Suite[Any]]] = MappingProxyType(
    {it.interface: _suite(it) for it in CONTRACTS.values()}
)
"""The suite of each interface, by plugin type."""

REQUIREMENTS: Final[Mapping[str, Requirement]] = MappingProxyType(
    {id: it for suite in SUITES.values() for id, it in suite.requirements.items()}
)
"""Every requirement of every interface, by id."""
