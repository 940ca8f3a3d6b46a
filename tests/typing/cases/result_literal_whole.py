"""A dict display is a record, if its keys are right."""

# verdict: accepted

from collections.abc import Sequence
from typing import Any

from dispatch_interfaces import Term, TermPlugin


class AcmeTerm(TermPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"

    def get(self, **kwargs: Any) -> Sequence[Term]:
        return [{"text": "failover", "definitions": [{"text": "Moving to the standby"}]}]
