"""What a run makes on a backend."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from attrs import field, frozen
from attrs.validators import instance_of

from dispatch_interfaces.narrowing import is_mapping
from dispatch_interfaces.showing import only_printable, shown

OF_THE_RUN: Final = "of the run"
"""Begins what stands in place of a requirement, where something is made once for all of them."""


class Fate(StrEnum):
    """What becomes of it when the run is over."""

    REMOVED = "removed"
    WITHIN = "removed with what it is in"
    STAYS = "cannot be taken back"
    LEFT = "left, as the harness has no `remove`"


@frozen
class Created:
    """Something that a run made on a live backend, or may have made.

    Args:
        kind: What it is: ``"drive"``.
        requirement: The id of the requirement that made it.
        method: The method of the plugin or of the observer that made it.
        arguments: What the method was called with, by the names of the parameters.
        result: What it returned; None if it never did.
        answered: Whether it returned.
        refused: Whether it raised an error that says that nothing was made.
        failed: Whether it raised any other error.
        begun: When it was called, in seconds since the epoch.
    """

    kind: str = field(validator=instance_of(str))
    requirement: str = field(validator=instance_of(str))
    method: str = field(validator=instance_of(str))
    arguments: Mapping[str, Any] = field(validator=instance_of(dict))
    result: Any = None
    answered: bool = field(default=False, validator=instance_of(bool))
    refused: bool = field(default=False, validator=instance_of(bool))
    failed: bool = field(default=False, validator=instance_of(bool))
    begun: float = field(default=0.0, validator=instance_of((int, float)))

    @property
    def in_flight(self) -> bool:
        """Whether nobody knows how the call ended: what it makes may still come."""
        return not (self.answered or self.refused or self.failed)

    def bears(self, tag: str) -> bool:
        """Whether a name, address or parameter that it was given bears the tag of a run."""
        return bool(tag) and _bears(self.arguments, tag)

    def __str__(self) -> str:
        names = [it for it in self.arguments.values() if isinstance(it, str)]
        known = [self.result] if isinstance(self.result, str) else []
        if is_mapping(self.result):
            known = [it for key, it in self.result.items() if key in ("id", "email", "resource_id")]
        # A plugin may give anything for an id.
        told = ", ".join(dict.fromkeys(shown(it)[:80] for it in [*names[:1], *known]))
        return f"{self.kind} {told} ({self.requirement})"


def _bears(value: object, tag: str) -> bool:
    if is_mapping(value):
        return any(_bears(it, tag) for it in value.values())
    return isinstance(value, str) and tag in value


class CannotBeRemoved(Exception):
    """The harness knows no way to remove something; the text says what it would need."""


@frozen(field_transformer=only_printable)
class LeftBehind:
    """Something that a check made on a live backend and could not remove."""

    what: str
    reason: str
