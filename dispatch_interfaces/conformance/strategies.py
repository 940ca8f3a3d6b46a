"""Hypothesis strategies for what reaches a plugin: names, texts, addresses, keys, blocks.

The suite draws from them, and authors may in tests of their own:

```python
@given(names())
def test_a_name_is_kept_or_refused(name): ...
```
"""

from collections.abc import Sequence
from typing import Any, Final, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from dispatch_interfaces.conformance.requirements import adversarial

T = TypeVar("T")

CLOSE_NAMES: Final = (
    "incident",
    "Incident",
    "incident-1",
    "incident-10",
    "my incident",
    "incident ",
)
"""So few, and so alike, that several in a sequence are the same, or begin or end the same."""

HOSTILE_NAMES: Final = (
    "../../etc/passwd",
    "..",
    ".",
    "a/b\\c",
    "C:\\con",
    "nul\x00inside",
    "bell\x07 and escape\x1b[31m",
    "line\u2028separator",
    "\u202eright to left\u202c",
    "zero\u200bwidth",
    "'; drop table incidents; --",
    "<script>alert(1)</script>",
    "{{7*7}} ${7*7} %(name)s",
    "#general @here",
)
"""Names that mean something to a file system, a terminal, a browser or a query."""

LOCAL_PART_LIMIT: Final = 64
"""Octets before the @ of an address, by RFC 5321."""

ADDRESS_LIMIT: Final = 254
"""Octets of a whole address, by RFC 5321: the path of 256 without its angle brackets."""


def names() -> SearchStrategy[str]:
    """Names that somebody may give: collide on purpose, break things, or are just odd.

    A platform that cannot hold one refuses it with InvalidRequestError.
    """
    close = st.sampled_from(CLOSE_NAMES)
    return st.one_of(close, close, colliding_names(), st.sampled_from(HOSTILE_NAMES), _printable())


def colliding_names() -> SearchStrategy[str]:
    """Names of which a careless plugin takes one for the other."""
    pairs = [name for pair in adversarial.NAME_PAIRS for name in pair]
    return st.sampled_from([*pairs, *adversarial.NAMES])


def not_names() -> SearchStrategy[str]:
    """What cannot be a name: nobody could see it, or it is no text."""
    return st.sampled_from([*adversarial.NOT_NAMES, *adversarial.SURROGATES])


def texts(max_size: int = 200) -> SearchStrategy[str]:
    """Texts that people write, in any language; empty ones too.

    Args:
        max_size: Characters of those that are made up; some that are known to find bugs, of up to
            1025 characters, come on top.
    """
    return st.one_of(st.sampled_from(adversarial.TEXTS), st.text(_CHARACTERS, max_size=max_size))


def long_texts(size: int = 100_000) -> SearchStrategy[str]:
    """Texts of a length, no two parts of one alike."""
    start = st.integers(0, 99)
    return start.map(
        lambda at: (f"{at:02d} {adversarial.LONG_TEXT * (size // 100_000 + 1)}")[:size]
    )


def not_texts() -> SearchStrategy[str]:
    """What is no text: a surrogate without its other half somewhere in it."""
    return st.tuples(texts(20), st.sampled_from(adversarial.SURROGATES), texts(20)).map("".join)


def emails() -> SearchStrategy[str]:
    """Addresses as RFC 5321 allows them, up to its limits."""
    longest = "a" * LOCAL_PART_LIMIT + "@"
    labels = ".".join(["d" * 63] * 2 + ["e" * (ADDRESS_LIMIT - LOCAL_PART_LIMIT - 1 - 128)])
    known = (
        f"{longest}example.com",
        f"{longest}{labels}",
        "x@example.com",
        "ada+incident@example.com",
        "o'brien@example.com",
        "ADA@EXAMPLE.COM",
        "first.last@sub.domain.example.com",
        "!#$%&'*+-/=?^_`{|}~@example.com",
        '"quoted local"@example.com',
        "ada@xn--bcher-kva.example",
    )
    return st.one_of(st.sampled_from(known), st.emails())


def participants(people: Sequence[T], max_size: int = 8) -> SearchStrategy[list[T]]:
    """Lists of people: empty, of one, with repetitions, in any order.

    Args:
        people: Whom the backend knows.
        max_size: The length of the longest, except for one of 1000 that comes up now and then.
    """
    some = st.lists(st.sampled_from(list(people)), max_size=max_size)
    huge = st.just([people[index % len(people)] for index in range(1000)])
    return st.integers(0, 15).flatmap(lambda rarely: huge if rarely == 15 else some)


def keys() -> SearchStrategy[str]:
    """Keys of mappings: with dots, spaces and colons, alike at the start, odd."""
    known = ("a", "a.b", "a b", "a:b", "A", "a.b.c", " a", "a ", "$a", "__class__", "0", "\u00e9")
    return st.one_of(st.sampled_from(known), st.text(_CHARACTERS, min_size=1, max_size=20))


def optional(strategy: SearchStrategy[T]) -> SearchStrategy[T | None]:
    """None where a parameter is optional, else what the strategy gives."""
    return st.one_of(st.none(), strategy)


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": text}


def blocks(max_depth: int = 30) -> SearchStrategy[list[dict[str, Any]]]:
    """Blocks of a message, some of them deep.

    Args:
        max_depth: How deep a block goes at most.
    """
    leaf = st.builds(_section, texts(40))
    deep = st.builds(_nested, leaf, st.integers(1, max_depth))
    return st.lists(st.one_of(leaf, deep), max_size=4)


def keywords() -> SearchStrategy[dict[str, Any]]:
    """Keywords as the application passes them: names of its own, values of any type."""
    value = st.one_of(st.none(), st.integers(), texts(20), st.lists(st.integers(), max_size=2))
    return st.dictionaries(keys(), value, max_size=3)


def _nested(leaf: dict[str, Any], depth: int) -> dict[str, Any]:
    block = leaf
    for _ in range(depth):
        block = {"type": "section", "fields": [block]}
    return block


_CHARACTERS: Final = st.characters(codec="utf-8")


def _printable() -> SearchStrategy[str]:
    return st.text(_CHARACTERS, min_size=1, max_size=80).filter(lambda name: bool(name.strip()))
