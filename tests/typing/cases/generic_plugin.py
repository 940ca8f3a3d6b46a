"""A plugin may be generic."""

# verdict: accepted

from typing import Any, Generic, TypeVar

from dispatch_interfaces import DocumentPlugin

Client = TypeVar("Client")


class AcmeDocument(DocumentPlugin, Generic[Client]):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    def __init__(self, client: Client) -> None:
        self.client = client

    def update(self, document_id: str, **kwargs: Any) -> None: ...


plugin: DocumentPlugin = AcmeDocument[str]("client")
