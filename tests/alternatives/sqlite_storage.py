"""Drives and files in a database, as on a platform with a mind of its own.

It keeps the contract, but wherever that leaves a choice, it chooses otherwise than the reference:
ids are random, lists come in no order, names of drives are unique, some names, roles and texts are
refused, folders are not copied, and the nearest of several roles counts.
"""

import re
import sqlite3
import threading
import uuid
from builtins import list as List
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, Self, final

from dispatch_interfaces import (
    AlreadyExistsError,
    Drive,
    File,
    FileType,
    InvalidRequestError,
    NotFoundError,
    Role,
    StorageLimits,
    StoragePlugin,
    Text,
    UserType,
)

_NAMES: Final = Text(
    "names have 255 characters, and no white space around them",
    longest=255,
    taken=lambda name: name == name.strip(),
)

_SCHEMA: Final = """
PRAGMA foreign_keys = ON;
CREATE TABLE item (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    parent TEXT REFERENCES item ON DELETE CASCADE,
    state TEXT NOT NULL DEFAULT 'live'
);
CREATE UNIQUE INDEX drive_name ON item (name COLLATE NOCASE) WHERE kind = 'drive';
CREATE TABLE access (
    item TEXT NOT NULL REFERENCES item ON DELETE CASCADE,
    participant TEXT NOT NULL,
    role TEXT NOT NULL,
    user_type TEXT NOT NULL,
    PRIMARY KEY (item, participant)
);
CREATE TABLE body (
    item TEXT NOT NULL REFERENCES item ON DELETE CASCADE,
    mime_type TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (item, mime_type)
);
"""

_UP: Final = """
WITH RECURSIVE up (id, depth) AS (
    VALUES (?, 0)
    UNION ALL
    SELECT item.parent, depth + 1 FROM up JOIN item USING (id) WHERE item.parent IS NOT NULL
)
SELECT item.*, depth FROM up JOIN item USING (id) ORDER BY depth
"""
"""An item, and the folders and the drive above it."""

_DOWN: Final = """
WITH RECURSIVE down (id) AS (
    SELECT id FROM item WHERE parent = ?
    UNION ALL
    SELECT item.id FROM down JOIN item ON item.parent = down.id
)
SELECT item.* FROM down JOIN item USING (id)
"""
"""Everything below an item."""

_ROLES: Final = ("owner", "fileOrganizer", "writer", "commenter", "reader")
_USER_TYPES: Final = ("user", "group", "domain", "anyone")

_TEXT: Final = r"'((?:\\'|\\\\|[^'\\])*)'"
_CONDITIONS: Final = {
    re.compile(rf"name = {_TEXT}"): "name = ?",
    re.compile(rf"name contains {_TEXT}"): "instr(name, ?)",
    re.compile("type = '(folder|document|sheet)'"): "kind = ?",
    re.compile(rf"{_TEXT} in parents"): "parent = ?",
}


