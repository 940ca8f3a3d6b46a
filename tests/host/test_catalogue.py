"""The catalogue: complete, and in step with the Protocols and the bridges."""

import importlib
import inspect
import re
from typing import Any

import pytest

from dispatch_interfaces.contract import CONTRACTS
from dispatch_interfaces.host.bridge import BRIDGES
from dispatch_interfaces.host.calls import Call, HostMethod, HostType, ResultKind, Severity
from dispatch_interfaces.host.catalogue import CATALOGUE
from dispatch_interfaces.host.differences import differences

COUNTED = {
    "artificial-intelligence": (2, 5),
    "auth-mfa": (3, 5),
    "auth-provider": (1, 1),
    "conference": (1, 1),
    "contact": (1, 9),
    "conversation": (26, 76),
    "definition": (0, 0),
    "document": (4, 15),
    "document-resolver": (1, 1),
    "email": (1, 9),
    "investigation-tooling": (1, 1),
    "metric": (3, 3),
    "monitor": (2, 3),
    "oncall": (6, 15),
    "participant": (1, 2),
    "participant-group": (5, 9),
    "signal-consumer": (1, 1),
    "signal-enrichment": (0, 0),
    "source": (1, 1),
    "storage": (9, 22),
    "tag": (1, 1),
    "task": (2, 5),
    "term": (1, 1),
    "ticket": (7, 7),
    "workflow": (2, 4),
}
"""Methods that are called, and places where they are, as they were counted in the application."""

EVERY = [
    pytest.param(found, method, call, id=f"{found.type}-{method.name}-{call.site}")
    for found in CATALOGUE.values()
    for method in found.methods
    for call in method.calls
]


def protocol_of(found: HostType) -> Any:
    module = found.type.replace("-", "_")
    name = "".join(part.capitalize() for part in found.type.split("-"))
    return getattr(
        importlib.import_module(f"dispatch_interfaces.host.protocols.{module}"), f"Host{name}Plugin"
    )


def test_every_type_and_every_call_is_there() -> None:
    counted = {name: (len(it.methods), len(it.calls)) for name, it in CATALOGUE.items()}
    assert counted == COUNTED


@pytest.mark.parametrize(("found", "method", "call"), EVERY)
def test_a_call_says_all_there_is_to_know(found: HostType, method: HostMethod, call: Call) -> None:
    assert re.fullmatch(r"[\w/]+\.py:\d+", call.site)
    assert call.when == call.when.strip()
    assert not call.when.endswith(".")
    assert method.about.endswith(".")
    if call.reads.result is not ResultKind.ANYTHING and call.reads.needs:
        costs = call.on_missing.severity is not Severity.HARMLESS or call.often.name == "NEVER"
        assert costs, "a key that is read without asking, and costs nothing"


@pytest.mark.parametrize(("found", "method", "call"), EVERY)
def test_the_protocol_takes_it(found: HostType, method: HostMethod, call: Call) -> None:
    function = getattr(protocol_of(found), method.name)
    kwargs: dict[str, Any] = dict(call.kwargs)
    if call.variables:
        kwargs["any_name"] = None
    inspect.signature(function).bind(None, *call.args, **kwargs)
    assert call.site in (function.__doc__ or "")


CALLED = [it for it in CATALOGUE.values() if it.methods]


@pytest.mark.parametrize("found", CALLED, ids=lambda it: it.type)
def test_a_protocol_has_what_is_called_and_nothing_else(found: HostType) -> None:
    called = {it.name for it in found.methods}
    assert protocol_of(found).__abstractmethods__ == called


@pytest.mark.parametrize("interface", BRIDGES)
def test_a_bridge_has_the_signatures_of_the_protocol(interface: str) -> None:
    protocol = protocol_of(CATALOGUE[interface])
    for method in CATALOGUE[interface].methods:
        wanted = inspect.signature(getattr(protocol, method.name))
        assert inspect.signature(getattr(BRIDGES[interface], method.name)) == wanted


def test_every_documented_interface_that_is_called_is_bridged() -> None:
    assert set(BRIDGES) == set(CONTRACTS) & set(CATALOGUE)
    assert len(BRIDGES) >= 12


def test_what_is_documented_and_never_called_is_said() -> None:
    for name in BRIDGES:
        unused = {it.name for it in CONTRACTS[name].methods}
        unused -= {it.name for it in CATALOGUE[name].methods}
        assert unused <= set(CATALOGUE[name].never_called)


def test_how_often_the_documentation_is_wrong() -> None:
    wrong = {
        name: sum(it.call is not None for it in differences(CATALOGUE[name])) for name in BRIDGES
    }
    assert wrong["metric"] == 0
    assert wrong["ticket"] == len(CATALOGUE["ticket"].calls)
    assert wrong["participant"] == 2
    assert wrong["storage"] >= 14
    assert wrong["conversation"] >= 25
