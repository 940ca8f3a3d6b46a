"""A method may always raise."""

# verdict: accepted

from typing import Any, NoReturn

from dispatch_interfaces import TermPlugin


class AcmeTerm(TermPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    def get(self, **kwargs: Any) -> NoReturn:
        raise ConnectionError
