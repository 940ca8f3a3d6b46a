"""The index of a folder of runbooks: one SQLite file, which all threads and processes share."""

import json
import logging
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from attrs import frozen

from dispatch_interfaces import UnavailableError
from dispatch_sqlite_search.runbook import NotReadable, Runbook

_LOG: Final = logging.getLogger(__name__)

_VERSION: Final = 1
"""Of the tables below; an index of another version is made anew."""

_TABLES: Final = """
DROP TABLE IF EXISTS runbooks;
CREATE TABLE runbooks (
    path TEXT PRIMARY KEY,
    stamp TEXT NOT NULL,
    readable INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '',
    types TEXT NOT NULL DEFAULT '[]',
    priorities TEXT NOT NULL DEFAULT '[]',
    words TEXT NOT NULL DEFAULT ''
);
"""

_KEEP: Final = "INSERT OR REPLACE INTO runbooks VALUES (?, ?, 1, ?, ?, ?, ?, ?)"

# A file that cannot be read now stays what it was when it could.
_NOT_READ: Final = """
INSERT INTO runbooks (path, stamp, readable) VALUES (?, ?, 0)
ON CONFLICT (path) DO UPDATE SET stamp = excluded.stamp
"""

# The usual way round, documents are indexed and a query is asked of them. Here each runbook brings
# its query, and the incident's description is the one document: so FTS5 decides for both what a
# word is, and nothing that people write in a description is taken for a query.
_INCIDENT: Final = """
CREATE VIRTUAL TABLE temp.incident
USING fts5(description, tokenize = 'unicode61 remove_diacritics 0')
"""

_CONCERNED: Final = """
SELECT path, name, description FROM runbooks
WHERE readable
  AND (types = '[]' OR :type IN (SELECT value FROM json_each(types)))
  AND (priorities = '[]' OR :priority IN (SELECT value FROM json_each(priorities)))
  AND (words = '' OR EXISTS (SELECT 1 FROM incident WHERE incident MATCH words))
ORDER BY (words <> '') + (types <> '[]') + (priorities <> '[]') DESC, path
"""

_SETTLED: Final = 2_000_000_000
"""Nanoseconds after which a file that changes again has another time, on any file system."""


@frozen
class Index:
    """The runbooks of a folder, as they are there at each look.

    Every look has a connection of its own. It compares the times of all files with those that the
    index has; if they differ, it reads what changed while it alone may write.

    Args:
        folder: The folder, with those in it.
        path: The file of the index; made if it is not there.
        timeout: Seconds to wait for another process that writes.
    """

    folder: Path
    path: Path
    timeout: float

    def concerned(
        self, incident_type: str, priority: str, description: str
    ) -> list[tuple[str, str, str]]:
        """Path, name and description of the runbooks for an incident; the most particular first.

        Raises:
            UnavailableError: The folder cannot be listed, or the index not be used.
        """
        with self._connected() as index:
            self._follow(index)
            index.execute(_INCIDENT)
            index.execute("INSERT INTO incident VALUES (?)", (description,))
            return index.execute(
                _CONCERNED, {"type": incident_type, "priority": priority}
            ).fetchall()

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self.path, self.timeout, isolation_level=None)) as index:
                index.execute("PRAGMA temp_store = MEMORY")
                yield index
        except sqlite3.Error as error:
            raise UnavailableError(f"the index {self.path} cannot be used: {error}") from error

    def _follow(self, index: sqlite3.Connection) -> None:
        """Make the index say what the folder says."""
        files = self._files()
        if all(files.values()) and _version(index) == _VERSION and _known(index) == files:
            return
        index.execute("BEGIN IMMEDIATE")
        with index:  # commits, or takes all of it back
            if _version(index) != _VERSION:
                for statement in (*_TABLES.split(";"), f"PRAGMA user_version = {_VERSION}"):
                    index.execute(statement)
            # Looked at again: another process may have been here while this one waited.
            known, files = _known(index), self._files()
            for path in known.keys() - files.keys():
                index.execute("DELETE FROM runbooks WHERE path = ?", (path,))
            for path, stamp in files.items():
                if not stamp or known.get(path) != stamp:
                    self._read(index, path, stamp)

    def _read(self, index: sqlite3.Connection, path: str, stamp: str) -> None:
        try:
            found = Runbook.read(self.folder / path)
        except FileNotFoundError:
            index.execute("DELETE FROM runbooks WHERE path = ?", (path,))
        except NotReadable as error:
            _LOG.warning("%s", error)
            index.execute(_NOT_READ, (path, stamp))
        else:
            conditions = json.dumps(found.types), json.dumps(found.priorities), _query(found.words)
            index.execute(_KEEP, (path, stamp, found.name, found.description, *conditions))

    def _files(self) -> dict[str, str]:
        """What tells that a file has changed, by its path; empty where only reading it can tell."""
        try:
            return dict(self._stamps())
        except OSError as error:
            raise UnavailableError(f"the folder {self.folder} cannot be read: {error}") from error

    def _stamps(self) -> Iterator[tuple[str, str]]:
        now = time.time_ns()
        for folder, folders, names in os.walk(self.folder, onerror=_raise):
            folders[:] = [it for it in folders if not it.startswith(".")]
            for path in (Path(folder, it) for it in names if it.endswith(".md") and it[0] != "."):
                try:
                    status = path.stat()
                except FileNotFoundError:
                    continue
                times = status.st_mtime_ns, status.st_ctime_ns
                # Another change could still leave the same times behind.
                settled = now - max(times) > _SETTLED
                stamp = f"{times} {status.st_size} {status.st_ino}" if settled else ""
                yield path.relative_to(self.folder).as_posix(), stamp


def _version(index: sqlite3.Connection) -> int:
    (version,) = index.execute("PRAGMA user_version").fetchone()
    return int(version)


def _known(index: sqlite3.Connection) -> dict[str, str]:
    return dict(index.execute("SELECT path, stamp FROM runbooks"))


def _query(words: tuple[str, ...]) -> str:
    """One of some words or phrases, as FTS5 is asked for them."""
    quoted = (it.replace("\0", " ").replace('"', '""') for it in words if it.strip())
    return " OR ".join(f'"{it}"' for it in quoted)


def _raise(error: OSError) -> None:
    # A folder that is gone, as when a mount is, must not look like one that is empty.
    raise error
