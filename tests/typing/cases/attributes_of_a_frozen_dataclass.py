"""The application sets attributes: a frozen dataclass passes here, and fails the static level."""

# verdict: accepted
# ty: refused, a field that cannot be set takes the place of one that can
# pyrefly: refused, a field that cannot be set takes the place of one that can

from dataclasses import dataclass
from typing import Any

from dispatch_interfaces import DocumentPlugin


@dataclass(frozen=True)
class AcmeDocument(DocumentPlugin):
    title: str = "Acme"  # refused
    slug: str = "acme"  # refused
    author: str = "Acme"  # refused
    author_url: str = "https://acme.example"  # refused

    def update(self, document_id: str, **kwargs: Any) -> None: ...


plugin: DocumentPlugin = AcmeDocument()
