"""A class that lacks attributes is no plugin: the application reads and sets them all."""

# verdict: refused

from typing import Any

from dispatch_interfaces import DocumentPlugin


class AcmeDocument:
    title, slug = "Acme", "acme"

    def update(self, document_id: str, **kwargs: Any) -> None: ...


plugin: DocumentPlugin = AcmeDocument()  # refused
