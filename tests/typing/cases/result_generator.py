"""A generator is no sequence: nothing runs until somebody iterates."""

# verdict: refused

from collections.abc import Iterator
from typing import Any

from dispatch_interfaces import Term, TermPlugin


class AcmeTerm(TermPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    def get(self, **kwargs: Any) -> Iterator[Term]:  # refused
        yield {"text": "failover", "definitions": []}
