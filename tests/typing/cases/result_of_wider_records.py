"""Records may have more keys."""

# verdict: accepted

from collections.abc import Sequence
from typing import Any

from dispatch_interfaces import Term, TermPlugin


class AcmeTerm_(Term):
    source: str


class AcmeTerm(TermPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    def get(self, **kwargs: Any) -> Sequence[AcmeTerm_]:
        raise ConnectionError
