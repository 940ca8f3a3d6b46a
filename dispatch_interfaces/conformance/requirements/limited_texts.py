"""What a limit says of texts, held against what a platform does with them."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from dispatch_interfaces.conformance.requirements import adversarial, expect
from dispatch_interfaces.conformance.run import declarations
from dispatch_interfaces.conformance.run.endings import NotObserved
from dispatch_interfaces.conformance.run.harness import Harness
from dispatch_interfaces.limits import Text
from dispatch_interfaces.showing import shown

_LARGEST: Final = 1_000_000
"""Characters, or bytes, of the longest text that is made to reach a limit."""

_MARKS: Final = tuple(f"a{mark}b" for mark in "\t\n\r !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
"""A text for each character that a platform may have a use of its own for."""


def expect_limited(
    h: Harness[Any, Any],
    name: str,
    limit: Text,
    texts: Sequence[str],
    give: Callable[[str], object],
    expect_shown: Callable[[str], object],
    stem: str | None = "",
) -> None:
    """Fail unless each of some texts is rejected, or shows, as is declared.

    Args:
        h: The harness.
        name: The limit.
        limit: What is declared.
        texts: Texts that do not depend on what is declared.
        give: Gives a text to the platform.
        expect_shown: Fails unless a text that was taken shows as is declared.
        stem: What further texts begin with, for the edges of what is declared; None for none.

    Raises:
        NotObserved: None of all texts is changed or rejected by what is declared.
    """
    says = (limit.longest, limit.most_bytes, limit.taken, limit.kept)
    expect.that(says != (None,) * 4, f"{name} to say which texts", f"it is {limit!r}")
    chosen = [*h.some(texts), *_around(limit, stem)]
    tried = dict.fromkeys(adversarial.with_one_of(limit, chosen, texts))
    if not any(limit.is_about(it) for it in tried):
        raise NotObserved(f"no text that was tried is changed or rejected by {name}")
    for text in tried:
        if not limit.takes(text):
            told = f"{shown(text)} to be rejected: {limit.because}"
            expect.that(expect.is_refused(give, text), told, "it was taken")
            continue
        expect.not_rejected(give, text, what=f"{shown(text)}, which no limit says is rejected,")
        expect_shown(text)


def undeclared(
    h: Harness[Any, Any],
    name: str,
    texts: Sequence[str],
    give: Callable[[str], object],
    stem: str = "",
) -> tuple[str, str] | None:
    """The limit that explains which texts are rejected, none being declared, and one of them.

    Args:
        h: The harness.
        name: The limit.
        texts: The texts to try.
        give: Gives a text to the platform.
        stem: What further texts begin with.

    Returns:
        The limit as it is to be declared, and the shortest text; None if all are taken.
    """
    is_rejected = {it: expect.is_refused(give, it) for it in h.some(texts)}
    if not any(is_rejected.values()):
        return None
    # Where it is the length, the longest that is taken is found by halving.
    lengths = {len(it): bad for it, bad in is_rejected.items() if it == _of(len(it), "x", stem)}
    low = max((it for it, rejected in lengths.items() if not rejected), default=len(stem))
    high = min((it for it, rejected in lengths.items() if rejected and it > low), default=0)
    while high - low > 1:
        middle = (low + high) // 2
        text = _of(middle, "x", stem)
        is_rejected[text] = expect.is_refused(give, text)
        low, high = (low, middle) if is_rejected[text] else (middle, high)
    taken = [it for it, rejected in is_rejected.items() if not rejected]
    others = [it for it, rejected in is_rejected.items() if rejected]
    return declarations.for_rejected_texts(name, taken, others), min(others, key=len)


def _around(limit: Text, stem: str | None) -> Sequence[str]:
    """Texts at the edge of a limit: of each kind the last that is taken, and one more."""
    if stem is None:
        return ()
    edges, longest, most = list[str](), limit.longest, limit.most_bytes
    if longest is not None and longest < _LARGEST:
        # What is counted may be bytes after all, or halves of a surrogate pair.
        edges += [_of(longest, it, stem) for it in ("z", "\u00e9", "\U0001f525")]
        edges += [_of(longest + 1, "z", stem)]
    if most is not None and most < _LARGEST:
        wide = len(stem) + (most - len(stem)) // 2
        edges += [_of(most, "z", stem), _of(most + 1, "z", stem)]
        edges += [_of(wide, "\u00e9", stem), _of(wide + 1, "\u00e9", stem)]
    marks = [it for it in _MARKS if limit.is_about(it)] if not stem else []
    return [*edges, *marks, *(it for it in _MARKS[:3] if marks and it not in marks)]


def _of(length: int, character: str, stem: str) -> str:
    """A text of a length that begins with a stem."""
    return stem + character * (length - len(stem))
