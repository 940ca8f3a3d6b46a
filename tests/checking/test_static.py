import asyncio
import functools
import inspect
from typing import Any

import pytest

from dispatch_interfaces import MetricPlugin, unsupported
from dispatch_interfaces.checking.static import (
    annotation_problems,
    attribute_problems,
    kind_problems,
    missing_methods,
    signature_problems,
    static_problems,
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
    assert [it.member for it in found] == ["gauge", "timer"]
    assert str(found[0]).startswith("gauge is None, not a method; write: def gauge(self, name: str")
    assert [it.problem for it in missing_methods(object, METRIC)] == ["is missing"] * 3


def test_a_declared_method_is_neither_missing_nor_wrong() -> None:
    declared = plugin_class(gauge=unsupported("no gauges"))
    assert missing_methods(declared, METRIC) == []
    assert signature_problems(declared, METRIC) == []
    assert kind_problems(declared, METRIC) == []


@pytest.mark.parametrize(
    ("method", "problem"),
    [
        (lambda self, name, value: None, "has no parameter tags"),
        (
            lambda self, label, value, tags=None: None,
            "has no parameter name: argument 1 is called label",
        ),
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


def test_what_to_paste_keeps_the_parameters_of_ones_own() -> None:
    def gauge(self: Any, label: str, value: float, unit: str = "s", **more: Any) -> None: ...

    (found, *_) = signature_problems(plugin_class(gauge=gauge), METRIC)
    assert found.declaration == (
        "def gauge(self, name: str, value: float, tags: dict[str, Any] | None = None, "
        "unit: str = 's', **more: Any) -> None: ..."
    )


class Given:
    """Callable with any signature that it is given."""

    def __init__(self, signature: inspect.Signature) -> None:
        self.__signature__ = signature

    def __call__(self, *args: Any, **kwargs: Any) -> None: ...


class Bound:
    """A descriptor, as a decorator in the form of a class makes it."""

    def __init__(self, function: Any) -> None:
        functools.update_wrapper(self, function)
        self.function = function

    def __get__(self, plugin: Any, owner: type) -> Any:
        return self if plugin is None else functools.partial(self.function, plugin)

    def __call__(self, *args: Any, **kwargs: Any) -> None: ...


def four(self: Any, unit: str, name: str, value: float, tags: Any = None) -> None: ...
def good(self: Any, name: str, value: float, tags: Any = None) -> None: ...
def bad(self: Any, name: str, value: float) -> None: ...
def unbound(name: str, value: float, tags: Any = None) -> None: ...


@pytest.mark.parametrize(
    "method",
    [
        functools.partialmethod(four, "s"),
        functools.partial(unbound),
        Given(inspect.signature(unbound)),
        Bound(good),
        functools.lru_cache(good),
        functools.singledispatchmethod(good),
        max,  # C code, of which Python does not know the signature
    ],
)
def test_callables_of_every_kind_are_judged_rightly(method: Any) -> None:
    judged = plugin_class(gauge=method)
    assert missing_methods(judged, METRIC) == []
    assert kind_problems(judged, METRIC) == []
    assert signature_problems(judged, METRIC) == []


@pytest.mark.parametrize(
    "method",
    [
        functools.partialmethod(four, "s", "name"),
        Given(inspect.signature(good)),
        Bound(bad),
        functools.lru_cache(bad),
        print,  # C code, and not given the object
    ],
)
def test_callables_of_every_kind_are_refused_rightly(method: Any) -> None:
    assert problems(gauge=method)


def test_a_decorator_that_waits_for_an_async_function_is_a_plain_method() -> None:
    async def gauge(self: Any, name: str, value: float, tags: Any = None) -> None: ...

    @functools.wraps(gauge)
    def waits(*args: Any, **kwargs: Any) -> Any:
        return asyncio.run(gauge(*args, **kwargs))

    class Async:
        async def __call__(self, name: str, value: float, tags: Any = None) -> None: ...

    assert kind_problems(plugin_class(gauge=waits), METRIC) == []
    for method in (gauge, Async(), functools.partialmethod(gauge, tags={})):
        (found,) = kind_problems(plugin_class(gauge=method), METRIC)
        assert "async" in found.problem


class Delegating:
    """Whatever it is asked for, it hands on."""

    def __init__(self, other: Any) -> None:
        self.other = other

    def __getattr__(self, name: str) -> Any:
        return getattr(self.other, name)


class Slotted:
    __slots__ = ("counter", "gauge", "timer")


@pytest.mark.parametrize("judged", [Delegating, Slotted])
def test_what_only_an_object_can_tell_is_not_reported(judged: type) -> None:
    assert static_problems(judged, METRIC)[0].member == "title"


def test_what_a_class_with_getattr_leaves_abstract_is_missing() -> None:
    class Half(MetricPlugin):
        def __getattr__(self, name: str) -> Any: ...

    assert [it.problem for it in missing_methods(Half, METRIC)] == ["is left abstract"] * 3


def test_a_mixin_is_where_the_problem_is() -> None:
    class Mixin:
        def gauge(self, name: str) -> None: ...

    class Mixed(Mixin, plugin_class()):  # type: ignore[misc]  # made by a call
        pass

    (found,) = {it.place for it in signature_problems(Mixed, METRIC)}
    assert found is not None
    assert found.file == __file__
    assert found.line == Mixin.gauge.__code__.co_firstlineno


def test_annotations_that_cannot_fit() -> None:
    def gauge(self: Any, name: str, value: int, tags: "dict[str, Any] | None" = None) -> str:
        return name

    found = annotation_problems(plugin_class(gauge=gauge), METRIC)
    assert [it.problem for it in found] == [
        "does not take every value that may be passed: float is not int",
        "does not return None: str is not None",
    ]


def test_attributes_are_found_where_they_are_set() -> None:
    class Named:
        slug, type = "", "storage"
        title = author = author_url = property(lambda self: "Acme")

    first = inspect.getsourcelines(Named)[1]
    found = {it.member: it.place.line for it in attribute_problems(Named, METRIC) if it.place}
    assert found == {"slug": first + 1, "type": first + 1}


def test_methods_that_are_not_plain() -> None:
    async def coroutine(self: Any, name: str, value: float, tags: Any = None) -> None: ...
    def generator(self: Any, name: str, value: Any = None, tags: Any = None) -> Any:
        yield

    odd = plugin_class(gauge=coroutine, counter=generator, timer=property(lambda self: print))
    found = {it.member: it.problem for it in kind_problems(odd, METRIC)}
    assert "async" in found["gauge"]
    assert "generator" in found["counter"]
    assert "property" in found["timer"]
    assert missing_methods(odd, METRIC) == []
