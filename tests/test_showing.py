"""Texts and values of strangers are data, whatever they are."""

import sys
from collections.abc import Callable
from typing import Any, NoReturn

import pytest
from attrs import frozen

from dispatch_interfaces.showing import (
    LONGEST,
    class_name,
    message_of,
    only_printable,
    printable,
    shown,
    told,
    without_orders,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("é漢😀", "é漢😀"),
        ("\x1b[2J", r"\x1b[2J"),
        ("\x9b31m", r"\x9b31m"),
        ("a\0b\x7f", r"a\x00b\x7f"),
        ("one\r\ntwo\rthree", "one\ntwo\\rthree"),
        ("\u202eabc\u2066\u200f", r"\u202eabc\u2066\u200f"),
        ("a\u2028b\u2029c\x85d\x0be", r"a\u2028b\u2029c\x85d\x0be"),
        ("\ud800", r"\ud800"),
        ("\U000e0041", r"\U000e0041"),
        ("[bold red]no markup[/]", "[bold red]no markup[/]"),
    ],
)
def test_all_of_a_text_is_seen(text: str, expected: str) -> None:
    assert printable(text) == expected
    assert printable(expected) == expected


@pytest.mark.parametrize("text", ["x" * 10_000_000, "\x1b" * 10_000_000, "é\n" * 5_000_000])
def test_a_long_text_loses_its_middle_and_says_so(text: str) -> None:
    kept = printable(text)
    assert len(kept) <= LONGEST
    assert " ... (10,000,000 characters) ... " in kept
    assert printable(kept) == kept


def test_what_a_subclass_of_str_does_does_not_matter() -> None:
    class Text(str):
        def isprintable(self) -> NoReturn:
            sys.exit(1)

        __len__ = __str__ = __format__ = isprintable  # type: ignore[assignment]

    kept = printable(Text("\x1b"))
    assert (type(kept), kept) == (str, r"\x1b")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("::stop-commands::x", r"\x3a:stop-commands::x"),
        ("a\n \t::error::x", "a\n \t\\x3a:error::x"),
        ("a\n\n::error::x", "a\n\n\\x3a:error::x"),
        ("printed   ##[error]x", r"printed   \x23#[error]x"),
        ("###[error]x", r"#\x23#[error]x"),
        ("##vso[task.x]", r"\x23#vso[task.x]"),
        ("std::vector, a :: b\n:one\n## title", "std::vector, a :: b\n:one\n## title"),
    ],
)
def test_a_text_gives_no_orders(text: str, expected: str) -> None:
    assert without_orders(text) == expected
    assert without_orders(expected) == expected


def exits(*_: Any) -> NoReturn:
    sys.exit(7)


def interrupts(*_: Any) -> NoReturn:
    raise KeyboardInterrupt


def says_bytes(*_: Any) -> Any:
    return b"no text"


@pytest.mark.parametrize(
    ("says", "why"), [(exits, "SystemExit"), (interrupts, "KeyboardInterrupt")]
)
def test_what_cannot_be_shown_is_told_of(says: Callable[..., str], why: str) -> None:
    mute = type("Mute", (Exception,), {"__repr__": says, "__str__": says})
    assert shown(mute()) == f"<Mute, whose repr raised {why}>"
    assert told(mute()) == f"Mute: <Mute, whose str raised {why}>"
    assert shown([mute()]) == f"<list, whose repr raised {why}>"


def test_a_repr_that_is_no_text() -> None:
    mute = type("Mute", (Exception,), {"__repr__": says_bytes, "__str__": says_bytes})
    assert shown(mute()) == "<Mute, whose repr raised TypeError>"
    assert message_of(mute()) == "<Mute, whose str raised TypeError>"


def test_the_name_of_a_class_that_says_none() -> None:
    class Meta(type):
        @property
        def __name__(cls) -> str:  # type: ignore[override]
            raise ValueError

    assert class_name(Meta("Real\x1b", (), {})()) == r"Real\x1b"


@pytest.mark.parametrize(
    "value",
    [
        "x" * 10_000_000,
        [{"name": "x" * 10_000_000}],
        {("x" * 10_000_000,): 1},
        [["x"] * 100_000] * 1000,
        ["x" * 300, "y" * 300],
    ],
    ids=["text", "record", "key", "items", "longer than is shown whole"],
)
def test_a_long_value_is_shown_shortened(value: object) -> None:
    assert len(shown(value)) <= 1000
    assert "..." in shown(value)


def test_a_value_that_holds_itself() -> None:
    value: list[object] = []
    value.append(value)
    assert "[...]" in shown(value)


def test_a_record_takes_in_printable_texts_only() -> None:
    @frozen(field_transformer=only_printable)
    class Record:
        text: str
        texts: tuple[str, ...] = ()
        number: int = 0

    assert Record("\x1b", ("\x9b",), 1) == Record(r"\x1b", (r"\x9b",), 1)
