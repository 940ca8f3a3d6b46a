"""Which incidents an entry concerns, as its `description` says."""

import logging
import re
from collections.abc import Iterable
from typing import Final

import attrs

_LOG: Final = logging.getLogger(__name__)
_KINDS: Final = ("type", "priority", "word")


@attrs.frozen
class Incident:
    """What is known of an incident."""

    type: str
    priority: str
    description: str

    def concerns(self, values: Iterable[str], keyword: str) -> bool:
        """Whether the conditions among some values hold: one of each kind that there is.

        A condition that nobody understands does not hold, since its author meant to narrow
        something down.

        Args:
            values: Those of the attribute, as people read them, conditions among them.
            keyword: What a condition begins with.
        """
        holds: dict[str, bool] = {}
        for value in values:
            begin, colon, condition = value.partition(":")
            if not colon or begin.casefold() != keyword.casefold():
                continue
            kind, _, wanted = condition.partition("=")
            if condition != "always" and kind not in _KINDS:
                _LOG.warning("%r is no condition: its entry takes part in nothing", value)
                return False
            holds[kind] = holds.get(kind, False) or self._has(kind, wanted)
        return bool(holds) and all(holds.values())

    def _has(self, kind: str, wanted: str) -> bool:
        if kind == "word":
            whole = rf"(?<!\w){re.escape(wanted)}(?!\w)"
            return re.search(whole, self.description, re.IGNORECASE) is not None
        return kind == "always" or wanted == {"type": self.type, "priority": self.priority}[kind]
