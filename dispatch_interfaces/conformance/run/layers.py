"""What passes between the suite and the outside, and what may be put in between."""

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, TypeAlias

from attrs import field, frozen

Answer: TypeAlias = Callable[[], Any]
"""Asks, and returns or raises what came back."""

REMOTE: Final = ("plugin", "observer")
"""Who calls the backend."""


@frozen
class Exchange:
    """One thing that a requirement asks of what it cannot know by itself.

    Args:
        requirement: The id of the requirement that asks.
        by: Through whom: the plugin, its observer, or the suite itself (a new name, the time).
        name: The method.
    """

    requirement: str
    by: Literal["plugin", "observer", "suite"]
    name: str
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(factory=dict[str, Any])


Layer: TypeAlias = Callable[[Exchange, Answer], Any]
"""Stands between: may wait, write down, ask again, or answer by itself."""
