"""A list is passed, which any sequence parameter takes."""

# verdict: accepted

from collections.abc import Sequence

from dispatch_interfaces import Drive, StoragePlugin
from dispatch_interfaces.protocols.storage import Role


class AcmeStorage(StoragePlugin):
    def create(self, name: str, participants: Sequence[str], role: Role = "fileOrganizer") -> Drive:
        raise ConnectionError
