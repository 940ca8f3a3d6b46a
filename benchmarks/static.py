"""The static level of a class, beside zope's verifyClass of an equal interface.

Nothing that was found out about a class is kept: it is judged once in its life.
"""

from collections.abc import Iterator
from importlib import import_module
from typing import Any, Final

import reference_impls
from benchmarks.figures import Figure
from benchmarks.timing import per_call
from dispatch_interfaces.checking.static import static_problems
from dispatch_interfaces.contract import CONTRACTS, Contract

_LIMIT: Final = 5
_zope: Any = import_module("zope.interface")
_kinds: Any = import_module("zope.interface.interface")
_verify: Any = import_module("zope.interface.verify")


def figures() -> Iterator[Figure]:
    """For each interface, the reference; and a class that is not as documented in one method."""
    for contract in CONTRACTS.values():
        name = contract.protocol.__name__.removesuffix("Plugin")
        yield _figure(f"`InMemory{name}`", getattr(reference_impls, f"InMemory{name}"), contract)
    contract = CONTRACTS["storage"]
    yield _figure("one that takes more in `create` than is documented", _TakesMore, contract)


class _TakesMore(reference_impls.InMemoryStorage):
    def create(self, *args: Any, color: str = "red", **kwargs: Any) -> Any:
        return super().create(*args, **kwargs)


def _figure(what: str, plugin_class: type, contract: Contract) -> Figure:
    equal, theirs = _interface(contract), type("Theirs", (plugin_class,), {})
    _zope.implementer(equal)(theirs)
    assert not static_problems(plugin_class, contract)
    assert _verify.verifyClass(equal, theirs)
    ours_took, theirs_took = per_call(
        lambda: static_problems(plugin_class, contract), lambda: _verify.verifyClass(equal, theirs)
    )
    peer = f"`verifyClass` of zope.interface, {len(contract.methods)} methods"
    return Figure(f"static level of {what}", ours_took * 1e6, "µs", peer, theirs_took * 1e6, _LIMIT)


def _interface(contract: Contract) -> Any:
    methods = {it.name: _kinds.fromFunction(it.function, imlevel=1) for it in contract.methods}
    return _kinds.InterfaceClass(
        contract.interface, (_zope.Interface,), methods, __module__="equal"
    )
