"""The requirements of all interfaces, a module or package of this room for each."""

import importlib
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from types import MappingProxyType
from typing import Any, Final

from dispatch_interfaces.conformance.run.requirement import Requirement, Suite
from dispatch_interfaces.contract import CONTRACTS


def _suites() -> Iterator[Suite[Any]]:
    room = __name__.rpartition(".")[0]
    for it in CONTRACTS.values():
        # One that is being added may have none yet; tests/test_rooms.py says what it lacks.
        if find_spec(name := f"{room}.{it.module}") is not None:
            yield getattr(importlib.import_module(name), it.module.upper())


SUITES: Final[Mapping[str, Suite[Any]]] = MappingProxyType(
    {it.contract.interface: it for it in _suites()}
)
"""The suite of each interface, by plugin type."""

REQUIREMENTS: Final[Mapping[str, Requirement]] = MappingProxyType(
    {id: it for suite in SUITES.values() for id, it in suite.requirements.items()}
)
"""Every requirement of every interface, by id."""
