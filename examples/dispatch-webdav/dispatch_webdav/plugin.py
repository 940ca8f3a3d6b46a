"""Drives and files on a WebDAV server.

A drive is a folder directly in that of the settings, and a name is one segment of a path. WebDAV
has no ids, no types of files, no trash and, without RFC 3744, no rights: ids and types are
properties that the server keeps with each file.
"""

import builtins
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import PurePosixPath
from typing import Any, Final, TypeAlias, get_args

from dispatch_interfaces import (
    Absent,
    AlreadyExistsError,
    Drive,
    File,
    FileType,
    InvalidRequestError,
    NoPlace,
    NotFoundError,
    PluginError,
    Role,
    StorageLimits,
    StoragePlugin,
    Text,
    UnavailableError,
    Unique,
    unsupported,
)
from dispatch_webdav.client import Entry, WebDav
from dispatch_webdav.files import Files, new_id
from dispatch_webdav.settings import WebDavSettings
from dispatch_webdav.texts import text_of
from dispatch_webdav.turns import Turns
from reference_impls.storage_query import parse

_LONGEST: Final = 255
"""Bytes of a name, as file systems have it."""

_NOT_IN_A_NAME: Final = re.compile("[/;?\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SHEETS: Final = (".csv", ".ods", ".xls", ".xlsx")
_ARCHIVED: Final = "archived"

_Made: TypeAlias = tuple[str, str, str]
"""What was to be made: the call, the path of the folder, and the name."""


def is_segment(name: str) -> bool:
    """Whether every server takes a name as a segment of a path, and gives it back.

    Control characters are not in XML, in which folders are listed. WsgiDAV loses what follows
    ``;`` or ``?`` in the address to which something is moved, however that is encoded.
    """
    return name not in (".", "..") and not _NOT_IN_A_NAME.search(name)


_NAME: Final = Text("a name is a segment of a path", most_bytes=_LONGEST, taken=is_segment)


class WebDavStorage(StoragePlugin):
    """Drives on a WebDAV server; safe to use from several threads and processes.

    Within the process, calls wait for each other. What other processes, and people, do meanwhile is
    met by the conditions that the server checks itself (``Overwrite: F``), and by reading again.

    Args:
        settings: The server and the folder on it.
    """

    title = "WebDAV"
    slug = "webdav-storage"
    description = "Drives and files on a WebDAV server, such as Nextcloud"
    version = "1.0.0"
    author = "The dispatch-interfaces authors"
    author_url = "https://example.com/dispatch-interfaces"

    limits = StorageLimits(
        drive_name=_NAME,
        file_name=_NAME,
        unique_file_names=Unique("a name is the path of a file: it is there once in a folder"),
        trash=Absent("DELETE is for good, as far as WebDAV can tell"),
        participants=NoPlace("WebDAV has no way to give access: who has it to the folder has it"),
    )
    add_participant = unsupported("WebDAV has no method to give access")
    remove_participant = unsupported("WebDAV has no method to take access back")

    def __init__(self, settings: WebDavSettings) -> None:
        self._dav = WebDav(settings)
        self._files = Files(self._dav)
        self._unanswered: dict[_Made, str] = {}
        self._turns = Turns()

    def get(self, file_id: str, mime_type: str | None = None) -> str:
        """The content of a file as text; what is neither UTF-8 nor a document has none."""
        with self._turns.turn():
            file = self._file(file_id)
            if file.folder:
                raise InvalidRequestError("a folder has no text", value=file_id)
            formats = ("text/plain", "text/csv") if _type(file) == "sheet" else ("text/plain",)
            if mime_type not in (None, *formats):
                raise InvalidRequestError("it cannot be had in this format", value=mime_type)
            return text_of(self._dav.read(file.path)[0])

    def create(
        self, name: str, participants: builtins.list[str], role: Role = "fileOrganizer"
    ) -> Drive:
        """Make a folder beside the other drives; a name can be there once."""
        if role not in get_args(Role):
            raise InvalidRequestError("there is no such role", value=role)
        with self._turns.turn():
            what = ("create", self._dav.root, name)
            return {**self._appear(what, "folder", self._dav.make_folder), "description": ""}

    def delete(self, drive_id: str, empty: bool = True) -> None:
        if not empty:
            raise InvalidRequestError("WebDAV has no trash", value=empty)
        with self._turns.turn():
            self._dav.delete(self._drive(drive_id).path)

    def list(self, **kwargs: Any) -> builtins.list[Drive]:
        """The folders beside each other, also those that people made, unless they are archived."""
        with self._turns.turn():
            drives = [it for it in self._files.drives() if it.state != _ARCHIVED]
            return [{**self._record(it.path, it.id), "description": ""} for it in drives]

    def create_file(self, drive_id: str, name: str, file_type: FileType = "folder") -> File:
        """Make a folder, or an empty file."""
        if file_type not in get_args(FileType):
            raise InvalidRequestError("there is no such type of file", value=file_type)
        make = self._dav.make_folder if file_type == "folder" else self._dav.write
        with self._turns.turn():
            return self._appear(("create_file", self._place(drive_id).path, name), file_type, make)

    def delete_file(self, drive_id: str, file_id: str) -> None:
        with self._turns.turn():
            drive, file = self._drive(drive_id), self._file(file_id)
            if not _lies_in(file.path, drive.path):
                raise NotFoundError("the drive has no such file", value=file_id)
            self._dav.delete(file.path)

    def copy_file(self, drive_id: str, file_id: str, name: str) -> File:
        with self._turns.turn():
            place, file = self._place(drive_id), self._file(file_id)
            originals = [file, *(self._files.below(file.path) if file.folder else ())]
            types = {it.path.removeprefix(file.path): it.type for it in originals}

            def make(aside: str) -> None:
                self._dav.copy(file.path, aside)
                # Some servers copy properties, some do not, WsgiDAV those of the uppermost file.
                for it in self._files.walk(aside) if file.folder else ():
                    kind = types.get(it.path.removeprefix(aside), "")
                    self._dav.mark(it.path, {"id": new_id(), "type": kind})

            return self._appear((f"copy_file {file_id}", place.path, name), file.type, make)

    def move_file(self, new_drive_id: str, file_id: str) -> File:
        with self._turns.turn():
            place, file = self._place(new_drive_id), self._file(file_id)
            if place.path == file.path or _lies_in(place.path, file.path):
                raise InvalidRequestError("the folder would lie within itself", value=new_drive_id)
            return self._move(file, place.path)

    def archive(self, source_drive_id: str, dest_folder_id: str, folder_name: str) -> None:
        """Move what is in a drive into a new folder.

        These are several requests. After one that failed, everything is in the drive or in the
        folder, and the next call goes on where this one stopped.
        """
        _check(folder_name)
        with self._turns.turn():
            drive, place = self._drive(source_drive_id), self._place(dest_folder_id)
            if place.path == drive.path or _lies_in(place.path, drive.path):
                raise InvalidRequestError("the folder lies in the drive", value=dest_folder_id)
            if drive.state == _ARCHIVED:
                return
            what = (f"archive {source_drive_id}", place.path, folder_name)
            folder = self._appear(what, "folder", self._dav.make_folder)
            self._unanswered[what] = folder["id"]
            for it in self._files.within(drive.path):
                self._move(it, f"{place.path}/{folder_name}")
            self._dav.mark(drive.path, {"state": _ARCHIVED})
            del self._unanswered[what]

    def list_files(self, drive_id: str, q: str | None = None) -> builtins.list[File]:
        """Everything in a drive that a query asks for, also what people have put there."""
        conditions = () if q is None else parse(q)
        with self._turns.turn():
            drive = self._drive(drive_id)
            files = self._files.below(drive.path)
        ids = {it.path: it.id for it in (drive, *files)}
        return [
            self._record(it.path, it.id)
            for it in files
            if all(
                asked.holds(name=it.name, type=_type(it), parent=ids.get(it.parent, ""))
                for asked in conditions
            )
        ]

    def drive_of(self, file_id: str) -> str:
        """The drive in which a file lies; the application names only the file to delete."""
        with self._turns.turn():
            path = self._file(file_id).path
            return next(it.id for it in self._files.drives() if _lies_in(path, it.path))

    def _appear(self, what: _Made, kind: str, make: Callable[[str], None]) -> File:
        """Make something aside, with its id and type, and move it to its place in one step.

        So nobody sees it half-made, or gives it another id. Where no answer came, it may have been
        made: what is there when the same is asked for again is taken, if it has the id.

        Args:
            what: The call, the path of the folder, and the name.
            kind: The type of file.
            make: Makes it at a path.

        Raises:
            AlreadyExistsError: The name is taken.
        """
        _call, place, name = what
        _check(name)
        path, aside = f"{place}/{name}", ""
        file_id = self._unanswered.pop(what, None) or new_id()
        try:
            aside = self._files.make_aside(make)
            self._dav.mark(aside, {"id": file_id, "type": kind, "state": ""})
            self._dav.move(aside, path)
        except UnavailableError:
            self._unanswered[what] = file_id
            raise
        except PluginError as error:
            if aside:
                with suppress(NotFoundError):
                    self._dav.delete(aside)
            if not isinstance(error, AlreadyExistsError) or not self._files.has(path, file_id):
                raise
        self._files.remember(file_id, path)
        return self._record(path, file_id)

    def _move(self, file: Entry, place: str) -> File:
        to = f"{place}/{file.name}"
        if to != file.path:
            with self._files.moving():
                self._dav.move(file.path, to)
            self._files.moved(file.path, to)
        return self._record(to, file.id)

    def _drive(self, drive_id: str) -> Entry:
        found = self._files.find(drive_id)
        if not self._files.is_drive(found):
            raise NotFoundError("no drive has this id", value=drive_id)
        return found

    def _file(self, file_id: str) -> Entry:
        found = self._files.find(file_id)
        if found.parent == self._dav.root:
            raise NotFoundError("no file has this id", value=file_id)
        return found

    def _place(self, place_id: str) -> Entry:
        found = self._files.find(place_id)
        if not found.folder:
            raise InvalidRequestError("this is no folder", value=place_id)
        return found

    def _record(self, path: str, any_id: str) -> File:
        name = path.rpartition("/")[2]
        return {"id": any_id, "weblink": self._dav.address(path), "name": name}


def _check(name: str) -> None:
    if not name.strip() or not _NAME.takes(name):
        raise InvalidRequestError(
            f"a name is a segment of a path, of at most {_LONGEST} bytes", value=name
        )


def _lies_in(path: str, folder: str) -> bool:
    return path.startswith(f"{folder}/")


def _type(entry: Entry) -> FileType:
    """What kind of file it is; of what people have put there, its name says so."""
    if entry.folder:
        return "folder"
    if entry.type:
        return "sheet" if entry.type == "sheet" else "document"
    return "sheet" if PurePosixPath(entry.name).suffix.lower() in _SHEETS else "document"
