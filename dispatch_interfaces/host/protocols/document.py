"""What the application calls of a document plugin."""

from abc import abstractmethod
from typing import Any, Protocol


class HostDocumentPlugin(Protocol):
    """Everything that the application calls."""

    @abstractmethod
    def update(self, document_id: str | None, /, **kwargs: Any) -> None:
        """Fill in the placeholders of a document.

        Source: the application of September 2025, ``document/flows.py:196``,
        ``report/flows.py:209``, ``forms/service.py:202``.
        """
        ...

    @abstractmethod
    def get_table_details(
        self, document_id: str, header: str, doc_name: str
    ) -> tuple[bool, int, int, list[int]]:
        """Where the table below a header is, in the positions of Google Docs.

        Source: the application of September 2025, ``event/service.py:368``,
        ``event/service.py:478``, ``event/service.py:641``, ``event/service.py:751``.
        """
        ...

    @abstractmethod
    def delete_table(self, document_id: str, request: list[dict[str, Any]]) -> bool:
        """Delete the table of an earlier export.

        Source: the application of September 2025, ``event/service.py:385``,
        ``event/service.py:658``.
        """
        ...

    @abstractmethod
    def insert(self, document_id: str, request: list[dict[str, Any]]) -> bool:
        """Change a document by requests of Google Docs.

        Source: the application of September 2025, ``event/service.py:402``,
        ``event/service.py:466``, ``event/service.py:557``, ``event/service.py:675``,
        ``event/service.py:739``, ``event/service.py:830``.
        """
        ...
