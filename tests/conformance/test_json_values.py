"""Values on their way to a file and back."""

import json
from collections import OrderedDict, deque
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from dispatch_interfaces.conformance.run.json_values import decode, encode

_LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(st.characters(exclude_categories=[])),
    st.binary(),
)
_KEYS = st.one_of(st.text(), st.integers(), st.just("~"), st.tuples(st.integers()))
_VALUES = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.lists(inner),
        st.tuples(inner, inner),
        st.dictionaries(_KEYS, inner),
        st.sets(st.integers()),
    ),
    max_leaves=10,
)


def again(value: Any) -> Any:
    return decode(json.loads(json.dumps(encode(value))))


@given(_VALUES)
def test_plain_values_come_back_as_they_were(value: Any) -> None:
    assert again(value) == value
    assert type(again(value)) is type(value)


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (OrderedDict(a=1), {"a": 1}),
        (MappingProxyType({"a": [1]}), {"a": [1]}),
        ({"a": 1}.keys(), {"a"}),
        (frozenset([1]), {1}),
        (deque([1, 2]), [1, 2]),
        (range(3), [0, 1, 2]),
    ],
    ids=lambda it: type(it).__name__,
)
def test_other_containers_come_back_as_plain_ones(value: Any, plain: Any) -> None:
    assert again(value) == plain


class Times(NamedTuple):
    number: int
    total: float


@frozen
class Page:
    email: str
    title: str

    def send(self) -> None:
        """Not kept: it is no value."""


def test_objects_keep_their_attributes_and_their_repr() -> None:
    page = again([Page("ada@example.com", "Down")])[0]
    assert (page.email, page.title) == ("ada@example.com", "Down")
    assert repr(page) == "Page(email='ada@example.com', title='Down')"
    assert page == again(Page("ada@example.com", "Down"))
    assert page != again(Page("ada@example.com", "Up"))
    with pytest.raises(AttributeError, match="was recorded without send"):
        page.send()
    assert again(Times(2, 0.5)).total == 0.5


def test_an_address_in_memory_is_not_kept() -> None:
    assert encode(object()) == encode(object())
