"""Vocabulary of the organization. Source: seed, section Term."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from typing_extensions import ReadOnly, TypedDict

from dispatch_interfaces.limits import AtMost, Limits, Text
from dispatch_interfaces.protocols.plugin import Plugin


class Definition(TypedDict):
    """One meaning of a term."""

    text: str
    """The meaning, in words."""


class Term(TypedDict):
    """A term and its meanings."""

    text: str
    """The term itself; case matters, and no two results share one."""
    definitions: ReadOnly[Sequence[Definition]]
    """Its meanings; may be empty. Read-only lets a plugin declare a record of its own for them."""


@dataclass(frozen=True, kw_only=True)
class TermLimits(Limits):
    """What a glossary cannot do; a plugin's class has it as ``limits``."""

    text: Text | None = None
    """The term itself; terms that become the same are one."""
    definition: Text | None = None
    """The text of a definition."""
    definitions: AtMost | None = None
    """The definitions of one term; what the glossary has room for is shown of more."""


class TermPlugin(Plugin, Protocol):
    """Brings in terms from an external system."""

    type: str = "term"

    @abstractmethod
    def get(self, **kwargs: Any) -> Sequence[Term]:
        """Get all terms.

        Args:
            **kwargs: Accepted and ignored.

        Returns:
            Every term, not a page of them; empty if there are none, never None.

        Source: seed, section Term.
        """
        ...
