"""An attribute that objects have may not be declared for the class alone."""

# verdict: refused

from typing import Any, ClassVar

from dispatch_interfaces import DocumentPlugin


class AcmeDocument(DocumentPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"
    version: ClassVar[str] = "1.2"  # refused

    def update(self, document_id: str, **kwargs: Any) -> None: ...
