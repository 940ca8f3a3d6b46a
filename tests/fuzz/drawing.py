"""Draws inputs: those that are right, changed a little."""

import json
from collections.abc import Sequence
from contextlib import suppress
from random import Random
from typing import Any, Final

_LETTERS: Final = (
    "aZ0_ .:,;'\"\\/{}[]()<>&%#=\t\n\r\0\x1b\x7f\x85\u2028\u202e\ud800\udfff\ufeff\uffff\U0001f525"
)
"""Letters that somebody has forgotten before."""

_NO_LINES: Final = ("", "[" * 20_000, "1" * 5_000, "null", "{}", "[1]")

VALUES: Final[Sequence[Any]] = (
    *(None, True, False, 0, -1, 1, 10**30, 1e308, float("inf"), float("nan")),
    *("", "x", "\ud800", "1", "a" * 300, "{{x}}", "2026-01-01T00:00:00", "~"),
    *([], [[]], [None, 1], {}, {"~": "nothing"}, {"~": "set", "of": [{}]}, {"": {}}),
    *({"~": "tuple", "of": []}, {"~": "bytes", "of": "0"}, {"~": "object", "text": 1}),
)
"""What JSON may have where something else is expected."""


def text_like(random: Random, examples: Sequence[str], words: Sequence[str] = ()) -> str:
    """One of several texts, with a few changes.

    Args:
        random: What is drawn from.
        examples: Texts as they should be.
        words: What else may be in them.
    """
    text = random.choice(examples)
    for _ in range(random.randrange(5)):
        start = random.randrange(len(text) + 1)
        end = min(len(text), start + random.choice((0, 0, 1, 1, 2, 5, 20, 100)))
        part = text[start:end]
        put = random.choice(
            (
                "",
                part * 2,
                part[::-1],
                random.choice(_LETTERS),
                random.choice(words) if words else random.choice(_LETTERS),
                random.choice(words) if words else part.upper(),
                random.choice(examples),
            )
        )
        text = text[:start] + put + text[end:]
    return text[:5000]


def bytes_like(random: Random, text: str) -> bytes:
    """A file of a text, sometimes broken."""
    content = text.encode("utf-8", "surrogatepass")
    match random.randrange(8):
        case 0:
            return content[: random.randrange(len(content) + 1)]
        case 1:
            at = random.randrange(len(content) + 1)
            return content[:at] + random.randbytes(random.randrange(1, 4)) + content[at:]
        case _:
            return content


def json_like(random: Random, value: Any) -> Any:
    """A value of JSON with one thing in it changed, taken away or added."""
    if isinstance(value, dict) and value and random.random() < 0.9:
        key = random.choice(list(value))
        match random.randrange(8):
            case 0:
                return {name: it for name, it in value.items() if name != key}
            case 1:
                return {**value, random.choice(("", "~", "of", "tag", key + "x")): other(random)}
            case _:
                return {**value, key: json_like(random, value[key])}
    if isinstance(value, list) and value and random.random() < 0.9:
        at = random.randrange(len(value))
        match random.randrange(8):
            case 0:
                return value[:at] + value[at + 1 :]
            case 1:
                return [*value, *value]
            case _:
                return [*value[:at], json_like(random, value[at]), *value[at + 1 :]]
    return other(random)


def other(random: Random) -> Any:
    """Any value of JSON; now and then one that is nested very deeply."""
    if random.random() < 0.01:
        return _deep(random.choice((100, 400, 900)))
    return random.choice(VALUES)


def _deep(levels: int) -> Any:
    found: Any = 1
    for _ in range(levels):
        found = [found]
    return found


def lines_like(random: Random, lines: Sequence[str]) -> list[str]:
    """Lines of JSON, of which a few are changed, lost, doubled or in another order."""
    found = list(lines)
    for _ in range(random.randrange(4)):
        at = random.randrange(len(found)) if found else 0
        match random.randrange(7):
            case 0:
                found = found[:at] + found[at + 1 :]
            case 1:
                found[at:at] = found[at : at + 1]
            case 2 if found:
                found.append(found.pop(at))
            case 3 if found:
                found[at] = text_like(random, found[at : at + 1])
            case 4:
                found.insert(at, random.choice(_NO_LINES))
            case _ if found:
                with suppress(ValueError, RecursionError):  # it was changed before
                    found[at] = json.dumps(json_like(random, json.loads(found[at])))
    return found
