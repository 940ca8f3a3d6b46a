"""Writing queries that select the files of a storage; see `StoragePlugin.list_files`."""


def quoted(text: str) -> str:
    """A text as it is written in a query."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
