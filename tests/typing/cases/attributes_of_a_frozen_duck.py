"""The application sets attributes, which a frozen dataclass refuses."""

# verdict: refused

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dispatch_interfaces import DocumentPlugin


@dataclass(frozen=True)
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

    def update(self, document_id: str, **kwargs: Any) -> None: ...


plugin: DocumentPlugin = AcmeDocument()  # refused
