"""The plugin in the application."""

import attrs

from dispatch_interfaces.host.bridge import StorageBridge
from dispatch_interfaces.host.bridge.storage import StorageSettings
from dispatch_webdav.plugin import WebDavStorage
from dispatch_webdav.settings import WebDavSettings


@attrs.frozen(kw_only=True)
class WebDavStorageSettings(WebDavSettings, StorageSettings):
    """A folder on a WebDAV server, and the drive in it that holds the folders of incidents."""


class WebDavStorageForDispatch(StorageBridge):
    implementation = WebDavStorage
    settings = WebDavStorageSettings