@final
class SqliteStorage(StoragePlugin):
    """Storage in a database of SQLite.

    Args:
        path: Of the database; it lives in memory if none is given.
    """

    limits = StorageLimits(drive_name=_NAMES, file_name=_NAMES)
    title = "SQLite storage"
    slug = "sqlite-storage"
    description = "Drives and files in a database"
    version = "1.0"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"

    def __init__(self, path: str = ":memory:") -> None:
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path, check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        self._db.executescript(_SCHEMA)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def get(self, file_id: str, mime_type: str | None = None) -> str:
        with self._transaction():
            self._document(file_id)
            bodies = self._rows("SELECT * FROM body WHERE item = ? ORDER BY rowid", file_id)
            texts = {row["mime_type"]: row["body"].decode() for row in bodies}
            if not texts and mime_type in (None, "text/plain", "text/csv"):
                return ""
            found = texts.get(mime_type or next(iter(texts)))
            if found is None:
                raise InvalidRequestError("cannot be exported as this", value=mime_type)
            return str(found)

    def create(self, name: str, participants: List[str], role: Role = "fileOrganizer") -> Drive:
        with self._transaction():
            drive_id = self._insert(name, "drive", None)
            self._give(drive_id, participants, role, "user")
            return self._drive_record(self._drive(drive_id))

    def delete(self, drive_id: str, empty: bool = True) -> None:
        with self._transaction():
            self._drive(drive_id)
            if empty:
                self._db.execute("DELETE FROM item WHERE id = ?", (drive_id,))
            else:
                self._db.execute("UPDATE item SET state = 'trashed' WHERE id = ?", (drive_id,))

    def list(self, **kwargs: Any) -> List[Drive]:
        with self._transaction():
            rows = self._rows("SELECT * FROM item WHERE kind = 'drive' AND state = 'live'")
            return [self._drive_record(row) for row in rows]

    def add_participant(
        self,
        drive_or_file_id: str,
        participants: List[str],
        role: Role = "owner",
        user_type: UserType = "user",
    ) -> None:
        with self._transaction():
            self._item(drive_or_file_id)
            self._give(drive_or_file_id, participants, role, user_type)

    def remove_participant(self, drive_id: str, participants: List[str]) -> None:
        with self._transaction():
            self._item(drive_id)
            self._db.executemany(
                "DELETE FROM access WHERE item = ? AND participant = ?",
                [(drive_id, it) for it in participants],
            )

    def create_file(self, drive_id: str, name: str, file_type: FileType = "folder") -> File:
        if file_type not in ("folder", "document", "sheet"):
            raise InvalidRequestError("cannot be created", value=file_type)
        with self._transaction():
            return self._file_record(self._insert(name, file_type, self._place(drive_id)))

    def delete_file(self, drive_id: str, file_id: str) -> None:
        with self._transaction():
            self._drive(drive_id)
            if drive_id not in [row["id"] for row in self._rows(_UP, file_id)][1:]:
                raise NotFoundError("not in this drive", value=file_id)
            self._db.execute("DELETE FROM item WHERE id = ?", (file_id,))

    def copy_file(self, drive_id: str, file_id: str, name: str) -> File:
        with self._transaction():
            kind = self._document(file_id)["kind"]
            copy_id = self._insert(name, kind, self._place(drive_id))
            self._db.execute(
                "INSERT INTO body SELECT ?, mime_type, body FROM body WHERE item = ?",
                (copy_id, file_id),
            )
            return self._file_record(copy_id)

    def move_file(self, new_drive_id: str, file_id: str) -> File:
        with self._transaction():
            if self._item(file_id)["kind"] == "drive":
                raise NotFoundError("is a drive", value=file_id)
            self._place(new_drive_id)
            if file_id in [row["id"] for row in self._rows(_UP, new_drive_id)]:
                raise InvalidRequestError("lies within what is moved", value=new_drive_id)
            self._db.execute("UPDATE item SET parent = ? WHERE id = ?", (new_drive_id, file_id))
            return self._file_record(file_id)

    def archive(self, source_drive_id: str, dest_folder_id: str, folder_name: str) -> None:
        with self._transaction():
            archived = self._drive(source_drive_id)["state"] == "archived"
            self._place(dest_folder_id)
            if source_drive_id in [row["id"] for row in self._rows(_UP, dest_folder_id)]:
                raise InvalidRequestError("lies within the drive", value=dest_folder_id)
            if archived:
                return
            folder_id = self._insert(folder_name, "folder", dest_folder_id)
            ids = (folder_id, source_drive_id)
            self._db.execute("UPDATE item SET parent = ? WHERE parent = ?", ids)
            self._db.execute("UPDATE item SET state = 'archived' WHERE id = ?", ids[1:])

    def list_files(self, drive_id: str, q: str | None = None) -> List[File]:
        conditions = [] if q is None else _conditions(q)
        clause = " AND ".join(["TRUE", *(sql for sql, _ in conditions)])
        with self._transaction():
            self._drive(drive_id)
            found = self._rows(f"{_DOWN} WHERE {clause}", drive_id, *(it for _, it in conditions))
            return [self._file_record(row["id"]) for row in sorted(found, key=lambda it: it["id"])]

    def permissions(self, drive_or_file_id: str) -> dict[str, str]:
        """Who has access, and in which role."""
        return {row["participant"]: row["role"] for row in self._access(drive_or_file_id)}

    def user_types(self, drive_or_file_id: str) -> dict[str, str]:
        """What everybody with access is."""
        return {row["participant"]: row["user_type"] for row in self._access(drive_or_file_id)}

    def set_text(self, file_id: str, text: str, mime_type: str = "text/plain") -> None:
        """Write a document, in one format."""
        if "\x00" in text:
            raise InvalidRequestError("cannot be written", value=text)
        with self._transaction():
            self._document(file_id)
            self._db.execute(
                "INSERT INTO body VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET body = excluded.body",
                (file_id, mime_type, text.encode()),
            )

    def trashed_drives(self) -> frozenset[str]:
        """The ids of the drives in the trash."""
        with self._transaction():
            return frozenset(
                row["id"] for row in self._rows("SELECT id FROM item WHERE state = 'trashed'")
            )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._lock, self._db:
            yield

    def _rows(self, sql: str, *values: str) -> List[sqlite3.Row]:
        return self._db.execute(sql, values).fetchall()

    def _item(self, item_id: str) -> sqlite3.Row:
        path = self._rows(_UP, item_id)
        if not path or path[-1]["state"] == "trashed":
            raise NotFoundError("is not there", interface=self.type, value=item_id)
        return path[0]

    def _drive(self, drive_id: str) -> sqlite3.Row:
        item = self._item(drive_id)
        if item["kind"] != "drive":
            raise NotFoundError("is no drive", interface=self.type, value=drive_id)
        return item

    def _document(self, file_id: str) -> sqlite3.Row:
        item = self._item(file_id)
        if item["kind"] == "drive":
            raise NotFoundError("is a drive", interface=self.type, value=file_id)
        if item["kind"] == "folder":
            raise InvalidRequestError("is a folder", interface=self.type, value=file_id)
        return item

    def _place(self, place_id: str) -> str:
        if self._item(place_id)["kind"] not in ("drive", "folder"):
            raise InvalidRequestError("holds no files", interface=self.type, value=place_id)
        return place_id

    def _insert(self, name: str, kind: str, parent: str | None) -> str:
        if not name or name != name.strip() or len(name) > 255:
            raise InvalidRequestError("cannot be a name", interface=self.type, value=name)
        try:
            name.encode()
        except UnicodeEncodeError as error:
            raise InvalidRequestError("is no text", interface=self.type, value=name) from error
        item_id = str(uuid.uuid4())
        try:
            self._db.execute(
                "INSERT INTO item (id, kind, name, parent) VALUES (?, ?, ?, ?)",
                (item_id, kind, name, parent),
            )
        except sqlite3.IntegrityError as error:
            raise AlreadyExistsError("is taken", interface=self.type, value=name) from error
        return item_id

    def _give(self, item_id: str, participants: List[str], role: str, user_type: str) -> None:
        if role not in _ROLES or user_type not in _USER_TYPES:
            raise InvalidRequestError("cannot be given", interface=self.type, value=role)
        self._db.executemany(
            "INSERT OR REPLACE INTO access VALUES (?, ?, ?, ?)",
            [(item_id, participant, role, user_type) for participant in participants],
        )

    def _access(self, item_id: str) -> List[sqlite3.Row]:
        """The nearest last."""
        with self._transaction():
            self._item(item_id)
            path = [row["id"] for row in self._rows(_UP, item_id)]
            return [
                row
                for holder in reversed(path)
                for row in self._rows("SELECT * FROM access WHERE item = ?", holder)
            ]

    def _drive_record(self, row: sqlite3.Row) -> Drive:
        return {
            "id": row["id"],
            "weblink": f"http://localhost/drives/{row['id']}",
            "name": row["name"],
            "description": f"Drive of {row['name']}",
        }

    def _file_record(self, file_id: str) -> File:
        return {
            "id": file_id,
            "weblink": f"http://localhost/files/{file_id}",
            "name": self._item(file_id)["name"],
        }


def _conditions(q: str) -> List[tuple[str, str]]:
    """A query as SQL: each condition with its value."""
    conditions = []
    rest = q
    while True:
        for pattern, sql in _CONDITIONS.items():
            if found := pattern.match(rest):
                conditions.append((sql, re.sub(r"\\(.)", r"\1", found[1])))
                rest = rest[found.end() :]
                break
        else:
            raise InvalidRequestError("no such condition", interface="storage", value=q)
        if not rest:
            return conditions
        if not rest.startswith(" and "):
            raise InvalidRequestError("no such query", interface="storage", value=q)
        rest = rest.removeprefix(" and ")
