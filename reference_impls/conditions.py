"""What an incident must be like for a document or a participant to concern it."""

import itertools
import re
from collections.abc import Collection, Iterator, MutableMapping
from typing import Protocol, TypeVar

from attrs import field, frozen

E = TypeVar("E", bound="Conditional")


def _names(values: Collection[str]) -> frozenset[str]:
    return frozenset(values)


@frozen
class Conditions:
    """Conditions on an incident, all of which must hold; an empty one always does.

    Args:
        incident_types: Names of types, one of which it must have.
        incident_priorities: Names of priorities, one of which it must have.
        words: Words, one of which its description must have, whole and in any case.
    """

    incident_types: frozenset[str] = field(default=frozenset[str](), converter=_names)
    incident_priorities: frozenset[str] = field(default=frozenset[str](), converter=_names)
    words: frozenset[str] = field(default=frozenset[str](), converter=_names)

    def hold(self, incident_type: str, incident_priority: str, incident_description: str) -> bool:
        """Whether they hold for an incident."""
        return (
            (not self.incident_types or incident_type in self.incident_types)
            and (not self.incident_priorities or incident_priority in self.incident_priorities)
            and (not self.words or any(_has(incident_description, it) for it in self.words))
        )


def _has(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None


class Conditional(Protocol):
    """Something that concerns only some incidents."""

    @property
    def conditions(self) -> Conditions: ...


class ByType(MutableMapping[str, E]):
    """Entries by their keys, also filed under the types of incidents that they name.

    Those that name other types are not looked at to find whom an incident concerns.
    """

    def __init__(self) -> None:
        self._entries: dict[str, E] = {}
        self._places: dict[str, int] = {}
        self._count = itertools.count()
        self._filed: dict[str | None, set[str]] = {}
        """Keys by type; under None those for which any type will do."""

    def __getitem__(self, key: str) -> E:
        return self._entries[key]

    def __setitem__(self, key: str, entry: E) -> None:
        if key in self._entries:
            self._unfile(key)
        else:
            self._places[key] = next(self._count)
        self._entries[key] = entry
        for it in _types(entry):
            self._filed.setdefault(it, set()).add(key)

    def __delitem__(self, key: str) -> None:
        self._unfile(key)
        del self._entries[key], self._places[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def concerned(
        self, incident_type: str, incident_priority: str, incident_description: str
    ) -> list[tuple[str, E]]:
        """The entries whose conditions hold, with their keys, in the order in which they came."""
        keys = self._filed.get(None, set()) | self._filed.get(incident_type, set())
        incident = (incident_type, incident_priority, incident_description)
        found = [it for it in keys if self._entries[it].conditions.hold(*incident)]
        return [(it, self._entries[it]) for it in sorted(found, key=self._places.__getitem__)]

    def _unfile(self, key: str) -> None:
        for it in _types(self._entries[key]):
            self._filed[it].remove(key)
            if not self._filed[it]:
                del self._filed[it]


def _types(entry: Conditional) -> Collection[str | None]:
    return entry.conditions.incident_types or (None,)


@frozen
class Lookup:
    """One question that was asked: an incident, and the session that came with it."""

    incident_type: str
    incident_priority: str
    incident_description: str
    db_session: object
