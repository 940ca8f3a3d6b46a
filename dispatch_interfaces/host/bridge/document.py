"""A document plugin in the running application."""

from collections.abc import Mapping
from typing import Any, ClassVar

from dispatch_interfaces.errors import NotSupportedError
from dispatch_interfaces.host.bridge.base import Bridge


class DocumentBridge(Bridge):
    """Documents whose placeholders are filled in.

    Its ids are those of the storage plugin that is active beside it.
    """

    type = "document"
    methods: ClassVar[Mapping[str, str]] = {
        "get_table_details": "a timeline cannot be exported",
        "insert": "a timeline cannot be exported",
        "delete_table": "a timeline cannot be exported",
    }

    def update(self, document_id: str | None, /, **kwargs: Any) -> None:
        """Without a storage plugin there is no document, and the application asks all the same."""
        if document_id is None:
            self._tell("update of a document that was never made")
            return
        self._spared("update", None, lambda: self.within.update(document_id, **kwargs))

    def get_table_details(
        self, document_id: str, header: str, doc_name: str
    ) -> tuple[bool, int, int, list[int]]:
        found: tuple[bool, int, int, list[int]]
        found = self._table("get_table_details", document_id, header, doc_name)
        return found

    def insert(self, document_id: str, request: list[dict[str, Any]]) -> bool:
        return bool(self._table("insert", document_id, request))

    def delete_table(self, document_id: str, request: list[dict[str, Any]]) -> bool:
        return bool(self._table("delete_table", document_id, request))

    def _table(self, method: str, *args: Any) -> Any:
        """The application tolerates no answer but the real one, and shows the error to the user."""
        if not callable(getattr(self.plugin, method, None)):
            raise NotSupportedError(
                "the timeline cannot be exported: it needs the requests of Google Docs",
                interface=self.type,
                method=method,
            )
        return self._optional(method, None, *args)
