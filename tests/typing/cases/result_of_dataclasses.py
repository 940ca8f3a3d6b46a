"""The application changes the dict it gets: an object will not do."""

# verdict: refused

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dispatch_interfaces import Definition, TermPlugin


@dataclass
class AcmeTerm_:
    text: str
    definitions: Sequence[Definition]


class AcmeTerm(TermPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    def get(self, **kwargs: Any) -> Sequence[AcmeTerm_]:  # refused
        raise ConnectionError
