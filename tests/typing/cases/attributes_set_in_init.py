"""The attributes may be set in `__init__`."""

# verdict: accepted

from typing import Any

from dispatch_interfaces import DocumentPlugin


class AcmeDocument(DocumentPlugin):
    def __init__(self) -> None:
        self.title, self.slug = "Acme", "acme"
        self.author, self.author_url = "Acme", "https://acme.example"

    def update(self, document_id: str, **kwargs: Any) -> None: ...


plugin: DocumentPlugin = AcmeDocument()
