import functools
from typing import Any

import pytest

from dispatch_interfaces import unsupported
from dispatch_interfaces.checking.static import (
    kind_problems,
    missing_methods,
    signature_problems,
)
from dispatch_interfaces.contract import CONTRACTS

METRIC, TERM = CONTRACTS["metric"], CONTRACTS["term"]


def plugin_class(**members: Any) -> type:
    """A metric plugin with the given members in place of good ones."""

    def gauge(self: Any, name: Any, value: Any, tags: Any = None) -> None: ...
    def counter(self: Any, name: Any, value: Any = None, tags: Any = None) -> None: ...
    def timer(self: Any, name: Any, value: Any, tags: Any = None) -> None: ...

    good = {"gauge": gauge, "counter": counter, "timer": timer}
    return type("AcmeMetric", (), {**good, **members})


def problems(**members: Any) -> list[str]:
    return [it.problem for it in signature_problems(plugin_class(**members), METRIC)]


def test_a_good_class_has_no_problems() -> None:
    good = plugin_class()
    assert missing_methods(good, METRIC) == []
    assert kind_problems(good, METRIC) == []
    assert signature_problems(good, METRIC) == []


def test_missing_methods_are_all_named_with_what_to_paste() -> None:
    found = missing_methods(plugin_class(gauge=None, timer=3), METRIC)
    assert [it.method for it in found] == ["gauge", "timer"]
    assert str(found[0]).startswith("gauge: is missing; documented: def gauge(self, name: str, ")


def test_a_declared_method_is_neither_missing_nor_wrong() -> None:
    declared = plugin_class(gauge=unsupported("no gauges"))
    assert missing_methods(declared, METRIC) == []
    assert signature_problems(declared, METRIC) == []
    assert kind_problems(declared, METRIC) == []


@pytest.mark.parametrize(
    ("method", "problem"),
    [
        (lambda self, name, value: None, "has no parameter tags"),
        (lambda self, label, value, tags=None: None, "has no parameter name"),
        (lambda self, value, name, tags=None: None, "takes name as argument 2, not 1"),
        (lambda self, name, value, tags: None, "requires tags, which may be omitted"),
        (lambda self, name, value, *, tags=None: None, "takes tags by keyword only"),
        (lambda self, name, value, /, tags=None: None, "takes name by position only"),
        (lambda self, name, value, tags="x": None, "has the default tags='x', not None"),
        (lambda self, name, value, tags=None, *, unit: None, "requires a parameter unit"),
        (lambda self, unit, name, value, tags=None: None, "requires a parameter unit"),
        (lambda self, **kwargs: None, "takes name by keyword only, not as argument 1"),
    ],
)
def test_signatures_that_some_documented_call_does_not_fit(method: Any, problem: str) -> None:
    assert any(problem in it for it in problems(gauge=method))


@pytest.mark.parametrize(
    "method",
    [
        lambda self, name, value, tags=None, unit="s": None,
        lambda self, name, value, tags=None, *, unit="s", **more: None,
        lambda self, *args, **kwargs: None,
        staticmethod(lambda name, value, tags=None: None),
        classmethod(lambda cls, name, value, tags=None: None),
    ],
)
def test_signatures_that_take_every_documented_call(method: Any) -> None:
    assert problems(gauge=method) == []


def test_a_decorated_method_is_judged_by_what_it_wraps() -> None:
    good: Any = plugin_class()

    @functools.wraps(good.gauge)
    def wrapped(*args: Any, **kwargs: Any) -> None: ...

    assert problems(gauge=wrapped) == []


def test_missing_kwargs_are_named() -> None:
    narrow = type("AcmeTerm", (), {"get": lambda self: []})
    (found,) = signature_problems(narrow, TERM)
    assert found.problem == "does not take **kwargs"


def test_methods_that_are_not_plain() -> None:
    async def coroutine(self: Any, name: str, value: float, tags: Any = None) -> None: ...
    def generator(self: Any, name: str, value: Any = None, tags: Any = None) -> Any:
        yield

    odd = plugin_class(gauge=coroutine, counter=generator, timer=property(lambda self: print))
    found = {it.method: it.problem for it in kind_problems(odd, METRIC)}
    assert "async" in found["gauge"]
    assert "generator" in found["counter"]
    assert "property" in found["timer"]
    assert missing_methods(odd, METRIC) == []
