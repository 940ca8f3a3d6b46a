"""Sources of data, kept in memory."""

import threading
from collections.abc import Mapping
from typing import Any, Final

from dispatch_interfaces.errors import InvalidRequestError
from dispatch_interfaces.host.plugin import HostPlugin
from dispatch_interfaces.host.protocols.source import HostSourcePlugin

_NOT_FOR_PLUGINS: Final = frozenset({"id", "name", "project_id", "external_id"})


class InMemorySource(HostPlugin, HostSourcePlugin):
    """What is known of sources of data; `describe` stands for the catalogue that knows it."""

    title = "In-memory sources"
    slug = "in-memory-source"
    type = "source"
    description = "Sources kept in memory"
    version = "1.0"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"

    def __init__(self) -> None:
        self._sources: dict[str, Mapping[str, Any]] = {}
        self._lock = threading.Lock()

    def get(self, external_id: str) -> dict[str, Any] | None:
        """What is known of a source; None for one that is unknown."""
        with self._lock:
            found = self._sources.get(external_id)
            return None if found is None else dict(found)

    def describe(self, external_id: str, **columns: Any) -> None:
        """Let something be known of a source.

        Raises:
            InvalidRequestError: A column is none that a plugin may set.
        """
        wrong = sorted(_NOT_FOR_PLUGINS & set(columns))
        if wrong:
            raise InvalidRequestError(
                "these columns are the application's own",
                interface=self.type,
                method="describe",
                value=wrong,
            )
        with self._lock:
            self._sources[external_id] = {**self._sources.get(external_id, {}), **columns}
