"""A result may be narrower than documented."""

# verdict: accepted

from typing import Any

from dispatch_interfaces import Term, TermPlugin


class AcmeTerm(TermPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    def get(self, **kwargs: Any) -> list[Term]:
        raise ConnectionError
