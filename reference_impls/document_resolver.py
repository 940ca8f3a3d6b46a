"""Related documents, kept in memory."""

import threading
from collections.abc import Collection, Sequence
from typing import Any

from attrs import frozen

from dispatch_interfaces import DocumentResolverPlugin, ResolvedDocument
from reference_impls.common import Ids, require_name
from reference_impls.conditions import ByType, Conditions, Lookup


@frozen
class _Document:
    name: str
    description: str
    resource_type: str
    conditions: Conditions


class InMemoryDocumentResolver(DocumentResolverPlugin):
    """A document store in which each document says which incidents it concerns.

    `add_document` and `remove_document` stand for the store; `lookups` shows what was asked.
    """

    title = "In-memory document resolver"
    slug = "in-memory-document-resolver"
    description = "Related documents kept in memory"
    version = "1.0"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"

    def __init__(self) -> None:
        self._documents = ByType[_Document]()
        self._lookups: list[Lookup] = []
        self._ids = Ids()
        self._lock = threading.Lock()

    def get(
        self,
        incident_type: str,
        incident_priority: str,
        incident_description: str,
        db_session: Any = None,
    ) -> Sequence[ResolvedDocument]:
        """The documents whose conditions hold, in the order in which they were added."""
        incident = (incident_type, incident_priority, incident_description)
        with self._lock:
            self._lookups.append(Lookup(*incident, db_session))
            return [
                ResolvedDocument(
                    name=it.name,
                    description=it.description,
                    weblink=f"https://documents.example.com/{document_id}",
                    resource_type=it.resource_type,
                    resource_id=document_id,
                )
                for document_id, it in self._documents.concerned(*incident)
            ]

    def add_document(
        self,
        name: str,
        description: str = "",
        *,
        resource_type: str = "document",
        incident_types: Collection[str] = (),
        incident_priorities: Collection[str] = (),
        words: Collection[str] = (),
    ) -> str:
        """Add a document that concerns the incidents for which all conditions hold.

        Returns:
            Its ``resource_id``.

        Raises:
            InvalidRequestError: Nobody could see the name.
        """
        require_name(name, interface=self.type, method="add_document")
        conditions = Conditions(incident_types, incident_priorities, words)
        with self._lock:
            document_id = self._ids.new("document")
            self._documents[document_id] = _Document(name, description, resource_type, conditions)
            return document_id

    def remove_document(self, resource_id: str) -> None:
        """Remove a document; one that is not there is passed over."""
        with self._lock:
            self._documents.pop(resource_id, None)

    def lookups(self) -> list[Lookup]:
        """What was asked, in order."""
        with self._lock:
            return list(self._lookups)
