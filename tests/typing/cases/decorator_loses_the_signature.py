"""A decorator that tells nothing of its parameters fits."""

# verdict: accepted

from collections.abc import Callable
from typing import Any, TypeVar

from dispatch_interfaces import DocumentPlugin

T = TypeVar("T")


def logged(function: Callable[..., T]) -> Callable[..., T]:
    return function


class AcmeDocument(DocumentPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    @logged
    def update(self, document_id: str, **kwargs: Any) -> None: ...


plugin: DocumentPlugin = AcmeDocument()
