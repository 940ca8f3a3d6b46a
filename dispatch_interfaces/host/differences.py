"""Where the documentation and the application differ."""

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from dispatch_interfaces.contract import CONTRACTS, Contract
from dispatch_interfaces.host.calls import Call, HostMethod, HostType


@frozen
class Difference:
    """One call that a plugin written to the documentation does not answer.

    Args:
        method: The method that is called.
        call: The call; None where it is the documentation that has a method nobody calls.
        problem: What is the matter, in words.
    """

    method: str
    call: Call | None
    problem: str


def differences(found: HostType) -> list[Difference]:
    """Every call that the documented signature does not take, and what is never called."""
    contract = CONTRACTS.get(found.type)
    if contract is None:
        return []
    return [
        *(it for method in found.methods for it in _of_method(contract, method)),
        *(
            Difference(it.name, None, "is documented, and nobody calls it")
            for it in contract.methods
            if found.method(it.name) is None
        ),
    ]


def _of_method(contract: Contract, method: HostMethod) -> Iterator[Difference]:
    documented = contract.method(method.name)
    for call in method.calls:
        if documented is None:
            yield Difference(method.name, call, "is not documented")
            continue
        try:
            given: dict[str, Any] = dict(call.kwargs)
            if call.variables:
                given["any_name"] = None
            documented.signature.bind(*call.args, **given)
        except TypeError as error:
            yield Difference(method.name, call, str(error))
