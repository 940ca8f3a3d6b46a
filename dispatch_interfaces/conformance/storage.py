"""What a storage plugin must do."""

from typing import Final, Protocol

from attrs import frozen

from dispatch_interfaces.conformance.common import add_common_requirements
from dispatch_interfaces.conformance.harness import Harness
from dispatch_interfaces.conformance.requirement import Suite
from dispatch_interfaces.contract import CONTRACTS
from dispatch_interfaces.protocols.storage import StoragePlugin


class StorageObserver(Protocol):
    """Sees what the interface has no method for."""


@frozen(kw_only=True)
class StorageHarness(Harness[StoragePlugin, StorageObserver]):
    """How to bring a storage plugin under test."""

    contract = CONTRACTS["storage"]
    observer_type = StorageObserver


STORAGE: Final = Suite(StorageHarness)
add_common_requirements(STORAGE)
