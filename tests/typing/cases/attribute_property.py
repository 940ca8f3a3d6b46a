"""The application sets some attributes, so a read-only property will not do."""

# verdict: refused

from typing import Any

from dispatch_interfaces import DocumentPlugin


class AcmeDocument(DocumentPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    @property  # refused
    def version(self) -> str:  # refused
        return "1.2"

    def update(self, document_id: str, **kwargs: Any) -> None: ...
