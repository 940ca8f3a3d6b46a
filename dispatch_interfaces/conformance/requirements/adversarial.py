"""Values that find bugs: one table that all requirements draw from.

Each stands for a defect that has been seen: folding case, cutting at a length, stripping,
normalising Unicode, deleting by prefix, ignoring one field of a key.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from dispatch_interfaces.conformance.run.harness import Harness
from dispatch_interfaces.limits import Text

NAME_PAIRS: Final = (
    ("Incident-Alpha", "incident-alpha"),
    ("incident-1", "incident-10"),
    ("caf\u00e9", "cafe\u0301"),
    ("incident", "incident "),
    ("a:b", "a/b"),
    ("x" * 64, "x" * 65),
    ("y" * 255, "y" * 256),
)
"""Names that differ, but that a careless plugin takes for the same."""

NAMES: Final = (
    "Incident-Alpha",
    "a",
    "with space",
    " leading and trailing ",
    "a:b/c",
    "dots.and-dashes_",
    "caf\u00e9",
    "cafe\u0301",
    "\u4e8b\u4ef6-\u0438\u043d\u0446\u0438\u0434\u0435\u043d\u0442-\u062d\u0627\u062f\u062b",
    "\U0001f525 fire",
    "x" * 16,
    "x" * 63,
    "x" * 64,
    "x" * 65,
    "x" * 254,
    "x" * 255,
    "x" * 256,
)
"""Names that people give; a platform that cannot hold one refuses it."""

NOT_NAMES: Final = ("", "   ", "\n")
"""What cannot be a name anywhere, since nobody could see or say it."""

SURROGATES: Final = ("\ud800", "half \udc00 of a pair", "fire\ud83d")
"""No text at all: a surrogate without its other half cannot be sent or stored anywhere."""

TEXTS: Final = (
    "",
    "plain",
    "  kept  spaces\t",
    "trailing newline\n",
    "two\nlines\r\nand one more",
    "caf\u00e9 cafe\u0301 \u212b",
    "\u4e8b\u4ef6 \u0438\u043d\u0446\u0438\u0434\u0435\u043d\u0442 \u062d\u0627\u062f\u062b\u0629",
    "\U0001f525\U0001f468\u200d\U0001f692 \U0010fffd",
    "<b>&amp;</b> {{Name}} %s {0} \\n 'quoted' \"twice\"",
    "None",
    "0",
    "a\x00b",
    *(character * length for character in "x\u00e9" for length in (1023, 1024, 1025)),
)
"""Texts that a careless plugin strips, folds, cuts, escapes or takes for something else.

Those in the middle have capitals: they are among the few of `Harness.some`.
"""

FILLER: Final = "Nobody has looked at this for a while. " * 60
"""2,340 characters of a description, after which comes what it is about."""

LONG_TEXT: Final = "".join(
    f"{line:05d} the quick brown fox \u00e9\U0001f525\n" for line in range(3500)
)[:100_000]
"""100 000 characters, no two parts alike, so that it shows where one is missing."""


def names(h: Harness[Any, Any]) -> Sequence[str]:
    """Names that people give; over a live backend a few, with the tag of the run."""
    return [h.tagged(name) for name in h.some(NAMES)]


def name_pairs(h: Harness[Any, Any]) -> Sequence[tuple[str, str]]:
    """Names that a careless plugin takes for the same; see `names`."""
    return [(h.tagged(one), h.tagged(other)) for one, other in h.some(NAME_PAIRS)]


def with_one_of(limit: Text, chosen: Sequence[str], table: Iterable[str]) -> list[str]:
    """Texts chosen of a table, and one that the limit is about if none of them is.

    Over a remote backend few are tried: what is true of few texts only would not show.
    """
    if any(map(limit.is_about, chosen)):
        return [*chosen]
    return [*chosen, *[it for it in table if limit.is_about(it)][:1]]


def around(limit: Text, begin: str = "") -> Sequence[str]:
    """Texts that are just as long as a limit allows, and one longer.

    Args:
        limit: What is declared.
        begin: How they begin.
    """
    texts: list[str] = []
    if limit.longest is not None:
        room = limit.longest - len(begin)
        texts += [begin + "z" * room, begin + "z" * (room + 1), begin + "\u00e9" * room]
    if limit.most_bytes is not None:
        room = limit.most_bytes - len(begin.encode())
        texts += [begin + "z" * room, begin + "z" * (room + 1)]
        texts += [begin + "\u00e9" * (room // 2), begin + "\u00e9" * (room // 2 + 1)]
    return texts


class Opaque:
    """An object of no type that a plugin knows; its text is the same in every process."""

    def __repr__(self) -> str:
        return "an opaque object"


def keywords() -> dict[str, object]:
    """Keywords as the application passes them: names of its own, values of any type.

    New ones at each call, since a faulty plugin may change them.
    """
    return {
        "name": "a name",
        "title": None,
        "type": 7,
        "status": Opaque(),
        "description": ["a", {"b": 1}],
        "with space.and-dot": 1.5,
        "value": {"nested": ()},
    }
