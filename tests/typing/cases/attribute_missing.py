"""A leaf class has every attribute that has no default."""

# verdict: refused
# ty: accepted, an attribute without a value may be set anywhere
# pyrefly: accepted, an attribute without a value may be set anywhere

from typing import Any, final

from dispatch_interfaces import DocumentPlugin


@final  # refused
class AcmeDocument(DocumentPlugin):  # refused
    title, slug = "Acme", "acme"

    def update(self, document_id: str, **kwargs: Any) -> None: ...


plugin = AcmeDocument()  # refused
