"""Storage for Dispatch on any WebDAV server: a folder for each drive, and files in it."""

from dispatch_webdav.plugin import WebDavStorage
from dispatch_webdav.settings import WebDavSettings

__all__ = ["WebDavSettings", "WebDavStorage"]
