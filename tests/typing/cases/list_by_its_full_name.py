"""Within a class that has a method list, builtins.list means the list."""

# verdict: accepted

import builtins
from typing import Any

from dispatch_interfaces import Drive, StoragePlugin


class AcmeStorage(StoragePlugin):
    def list(self, **kwargs: Any) -> builtins.list[Drive]:
        raise ConnectionError

    def remove_participant(self, drive_id: str, participants: builtins.list[str]) -> None: ...
