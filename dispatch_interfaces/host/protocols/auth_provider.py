"""What the application calls of an auth-provider plugin."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Protocol


class Request(Protocol):
    """A request of the web, as far as it says whose it is."""

    @property
    def headers(self) -> Mapping[str, str]: ...


class HostAuthProviderPlugin(Protocol):
    """Everything that the application calls."""

    @abstractmethod
    def get_current_user(self, request: Request) -> str | None:
        """Whose request it is: an address.

        Source: the application of September 2025, ``auth/service.py:260``.
        """
        ...
