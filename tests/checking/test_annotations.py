from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal, NewType, NotRequired, Protocol

import pytest
from typing_extensions import TypedDict

from dispatch_interfaces.checking.annotations import misfit, name, resolved

Id = NewType("Id", str)
Role = Literal["owner", "reader"]


class File(TypedDict):
    id: str
    size: NotRequired[int]


class Wider(File):
    weblink: str


class Keyless(TypedDict):
    size: int


class Doubtful(TypedDict, total=False):
    id: str


class Numbered(TypedDict):
    id: int


class Client(Protocol):
    def get(self) -> str: ...


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (Any, File),
        (object, str),
        (str, Any),
        (str, str | None),
        (bool, bool),
        (int, float),
        (Id, str),
        (Annotated[str, "an id"], str),
        (None, None),
        (str, Role),
        (Literal["owner"], Role),
        (Literal["owner"], str),
        (File, File),
        (Wider, File),
        (File, Mapping[str, Any]),
        (dict, File),
        (dict[str, str], File),
        (Mapping[str, Any], File),
        (list[File], Sequence[File]),
        (tuple[File, ...], Sequence[File]),
        (Sequence[Wider], Sequence[File]),
        (list, Sequence[File]),
        (tuple[str, int], tuple[str, int]),
        (dict[str, Any], dict[str, str]),
        (Client, str),
        ("File", File),
    ],
)
def test_what_may_fit(given: Any, wanted: Any) -> None:
    assert misfit(given, wanted) == ""


@pytest.mark.parametrize(
    ("given", "wanted", "reason"),
    [
        (None, File, "None is not File"),
        (File | None, File, "None is not File"),
        (str, File, "str is no dict, and so no File"),
        (str, int, "str is not int"),
        (bool, float, "bool is not float"),
        (Literal["admin", "owner"], Role, "'admin' is not one of 'owner', 'reader'"),
        (int, Role, "int is not Literal['owner', 'reader']"),
        (Keyless, File, "Keyless has no key 'id'"),
        (Doubtful, File, "Doubtful may lack the key 'id'"),
        (Numbered, File, "'id' of Numbered: int is not str"),
        (dict[str, int], File, "int is not str"),
        (dict[int, str], File, "int is not str"),
        (list[str], Sequence[File], "str is no dict, and so no File"),
        (list[Keyless], Sequence[File], "Keyless has no key 'id'"),
        (str, Sequence[File], "str is not Sequence[File]"),
        (dict[str, File], Sequence[File], "dict[str, File] is not Sequence[File]"),
        (Iterator[File], Sequence[File], "Iterator[File] is not Sequence[File]"),
        (tuple[str], tuple[str, str], "tuple[str] is not tuple[str, str]"),
        (tuple[str, int], tuple[str, str], "int is not str"),
        (Mapping[str, int], Mapping[str, str], "int is not str"),
        (str | int, str | None, "int is not str | None"),
    ],
)
def test_what_cannot_fit(given: Any, wanted: Any, reason: str) -> None:
    assert misfit(given, wanted) == reason


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (Sequence[str], list[str]),
        (float, int),
        (str, Role),
        (str | None, str),
        (object, str),
        (Role, Literal["owner"]),
    ],
)
def test_a_parameter_has_to_take_every_value(given: Any, wanted: Any) -> None:
    assert misfit(given, wanted, every=True)
    assert misfit(wanted, given, every=True) == ""


def test_annotations_are_shown_as_they_are_written() -> None:
    assert name(Sequence[File] | None) == "Sequence[File] | None"
    assert name(Literal["a", "b"]) == "Literal['a', 'b']"
    assert name(tuple[str, ...]) == "tuple[str, ...]"
    assert name(None) == "None"


def test_what_cannot_be_resolved_is_not_judged() -> None:
    assert resolved("Sequence[File]", test_what_may_fit) == Sequence[File]
    assert resolved("OnlyForTheChecker", test_what_may_fit) is Any
    assert resolved(int, test_what_may_fit) is int
