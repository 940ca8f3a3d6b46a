"""A decorator may not take parameters away."""

# verdict: refused
# ty: accepted, what a decorator returns is not compared with the base class

from collections.abc import Callable
from typing import Any, TypeVar

from dispatch_interfaces import DocumentPlugin

T = TypeVar("T")


def logged(function: Callable[..., T]) -> Callable[[Any, str], T]:
    def wrapper(self: Any, document_id: str) -> T:
        result: T = function(self, document_id)
        return result

    return wrapper


class AcmeDocument(DocumentPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    @logged  # refused
    def update(self, document_id: str, **kwargs: Any) -> None: ...  # refused


plugin: DocumentPlugin = AcmeDocument()
