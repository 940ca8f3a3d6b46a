"""A document resolver over a folder of runbooks."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import attrs
from attrs.validators import gt, matches_re, min_len

from dispatch_interfaces import DocumentResolverPlugin, ResolvedDocument
from dispatch_sqlite_search.index import Index


@attrs.frozen
class SearchSettings:
    """Where the runbooks are, and where people read them."""

    folder: str = attrs.field(
        validator=min_len(1), metadata={"title": "Folder with the runbooks, of this machine"}
    )
    url: str = attrs.field(
        validator=matches_re(r"https?://[^/?#]+[^?#]*"),
        metadata={"title": "Web address of that folder, as in a forge or a wiki"},
    )
    index: str = attrs.field(
        default="", metadata={"title": "File of the index, if the folder cannot be written to"}
    )
    timeout: float = attrs.field(
        default=30.0,
        validator=gt(0),
        metadata={"title": "Seconds to wait for another process that updates the index"},
    )


class SqliteSearch(DocumentResolverPlugin):
    """Finds the runbooks whose front matter says that they concern an incident."""

    title = "Runbooks"
    slug = "sqlite-search"
    description = "Finds runbooks in a folder by the type, priority and words of an incident"
    version = "1.0"
    author = "The dispatch-interfaces authors"
    author_url = "https://example.com/dispatch-interfaces"

    def __init__(self, settings: SearchSettings) -> None:
        folder = Path(settings.folder)
        self._url = settings.url.rstrip("/")
        self._index = Index(
            folder, Path(settings.index or folder / ".runbooks.sqlite3"), settings.timeout
        )

    def get(
        self,
        incident_type: str,
        incident_priority: str,
        incident_description: str,
        db_session: Any = None,
    ) -> Sequence[ResolvedDocument]:
        """The runbooks for an incident, those with the most conditions first.

        Raises:
            UnavailableError: The folder cannot be listed, or the index not be used.
        """
        asked = map(_sayable, (incident_type, incident_priority, incident_description))
        return [
            ResolvedDocument(
                name=name,
                description=description,
                weblink=f"{self._url}/{quote(path)}",
                resource_type="runbook",
                resource_id=path,
            )
            for path, name, description in self._index.concerned(*asked)
        ]


def _sayable(text: str) -> str:
    """A text without lone surrogates, which SQLite does not take: they are part of no word."""
    return text.encode("utf-8", "replace").decode()
