"""A decorator may keep the signature."""

# verdict: accepted

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from dispatch_interfaces import DocumentPlugin

P = ParamSpec("P")
T = TypeVar("T")


def logged(function: Callable[P, T]) -> Callable[P, T]:
    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> T:
        print("called")
        return function(*args, **kwargs)

    return wrapper


class AcmeDocument(DocumentPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    @logged
    def update(self, document_id: str, **kwargs: Any) -> None: ...


plugin: DocumentPlugin = AcmeDocument()
