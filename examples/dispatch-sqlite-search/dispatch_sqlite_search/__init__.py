"""Runbooks in Markdown, found by what an incident is like: a document resolver over SQLite."""

from dispatch_sqlite_search.plugin import SearchSettings, SqliteSearch

__all__ = ["SearchSettings", "SqliteSearch"]
