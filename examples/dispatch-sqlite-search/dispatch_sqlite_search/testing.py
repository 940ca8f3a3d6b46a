"""How the plugin is tried: a folder, and files that come and go in it.

The folder is ``.sandbox/runbooks`` where the command runs, or what `RUNBOOKS_FOLDER` names.
"""

import os
import uuid
from collections.abc import Collection
from pathlib import Path
from typing import Any

import yaml

from dispatch_interfaces import InvalidRequestError
from dispatch_interfaces.conformance import Created, DocumentResolverHarness, HostHarness
from dispatch_interfaces.host.rehearsal import Part
from dispatch_sqlite_search.bridge import SqliteSearchForDispatch
from dispatch_sqlite_search.plugin import SearchSettings, SqliteSearch


def folder() -> Path:
    """The folder, made if it is not there."""
    found = Path(os.environ.get("RUNBOOKS_FOLDER") or ".sandbox/runbooks").absolute()
    found.mkdir(parents=True, exist_ok=True)
    return found


def settings() -> dict[str, Any]:
    """What a project would enter."""
    return {"folder": str(folder()), "url": "https://git.example.com/runbooks/src/main"}


class FolderObserver:
    """Writes and removes runbooks as an editor does, and knows nothing of the index."""

    def __init__(self, _plugin: SqliteSearch) -> None:
        self.folder = folder()

    def add_document(
        self,
        name: str,
        description: str = "",
        *,
        incident_types: Collection[str] = (),
        incident_priorities: Collection[str] = (),
        words: Collection[str] = (),
    ) -> str:
        front = yaml.safe_dump(
            {
                "description": description,
                "types": [*incident_types],
                "priorities": [*incident_priorities],
                "words": [*words],
            }
        )
        path = self.folder / f"{uuid.uuid4().hex}.md"
        unfinished = path.with_suffix(".new")
        try:
            unfinished.write_text(f"{_begin(name)}{front}---\n\nWhat to do.\n", "utf-8")
        except UnicodeEncodeError as error:
            raise InvalidRequestError("a file is text", value=name) from error
        unfinished.replace(path)
        return path.name

    def remove_document(self, resource_id: str) -> None:
        (self.folder / resource_id).unlink(missing_ok=True)


def _begin(name: str) -> str:
    return f"---\n{yaml.safe_dump({'title': name})}"


def remove(_plugin: SqliteSearch, created: Created) -> None:
    """Remove a file; where none is known, all with the name that it would have."""
    if created.answered:
        (folder() / created.result).unlink(missing_ok=True)
        return
    for path in (*folder().glob("*.md"), *folder().glob("*.new")):
        if path.read_text("utf-8").startswith(_begin(created.arguments["name"])):
            path.unlink(missing_ok=True)


def harness() -> DocumentResolverHarness:
    """Opens the plugin on the folder."""
    return DocumentResolverHarness(
        open=lambda: SqliteSearch(SearchSettings(**settings())),
        observer=FolderObserver,
        remove=remove,
        shared_backend=True,
        sandbox=True,
        calls_per_second=1000,
    )


def host_harness() -> HostHarness:
    """The same for the calls of the application."""
    return HostHarness(configuration=settings())


def part() -> Part:
    """The plugin in a rehearsal."""
    return Part(plugin_class=SqliteSearchForDispatch, settings=settings())
