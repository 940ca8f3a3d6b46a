"""Alternative implementations: the suite asks for the contract, not for our code.

Each keeps its data in another way than the reference, and wherever the contract leaves a choice, it
chooses otherwise: ids, the order of listings, weblinks, texts and classes of errors, extra keys and
parameters, what is rejected. Each is a context manager or needs none, and is its own observer.

A module is named after how it keeps its data and its interface, its class after the module:
`sqlite_storage.SqliteStorage`.
"""

from collections.abc import Mapping
from types import ModuleType
from typing import Any, Final

from dispatch_interfaces.contract import CONTRACTS, Contract
from dispatch_interfaces.rooms import modules_in


def _found(contract: Contract, modules: list[ModuleType]) -> type[Any] | None:
    for module in modules:
        name = module.__name__.rpartition(".")[2]
        if name.partition("_")[2] == contract.module:
            found: type[Any] = getattr(module, name.title().replace("_", ""))
            return found
    return None


_MODULES: Final = list(modules_in(__name__))

ALTERNATIVES: Final[Mapping[str, type[Any]]] = {
    name: found for name, it in CONTRACTS.items() if (found := _found(it, _MODULES))
}
"""By interface."""
