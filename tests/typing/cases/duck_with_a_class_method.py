"""A method may be of the class."""

# verdict: accepted

from collections.abc import Sequence
from typing import Any

from dispatch_interfaces import DocumentPlugin


class AcmeDocument:
    title: str = "Acme"
    slug: str = "acme"
    description: str = ""
    version: str = ""
    author: str = "Acme"
    author_url: str = "https://acme.example"
    type: str = "document"
    multiple: bool = False
    configuration: Any = None
    project_id: int | None = None
    events: Any = None
    plugin_events: Sequence[Any] = ()

    @classmethod
    def update(cls, document_id: str, **kwargs: Any) -> None: ...


plugin: DocumentPlugin = AcmeDocument()
