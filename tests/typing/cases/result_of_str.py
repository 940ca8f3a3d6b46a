"""A str is a sequence, but not of records."""

# verdict: refused

from typing import Any

from dispatch_interfaces import TermPlugin


class AcmeTerm(TermPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    def get(self, **kwargs: Any) -> str:  # refused
        raise ConnectionError
