"""A look-up is typed as the interface."""

# verdict: accepted

from typing import assert_type

from dispatch_interfaces import StoragePlugin
from dispatch_interfaces.registry import PluginRegistry

storage = PluginRegistry().get(StoragePlugin, project_id=1)
assert_type(storage, StoragePlugin)
drive = storage.create("incident-1", ["ada@example.com"])
assert_type(drive["id"], str)
