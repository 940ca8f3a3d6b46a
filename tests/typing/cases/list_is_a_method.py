"""Within a class that has a method list, the annotation list means the method."""

# verdict: refused

from typing import Any

from dispatch_interfaces import Drive, StoragePlugin


class AcmeStorage(StoragePlugin):
    def list(self, **kwargs: Any) -> list[Drive]:  # refused
        raise ConnectionError

    def remove_participant(self, drive_id: str, participants: list[str]) -> None: ...  # refused
