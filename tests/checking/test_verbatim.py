"""A short look at a class says what a long one says."""

import functools
from collections.abc import Callable
from typing import Any

import pytest

import dispatch_interfaces
from dispatch_interfaces.checking.static import (
    annotation_problems,
    attribute_problems,
    kind_problems,
    limits_problems,
    missing_methods,
    signature_problems,
    static_problems,
)
from dispatch_interfaces.checking.verbatim import is_as_documented
from dispatch_interfaces.contract import CONTRACTS, Contract
from tests.conformance.faults import all_faults

METRIC = CONTRACTS["metric"]
(GAUGE,) = [it for it in METRIC.methods if it.name == "gauge"]
FAULTS = [it.plugin_class for it in all_faults()]


def long_look(plugin_class: type, contract: Contract) -> list[Any]:
    """All that is wrong, each method asked for each thing."""
    return [
        *missing_methods(plugin_class, contract),
        *kind_problems(plugin_class, contract),
        *signature_problems(plugin_class, contract),
        *annotation_problems(plugin_class, contract),
        *attribute_problems(plugin_class, contract),
        *limits_problems(plugin_class, contract),
    ]


@pytest.mark.parametrize("interface", CONTRACTS)
def test_both_find_the_same_in_every_faulty_plugin(interface: str) -> None:
    contract = CONTRACTS[interface]
    judged = [it for it in FAULTS if getattr(it, "type", None) == interface]
    assert judged
    for it in [*judged, object, contract.protocol, dispatch_interfaces.MetricPlugin]:
        assert static_problems(it, contract) == long_look(it, contract), it


def verbatim(self: Any, name: str, value: float, tags: dict[str, Any] | None = None) -> None: ...
def other_name(self: Any, key: str, value: float, tags: dict[str, Any] | None = None) -> None: ...
def other_default(self: Any, name: str, value: float, tags: Any = ()) -> None: ...
def narrow(self: Any, name: str, value: int, tags: dict[str, Any] | None = None) -> None: ...
def more(self: Any, name: str, value: float, tags: Any = None, unit: str = "") -> None: ...
def not_annotated(self, name, value, tags=None): ...  # type: ignore[no-untyped-def]
async def waits(self: Any, name: str, value: float, tags: Any = None) -> None: ...
def stub(self: Any, name: str, value: float, tags: Any = None) -> None:
    raise NotImplementedError


def wrapped(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def inner(self: Any, name: str, value: float, tags: Any = None) -> Any:
        return function(self, name, value, tags)

    return inner


@pytest.mark.parametrize("function", [verbatim, not_annotated])
def test_what_is_written_as_documented_is_seen_at_once(function: Any) -> None:
    assert is_as_documented(type("Acme", (), {"gauge": function}), GAUGE)
    assert is_as_documented(type("Below", (type("Acme", (), {"gauge": function}),), {}), GAUGE)


@pytest.mark.parametrize(
    "member",
    [
        other_name,
        other_default,
        narrow,
        more,
        waits,
        stub,
        wrapped(verbatim),
        staticmethod(verbatim),
        property(lambda _self: None),
        None,
    ],
)
def test_everything_else_gets_a_long_look(member: Any) -> None:
    assert not is_as_documented(type("Acme", (), {"gauge": member}), GAUGE)
    assert not is_as_documented(object, GAUGE)
    assert not is_as_documented(dispatch_interfaces.MetricPlugin, GAUGE)


def test_what_a_metaclass_puts_in_its_place_gets_a_long_look() -> None:
    class Meta(type):
        def __getattribute__(cls, name: str) -> Any:
            return None if name == "gauge" else super().__getattribute__(name)

    assert not is_as_documented(Meta("Acme", (), {"gauge": verbatim}), GAUGE)
