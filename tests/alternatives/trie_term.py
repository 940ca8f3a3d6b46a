"""Terms in a trie, a node for each letter."""

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from dispatch_interfaces import InvalidRequestError

_LIMIT: Final = 200
"""Letters that a term has at most."""


@dataclass
class _Node:
    below: dict[str, "_Node"] = field(default_factory=dict)
    meanings: list[str] | None = None
    """None if no term ends here."""


class TrieTerm:
    """Terms from the last to the first by their letters, each with its latest meaning first.

    Duck-typed: it has what a term plugin has, and no base class.
    """

    title = "Terms in a trie"
    slug = "trie-term"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"
    type = "term"

    def __init__(self) -> None:
        self._root = _Node()
        self._lock = threading.Lock()

    def get(self, **_: object) -> tuple[dict[str, Any], ...]:
        with self._lock:
            return tuple(
                {
                    "text": text,
                    "definitions": tuple({"text": it, "language": None} for it in meanings),
                    "length": len(text),
                }
                for text, meanings in self._walk()
            )

    def add_term(self, text: str, definitions: Iterable[str] = ()) -> None:
        given = [text, *definitions]
        if not text.strip() or len(text) > _LIMIT or any(map(_is_broken, given)):
            raise InvalidRequestError("that is no word", interface="term")
        with self._lock:
            node = self._root
            for letter in text:
                node = node.below.setdefault(letter, _Node())
            known = node.meanings or []
            node.meanings = [*dict.fromkeys((*reversed(given[1:]), *known))]

    def remove_term(self, text: str) -> None:
        with self._lock:
            node: _Node | None = self._root
            for letter in text:
                node = node.below.get(letter) if node else None
            if node:
                node.meanings = None

    def _walk(self) -> Iterator[tuple[str, list[str]]]:
        waiting = [("", self._root)]
        while waiting:
            text, node = waiting.pop()
            if node.meanings is not None:
                yield text, node.meanings
            waiting += [(text + it, node.below[it]) for it in sorted(node.below)]


def _is_broken(text: str) -> bool:
    return any("\ud800" <= it <= "\udfff" for it in text)
