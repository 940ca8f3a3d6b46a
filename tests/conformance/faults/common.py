"""Faults that any interface can have, planted in every reference implementation."""

import functools
import inspect
from collections.abc import Callable
from typing import Any

from dispatch_interfaces import Limits, Text, unsupported
from dispatch_interfaces.conformance.requirements.by_interface import SUITES
from dispatch_interfaces.contract import CONTRACTS, Contract
from dispatch_interfaces.limits import kinds_of
from tests.conformance.faults import breaks
from tests.references import contracts_with_a_reference, reference_of


class SeesEverything:
    """What an observer returns that has looked at nothing."""

    def __getattr__(self, name: str) -> Callable[..., "SeesEverything"]:
        return lambda *args, **kwargs: SeesEverything()

    def __contains__(self, item: object) -> bool:
        return True

    def __iter__(self) -> Any:
        return iter([SeesEverything()])

    def __len__(self) -> int:
        return 1

    def __getitem__(self, key: object) -> "SeesEverything":
        return SeesEverything()

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]  # it equals everything


_ONLY_ARRANGED = ("document-resolver", "participant", "term", "workflow")
"""Their observers make things and see nothing: one that makes nothing fails the behaviours."""


def _plant(contract: Contract) -> None:
    reference, name = reference_of(contract), contract.methods[0].name
    original: Callable[..., Any] = getattr(reference, name)
    harness = SUITES[contract.interface].harness

    def fault(fault_name: str, number: str, harness: object = None, **members: Any) -> None:
        plugin_class = type(f"{contract.protocol.__name__}{fault_name}", (reference,), members)
        breaks(f"{contract.prefix}-{number}", harness=harness)(plugin_class)

    def open_fails() -> None:
        raise ConnectionRefusedError("no backend")

    # It works in every way; only what it says of itself is wrong.
    def declared(signature: inspect.Signature) -> Callable[..., Any]:
        @functools.wraps(original)
        def method(self: Any, *args: Any, **kwargs: Any) -> Any:
            return original(self, *args, **kwargs)

        method.__signature__ = signature  # type: ignore[attr-defined]
        return method

    whole = inspect.signature(original)
    this = next(iter(whole.parameters.values()))
    renamed = whole.replace(parameters=[this, this.replace(name="renamed")])
    untrue = whole.replace(return_annotation=complex)

    def overrides_the_declaration(self: Any) -> None:
        reference.__init__(self)
        setattr(self, name, lambda *args, **kwargs: None)

    fault("WithoutABackend", "001", harness(open=open_fails))
    if contract.interface not in _ONLY_ARRANGED:
        blind = harness(open=reference, observer=lambda _: SeesEverything())
        fault("SeenByABlindObserver", "001", blind)
    fault("LacksAMethod", "002", **{name: None})
    fault("RenamesAParameter", "003", **{name: declared(renamed)})
    fault("HasAProperty", "004", **{name: property(lambda self: functools.partial(original, self))})
    fault("HasNoAuthorUrl", "005", author_url=None)
    fault("AnnotatesWhatItDoesNotReturn", "007", **{name: declared(untrue)})
    fault(
        "WorksThoughDeclaredUnsupported",
        "006",
        __init__=overrides_the_declaration,
        **{name: unsupported("not on this platform")},
    )
    fault("DeclaresTheLimitsOfAnother", "009", limits=_limits_of_another(contract))
    text = next(name for name, kinds in kinds_of(contract.limits).items() if Text in kinds)
    grows = Text("it grows each time", kept=lambda it: f"{it}!")
    fault("DeclaresWhatIsNeverInForce", "008", limits=contract.limits(**{text: grows}))


def _limits_of_another(contract: Contract) -> Limits:
    return next(it.limits() for it in CONTRACTS.values() if it is not contract)


for it in contracts_with_a_reference():
    _plant(it)
