"""Where nothing is documented, nothing is returned."""

# verdict: refused

from typing import Any

from dispatch_interfaces import DocumentPlugin


class AcmeDocument(DocumentPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    def update(self, document_id: str, **kwargs: Any) -> str:  # refused
        raise ConnectionError
