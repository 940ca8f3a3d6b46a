"""What a storage plugin must do."""

from typing import Final

from dispatch_interfaces.conformance.requirements.storage.harness import (
    STORAGE,
    StorageHarness,
    StorageObserver,
)
from dispatch_interfaces.rooms import modules_in

__all__ = ["STORAGE", "StorageHarness", "StorageObserver"]

# Importing a module registers its requirements.
MODULES: Final = tuple(modules_in(__name__))
