"""What an incident must be like for a document or a participant to concern it."""

import re
from collections.abc import Collection

from attrs import field, frozen


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


@frozen
class Lookup:
    """One question that was asked: an incident, and the session that came with it."""

    incident_type: str
    incident_priority: str
    incident_description: str
    db_session: object
