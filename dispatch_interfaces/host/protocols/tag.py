"""What the application calls of a tag plugin."""

from abc import abstractmethod
from collections.abc import Iterable
from typing import NotRequired, Protocol

from typing_extensions import TypedDict


class TagType(TypedDict):
    """The type of a tag, which is made if it is not there."""

    name: str
    """Its name, at least 3 characters."""
    description: NotRequired[str]
    """What it is for."""


class Tag(TypedDict):
    """A tag, without a ``project``: the application passes it itself, and adds it to the type."""

    tag_type: TagType
    """The type that it is of."""
    name: str
    """Its name, by which it is known in all projects."""
    description: NotRequired[str]
    """What it stands for."""
    external_id: NotRequired[str]
    """Its id in the external system."""
    discoverable: NotRequired[bool]
    """Whether texts are searched for it."""


class HostTagPlugin(Protocol):
    """Everything that the application calls."""

    @abstractmethod
    def get(self) -> Iterable[Tag]:
        """All tags, with their types; an item that has a ``project`` ends the job.

        Source: the application of September 2025, ``tag/scheduled.py:43``.
        """
        ...
