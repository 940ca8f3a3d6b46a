"""Faulty plugins: each a reference implementation with one fault, named after the fault."""

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from attrs import frozen

T = TypeVar("T", bound=type)


@frozen
class Fault:
    """A faulty plugin, and every requirement that the suite must fail it for; no others."""

    plugin_class: type
    requirements: frozenset[str]
    harness: object = None

    def __str__(self) -> str:
        return f"{min(self.requirements).rpartition('-')[0]}-{self.plugin_class.__name__}"


FAULTS: Final[list[Fault]] = []


def breaks(*requirements: str, harness: object = None) -> Callable[[T], T]:
    """Register a faulty plugin with all requirements that its fault breaks."""

    def register(plugin_class: T) -> T:
        FAULTS.append(Fault(plugin_class, frozenset(requirements), harness))
        return plugin_class

    return register


def all_faults() -> Sequence[Fault]:
    """The faulty plugins of all interfaces."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return FAULTS
