"""An attribute may not be None."""

# verdict: refused

from typing import Any

from dispatch_interfaces import DocumentPlugin


class AcmeDocument(DocumentPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"
    description = None  # refused

    def update(self, document_id: str, **kwargs: Any) -> None: ...
