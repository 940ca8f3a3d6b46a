"""A record within a record may have more keys: it is read-only."""

# verdict: accepted

from collections.abc import Sequence
from typing import Any

from typing_extensions import ReadOnly, TypedDict

from dispatch_interfaces import Definition, TermPlugin


class AcmeDefinition(Definition):
    source: str


class AcmeTerm_(TypedDict):
    text: str
    definitions: ReadOnly[Sequence[AcmeDefinition]]


class AcmeTerm(TermPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    def get(self, **kwargs: Any) -> Sequence[AcmeTerm_]:
        raise ConnectionError
