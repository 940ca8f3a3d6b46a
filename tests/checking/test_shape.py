from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, Literal, NotRequired, Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import ReadOnly, TypedDict

from dispatch_interfaces.checking.shape import shape_problems


class Inner(TypedDict):
    text: str


class Record(TypedDict):
    id: str
    size: NotRequired[int]
    inner: ReadOnly[Sequence[Inner]]


class Shown(Protocol):
    @property
    def email(self) -> str: ...

    @property
    def minimum(self) -> float | None: ...


GOOD: dict[str, Any] = {"id": "a", "inner": [{"text": "t"}]}


@pytest.mark.parametrize(
    ("value", "annotation"),
    [
        (GOOD, Record),
        ({**GOOD, "size": 3, "more": object()}, Record),
        (OrderedDict(GOOD), Record),
        ([GOOD], Sequence[Record]),
        ((GOOD,), Sequence[Record]),
        ([], Sequence[Record]),
        ("x", str),
        (None, None),
        (None, str | None),
        (1, float),
        ("MEMBER", Literal["MEMBER", "OWNER"]),
        ({"a": 1}, Mapping[str, int]),
        ({"a": object()}, dict[str, Any]),
        (object(), Any),
        ({"a", "b"}, Collection[str]),
        ({"a": 1}, Collection[str]),
        (SimpleNamespace(email="a", minimum=1), Shown),
        (SimpleNamespace(email="a"), Shown),
        (None, Shown | None),
    ],
)
def test_accepts(value: object, annotation: Any) -> None:
    assert shape_problems(value, annotation) == []


@pytest.mark.parametrize(
    ("value", "annotation", "problem"),
    [
        ({"inner": []}, Record, "has no 'id'"),
        ({**GOOD, "id": 7}, Record, "the result['id'] is 7, not str"),
        ({**GOOD, "size": "3"}, Record, "the result['size'] is '3', not int"),
        ({**GOOD, "inner": [{}]}, Record, "the result['inner'][0] has no 'text'"),
        (None, Record, "is None, not a dict (Record)"),
        ({"inner": []}, Record | None, "has no 'id'"),
        ("abc", Collection[str], "is 'abc', not a collection of others"),
        (SimpleNamespace(minimum=1), Shown, "has no email: namespace(minimum=1)"),
        (SimpleNamespace(email=1), Shown | None, "the result.email is 1, not str"),
        ("abc", Record, "is 'abc', not a dict (Record)"),
        ("abc", Sequence[Record], "is the str 'abc', not a sequence"),
        ((it for it in [GOOD]), Sequence[Record], "not Sequence"),
        ({"id": "a"}.values(), Sequence[str], "not Sequence"),
        (True, int, "is True, not int"),
        (True, float, "is True, not int or float"),
        (b"x", str, "is b'x', not str"),
        ("member", Literal["MEMBER"], "is 'member', not one of 'MEMBER'"),
        (1, str | None, "is 1, not str or None"),
        ("", None, "is '', not None"),
        ({1: 1}, Mapping[str, int], "a key of the result is 1, not str"),
        ({"a": "1"}, Mapping[str, int], "the result['a'] is '1', not int"),
    ],
)
def test_refuses(value: object, annotation: Any, problem: str) -> None:
    (found,) = shape_problems(value, annotation)
    assert problem in found


def test_names_everything_wrong_at_once() -> None:
    assert len(shape_problems([{}, {"id": 1, "inner": None}], Sequence[Record])) == 4


def test_a_huge_value_is_cut_in_the_text_only() -> None:
    (problem,) = shape_problems({"id": 0, "inner": [], "more": "x" * 10_000_000}["more"], Record)
    assert len(problem) < 300


@given(st.recursive(st.none() | st.integers() | st.text(), st.lists))
def test_never_raises(value: object) -> None:
    shape_problems(value, Sequence[Record])
