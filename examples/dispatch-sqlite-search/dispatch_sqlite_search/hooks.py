"""What the package offers to hosts, and to the conformance suite."""

from dispatch_interfaces.hooks import hookimpl


@hookimpl
def dispatch_plugins() -> list[type]:
    from dispatch_sqlite_search.plugin import SqliteSearch

    return [SqliteSearch]


@hookimpl
def dispatch_harnesses() -> dict[type, str]:
    from dispatch_sqlite_search.bridge import SqliteSearchForDispatch
    from dispatch_sqlite_search.plugin import SqliteSearch

    return {
        SqliteSearch: "dispatch_sqlite_search.testing:harness",
        SqliteSearchForDispatch: "dispatch_sqlite_search.testing:host_harness",
    }
