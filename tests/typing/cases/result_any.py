"""Any fits; then the suite alone can tell."""

# verdict: accepted

from typing import Any

from dispatch_interfaces import TermPlugin


class AcmeTerm(TermPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    def get(self, **kwargs: Any) -> Any:
        raise ConnectionError
