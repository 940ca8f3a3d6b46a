"""Which files lie where, as far as the calls of a plugin told: for limits that depend on it."""

import threading
from collections.abc import Iterator, Mapping
from typing import Any, Final

from attrs import define, field

from dispatch_interfaces.conformance.run.watching import Watch
from dispatch_interfaces.errors import AlreadyExistsError, InvalidRequestError
from dispatch_interfaces.limits import Unique

_INTO: Final = {"move_file": "new_drive_id", "archive": "dest_folder_id"}
"""The parameter that says where a file is put, where it is not ``drive_id``."""

_MAKES_A_NAME: Final = ("create_file", "copy_file", "move_file", "archive")

_UNSEEN: Final = "?"
"""How the made-up id begins of what is there, but was never returned: no plugin gives such."""


@define
class _File:
    name: str
    place: str
    type: str | None
    """None if it was never told."""


@define
class StorageWatch(Watch):
    """Knows which names are taken in which places, and which folders would leave their drive."""

    _drives: set[str] = field(factory=set[str], init=False)
    _archived: set[str] = field(factory=set[str], init=False)
    _files: dict[str, _File] = field(factory=dict[str, _File], init=False)
    _ever: set[tuple[str, str]] = field(factory=set[tuple[str, str]], init=False)
    """Every pair of a place and a name in it that there was."""
    _lock: threading.Lock = field(factory=threading.Lock, init=False)

    def may_reject(self, method: str, arguments: Mapping[str, Any], error: Exception) -> str:
        """A name that is taken, or a folder that would leave its drive."""
        unique: Unique | None = self.limits.unique_file_names
        with self._lock:
            if isinstance(error, AlreadyExistsError):
                taken = unique is not None and self._is_taken(method, arguments, unique)
                return "unique_file_names" if taken else ""
            leaves = self.limits.folder_moves is not None and self._leaves(method, arguments)
            return "folder_moves" if leaves else ""

    def explains(self, method: str, arguments: Mapping[str, Any], error: Exception) -> str:
        """As `may_reject`, of what is not declared; and of what is asked for by a flag."""
        with self._lock:
            if isinstance(error, AlreadyExistsError):
                found = [it for it in _UNIQUE if self._is_taken(method, arguments, _UNIQUE[it])]
                return f'unique_file_names=Unique("why"{found[0]})' if found else ""
            if method == "delete" and arguments.get("empty") is False:
                return 'trash=Absent("why")'
            value = error.value if isinstance(error, InvalidRequestError) else None
            if method == "add_participant" and value == "owner":
                # It is the default, which cannot be rejected.
                return 'role=Values("why", {"owner": "organizer"})'
            return 'folder_moves=Absent("why")' if self._leaves(method, arguments) else ""

    def note(self, method: str, arguments: Mapping[str, Any], result: Any) -> None:
        """Remember what was made, moved and deleted."""
        with self._lock:
            if method == "create":
                self._drives.add(result["id"])
            elif method == "delete":
                self._forget(arguments["drive_id"])
            elif method == "delete_file":
                self._forget(arguments["file_id"])
            elif method == "archive":
                self._archive(**arguments)
            elif method in _MAKES_A_NAME:
                self._keep(method, arguments, result)

    def _keep(self, method: str, arguments: Mapping[str, Any], result: Any) -> None:
        file_id, place = arguments.get("file_id", ""), arguments[_INTO.get(method, "drive_id")]
        original = self._files.get(file_id)
        file_type = original.type if original else None
        if method == "create_file":
            file_type = arguments.get("file_type", "folder")
        below = self._below(file_id) if method == "copy_file" else []
        self._put(result["id"], _File(result["name"], place, file_type))
        # What is below a copy is called as the originals are; its ids were not told.
        copies = {it: f"{_UNSEEN}{result['id']}/{it}" for it in below}
        for it in below:
            file = self._files[it]
            copied_to = copies.get(file.place, str(result["id"]))
            self._put(copies[it], _File(file.name, copied_to, file.type))

    def _archive(self, source_drive_id: str, dest_folder_id: str, folder_name: str) -> None:
        if source_drive_id in self._archived:
            return
        self._archived.add(source_drive_id)
        folder = f"{_UNSEEN}{source_drive_id}"
        for it in self._files.values():
            if it.place == source_drive_id:
                it.place = folder
        self._put(folder, _File(folder_name, dest_folder_id, "folder"))

    def _put(self, file_id: str, file: _File) -> None:
        self._files[file_id] = file
        self._ever.add((file.place, file.name))

    def _forget(self, place: str) -> None:
        for it in self._below(place):
            del self._files[it]
        self._files.pop(place, None)
        self._drives.discard(place)

    def _below(self, place: str) -> list[str]:
        return [it for it in self._files if place in self._path(it)[1:]]

    def _path(self, file_id: str) -> list[str]:
        path = [file_id]
        while path[-1] in self._files:
            path.append(self._files[path[-1]].place)
        return path

    def _is_taken(self, method: str, arguments: Mapping[str, Any], unique: Unique) -> bool:
        """Whether the name that a call would give is taken where it would be given."""
        if method not in _MAKES_A_NAME or arguments.get("source_drive_id") in self._archived:
            return False
        file = self._files.get(arguments.get("file_id", ""))
        name = arguments.get("folder_name", arguments.get("name"))
        if method == "move_file":
            name = file.name if file else None
        taken = {self._made(it, unique) for it in self._names_in(arguments, method, unique)}
        # Of a file that was never returned the name is not known.
        return bool(taken) if name is None else self._made(name, unique) in taken

    def _names_in(self, arguments: Mapping[str, Any], method: str, unique: Unique) -> Iterator[str]:
        place, moved = arguments[_INTO.get(method, "drive_id")], arguments.get("file_id")
        known = place in self._drives or place in self._files
        for file_id, file in self._files.items():
            # A place that no call returned may be any of those that are there all the same.
            there = file.place == place or (not known and file.place.startswith(_UNSEEN))
            if there and not (method == "move_file" and file_id == moved):
                yield file.name
        if unique.for_ever:
            yield from (name for where, name in self._ever if where == place)

    def _made(self, name: str, unique: Unique) -> str:
        return unique.alike(self.limits.in_force("file_name", name))

    def _leaves(self, method: str, arguments: Mapping[str, Any]) -> bool:
        """Whether a folder would come to lie in another drive."""
        if method == "archive":
            drive = arguments["source_drive_id"]
            within = [it for it in self._files.values() if it.place == drive]
            return any(it.type in ("folder", None) for it in within)
        if method != "move_file":
            return False
        moved, place = self._path(arguments["file_id"]), self._path(arguments["new_drive_id"])
        file = self._files.get(moved[0])
        if file is None:  # it may be any of those that no call returned
            return any(it.startswith(_UNSEEN) for it in self._files)
        return file.type in ("folder", None) and moved[-1] != place[-1]


_UNIQUE: Final = {
    "": Unique("as they are"),
    ", alike=str.casefold": Unique("in any case", alike=str.casefold),
}
"""What is offered where a name is taken."""
