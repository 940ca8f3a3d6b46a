"""A list is passed, which is no tuple."""

# verdict: refused

from dispatch_interfaces import Drive, StoragePlugin
from dispatch_interfaces.protocols.storage import Role


class AcmeStorage(StoragePlugin):
    def create(  # refused
        self,
        name: str,
        participants: tuple[str, ...],  # refused
        role: Role = "fileOrganizer",  # refused
    ) -> Drive:
        raise ConnectionError
