"""A plugin of which several may be active says so."""

# verdict: accepted

from typing import Any

from dispatch_interfaces import DocumentPlugin


class AcmeDocument(DocumentPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"
    multiple = True
    version = "1.2"

    def update(self, document_id: str, **kwargs: Any) -> None: ...
