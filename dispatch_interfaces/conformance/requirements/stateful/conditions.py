"""Which incidents a document or a participant concerns, as the machines' models see it."""

from collections.abc import Sequence
from typing import Any, Final

from attrs import frozen
from hypothesis import strategies as st

SENTENCES: Final = (
    "the database is slow",
    "The DATABASE, again!",
    "databases are fine; the network is not",
    "",
)
"""Descriptions of incidents, and the words in them."""

_WORDS: Final = ("database", "network", "fire")
_HOLDS: Final = {(0, "database"), (1, "database"), (2, "network")}
"""Which of the words, whole and in any case, is in which of the sentences."""


@frozen
class Conditions:
    """Conditions on an incident, by the positions of types, priorities and words.

    An empty one always holds.
    """

    types: frozenset[int] = frozenset()
    priorities: frozenset[int] = frozenset()
    words: frozenset[str] = frozenset()

    def hold(self, incident_type: int, incident_priority: int, description: str) -> bool:
        """Whether all hold for an incident."""
        at = SENTENCES.index(description)
        return (
            (not self.types or incident_type in self.types)
            and (not self.priorities or incident_priority in self.priorities)
            and (not self.words or any((at, word) in _HOLDS for word in self.words))
        )

    def keywords(self, types: Sequence[str], priorities: Sequence[str]) -> dict[str, Any]:
        """The keywords with which an observer is given them; empty ones are left out."""
        given = {
            "incident_types": [types[it] for it in sorted(self.types)],
            "incident_priorities": [priorities[it] for it in sorted(self.priorities)],
            "words": sorted(self.words),
        }
        return {key: value for key, value in given.items() if value}


_FIRST_OR_SECOND: Final = st.frozensets(st.integers(0, 1), max_size=1)

CONDITIONS: Final = st.builds(
    Conditions,
    _FIRST_OR_SECOND,
    _FIRST_OR_SECOND,
    st.frozensets(st.sampled_from(_WORDS), max_size=2),
)
