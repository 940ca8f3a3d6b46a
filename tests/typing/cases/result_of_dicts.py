"""A plain dict is no record: its keys are not known."""

# verdict: refused

from typing import Any

from dispatch_interfaces import TermPlugin


class AcmeTerm(TermPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    def get(self, **kwargs: Any) -> list[dict[str, Any]]:  # refused
        raise ConnectionError
