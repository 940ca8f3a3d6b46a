"""Somebody is on call, or an error says that nobody is."""

# verdict: refused

from dispatch_interfaces import OncallPlugin


class AcmeOncall(OncallPlugin):
    def get(  # refused
        self, service_id: str | None = None, service_name: str | None = None
    ) -> str | None:  # refused
        raise ConnectionError
