"""Habits of file services, each put on the reference by itself, to be mixed."""

import threading
from builtins import list as List
from typing import Any, ClassVar

from dispatch_interfaces import AlreadyExistsError, Drive, File, InvalidRequestError
from dispatch_interfaces.limits import Text, Values
from reference_impls import InMemoryStorage


class OneNameOnce(InMemoryStorage):
    """A folder has a name once."""

    def __init__(self) -> None:
        super().__init__()
        self._names = threading.RLock()

    def alike(self, name: str) -> str:
        """What is the same of names that are taken for one."""
        return name

    def create_file(self, drive_id: str, name: str, *args: Any, **kwargs: Any) -> File:
        with self._names:
            self._expect_free(drive_id, name)
            return super().create_file(drive_id, name, *args, **kwargs)

    def copy_file(self, drive_id: str, file_id: str, name: str) -> File:
        with self._names:
            self._expect_free(drive_id, name)
            return super().copy_file(drive_id, file_id, name)

    def move_file(self, new_drive_id: str, file_id: str) -> File:
        with self._names:
            file = self._files.get(file_id)
            if file is not None:
                self._expect_free(new_drive_id, file.name, file_id)
            return super().move_file(new_drive_id, file_id)

    def archive(self, source_drive_id: str, dest_folder_id: str, folder_name: str) -> None:
        with self._names:
            drive = self._drives.get(source_drive_id)
            if drive is None or drive.state == "active":
                self._expect_free(dest_folder_id, folder_name)
            super().archive(source_drive_id, dest_folder_id, folder_name)

    def _expect_free(self, place: str, name: str, moved: str = "") -> None:
        with self._lock:  # others delete and create meanwhile
            there = {key: it.name for key, it in self._files.items() if it.parent == place}
        if self.alike(name) in {self.alike(it) for key, it in there.items() if key != moved}:
            raise AlreadyExistsError("the name is taken", interface=self.type, value=name)


class NoTrash(InMemoryStorage):
    """What is deleted is gone."""

    def delete(self, drive_id: str, empty: bool = True) -> None:
        with self._lock:
            self._drive("delete", drive_id)
        if not empty:
            raise InvalidRequestError("there is no trash", interface=self.type, value=empty)
        super().delete(drive_id)


class FoldersStay(InMemoryStorage):
    """A folder does not leave its drive."""

    def move_file(self, new_drive_id: str, file_id: str) -> File:
        with self._lock:
            ids, file = (self._path(new_drive_id), self._path(file_id)), self._files.get(file_id)
            if all(ids) and file and file.type == "folder" and ids[0][-1] != ids[1][-1]:
                raise InvalidRequestError("a folder stays in its drive", value=file_id)
        return super().move_file(new_drive_id, file_id)

    def archive(self, source_drive_id: str, dest_folder_id: str, folder_name: str) -> None:
        with self._lock:
            folders = [it for it in self._files.values() if it.type == "folder"]
            if self._path(dest_folder_id) and any(it.parent == source_drive_id for it in folders):
                raise InvalidRequestError("a folder stays in its drive", value=source_drive_id)
        super().archive(source_drive_id, dest_folder_id, folder_name)


class FewerRoles(InMemoryStorage):
    """Some roles are given as others, or not at all."""

    roles: ClassVar[Values[Any]]
    """What becomes of them."""

    def create(self, name: str, participants: List[str], role: Any = "fileOrganizer") -> Drive:
        return super().create(name, participants, self._role(role))

    def add_participant(
        self,
        drive_or_file_id: str,
        participants: List[str],
        role: Any = "owner",
        user_type: Any = "user",
    ) -> None:
        super().add_participant(drive_or_file_id, participants, self._role(role), user_type)

    def _role(self, role: Any) -> Any:
        if not self.roles.takes(role):
            raise InvalidRequestError("there is no such role", interface=self.type, value=role)
        return self.roles.in_force(role)


class OtherNames(InMemoryStorage):
    """Some names are changed, or rejected."""

    drive_names: ClassVar[Text] = Text("as they are")
    file_names: ClassVar[Text] = Text("as they are")

    def create(self, name: str, *args: Any, **kwargs: Any) -> Drive:
        return super().create(_kept(self.drive_names, name), *args, **kwargs)

    def create_file(self, drive_id: str, name: str, *args: Any, **kwargs: Any) -> File:
        return super().create_file(drive_id, _kept(self.file_names, name), *args, **kwargs)

    def copy_file(self, drive_id: str, file_id: str, name: str) -> File:
        return super().copy_file(drive_id, file_id, _kept(self.file_names, name))

    def archive(self, source_drive_id: str, dest_folder_id: str, folder_name: str) -> None:
        super().archive(source_drive_id, dest_folder_id, _kept(self.file_names, folder_name))


class OtherTexts(InMemoryStorage):
    """Some texts are changed, or rejected, when people write them."""

    texts: ClassVar[Text]
    """What becomes of them."""

    def set_text(self, file_id: str, text: str, *args: Any, **kwargs: Any) -> None:
        super().set_text(file_id, _kept(self.texts, text), *args, **kwargs)


class FewerTypes(InMemoryStorage):
    """Some types of files are made as others, or not at all."""

    types: ClassVar[Values[Any]]
    """What becomes of them."""

    def create_file(self, drive_id: str, name: str, file_type: Any = "folder") -> File:
        if not self.types.takes(file_type):
            raise InvalidRequestError(self.types.because, value=file_type)
        return super().create_file(drive_id, name, self.types.in_force(file_type))


def _kept(limit: Text, text: str) -> str:
    if not limit.takes(text):
        raise InvalidRequestError(limit.because, value=text)
    return limit.in_force(text)
