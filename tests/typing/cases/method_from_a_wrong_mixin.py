"""A method from a mixin has the documented signature."""

# verdict: refused

from dispatch_interfaces import DocumentPlugin


class Updates:
    def update(self, document: str) -> None: ...


class AcmeDocument(Updates, DocumentPlugin):  # refused
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"
