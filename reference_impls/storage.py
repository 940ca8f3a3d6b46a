"""Drives and files, kept in memory."""

import builtins
import threading
from collections.abc import Callable, Iterable
from typing import Any, Final, Literal, get_args

from attrs import define, field, frozen

from dispatch_interfaces import (
    Drive,
    File,
    FileType,
    InvalidRequestError,
    NotFoundError,
    Role,
    StoragePlugin,
    UserType,
)
from reference_impls.common import Ids, require_name
from reference_impls.storage_query import parse

_ROLES: Final[tuple[Role, ...]] = get_args(Role)
"""Most first."""


@frozen
class _Grant:
    role: Role
    user_type: UserType


@define
class _Drive:
    name: str
    state: Literal["active", "archived", "trashed"] = "active"
    grants: dict[str, _Grant] = field(factory=dict[str, _Grant])


@define
class _File:
    name: str
    type: FileType
    parent: str
    """Id of the folder, or of the drive, that it lies directly in."""
    texts: dict[str, str] = field(factory=dict[str, str])
    """By MIME type, the one it is stored in first."""
    grants: dict[str, _Grant] = field(factory=dict[str, _Grant])


class InMemoryStorage(StoragePlugin):
    """Drives with nested folders, texts and permissions.

    `permissions`, `user_types` and `trashed_drives` show what the interface has no method for;
    `set_text`, `edit` and `restore` stand for what people do on the platform.

    Args:
        domain: The host in every weblink.
    """

    title = "In-memory storage"
    slug = "in-memory-storage"
    description = "Drives and files kept in memory"
    version = "1.0"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"

    def __init__(self, domain: str = "storage.example.com") -> None:
        self._domain = domain
        self._drives: dict[str, _Drive] = {}
        self._files: dict[str, _File] = {}
        self._inside: dict[str, dict[str, None]] = {}
        """Ids of what lies directly in each drive or folder that is not empty."""
        self._ids = Ids()
        self._lock = threading.Lock()

    def get(self, file_id: str, mime_type: str | None = None) -> str:
        """Get the text of a file; ``""`` in every format if it has none."""
        with self._lock:
            file = self._file("get", file_id)
            if file.type == "folder":
                raise self._invalid("get", "a folder has no text", file_id)
            if not file.texts:
                return ""
            if mime_type is None:
                return next(iter(file.texts.values()))
            if mime_type not in file.texts:
                raise self._invalid("get", "the file cannot be had in this format", mime_type)
            return file.texts[mime_type]

    def create(
        self, name: str, participants: builtins.list[str], role: Role = "fileOrganizer"
    ) -> Drive:
        """Create a drive; several may have the same name."""
        require_name(name, interface=self.type, method="create")
        grant = self._grant("create", role, "user")
        with self._lock:
            drive_id = self._ids.new("drive")
            self._drives[drive_id] = _Drive(name, grants=dict.fromkeys(participants, grant))
            return self._drive_record(drive_id)

    def delete(self, drive_id: str, empty: bool = True) -> None:
        """Delete a drive for good, or move it to the trash."""
        with self._lock:
            drive = self._drive("delete", drive_id)
            if empty:
                for file_id in self._below(drive_id):
                    self._take(file_id)
                del self._drives[drive_id]
            else:
                drive.state = "trashed"

    def list(self, **kwargs: Any) -> builtins.list[Drive]:
        """List the drives that are neither deleted nor archived."""
        with self._lock:
            return [
                self._drive_record(drive_id)
                for drive_id, drive in self._drives.items()
                if drive.state == "active"
            ]

    def add_participant(
        self,
        drive_or_file_id: str,
        participants: builtins.list[str],
        role: Role = "owner",
        user_type: UserType = "user",
    ) -> None:
        """Give participants access; those who have it get the role and stay what they are."""
        grant = self._grant("add_participant", role, user_type)
        with self._lock:
            grants = self._drive_or_file("add_participant", drive_or_file_id).grants
            for participant in participants:
                known = grants.get(participant, grant)
                grants[participant] = _Grant(role, known.user_type)

    def remove_participant(self, drive_id: str, participants: builtins.list[str]) -> None:
        """Take back what was given on this very drive or file."""
        with self._lock:
            grants = self._drive_or_file("remove_participant", drive_id).grants
            for participant in participants:
                grants.pop(participant, None)

    def create_file(self, drive_id: str, name: str, file_type: FileType = "folder") -> File:
        """Create an empty file; several in one place may have the same name."""
        require_name(name, interface=self.type, method="create_file")
        if file_type not in get_args(FileType):
            raise self._invalid("create_file", "there is no such file type", file_type)
        with self._lock:
            self._require_place("create_file", drive_id)
            return self._file_record(self._add(_File(name, file_type, drive_id)))

    def delete_file(self, drive_id: str, file_id: str) -> None:
        """Forget a file; a folder with everything below it."""
        with self._lock:
            self._drive("delete_file", drive_id)
            if drive_id not in self._path(file_id)[1:]:
                raise self._unknown("delete_file", "the drive holds no such file", file_id)
            for doomed in [*self._below(file_id), file_id]:
                self._take(doomed)

    def copy_file(self, drive_id: str, file_id: str, name: str) -> File:
        """Copy a file with its texts, a folder with everything below it.

        What participants were given on the original is not given on the copy.
        """
        require_name(name, interface=self.type, method="copy_file")
        with self._lock:
            self._file("copy_file", file_id)
            self._require_place("copy_file", drive_id)
            # Listed before anything is added: the copy may lie within the original.
            originals = [file_id, *self._below(file_id)]
            copies = {it: self._ids.new("file") for it in originals}
            for original_id, copy_id in copies.items():
                original = self._files[original_id]
                parent = copies.get(original.parent, drive_id)
                copy = _File(original.name, original.type, parent, dict(original.texts))
                self._put(copy_id, copy)
            self._files[copies[file_id]].name = name
            return self._file_record(copies[file_id])

    def move_file(self, new_drive_id: str, file_id: str) -> File:
        """Move a file; a folder with everything below it."""
        with self._lock:
            self._file("move_file", file_id)
            self._require_place("move_file", new_drive_id)
            if file_id in self._path(new_drive_id):
                raise self._invalid("move_file", "the folder would lie within itself", new_drive_id)
            self._move(file_id, new_drive_id)
            return self._file_record(file_id)

    def archive(self, source_drive_id: str, dest_folder_id: str, folder_name: str) -> None:
        """Move all files of a drive into a new folder elsewhere, and list the drive no longer."""
        require_name(folder_name, interface=self.type, method="archive")
        with self._lock:
            drive = self._drive("archive", source_drive_id)
            self._require_place("archive", dest_folder_id)
            if source_drive_id in self._path(dest_folder_id):
                raise self._invalid("archive", "the folder lies within the drive", dest_folder_id)
            if drive.state == "archived":
                return
            folder_id = self._add(_File(folder_name, "folder", dest_folder_id))
            for file_id in list(self._inside.get(source_drive_id, ())):
                self._move(file_id, folder_id)
            drive.state = "archived"

    def list_files(self, drive_id: str, q: str | None = None) -> builtins.list[File]:
        """List the files of a drive, at every depth; `storage_query` reads the query."""
        conditions = () if q is None else parse(q)
        with self._lock:
            self._drive("list_files", drive_id)
            place = next((it.value for it in conditions if it.subject == "parent"), None)
            files = {it: self._files[it] for it in self._within(drive_id, place)}
            return [
                self._file_record(file_id)
                for file_id, file in files.items()
                if all(
                    it.holds(name=file.name, type=file.type, parent=file.parent)
                    for it in conditions
                )
            ]

    def permissions(self, drive_or_file_id: str) -> dict[str, Role]:
        """Who has access to a drive or file, and in which role; empty if there is no such thing.

        What was given on a drive or folder holds for everything below it. Of several roles the
        one that allows most counts.
        """
        with self._lock:
            grants = self._effective_grants(drive_or_file_id)
            return {participant: grant.role for participant, grant in grants.items()}

    def user_types(self, drive_or_file_id: str) -> dict[str, UserType]:
        """What each participant of `permissions` is."""
        with self._lock:
            grants = self._effective_grants(drive_or_file_id)
            return {participant: grant.user_type for participant, grant in grants.items()}

    def set_text(self, file_id: str, text: str, mime_type: str = "text/plain") -> None:
        """Write the text of a file in one format; in the others it stays as it is.

        Raises:
            NotFoundError: There is no such file.
            InvalidRequestError: It is a folder.
        """
        with self._lock:
            file = self._file("set_text", file_id)
            if file.type == "folder":
                raise self._invalid("set_text", "a folder has no text", file_id)
            file.texts[mime_type] = text

    def edit(self, file_id: str, change: Callable[[str], str]) -> None:
        """Change the text of a file in every format that it has, with nothing done in between.

        Args:
            file_id: Id of the file.
            change: Makes the new text of the old one; it must not call the storage.

        Raises:
            NotFoundError: There is no such file.
            InvalidRequestError: It is a folder.
        """
        with self._lock:
            file = self._file("edit", file_id)
            if file.type == "folder":
                raise self._invalid("edit", "a folder has no text", file_id)
            file.texts = {mime_type: change(text) for mime_type, text in file.texts.items()}

    def trashed_drives(self) -> set[str]:
        """The ids of the drives that `restore` can bring back."""
        with self._lock:
            return {it for it, drive in self._drives.items() if drive.state == "trashed"}

    def restore(self, drive_id: str) -> None:
        """Bring a drive back from the trash, with its files; listed, even if it was archived.

        Raises:
            NotFoundError: It is not in the trash.
        """
        with self._lock:
            drive = self._drives.get(drive_id)
            if drive is None or drive.state != "trashed":
                raise self._unknown("restore", "the trash holds no such drive", drive_id)
            drive.state = "active"

    def _path(self, drive_or_file_id: str) -> builtins.list[str]:
        """Ids from a drive or file up to its drive; empty if it cannot be found."""
        path = [drive_or_file_id]
        while path[-1] in self._files:
            path.append(self._files[path[-1]].parent)
        drive = self._drives.get(path[-1])
        return [] if drive is None or drive.state == "trashed" else path

    def _below(self, drive_or_file_id: str) -> builtins.list[str]:
        """Ids of everything in a drive or folder, at every depth, what lies deeper later."""
        below = list(self._inside.get(drive_or_file_id, ()))
        for file_id in below:  # it grows meanwhile
            below += self._inside.get(file_id, ())
        return below

    def _within(self, drive_id: str, place_id: str | None) -> Iterable[str]:
        """Ids of everything in a drive, or only of what lies directly in a place in it."""
        if place_id is None:
            return self._below(drive_id)
        return self._inside.get(place_id, ()) if drive_id in self._path(place_id) else ()

    def _effective_grants(self, drive_or_file_id: str) -> dict[str, _Grant]:
        effective: dict[str, _Grant] = {}
        for holder_id in self._path(drive_or_file_id):
            for participant, grant in self._drive_or_file("permissions", holder_id).grants.items():
                known = effective.get(participant, grant)
                effective[participant] = min(known, grant, key=lambda it: _ROLES.index(it.role))
        return effective

    def _add(self, file: _File) -> str:
        file_id = self._ids.new("file")
        self._put(file_id, file)
        return file_id

    def _put(self, file_id: str, file: _File) -> None:
        self._files[file_id] = file
        self._inside.setdefault(file.parent, {})[file_id] = None

    def _take(self, file_id: str) -> _File:
        file = self._files.pop(file_id)
        beside = self._inside[file.parent]
        del beside[file_id]
        if not beside:
            del self._inside[file.parent]
        return file

    def _move(self, file_id: str, place_id: str) -> None:
        file = self._take(file_id)
        file.parent = place_id
        self._put(file_id, file)

    def _drive_record(self, drive_id: str) -> Drive:
        name = self._drives[drive_id].name
        return {"id": drive_id, "weblink": self._weblink(drive_id), "name": name, "description": ""}

    def _file_record(self, file_id: str) -> File:
        name = self._files[file_id].name
        return {"id": file_id, "weblink": self._weblink(file_id), "name": name}

    def _weblink(self, drive_or_file_id: str) -> str:
        return f"https://{self._domain}/{drive_or_file_id}"

    def _drive(self, method: str, drive_id: str) -> _Drive:
        if drive_id not in self._drives or not self._path(drive_id):
            raise self._unknown(method, "there is no such drive", drive_id)
        return self._drives[drive_id]

    def _file(self, method: str, file_id: str) -> _File:
        if file_id not in self._files or not self._path(file_id):
            raise self._unknown(method, "there is no such file", file_id)
        return self._files[file_id]

    def _drive_or_file(self, method: str, drive_or_file_id: str) -> _Drive | _File:
        if drive_or_file_id in self._drives:
            return self._drive(method, drive_or_file_id)
        return self._file(method, drive_or_file_id)

    def _require_place(self, method: str, place_id: str) -> None:
        place = self._drive_or_file(method, place_id)
        if isinstance(place, _File) and place.type != "folder":
            raise self._invalid(method, "this file is no folder", place_id)

    def _grant(self, method: str, role: Role, user_type: UserType) -> _Grant:
        if role not in _ROLES:
            raise self._invalid(method, "there is no such role", role)
        if user_type not in get_args(UserType):
            raise self._invalid(method, "there is no such user type", user_type)
        return _Grant(role, user_type)

    def _unknown(self, method: str, message: str, value: str) -> NotFoundError:
        return NotFoundError(message, interface=self.type, method=method, value=value)

    def _invalid(self, method: str, message: str, value: str) -> InvalidRequestError:
        return InvalidRequestError(message, interface=self.type, method=method, value=value)
