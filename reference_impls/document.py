"""Documents with placeholders, kept in memory."""

import re
import threading
from typing import Any

from attrs import define, field

from dispatch_interfaces import DocumentPlugin, NotFoundError
from reference_impls.common import Ids

_PLACEHOLDER = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


@define
class _Document:
    text: str
    updates: list[dict[str, Any]] = field(factory=list[dict[str, Any]])


class InMemoryDocument(DocumentPlugin):
    """Documents whose ``{{key}}`` placeholders are filled in.

    `add_document` stands for the storage plugin; `text` and `updates` show what became of a
    document.
    """

    title = "In-memory documents"
    slug = "in-memory-document"
    description = "Documents kept in memory"
    version = "1.0"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"

    def __init__(self) -> None:
        self._documents: dict[str, _Document] = {}
        self._ids = Ids()
        self._lock = threading.Lock()

    def update(self, document_id: str, **kwargs: Any) -> None:
        """Fill in every placeholder that has a keyword, in one pass; None leaves it open."""
        # A value is turned into text before anything is changed: its str() may fail.
        known = {key: str(value) for key, value in kwargs.items() if value is not None}
        with self._lock:
            document = self._document("update", document_id)
            document.text = _PLACEHOLDER.sub(lambda it: known.get(it[1], it[0]), document.text)
            document.updates.append(dict(kwargs))

    def add_document(self, text: str) -> str:
        """Add a document; returns its id."""
        with self._lock:
            document_id = self._ids.new("document")
            self._documents[document_id] = _Document(text)
            return document_id

    def text(self, document_id: str) -> str:
        """The text of a document as it is now.

        Raises:
            NotFoundError: There is no such document.
        """
        with self._lock:
            return self._document("text", document_id).text

    def updates(self, document_id: str) -> list[dict[str, Any]]:
        """The keywords of every update of a document, in order.

        Raises:
            NotFoundError: There is no such document.
        """
        with self._lock:
            return [dict(it) for it in self._document("updates", document_id).updates]

    def _document(self, method: str, document_id: str) -> _Document:
        document = self._documents.get(document_id)
        if document is None:
            raise NotFoundError(
                "no document has this id", interface=self.type, method=method, value=document_id
            )
        return document
