"""Every Protocol method has the signature that the seed documents."""

import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, Optional

import pytest

SEED: Final = Path(__file__).with_name("seed_signatures.py.txt")

SLIPS: Final = (("**kwargs)\n):", "**kwargs\n):"), ("**kwargs):\n):", "**kwargs\n):"))
"""Both signatures of the section Workflow close a bracket twice."""

NAMES: Final = {
    "List": list,
    "Optional": Optional,
    "Roles": SimpleNamespace(file_organizer=SimpleNamespace(value="fileOrganizer")),
}
"""What the seed's signatures refer to."""


def _documented() -> Iterator[tuple[str, str, inspect.Signature]]:
    text = SEED.read_text("utf-8")
    for slip, repaired in SLIPS:
        assert text.count(slip) == 1
        text = text.replace(slip, repaired)
    for section in re.split(r"^# ", text, flags=re.MULTILINE)[1:]:
        interface, body = section.split("\n", 1)
        for definition in re.split(r"^ ?def ", body, flags=re.MULTILINE)[1:]:
            scope: dict[str, Any] = {}
            exec(f"def {definition.rstrip()} ...", dict(NAMES), scope)
            [(name, function)] = scope.items()
            yield interface, name, inspect.signature(function)


DOCUMENTED: Final = tuple(_documented())
INTERFACES: Final = tuple(dict.fromkeys(interface for interface, _, _ in DOCUMENTED))


def _protocol(interface: str) -> Any:
    module = interface.lower().replace(" ", "_")
    found = importlib.import_module(f"dispatch_interfaces.protocols.{module}")
    return getattr(found, f"{interface.replace(' ', '')}Plugin")


def _without_types(signature: inspect.Signature) -> list[tuple[str, str, object]]:
    return [(it.name, it.kind.name, it.default) for it in signature.parameters.values()]


def test_seed_documents_43_methods_of_12_interfaces() -> None:
    assert len(DOCUMENTED) == 43
    assert len(INTERFACES) == 12


@pytest.mark.parametrize(
    ("interface", "method", "documented"),
    DOCUMENTED,
    ids=[f"{interface}.{method}" for interface, method, _ in DOCUMENTED],
)
def test_signature_is_as_documented(
    interface: str, method: str, documented: inspect.Signature
) -> None:
    own = inspect.signature(getattr(_protocol(interface), method))

    assert _without_types(own) == _without_types(documented)


@pytest.mark.parametrize("interface", INTERFACES)
def test_methods_are_the_documented_ones_in_their_order(interface: str) -> None:
    protocol = _protocol(interface)
    own = [name for name, member in vars(protocol).items() if name in protocol.__abstractmethods__]

    assert own == [method for section, method, _ in DOCUMENTED if section == interface]
    assert set(own) == protocol.__abstractmethods__


@pytest.mark.parametrize("interface", INTERFACES)
def test_every_parameter_and_result_has_a_type(interface: str) -> None:
    protocol = _protocol(interface)
    for name in protocol.__abstractmethods__:
        signature = inspect.signature(getattr(protocol, name))
        untyped = [
            it.name
            for it in list(signature.parameters.values())[1:]
            if it.annotation is inspect.Parameter.empty
        ]

        assert not untyped, f"{interface}.{name} has parameters without a type"
        assert signature.return_annotation is not inspect.Signature.empty, f"{interface}.{name}"
