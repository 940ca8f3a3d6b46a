"""A record has every documented key."""

# verdict: refused

from collections.abc import Sequence
from typing import Any

from typing_extensions import TypedDict

from dispatch_interfaces import TermPlugin


class AcmeTerm_(TypedDict):
    text: str


class AcmeTerm(TermPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    def get(self, **kwargs: Any) -> Sequence[AcmeTerm_]:  # refused
        raise ConnectionError
