"""The plugin as the application loads it."""

from dispatch_interfaces.host.bridge import DocumentResolverBridge
from dispatch_sqlite_search.plugin import SearchSettings, SqliteSearch


class SqliteSearchForDispatch(DocumentResolverBridge):
    """Runbooks from a folder."""

    implementation = SqliteSearch
    settings = SearchSettings
