"""Where keywords are documented, they are passed."""

# verdict: refused

from dispatch_interfaces import DocumentPlugin


class AcmeDocument(DocumentPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    def update(self, document_id: str) -> None: ...  # refused
