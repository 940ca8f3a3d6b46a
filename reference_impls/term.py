"""Terms, kept in memory."""

import threading
from collections.abc import Sequence
from typing import Any

from dispatch_interfaces import Definition, Term, TermPlugin
from reference_impls.common import require_name


class InMemoryTerm(TermPlugin):
    """A vocabulary: terms, each with its definitions.

    `add_term` and `remove_term` stand for the external system; `lookups` shows what `get` was
    asked for.
    """

    title = "In-memory terms"
    slug = "in-memory-term"
    description = "Terms kept in memory"
    version = "1.0"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"

    def __init__(self) -> None:
        self._definitions: dict[str, list[str]] = {}
        self._lookups: list[dict[str, Any]] = []
        self._lock = threading.Lock()

    def get(self, **kwargs: Any) -> Sequence[Term]:
        """Every term, in the order in which they were added."""
        with self._lock:
            self._lookups.append(dict(kwargs))
            return [
                Term(text=text, definitions=[Definition(text=it) for it in definitions])
                for text, definitions in self._definitions.items()
            ]

    def add_term(self, text: str, definitions: Sequence[str] = ()) -> None:
        """Add a term; to one that is there already, the definitions it does not have.

        Raises:
            InvalidRequestError: Nobody could see the text.
        """
        require_name(text, interface=self.type, method="add_term")
        with self._lock:
            known = self._definitions.setdefault(text, [])
            known.extend(it for it in dict.fromkeys(definitions) if it not in known)

    def remove_term(self, text: str) -> None:
        """Remove a term with its definitions; one that is not there is passed over."""
        with self._lock:
            self._definitions.pop(text, None)

    def lookups(self) -> list[dict[str, Any]]:
        """The keywords of every call of `get`, in order."""
        with self._lock:
            return [dict(it) for it in self._lookups]
