"""A role may be any str."""

# verdict: accepted

import builtins

from dispatch_interfaces import Drive, StoragePlugin


class AcmeStorage(StoragePlugin):
    def create(
        self, name: str, participants: builtins.list[str], role: str = "fileOrganizer"
    ) -> Drive:
        raise ConnectionError
