"""Every role may be passed."""

# verdict: refused

import builtins
from typing import Literal

from dispatch_interfaces import Drive, StoragePlugin


class AcmeStorage(StoragePlugin):
    def create(  # refused
        self,
        name: str,
        participants: builtins.list[str],  # refused
        role: Literal["fileOrganizer", "owner"] = "fileOrganizer",  # refused
    ) -> Drive:
        raise ConnectionError
