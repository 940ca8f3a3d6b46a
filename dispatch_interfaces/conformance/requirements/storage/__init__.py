"""What a storage plugin must do."""

# Importing a module registers its requirements.
from dispatch_interfaces.conformance.requirements.storage import (
    archives,
    copies,
    drives,
    files,
    listings,
    names,
    participants,
    sequences,
    shapes,
    texts,
    together,
)
from dispatch_interfaces.conformance.requirements.storage.harness import (
    STORAGE,
    StorageHarness,
    StorageObserver,
)

__all__ = [
    "STORAGE",
    "StorageHarness",
    "StorageObserver",
    "archives",
    "copies",
    "drives",
    "files",
    "listings",
    "names",
    "participants",
    "sequences",
    "shapes",
    "texts",
    "together",
]
