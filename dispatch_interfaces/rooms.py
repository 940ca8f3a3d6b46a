"""The modules of a room: lists of interfaces are found by walking it, never kept by hand."""

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType


def modules_in(room: str) -> Iterator[ModuleType]:
    """Every module of a package, imported, in the order of the names."""
    package = importlib.import_module(room)
    for it in pkgutil.iter_modules(package.__path__):
        yield importlib.import_module(f"{room}.{it.name}")
