"""A dict display may not have more keys than its record; a record of one's own may."""

# verdict: refused

from collections.abc import Sequence
from typing import Any

from dispatch_interfaces import Term, TermPlugin


class AcmeTerm(TermPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    def get(self, **kwargs: Any) -> Sequence[Term]:
        return [{"text": "failover", "definitions": [], "source": "wiki"}]  # refused
