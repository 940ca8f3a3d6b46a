"""Documents, kept in memory."""

import re
import threading
from collections.abc import Mapping
from typing import Any

from dispatch_interfaces import DocumentPlugin, NotFoundError
from reference_impls.common import Ids, require_text


class InMemoryDocument(DocumentPlugin):
    """Texts whose placeholders are filled in.

    `add_document` stands for the storage plugin that made the document; `text`, `history` and
    `placeholders` show what the interface has no method for. `linked.LinkedDocument` has the files
    of a storage for documents.
    """

    title = "In-memory documents"
    slug = "in-memory-document"
    description = "Documents kept in memory"
    version = "1.0"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"

    def __init__(self) -> None:
        self._versions: dict[str, list[str]] = {}
        self._ids = Ids()
        self._lock = threading.Lock()

    def update(self, document_id: str, **kwargs: Any) -> None:
        """Fill in the placeholders that there is a keyword for, all of them at once."""
        values = self._values(kwargs)
        with self._lock:
            versions = self._document("update", document_id)
            text = self._filled_in(versions[-1], values)
            if text != versions[-1]:
                versions.append(text)

    def add_document(self, text: str, document_id: str | None = None) -> str:
        """Add a document; returns its id, which is made up if none is given.

        One that is there already is replaced, with its history.
        """
        with self._lock:
            known_as = document_id if document_id is not None else self._ids.new("document")
            while document_id is None and known_as in self._versions:
                known_as = self._ids.new("document")
            self._versions[known_as] = [text]
            return known_as

    def text(self, document_id: str) -> str:
        """The text of a document as it is now.

        Raises:
            NotFoundError: There is no such document.
        """
        with self._lock:
            return self._document("text", document_id)[-1]

    def history(self, document_id: str) -> list[str]:
        """Every text that a document has had, from the first to the one that it has now.

        Raises:
            NotFoundError: There is no such document.
        """
        with self._lock:
            return list(self._document("history", document_id))

    def placeholders(self, document_id: str) -> list[str]:
        """The keys that a document still has places for, in order, each once.

        Raises:
            NotFoundError: There is no such document.
        """
        return list(dict.fromkeys(re.findall(r"{{([^{}]+)}}", self.text(document_id))))

    def _values(self, given: Mapping[str, Any]) -> dict[str, str]:
        # Foreign code may run here, so it runs before anything is changed.
        values = {
            key: value if isinstance(value, str) else str(value)
            for key, value in given.items()
            if value is not None
        }
        for text in values.values():
            require_text(text, interface=self.type, method="update")
        return values

    def _filled_in(self, text: str, values: Mapping[str, str]) -> str:
        if not values:
            return text
        # The longest first: a key with braces in it may begin like another.
        places = {f"{{{{{key}}}}}": values[key] for key in sorted(values, key=len, reverse=True)}
        pattern = "|".join(map(re.escape, places))
        return re.sub(pattern, lambda found: places[found[0]], text)

    def _document(self, method: str, document_id: str) -> list[str]:
        versions = self._versions.get(document_id)
        if versions is None:
            raise self._unknown(method, document_id)
        return versions

    def _unknown(self, method: str, document_id: str) -> NotFoundError:
        return NotFoundError(
            "no document has this id", interface=self.type, method=method, value=document_id
        )
