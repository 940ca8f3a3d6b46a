"""Finds documents related to an incident. Source: seed, section Document Resolver."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from typing_extensions import TypedDict

from dispatch_interfaces.limits import AtMost, Limits, Text
from dispatch_interfaces.protocols.plugin import Plugin


class ResolvedDocument(TypedDict):
    """A document in the external store."""

    name: str
    """Its title."""
    description: str
    """What it is about; may be empty."""
    weblink: str
    """Absolute http(s) URL of the document."""
    resource_type: str
    """What kind of thing the store calls it."""
    resource_id: str
    """Its id in the store; no two results share one."""


@dataclass(frozen=True, kw_only=True)
class DocumentResolverLimits(Limits):
    """What a search cannot do; a plugin's class has it as ``limits``."""

    description: Text | None = None
    """What is looked at of an incident's description."""
    document_name: Text | None = None
    """The name of a document."""
    document_description: Text | None = None
    """The description of a document."""
    found: AtMost | None = None
    """Documents that are found for one incident; of more, some of them."""

    about: ClassVar[Mapping[str, tuple[str, ...]]] = {"description": ("get.incident_description",)}


class DocumentResolverPlugin(Plugin, Protocol):
    """Gathers related documents from an external document store."""

    type: str = "document-resolver"

    @abstractmethod
    def get(
        self,
        incident_type: str,
        incident_priority: str,
        incident_description: str,
        db_session: Any = None,
    ) -> Sequence[ResolvedDocument]:
        """Get the documents related to an incident.

        Args:
            incident_type: Name of the incident's type.
            incident_priority: Name of the incident's priority.
            incident_description: The incident's description; may be empty.
            db_session: The application's database session; an external store has no use for it.

        Returns:
            The documents; empty if none is related.

        Source: seed, section Document Resolver.
        """
        ...
