"""A parameter may be wider than documented."""

# verdict: accepted

from dispatch_interfaces import DocumentPlugin


class AcmeDocument(DocumentPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    def update(self, document_id: object, **kwargs: object) -> None: ...


plugin: DocumentPlugin = AcmeDocument()
