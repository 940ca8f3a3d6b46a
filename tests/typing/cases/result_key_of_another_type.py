"""A key has the documented type."""

# verdict: refused

from collections.abc import Sequence
from typing import Any

from typing_extensions import TypedDict

from dispatch_interfaces import Definition, TermPlugin


class AcmeTerm_(TypedDict):
    text: bytes
    definitions: Sequence[Definition]


class AcmeTerm(TermPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    def get(self, **kwargs: Any) -> Sequence[AcmeTerm_]:  # refused
        raise ConnectionError
