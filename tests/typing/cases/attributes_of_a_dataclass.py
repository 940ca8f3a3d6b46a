"""The attributes may be fields of a dataclass."""

# verdict: accepted

from dataclasses import dataclass
from typing import Any

from dispatch_interfaces import DocumentPlugin


@dataclass
class AcmeDocument(DocumentPlugin):
    title: str = "Acme"
    slug: str = "acme"
    author: str = "Acme"
    author_url: str = "https://acme.example"

    def update(self, document_id: str, **kwargs: Any) -> None: ...


plugin: DocumentPlugin = AcmeDocument()
