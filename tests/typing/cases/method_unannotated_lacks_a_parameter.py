"""A plugin without annotations takes the documented parameters all the same."""

# verdict: refused

# mypy: disable-error-code=no-untyped-def
from dispatch_interfaces import DocumentPlugin


class AcmeDocument(DocumentPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    def update(self, document):  # refused
        print(document)
