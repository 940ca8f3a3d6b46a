"""A method may be overloaded, if it takes every documented call."""

# verdict: accepted

from typing import overload

from dispatch_interfaces import OncallPlugin


class AcmeOncall(OncallPlugin):
    @overload
    def get(self, service_id: str, service_name: str | None = None) -> str: ...
    @overload
    def get(self, service_id: str | None = None, service_name: str | None = None) -> str: ...
    def get(self, service_id: str | None = None, service_name: str | None = None) -> str:
        return service_id or service_name or ""
