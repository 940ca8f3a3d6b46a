"""Faulty storages."""

import re
from builtins import list as List
from typing import Any

from dispatch_interfaces import (
    Drive,
    File,
    FileType,
    InvalidRequestError,
    NotFoundError,
    Role,
    UserType,
)
from dispatch_interfaces.conformance.requirements.storage.harness import NO_SUCH, StorageHarness
from reference_impls.common import Ids
from reference_impls.storage import InMemoryStorage
from reference_impls.storage_query import parse
from tests.conformance.faults import breaks
from tests.conformance.faults.careless import closest, without_astral
from tests.conformance.faults.races import Meeting, pause

_H = StorageHarness(open=InMemoryStorage)


def is_invisible(name: str) -> bool:
    return name != "" and not name.strip()


class FindsIdsByTheirBeginning(InMemoryStorage):
    """No fault yet; but whoever asks it gets a known id for a longer one."""

    def _known(self, some_id: str) -> str:
        return closest(some_id, [*self._drives, *self._files])


@breaks("STORAGE-010")
class ReturnsBytes(InMemoryStorage):
    def get(self, *args: Any, **kwargs: Any) -> str:
        return super().get(*args, **kwargs).encode()  # type: ignore[return-value]


@breaks("STORAGE-011")
class LeavesOutTheDescription(InMemoryStorage):
    def create(self, *args: Any, **kwargs: Any) -> Drive:
        drive = super().create(*args, **kwargs)
        del drive["description"]  # type: ignore[misc]
        return drive


@breaks("STORAGE-012")
class ReturnsWhetherItDeleted(InMemoryStorage):
    def delete(self, *args: Any, **kwargs: Any) -> None:
        super().delete(*args, **kwargs)
        return True  # type: ignore[return-value]


@breaks("STORAGE-013")
class ListsWithAGenerator(InMemoryStorage):
    def list(self, **kwargs: Any) -> List[Drive]:
        return (it for it in super().list())  # type: ignore[return-value]


@breaks("STORAGE-014")
class ReturnsWhomItAdded(InMemoryStorage):
    def add_participant(self, *args: Any, **kwargs: Any) -> None:
        super().add_participant(*args, **kwargs)
        return args[1]  # type: ignore[no-any-return]


@breaks("STORAGE-015")
class ReturnsWhomItRemoved(InMemoryStorage):
    def remove_participant(self, drive_id: str, participants: List[str]) -> None:
        super().remove_participant(drive_id, participants)
        return participants  # type: ignore[return-value]


@breaks("STORAGE-016")
class LeavesOutTheWeblinkOfAFile(InMemoryStorage):
    def create_file(self, *args: Any, **kwargs: Any) -> File:
        file = super().create_file(*args, **kwargs)
        del file["weblink"]  # type: ignore[misc]
        return file


@breaks("STORAGE-017")
class ReturnsWhatItDeleted(InMemoryStorage):
    def delete_file(self, drive_id: str, file_id: str) -> None:
        super().delete_file(drive_id, file_id)
        return file_id  # type: ignore[return-value]


@breaks("STORAGE-018")
class ReturnsTheIdOfTheCopy(InMemoryStorage):
    def copy_file(self, drive_id: str, file_id: str, name: str) -> File:
        return super().copy_file(drive_id, file_id, name)["id"]  # type: ignore[return-value]


@breaks("STORAGE-019")
class ReturnsNothingAfterMoving(InMemoryStorage):
    def move_file(self, new_drive_id: str, file_id: str) -> File:
        super().move_file(new_drive_id, file_id)
        return None  # type: ignore[return-value]


@breaks("STORAGE-020")
class ReturnsTheArchivedDrive(InMemoryStorage):
    def archive(self, source_drive_id: str, dest_folder_id: str, folder_name: str) -> None:
        super().archive(source_drive_id, dest_folder_id, folder_name)
        return source_drive_id  # type: ignore[return-value]


@breaks("STORAGE-021")
class ReturnsAPage(InMemoryStorage):
    def list_files(self, drive_id: str, q: str | None = None) -> List[File]:
        return {"files": super().list_files(drive_id, q)}  # type: ignore[return-value]


@breaks("STORAGE-030")
class ListsAnotherWeblink(InMemoryStorage):
    def list(self, **kwargs: Any) -> List[Drive]:
        return [{**it, "weblink": f"{it['weblink']}?from=list"} for it in super().list()]


@breaks("STORAGE-031")
class ReturnsTheDriveOfThatName(InMemoryStorage):
    def create(self, name: str, *args: Any, **kwargs: Any) -> Drive:
        found = [it for it in self.list() if it["name"] == name]
        return found[0] if found else super().create(name, *args, **kwargs)


@breaks("STORAGE-032")
class TakesCaseForATypingError(InMemoryStorage):
    def create(self, name: str, *args: Any, **kwargs: Any) -> Drive:
        for drive in self.list():
            if drive["name"] != name and drive["name"].lower() == name.lower():
                return drive
        return super().create(name, *args, **kwargs)


@breaks("STORAGE-033")
class RepeatsTheNameItStripped(InMemoryStorage):
    def create(self, name: str, *args: Any, **kwargs: Any) -> Drive:
        return {**super().create(name.strip(), *args, **kwargs), "name": name}


@breaks("STORAGE-034")
class FoldsTheNamesOfDrives(InMemoryStorage):
    def create(self, name: str, *args: Any, **kwargs: Any) -> Drive:
        return super().create(name.lower(), *args, **kwargs)


@breaks("STORAGE-035")
class NamesADriveUntitled(InMemoryStorage):
    def create(self, name: str, *args: Any, **kwargs: Any) -> Drive:
        return super().create("Untitled" if is_invisible(name) else name, *args, **kwargs)


@breaks("STORAGE-036")
class GivesADriveToTheFirstOnly(InMemoryStorage):
    def create(self, name: str, participants: List[str], role: Role = "fileOrganizer") -> Drive:
        return super().create(name, participants[:1], role)


@breaks("STORAGE-037")
class MakesEverybodyElseAWriter(InMemoryStorage):
    def create(self, name: str, participants: List[str], role: Role = "fileOrganizer") -> Drive:
        return super().create(name, participants, "writer" if role == "owner" else role)


@breaks("STORAGE-038")
class MakesReadersByDefault(InMemoryStorage):
    def create(self, *args: Any, **kwargs: Any) -> Drive:
        if len(args) < 3:
            kwargs.setdefault("role", "reader")
        return super().create(*args, **kwargs)


@breaks("STORAGE-039")
class RefusesADriveForNobody(InMemoryStorage):
    def create(self, name: str, participants: List[str], *args: Any, **kwargs: Any) -> Drive:
        if not participants:
            raise ValueError("nobody to own it")
        return super().create(name, participants, *args, **kwargs)


@breaks("STORAGE-040")
class EmptiesTheListOfParticipants(InMemoryStorage):
    def create(self, name: str, participants: List[str], *args: Any, **kwargs: Any) -> Drive:
        drive = super().create(name, participants, *args, **kwargs)
        participants.clear()
        return drive


@breaks("STORAGE-040")
class KeepsTheListOfParticipants(InMemoryStorage):
    _given: List[str]

    def create(self, name: str, participants: List[str], *args: Any, **kwargs: Any) -> Drive:
        self._given = participants
        return super().create(name, participants, *args, **kwargs)

    def permissions(self, drive_or_file_id: str) -> dict[str, Role]:
        roles = super().permissions(drive_or_file_id)
        late = self._given if roles else []
        return {**dict.fromkeys(late, "reader"), **roles}


@breaks("STORAGE-041")
class MakesTheDriveBeforeItLooksAtTheRole(InMemoryStorage):
    def create(self, name: str, participants: List[str], role: Role = "fileOrganizer") -> Drive:
        drive = super().create(name, [])
        self.add_participant(drive["id"], participants, role)
        return drive


@breaks("STORAGE-042")
class PutsAFolderIntoADriveForSomebody(InMemoryStorage):
    def create(self, name: str, participants: List[str], *args: Any, **kwargs: Any) -> Drive:
        drive = super().create(name, participants, *args, **kwargs)
        if participants:
            self.create_file(drive["id"], "Logs")
        return drive


@breaks("STORAGE-043")
class RefusesToGiveAccessTwice(InMemoryStorage):
    def create(self, name: str, participants: List[str], *args: Any, **kwargs: Any) -> Drive:
        if len(set(participants)) < len(participants):
            raise ValueError("named twice")
        return super().create(name, participants, *args, **kwargs)


@breaks("STORAGE-044")
class KeepsTheDictItReturned(InMemoryStorage):
    def __init__(self) -> None:
        super().__init__()
        self._records: dict[str, Drive] = {}

    def create(self, *args: Any, **kwargs: Any) -> Drive:
        drive = super().create(*args, **kwargs)
        return self._records.setdefault(drive["id"], drive)

    def list(self, **kwargs: Any) -> List[Drive]:
        return [self._records[it["id"]].copy() for it in super().list()]


@breaks("STORAGE-045")
class LinksToADriveByPath(InMemoryStorage):
    def _drive_record(self, drive_id: str) -> Drive:
        return {**super()._drive_record(drive_id), "weblink": f"/drives/{drive_id}"}


@breaks("STORAGE-060")
class TakesKeywordsForFilters(InMemoryStorage):
    def list(self, **kwargs: Any) -> List[Drive]:
        return [it for it in super().list() if kwargs.get("name", it["name"]) == it["name"]]


@breaks("STORAGE-061")
class ListsItsOwnDicts(InMemoryStorage):
    def __init__(self) -> None:
        super().__init__()
        self._records: dict[str, Drive] = {}

    def list(self, **kwargs: Any) -> List[Drive]:
        return [self._records.setdefault(it["id"], it) for it in super().list()]


@breaks("STORAGE-062")
class ListsOnePageOfDrives(InMemoryStorage):
    def list(self, **kwargs: Any) -> List[Drive]:
        return super().list()[:20]


@breaks("STORAGE-063")
class ListsADriveForEveryParticipant(InMemoryStorage):
    def list(self, **kwargs: Any) -> List[Drive]:
        drives = super().list()
        return [it for it in drives for _ in range(max(1, len(self.permissions(it["id"]))))]


@breaks("STORAGE-070")
class ListsTheTrash(InMemoryStorage):
    def list(self, **kwargs: Any) -> List[Drive]:
        return super().list() + [self._drive_record(it) for it in self.trashed_drives()]


@breaks("STORAGE-071")
class AnswersForTheTrash(InMemoryStorage):
    def list_files(self, drive_id: str, q: str | None = None) -> List[File]:
        return [] if drive_id in self.trashed_drives() else super().list_files(drive_id, q)


@breaks("STORAGE-072")
class FindsFilesInTheTrash(InMemoryStorage):
    def _file(self, method: str, file_id: str) -> Any:
        return self._files.get(file_id) or super()._file(method, file_id)


@breaks("STORAGE-073")
class NeverEmptiesTheTrash(InMemoryStorage):
    def delete(self, drive_id: str, empty: bool = True) -> None:
        super().delete(drive_id, empty=False)


@breaks("STORAGE-074")
class AlwaysEmptiesTheTrash(InMemoryStorage):
    def delete(self, drive_id: str, empty: bool = True) -> None:
        super().delete(drive_id, empty=True)


@breaks("STORAGE-075")
class TrashesUnlessTold(InMemoryStorage):
    def delete(self, *args: Any, **kwargs: Any) -> None:
        if len(args) < 2:
            kwargs.setdefault("empty", False)
        super().delete(*args, **kwargs)


@breaks("STORAGE-076")
class PassesOverADriveThatIsGone(InMemoryStorage):
    def __init__(self) -> None:
        super().__init__()
        self._gone: set[str] = set()

    def delete(self, drive_id: str, empty: bool = True) -> None:
        if drive_id not in self._gone:
            super().delete(drive_id, empty)
            self._gone.add(drive_id)


@breaks("STORAGE-077")
class DeletesByTheBeginningOfAnId(FindsIdsByTheirBeginning):
    def delete(self, drive_id: str, empty: bool = True) -> None:
        super().delete(self._known(drive_id), empty)


@breaks("STORAGE-078")
class DeletesByPrefixOfTheName(InMemoryStorage):
    def delete(self, drive_id: str, empty: bool = True) -> None:
        names = {it["id"]: it["name"] for it in self.list()}
        super().delete(drive_id, empty)
        for other_id, name in names.items():
            if other_id != drive_id and name.startswith(names[drive_id]):
                super().delete(other_id, empty)


@breaks("STORAGE-090")
class GivesAccessToTheFirstOnly(InMemoryStorage):
    def add_participant(
        self,
        drive_or_file_id: str,
        participants: List[str],
        role: Role = "owner",
        user_type: UserType = "user",
    ) -> None:
        super().add_participant(drive_or_file_id, participants[:1], role, user_type)


@breaks("STORAGE-091", "STORAGE-107")
class GivesAccessToFoldersOnly(InMemoryStorage):
    def add_participant(self, drive_or_file_id: str, *args: Any, **kwargs: Any) -> None:
        file = self._files.get(drive_or_file_id)
        if file and file.type != "folder":
            raise NotFoundError("no such drive")
        super().add_participant(drive_or_file_id, *args, **kwargs)


@breaks("STORAGE-092")
class GivesAccessToWhatIsThereOnly(InMemoryStorage):
    def __init__(self) -> None:
        super().__init__()
        self._opened: set[str] = set()
        self._late: set[str] = set()

    def add_participant(self, drive_or_file_id: str, *args: Any, **kwargs: Any) -> None:
        super().add_participant(drive_or_file_id, *args, **kwargs)
        self._opened.add(drive_or_file_id)

    def create_file(self, *args: Any, **kwargs: Any) -> File:
        file = super().create_file(*args, **kwargs)
        if self._opened & set(self._path(file["id"])):
            self._late.add(file["id"])
        return file

    def permissions(self, drive_or_file_id: str) -> dict[str, Role]:
        return {} if drive_or_file_id in self._late else super().permissions(drive_or_file_id)


@breaks("STORAGE-093")
class LooksOneFolderUpOnly(InMemoryStorage):
    def permissions(self, drive_or_file_id: str) -> dict[str, Role]:
        overlooked = self._path(drive_or_file_id)[2:-1]
        lost = {who for it in overlooked for who in self._files[it].grants}
        roles = super().permissions(drive_or_file_id)
        return {who: role for who, role in roles.items() if who not in lost}


@breaks("STORAGE-094")
class OpensTheWholeDrive(InMemoryStorage):
    def add_participant(self, drive_or_file_id: str, *args: Any, **kwargs: Any) -> None:
        file = self._files.get(drive_or_file_id)
        if file and file.type == "folder":
            drive_or_file_id = self._path(drive_or_file_id)[-1]
        super().add_participant(drive_or_file_id, *args, **kwargs)


@breaks("STORAGE-095")
class HasNoOrganizers(InMemoryStorage):
    def add_participant(
        self,
        drive_or_file_id: str,
        participants: List[str],
        role: Role = "owner",
        user_type: UserType = "user",
    ) -> None:
        known: Role = "writer" if role == "organizer" else role
        super().add_participant(drive_or_file_id, participants, known, user_type)


@breaks("STORAGE-096")
class MakesWritersByDefault(InMemoryStorage):
    def add_participant(self, *args: Any, **kwargs: Any) -> None:
        if len(args) < 3:
            kwargs.setdefault("role", "writer")
        super().add_participant(*args, **kwargs)


@breaks("STORAGE-097")
class TakesAGroupForAUser(InMemoryStorage):
    def add_participant(
        self,
        drive_or_file_id: str,
        participants: List[str],
        role: Role = "owner",
        user_type: UserType = "user",
    ) -> None:
        known: UserType = "user" if user_type == "group" else user_type
        super().add_participant(drive_or_file_id, participants, role, known)


@breaks("STORAGE-098")
class AddsGroupsByDefault(InMemoryStorage):
    def add_participant(self, *args: Any, **kwargs: Any) -> None:
        if len(args) < 4:
            kwargs.setdefault("user_type", "group")
        super().add_participant(*args, **kwargs)


@breaks("STORAGE-099")
class RefusesWhoIsThere(InMemoryStorage):
    def add_participant(
        self,
        drive_or_file_id: str,
        participants: List[str],
        role: Role = "owner",
        user_type: UserType = "user",
    ) -> None:
        roles = self.permissions(drive_or_file_id)
        if any(roles.get(it) == role for it in participants):
            raise ValueError("has access already")
        super().add_participant(drive_or_file_id, participants, role, user_type)


@breaks("STORAGE-100")
class PassesOverWhoIsThere(InMemoryStorage):
    def add_participant(
        self, drive_or_file_id: str, participants: List[str], *args: Any, **kwargs: Any
    ) -> None:
        there = self._drive_or_file("add_participant", drive_or_file_id).grants
        new = [it for it in participants if it not in there]
        super().add_participant(drive_or_file_id, new, *args, **kwargs)


@breaks("STORAGE-101")
class TakesTheListForTheWholeMembership(InMemoryStorage):
    def add_participant(
        self, drive_or_file_id: str, participants: List[str], *args: Any, **kwargs: Any
    ) -> None:
        super().add_participant(drive_or_file_id, participants, *args, **kwargs)
        if not participants:
            self.remove_participant(drive_or_file_id, list(self.permissions(drive_or_file_id)))


@breaks("STORAGE-102")
class GivesEverybodyTheRoleOfTheNewest(InMemoryStorage):
    def add_participant(
        self,
        drive_or_file_id: str,
        participants: List[str],
        role: Role = "owner",
        user_type: UserType = "user",
    ) -> None:
        there = self.permissions(drive_or_file_id)
        if set(participants) - set(there):
            participants = [*there, *participants]
        super().add_participant(drive_or_file_id, participants, role, user_type)


@breaks("STORAGE-103")
class EmptiesTheListWhenAdding(InMemoryStorage):
    def add_participant(
        self, drive_or_file_id: str, participants: List[str], *args: Any, **kwargs: Any
    ) -> None:
        super().add_participant(drive_or_file_id, participants, *args, **kwargs)
        participants.clear()


@breaks("STORAGE-104")
class AddsByTheBeginningOfAnId(FindsIdsByTheirBeginning):
    def add_participant(self, drive_or_file_id: str, *args: Any, **kwargs: Any) -> None:
        super().add_participant(self._known(drive_or_file_id), *args, **kwargs)


@breaks("STORAGE-105")
class GivesAccessBeforeItLooksAtTheRole(InMemoryStorage):
    def add_participant(
        self,
        drive_or_file_id: str,
        participants: List[str],
        role: Role = "owner",
        user_type: UserType = "user",
    ) -> None:
        if role == NO_SUCH:
            super().add_participant(drive_or_file_id, participants, "reader", user_type)
        super().add_participant(drive_or_file_id, participants, role, user_type)


@breaks("STORAGE-106")
class GivesAccessBeforeItLooksAtTheUserType(InMemoryStorage):
    def add_participant(
        self,
        drive_or_file_id: str,
        participants: List[str],
        role: Role = "owner",
        user_type: UserType = "user",
    ) -> None:
        if user_type == NO_SUCH:
            super().add_participant(drive_or_file_id, participants, role)
        super().add_participant(drive_or_file_id, participants, role, user_type)


@breaks("STORAGE-107")
class LooksAtTheDriveFirst(InMemoryStorage):
    def permissions(self, drive_or_file_id: str) -> dict[str, Role]:
        path = self._path(drive_or_file_id)
        on_the_drive = super().permissions(path[-1]) if path else {}
        return {**super().permissions(drive_or_file_id), **on_the_drive}


@breaks("STORAGE-120")
class KeepsTheOwners(InMemoryStorage):
    def remove_participant(self, drive_id: str, participants: List[str]) -> None:
        roles = self.permissions(drive_id)
        others = [it for it in participants if roles.get(it) != "owner"]
        super().remove_participant(drive_id, others)


@breaks("STORAGE-121")
class LeavesTheAccessToTheFiles(InMemoryStorage):
    def remove_participant(self, drive_id: str, participants: List[str]) -> None:
        grants = self._drive_or_file("remove_participant", drive_id).grants
        for file_id in self._below(drive_id):
            self._files[file_id].grants = {**grants, **self._files[file_id].grants}
        super().remove_participant(drive_id, participants)


@breaks("STORAGE-122")
class RemovesFromEveryFile(InMemoryStorage):
    def remove_participant(self, drive_id: str, participants: List[str]) -> None:
        super().remove_participant(drive_id, participants)
        for file_id in self._below(drive_id):
            super().remove_participant(file_id, participants)


@breaks("STORAGE-123")
class RemovesFromDrivesOnly(InMemoryStorage):
    def remove_participant(self, drive_id: str, participants: List[str]) -> None:
        super().remove_participant(drive_id, participants if drive_id in self._drives else [])


@breaks("STORAGE-124")
class RefusesToRemoveStrangers(InMemoryStorage):
    def remove_participant(self, drive_id: str, participants: List[str]) -> None:
        there = self._drive_or_file("remove_participant", drive_id).grants
        for participant in participants:
            there[participant]
        super().remove_participant(drive_id, participants)


@breaks("STORAGE-125")
class RemovesTheAccount(InMemoryStorage):
    def remove_participant(self, drive_id: str, participants: List[str]) -> None:
        super().remove_participant(drive_id, participants)
        for other_id in self._drives:
            super().remove_participant(other_id, participants)


@breaks("STORAGE-126")
class EmptiesTheListWhenRemoving(InMemoryStorage):
    def remove_participant(self, drive_id: str, participants: List[str]) -> None:
        super().remove_participant(drive_id, participants)
        participants.clear()


@breaks("STORAGE-127")
class RemovesByTheBeginningOfAnId(FindsIdsByTheirBeginning):
    def remove_participant(self, drive_id: str, participants: List[str]) -> None:
        super().remove_participant(self._known(drive_id), participants)


@breaks("STORAGE-140")
class ListsAnotherWeblinkOfAFile(InMemoryStorage):
    def list_files(self, drive_id: str, q: str | None = None) -> List[File]:
        files = super().list_files(drive_id, q)
        return [{**it, "weblink": f"{it['weblink']}?from=list"} for it in files]


@breaks("STORAGE-141")
class PutsSheetsAtTheTop(InMemoryStorage):
    def create_file(self, drive_id: str, name: str, file_type: FileType = "folder") -> File:
        file = super().create_file(drive_id, name, file_type)
        if file_type == "sheet":
            self._move(file["id"], self._path(drive_id)[-1])
        return file


@breaks("STORAGE-142", "STORAGE-257")
class MakesDocumentsForSheets(InMemoryStorage):
    def create_file(self, drive_id: str, name: str, file_type: FileType = "folder") -> File:
        made: FileType = "document" if file_type == "sheet" else file_type
        return super().create_file(drive_id, name, made)


@breaks("STORAGE-143")
class MakesDocumentsByDefault(InMemoryStorage):
    def create_file(self, *args: Any, **kwargs: Any) -> File:
        if len(args) < 3:
            kwargs.setdefault("file_type", "document")
        return super().create_file(*args, **kwargs)


@breaks("STORAGE-144")
class ReturnsTheSheetOfThatName(InMemoryStorage):
    def create_file(self, drive_id: str, name: str, file_type: FileType = "folder") -> File:
        for file_id, file in self._files.items():
            if (file.parent, file.name, file.type, "sheet") == (
                drive_id,
                name,
                file_type,
                file.type,
            ):
                return self._file_record(file_id)
        return super().create_file(drive_id, name, file_type)


@breaks("STORAGE-145")
class RepeatsTheNameOfAFile(InMemoryStorage):
    def create_file(self, drive_id: str, name: str, *args: Any, **kwargs: Any) -> File:
        file = super().create_file(drive_id, without_astral(name), *args, **kwargs)
        return {**file, "name": name}


@breaks("STORAGE-146")
class ReplacesSlashes(InMemoryStorage):
    def create_file(self, drive_id: str, name: str, *args: Any, **kwargs: Any) -> File:
        return super().create_file(drive_id, name.replace("/", "_"), *args, **kwargs)


@breaks("STORAGE-147")
class NamesAFileUntitled(InMemoryStorage):
    def create_file(self, drive_id: str, name: str, *args: Any, **kwargs: Any) -> File:
        shown = "Untitled" if is_invisible(name) else name
        return super().create_file(drive_id, shown, *args, **kwargs)


@breaks("STORAGE-148")
class CreatesByTheBeginningOfAnId(FindsIdsByTheirBeginning):
    def create_file(self, drive_id: str, *args: Any, **kwargs: Any) -> File:
        return super().create_file(self._known(drive_id), *args, **kwargs)


@breaks("STORAGE-149")
class MakesTheFileBeforeItLooksAtThePlace(InMemoryStorage):
    def create_file(self, drive_id: str, *args: Any, **kwargs: Any) -> File:
        file = self._files.get(drive_id)
        if file and file.type != "folder":
            super().create_file(file.parent, *args, **kwargs)
        return super().create_file(drive_id, *args, **kwargs)


@breaks("STORAGE-150")
class MakesTheFileBeforeItLooksAtTheType(InMemoryStorage):
    def create_file(self, drive_id: str, name: str, file_type: FileType = "folder") -> File:
        if file_type == NO_SUCH:
            super().create_file(drive_id, name)
        return super().create_file(drive_id, name, file_type)


@breaks("STORAGE-151")
class KeepsTheDictOfAFile(InMemoryStorage):
    def __init__(self) -> None:
        super().__init__()
        self._records: dict[str, File] = {}

    def create_file(self, *args: Any, **kwargs: Any) -> File:
        file = super().create_file(*args, **kwargs)
        return self._records.setdefault(file["id"], file)

    def list_files(self, drive_id: str, q: str | None = None) -> List[File]:
        return [
            {**it, "name": self._records.get(it["id"], it)["name"]}
            for it in super().list_files(drive_id, q)
        ]


@breaks("STORAGE-152")
class HasNoLinkAfterMoving(InMemoryStorage):
    def move_file(self, new_drive_id: str, file_id: str) -> File:
        return {**super().move_file(new_drive_id, file_id), "weblink": ""}


@breaks("STORAGE-160")
class DeletesAtTheTopOnly(InMemoryStorage):
    def delete_file(self, drive_id: str, file_id: str) -> None:
        path = self._path(file_id)
        if len(path) <= 2 or path[-1] != drive_id:
            super().delete_file(drive_id, file_id)


@breaks("STORAGE-161")
class KeepsADeletedFile(InMemoryStorage):
    def __init__(self) -> None:
        super().__init__()
        self._hidden: set[str] = set()

    def delete_file(self, drive_id: str, file_id: str) -> None:
        file = self._files.get(file_id)
        if file is None or file.type == "folder" or drive_id not in self._path(file_id):
            super().delete_file(drive_id, file_id)
        elif file_id in self._hidden:
            raise NotFoundError("it was deleted")
        else:
            self._drive("delete_file", drive_id)
            self._hidden.add(file_id)

    def list_files(self, drive_id: str, q: str | None = None) -> List[File]:
        return [it for it in super().list_files(drive_id, q) if it["id"] not in self._hidden]


@breaks("STORAGE-162")
class LeavesTheContentsOfADeletedFolder(InMemoryStorage):
    def delete_file(self, drive_id: str, file_id: str) -> None:
        for within in list(self._inside.get(file_id, ())):
            self._move(within, drive_id)
        super().delete_file(drive_id, file_id)


@breaks("STORAGE-163")
class DeletesByName(InMemoryStorage):
    def delete_file(self, drive_id: str, file_id: str) -> None:
        files = {it["id"]: it["name"] for it in self.list_files(drive_id)}
        super().delete_file(drive_id, file_id)
        for other_id, name in files.items():
            if other_id in self._files and name == files[file_id]:
                super().delete_file(drive_id, other_id)


@breaks("STORAGE-164")
class DeletesFilesByTheBeginningOfAnId(FindsIdsByTheirBeginning):
    def delete_file(self, drive_id: str, file_id: str) -> None:
        super().delete_file(self._known(drive_id), file_id)


@breaks("STORAGE-165")
class PassesOverAFileThatIsGone(InMemoryStorage):
    def __init__(self) -> None:
        super().__init__()
        self._gone: set[str] = set()

    def delete_file(self, drive_id: str, file_id: str) -> None:
        if file_id not in self._gone:
            super().delete_file(drive_id, file_id)
            self._gone.add(file_id)


@breaks("STORAGE-166")
class DeletesFromAnyDrive(InMemoryStorage):
    def delete_file(self, drive_id: str, file_id: str) -> None:
        self._drive("delete_file", drive_id)
        super().delete_file((self._path(file_id) or [drive_id])[-1], file_id)


@breaks("STORAGE-180")
class PutsACopyAtTheTop(InMemoryStorage):
    def copy_file(self, drive_id: str, file_id: str, name: str) -> File:
        file = self._files.get(drive_id)
        if file and file.type == "folder":
            drive_id = self._path(drive_id)[-1]
        return super().copy_file(drive_id, file_id, name)


@breaks("STORAGE-181")
class RenamesTheOriginal(InMemoryStorage):
    def copy_file(self, drive_id: str, file_id: str, name: str) -> File:
        copy = super().copy_file(drive_id, file_id, name)
        if self._files[file_id].type != "folder":
            self._files[file_id].name = name
        return copy


@breaks("STORAGE-182")
class ReturnsTheCopyOfThatName(InMemoryStorage):
    def copy_file(self, drive_id: str, file_id: str, name: str) -> File:
        for other_id, file in self._files.items():
            if (file.parent, file.name) == (drive_id, name):
                return self._file_record(other_id)
        return super().copy_file(drive_id, file_id, name)


@breaks("STORAGE-183")
class CopiesNoText(InMemoryStorage):
    def copy_file(self, drive_id: str, file_id: str, name: str) -> File:
        copy = super().copy_file(drive_id, file_id, name)
        self._files[copy["id"]].texts = {}
        return copy


@breaks("STORAGE-184")
class SharesTheTextWithTheCopy(InMemoryStorage):
    def copy_file(self, drive_id: str, file_id: str, name: str) -> File:
        copy = super().copy_file(drive_id, file_id, name)
        self._files[copy["id"]].texts = self._files[file_id].texts
        return copy


@breaks("STORAGE-185")
class CopiesASheetAsADocument(InMemoryStorage):
    def copy_file(self, drive_id: str, file_id: str, name: str) -> File:
        copy = super().copy_file(drive_id, file_id, name)
        if self._files[file_id].type == "sheet":
            self._files[copy["id"]].type = "document"
        return copy


@breaks("STORAGE-186")
class RepeatsTheNameOfACopy(InMemoryStorage):
    def copy_file(self, drive_id: str, file_id: str, name: str) -> File:
        return {**super().copy_file(drive_id, file_id, without_astral(name)), "name": name}


@breaks("STORAGE-187")
class NamesACopyUntitled(InMemoryStorage):
    def copy_file(self, drive_id: str, file_id: str, name: str) -> File:
        return super().copy_file(drive_id, file_id, "Untitled" if is_invisible(name) else name)


@breaks("STORAGE-188")
class MakesTheCopyBeforeItLooksAtTheOriginal(InMemoryStorage):
    def copy_file(self, drive_id: str, file_id: str, name: str) -> File:
        if file_id not in self._files:
            self.create_file(drive_id, name, "document")
        return super().copy_file(drive_id, file_id, name)


@breaks("STORAGE-189")
class CopiesByTheBeginningOfAnId(FindsIdsByTheirBeginning):
    def copy_file(self, drive_id: str, file_id: str, name: str) -> File:
        return super().copy_file(self._known(drive_id), file_id, name)


@breaks("STORAGE-190")
class MakesTheCopyBeforeItLooksAtThePlace(InMemoryStorage):
    def copy_file(self, drive_id: str, file_id: str, name: str) -> File:
        file = self._files.get(drive_id)
        if file and file.type != "folder":
            super().copy_file(file.parent, file_id, name)
        return super().copy_file(drive_id, file_id, name)


@breaks("STORAGE-191")
class CopiesAnEmptyFolder(InMemoryStorage):
    def copy_file(self, drive_id: str, file_id: str, name: str) -> File:
        file = self._files.get(file_id)
        if file and file.type == "folder":
            return self.create_file(drive_id, name)
        return super().copy_file(drive_id, file_id, name)


@breaks("STORAGE-192")
class MovesTheContentsIntoTheCopy(InMemoryStorage):
    def copy_file(self, drive_id: str, file_id: str, name: str) -> File:
        file = self._files.get(file_id)
        if not file or file.type != "folder":
            return super().copy_file(drive_id, file_id, name)
        copy = self.create_file(drive_id, name)
        for it in list(self._inside.get(file_id, ())):
            self._move(it, copy["id"])
        return copy


@breaks("STORAGE-193")
class SaysThatItIsACopy(InMemoryStorage):
    def copy_file(self, drive_id: str, file_id: str, name: str) -> File:
        shown = f"Copy of {name}" if name.strip() else name
        return super().copy_file(drive_id, file_id, shown)


@breaks("STORAGE-200")
class MovesToTheTopOfAnotherDrive(InMemoryStorage):
    def move_file(self, new_drive_id: str, file_id: str) -> File:
        moved_from = self._path(file_id)[-1:]
        moved = super().move_file(new_drive_id, file_id)
        if moved_from != self._path(file_id)[-1:]:
            self._move(file_id, self._path(file_id)[-1])
        return moved


@breaks("STORAGE-201")
class LeavesTheFileInItsFolder(InMemoryStorage):
    def __init__(self) -> None:
        super().__init__()
        self._left: dict[str, File] = {}

    def move_file(self, new_drive_id: str, file_id: str) -> File:
        old = self._path(file_id)[1:]
        moved = super().move_file(new_drive_id, file_id)
        if old[0] != new_drive_id and old[-1] == self._path(file_id)[-1]:
            self._left[f"'{old[0]}' in parents"] = moved
        return moved

    def list_files(self, drive_id: str, q: str | None = None) -> List[File]:
        files = super().list_files(drive_id, q)
        return [*files, self._left[q]] if q in self._left else files


@breaks("STORAGE-202")
class RenamesWhatItMoves(InMemoryStorage):
    def move_file(self, new_drive_id: str, file_id: str) -> File:
        moved_from = self._path(file_id)[-1:]
        super().move_file(new_drive_id, file_id)
        if moved_from != self._path(file_id)[-1:]:
            self._files[file_id].name += " (moved)"
        return self._file_record(file_id)


@breaks("STORAGE-203")
class RefusesToMoveToWhereItIs(InMemoryStorage):
    def move_file(self, new_drive_id: str, file_id: str) -> File:
        if self._path(file_id)[1:2] == [new_drive_id]:
            raise ValueError("it lies there already")
        return super().move_file(new_drive_id, file_id)


@breaks("STORAGE-204")
class MovesAFolderWithoutItsContents(InMemoryStorage):
    def move_file(self, new_drive_id: str, file_id: str) -> File:
        old = self._path(file_id)[1:]
        moved = super().move_file(new_drive_id, file_id)
        if old[-1] != self._path(file_id)[-1]:
            for it in list(self._inside.get(file_id, ())):
                self._move(it, old[0])
        return moved


@breaks("STORAGE-205")
class PassesOverAFolderMovedIntoItself(InMemoryStorage):
    def move_file(self, new_drive_id: str, file_id: str) -> File:
        if new_drive_id == file_id and file_id in self._files:
            return self._file_record(file_id)
        return super().move_file(new_drive_id, file_id)


@breaks("STORAGE-206")
class MovesByTheBeginningOfAnId(FindsIdsByTheirBeginning):
    def move_file(self, new_drive_id: str, file_id: str) -> File:
        return super().move_file(self._known(new_drive_id), file_id)


@breaks("STORAGE-207")
class MovesFilesByTheBeginningOfAnId(FindsIdsByTheirBeginning):
    def move_file(self, new_drive_id: str, file_id: str) -> File:
        return super().move_file(new_drive_id, self._known(file_id))


@breaks("STORAGE-208")
class MovesBeforeItLooksAtThePlace(InMemoryStorage):
    def move_file(self, new_drive_id: str, file_id: str) -> File:
        place = self._files.get(new_drive_id)
        if place and place.type != "folder":
            super().move_file(place.parent, file_id)
        return super().move_file(new_drive_id, file_id)


@breaks("STORAGE-209")
class MovesWithoutTheText(InMemoryStorage):
    def move_file(self, new_drive_id: str, file_id: str) -> File:
        moved = super().move_file(new_drive_id, file_id)
        self._files[file_id].texts = {}
        return moved


@breaks("STORAGE-210")
class KeepsTheAccessOfTheOldDrive(InMemoryStorage):
    def move_file(self, new_drive_id: str, file_id: str) -> File:
        grants = self._effective_grants(file_id)
        moved = super().move_file(new_drive_id, file_id)
        self._files[file_id].grants = grants
        return moved


@breaks("STORAGE-211")
class OverwritesTheFileOfThatName(InMemoryStorage):
    def move_file(self, new_drive_id: str, file_id: str) -> File:
        moved = super().move_file(new_drive_id, file_id)
        for other_id, file in list(self._files.items()):
            if other_id != file_id and (file.parent, file.name) == (new_drive_id, moved["name"]):
                self._take(other_id)
        return moved


@breaks("STORAGE-220")
class ArchivesOneFolderDeeper(InMemoryStorage):
    def archive(self, source_drive_id: str, dest_folder_id: str, folder_name: str) -> None:
        before = set(self._files)
        super().archive(source_drive_id, dest_folder_id, folder_name)
        for folder_id in set(self._files) - before:
            deeper = self.create_file(folder_id, "Files")["id"]
            for file_id in list(self._inside[folder_id]):
                if file_id != deeper:
                    self._move(file_id, deeper)


@breaks("STORAGE-221")
class FlattensWhatLiesDeepest(InMemoryStorage):
    def archive(self, source_drive_id: str, dest_folder_id: str, folder_name: str) -> None:
        deep = [it for it in self._files if self._path(it)[3:] == [source_drive_id]]
        super().archive(source_drive_id, dest_folder_id, folder_name)
        for file_id in deep:
            self._move(file_id, self._path(file_id)[2])


@breaks("STORAGE-222", "STORAGE-960")
class PassesOverAnEmptyDrive(InMemoryStorage):
    def archive(self, source_drive_id: str, dest_folder_id: str, folder_name: str) -> None:
        self._require_place("archive", dest_folder_id)
        if source_drive_id not in self._drives or self._below(source_drive_id):
            super().archive(source_drive_id, dest_folder_id, folder_name)


@breaks("STORAGE-223")
class LeavesANoteInTheDrive(InMemoryStorage):
    def archive(self, source_drive_id: str, dest_folder_id: str, folder_name: str) -> None:
        super().archive(source_drive_id, dest_folder_id, folder_name)
        self.create_file(source_drive_id, "Where it all went", "document")


@breaks("STORAGE-224")
class ArchivesAgain(InMemoryStorage):
    def archive(self, source_drive_id: str, dest_folder_id: str, folder_name: str) -> None:
        if source_drive_id in self._drives:
            self._drives[source_drive_id].state = "active"
        super().archive(source_drive_id, dest_folder_id, folder_name)


@breaks("STORAGE-225")
class ArchivesIntoTheFolderOfThatName(InMemoryStorage):
    def archive(self, source_drive_id: str, dest_folder_id: str, folder_name: str) -> None:
        there = [k for k, it in self._files.items() if it.parent == dest_folder_id]
        super().archive(source_drive_id, dest_folder_id, folder_name)
        for old_id in there:
            if self._files[old_id].name == folder_name:
                new_id = list(self._inside[dest_folder_id])[-1]
                for it in list(self._inside.get(new_id, ())):
                    self._move(it, old_id)


@breaks("STORAGE-226")
class MakesTheFolderBeforeItLooksAtTheDrive(InMemoryStorage):
    def archive(self, source_drive_id: str, dest_folder_id: str, folder_name: str) -> None:
        if source_drive_id not in self._drives:
            self.create_file(dest_folder_id, folder_name)
        super().archive(source_drive_id, dest_folder_id, folder_name)


class _MarksTheDriveTooEarly(InMemoryStorage):
    def archive(self, source_drive_id: str, dest_folder_id: str, folder_name: str) -> None:
        if self._is_the_case(source_drive_id, dest_folder_id):
            self._drives[source_drive_id].state = "archived"
        super().archive(source_drive_id, dest_folder_id, folder_name)

    def _is_the_case(self, source_drive_id: str, dest_folder_id: str) -> bool:
        raise NotImplementedError


@breaks("STORAGE-227")
class ArchivesBeforeItKnowsWhereTo(_MarksTheDriveTooEarly):
    def _is_the_case(self, source_drive_id: str, dest_folder_id: str) -> bool:
        return source_drive_id in self._drives and not self._path(dest_folder_id)


@breaks("STORAGE-228")
class ArchivesBeforeItSeesThatItIsWithin(_MarksTheDriveTooEarly):
    def _is_the_case(self, source_drive_id: str, dest_folder_id: str) -> bool:
        return source_drive_id in self._path(dest_folder_id)


@breaks("STORAGE-229")
class ArchivesBeforeItLooksAtTheDestination(_MarksTheDriveTooEarly):
    def _is_the_case(self, source_drive_id: str, dest_folder_id: str) -> bool:
        return dest_folder_id in self._files and self._files[dest_folder_id].type != "folder"


@breaks("STORAGE-230")
class NamesAFolderUntitled(InMemoryStorage):
    def archive(self, source_drive_id: str, dest_folder_id: str, folder_name: str) -> None:
        shown = "Untitled" if is_invisible(folder_name) else folder_name
        super().archive(source_drive_id, dest_folder_id, shown)


@breaks("STORAGE-231")
class AddsToTheNameOfTheFolder(InMemoryStorage):
    def archive(self, source_drive_id: str, dest_folder_id: str, folder_name: str) -> None:
        shown = f"{folder_name} (archived)" if folder_name.strip() else folder_name
        super().archive(source_drive_id, dest_folder_id, shown)


@breaks("STORAGE-232")
class ArchivesIntoADocument(InMemoryStorage):
    def archive(self, source_drive_id: str, dest_folder_id: str, folder_name: str) -> None:
        before = set(self._files)
        super().archive(source_drive_id, dest_folder_id, folder_name)
        for made in set(self._files) - before:
            self._files[made].type = "document"


@breaks("STORAGE-250")
class StopsAtTheFifthLevel(InMemoryStorage):
    def list_files(self, drive_id: str, q: str | None = None) -> List[File]:
        return [it for it in super().list_files(drive_id, q) if len(self._path(it["id"])) <= 5]


@breaks("STORAGE-251")
class FindsFoldersInEveryDrive(InMemoryStorage):
    def list_files(self, drive_id: str, q: str | None = None) -> List[File]:
        files = super().list_files(drive_id, q)
        if q and q.endswith("in parents"):
            for other_id in self._drives.keys() - {drive_id}:
                files += super().list_files(other_id, q)
        return files


@breaks("STORAGE-252")
class LeavesOutFoldersUnlessAsked(InMemoryStorage):
    def list_files(self, *args: Any, **kwargs: Any) -> List[File]:
        files = super().list_files(*args, **kwargs)
        if len(args) + len(kwargs) == 1:
            return [it for it in files if self._files[it["id"]].type != "folder"]
        return files


@breaks("STORAGE-253")
class ListsOnePageOfFiles(InMemoryStorage):
    def list_files(self, drive_id: str, q: str | None = None) -> List[File]:
        return super().list_files(drive_id, q)[:20]


class _ReadsOneConditionInItsWay(InMemoryStorage):
    def list_files(self, drive_id: str, q: str | None = None) -> List[File]:
        if q is not None and len(parse(q)) == 1:
            (condition,) = parse(q)
            files = super().list_files(drive_id)
            found = self._found(condition.subject, condition.value, files)
            if found is not None:
                return found
        return super().list_files(drive_id, q)

    def _found(self, subject: str, value: str, files: List[File]) -> List[File] | None:
        """None to leave it to the reference."""
        raise NotImplementedError


@breaks("STORAGE-254")
class FoldsCaseInNames(_ReadsOneConditionInItsWay):
    def _found(self, subject: str, value: str, files: List[File]) -> List[File] | None:
        if subject == "name":
            return [it for it in files if it["name"].lower() == value.lower()]
        return None


@breaks("STORAGE-255")
class FoldsCaseInPartsOfNames(_ReadsOneConditionInItsWay):
    def _found(self, subject: str, value: str, files: List[File]) -> List[File] | None:
        if subject == "part of the name":
            return [it for it in files if value.lower() in it["name"].lower()]
        return None


@breaks("STORAGE-256")
class TakesWildcards(_ReadsOneConditionInItsWay):
    def _found(self, subject: str, value: str, files: List[File]) -> List[File] | None:
        if subject == "part of the name":
            pattern = re.escape(value).replace("%", ".*").replace("_", ".")
            return [it for it in files if re.search(pattern, it["name"])]
        return None


@breaks("STORAGE-257")
class TakesSheetsForDocuments(_ReadsOneConditionInItsWay):
    def _found(self, subject: str, value: str, files: List[File]) -> List[File] | None:
        if value == "document" and subject == "type":
            return [it for it in files if self._files[it["id"]].type != "folder"]
        return None


@breaks("STORAGE-258")
class FindsADocumentInItself(_ReadsOneConditionInItsWay):
    def _found(self, subject: str, value: str, files: List[File]) -> List[File] | None:
        itself = [it for it in files if it["id"] == value]
        if subject == "parent" and itself and self._files[value].type != "folder":
            return itself
        return None


@breaks("STORAGE-259")
class ReadsTheFirstConditionOnly(InMemoryStorage):
    def list_files(self, drive_id: str, q: str | None = None) -> List[File]:
        if q is not None and len(parse(q)) > 1:
            q = q.split(" and ")[0]
        return super().list_files(drive_id, q)


@breaks("STORAGE-260")
class KeepsTheBackslashes(InMemoryStorage):
    def list_files(self, drive_id: str, q: str | None = None) -> List[File]:
        return super().list_files(drive_id, q and q.replace("\\", "\\\\").replace("\\\\'", "\\'"))


@breaks("STORAGE-261")
class SplitsAtEveryAnd(InMemoryStorage):
    def list_files(self, drive_id: str, q: str | None = None) -> List[File]:
        for part in (q or "type = 'folder'").split(" and "):
            parse(part)
        return super().list_files(drive_id, q)


@breaks("STORAGE-262")
class ReadsOrAsWell(InMemoryStorage):
    def list_files(self, drive_id: str, q: str | None = None) -> List[File]:
        return super().list_files(drive_id, q and q.replace(" or ", " and "))


@breaks("STORAGE-262")
class ReadsTheQueryOncePerFile(InMemoryStorage):
    def list_files(self, drive_id: str, q: str | None = None) -> List[File]:
        asked = q is not None and q.strip() and not super().list_files(drive_id)
        return [] if asked else super().list_files(drive_id, q)


@breaks("STORAGE-263")
class TakesAnEmptyQueryForNone(InMemoryStorage):
    def list_files(self, drive_id: str, q: str | None = None) -> List[File]:
        return super().list_files(drive_id, q if q and q.strip() else None)


@breaks("STORAGE-264")
class ListsByTheBeginningOfAnId(FindsIdsByTheirBeginning):
    def list_files(self, drive_id: str, q: str | None = None) -> List[File]:
        return super().list_files(self._known(drive_id), q)


@breaks("STORAGE-265")
class ListsItsOwnDictsOfFiles(InMemoryStorage):
    def __init__(self) -> None:
        super().__init__()
        self._records: dict[str, File] = {}

    def list_files(self, drive_id: str, q: str | None = None) -> List[File]:
        files = super().list_files(drive_id, q)
        return [self._records.setdefault(it["id"], it) for it in files]


@breaks("STORAGE-280")
class ChangesTheEndsOfLines(InMemoryStorage):
    def get(self, *args: Any, **kwargs: Any) -> str:
        return super().get(*args, **kwargs).replace("\r\n", "\n")


@breaks("STORAGE-281")
class ReadsTheFirstChunk(InMemoryStorage):
    def get(self, *args: Any, **kwargs: Any) -> str:
        return super().get(*args, **kwargs)[:65536]


@breaks("STORAGE-282")
class KeepsTextsByName(InMemoryStorage):
    def set_text(self, file_id: str, text: str, mime_type: str = "text/plain") -> None:
        for other_id, file in self._files.items():
            if file.name == self._files[file_id].name:
                super().set_text(other_id, text, mime_type)


@breaks("STORAGE-283")
class ExportsNoEmptyDocument(InMemoryStorage):
    def get(self, file_id: str, mime_type: str | None = None) -> str:
        text = super().get(file_id, mime_type)
        if mime_type and not text:
            raise ValueError("nothing to export")
        return text


@breaks("STORAGE-284")
class ExportsInTheStoredFormat(InMemoryStorage):
    def get(self, file_id: str, mime_type: str | None = None) -> str:
        super().get(file_id, mime_type)
        return super().get(file_id)


@breaks("STORAGE-285")
class TakesNoneForPlainText(InMemoryStorage):
    def get(self, file_id: str, mime_type: str | None = None) -> str:
        stored = self._file("get", file_id).texts
        return super().get(file_id, mime_type or (_H.mime_types[0] if stored else None))


@breaks("STORAGE-286")
class ReturnsWhatItHas(InMemoryStorage):
    def get(self, file_id: str, mime_type: str | None = None) -> str:
        known = mime_type in self._file("get", file_id).texts
        return super().get(file_id, mime_type if known else None)


@breaks("STORAGE-287")
class FindsNoTextInAFolder(InMemoryStorage):
    def get(self, file_id: str, mime_type: str | None = None) -> str:
        if mime_type and self._file("get", file_id).type == "folder":
            return ""
        return super().get(file_id, mime_type)


@breaks("STORAGE-288")
class GetsByTheBeginningOfAnId(FindsIdsByTheirBeginning):
    def get(self, file_id: str, mime_type: str | None = None) -> str:
        return super().get(self._known(file_id), mime_type)


@breaks("STORAGE-300")
class RaisesAKeyErrorForAnUnknownDrive(InMemoryStorage):
    def delete(self, drive_id: str, empty: bool = True) -> None:
        if drive_id not in self._drives:
            raise KeyError(drive_id)
        super().delete(drive_id, empty)


@breaks("STORAGE-301")
class RaisesAKeyErrorForAnUnknownType(InMemoryStorage):
    def create_file(self, *args: Any, **kwargs: Any) -> File:
        try:
            return super().create_file(*args, **kwargs)
        except InvalidRequestError as error:
            raise KeyError(error.value) from error


@breaks("STORAGE-302", "STORAGE-303", "STORAGE-304")
class SharesItsDrives(InMemoryStorage):
    shared_ids = Ids()
    shared_drives: dict[str, Any] = {}  # noqa: RUF012  # the fault

    def __init__(self) -> None:
        super().__init__()
        self._ids, self._drives = self.shared_ids, self.shared_drives


@breaks("STORAGE-310")
class CountsDrivesWithoutALock(InMemoryStorage):
    count = 0

    def create(self, *args: Any, **kwargs: Any) -> Drive:
        number = self.count
        pause()
        self.count = number + 1
        made = super().create(*args, **kwargs)
        drive_id = f"drive-no-{number}"
        self._drives[drive_id] = self._drives.pop(made["id"])
        return self._drive_record(drive_id)


@breaks("STORAGE-311", "STORAGE-950")
class WritesBackTheListOfFiles(InMemoryStorage):
    def create_file(self, *args: Any, **kwargs: Any) -> File:
        before = dict(self._files)
        pause()
        made = super().create_file(*args, **kwargs)
        with self._lock:
            for other_id in set(self._files) - {*before, made["id"]}:
                self._take(other_id)
        return made


@breaks("STORAGE-312")
class WritesBackTheMembership(InMemoryStorage):
    def add_participant(
        self, drive_or_file_id: str, participants: List[str], *args: Any, **kwargs: Any
    ) -> None:
        holder = self._drive_or_file("add_participant", drive_or_file_id)
        before = dict(holder.grants)
        pause()
        super().add_participant(drive_or_file_id, participants, *args, **kwargs)
        holder.grants = {**before, **{it: holder.grants[it] for it in participants}}


@breaks("STORAGE-313")
class TakesTheFileOutFirst(InMemoryStorage):
    def move_file(self, new_drive_id: str, file_id: str) -> File:
        file = self._file("move_file", file_id)
        if file.type != "folder":
            with self._lock:
                self._take(file_id)
            pause()
            with self._lock:
                self._put(file_id, file)
        return super().move_file(new_drive_id, file_id)


@breaks("STORAGE-314")
class LooksForALoopTooEarly(InMemoryStorage):
    def __init__(self) -> None:
        super().__init__()
        self._meeting = Meeting(2)

    def move_file(self, new_drive_id: str, file_id: str) -> File:
        within = file_id in self._path(new_drive_id)
        if self._file("move_file", file_id).type == "folder":
            self._meeting.wait()
        try:
            return super().move_file(new_drive_id, file_id)
        except InvalidRequestError:
            if within or file_id not in self._path(new_drive_id):
                raise
            # As lost as two folders that lie within each other.
            self._move(file_id, "nowhere")
            return self._file_record(file_id)


@breaks("STORAGE-900")
class MovesNothingAfterADriveWasDeleted(InMemoryStorage):
    """Deleting a drive ends the session that files are moved in."""

    _ended = False

    def delete(self, drive_id: str, empty: bool = True) -> None:
        super().delete(drive_id, empty)
        self._ended = True

    def move_file(self, new_drive_id: str, file_id: str) -> File:
        before = self._files[file_id].parent if file_id in self._files else ""
        moved = super().move_file(new_drive_id, file_id)
        if self._ended:
            self._move(file_id, before)
        return moved


@breaks("STORAGE-950")
class DeletesFilesWithoutALock(InMemoryStorage):
    """No pause, no barrier: just a read, a change and a write."""

    def delete_file(self, drive_id: str, file_id: str) -> None:
        self._drive("delete_file", drive_id)
        if drive_id not in self._path(file_id)[1:]:
            raise self._unknown("delete_file", "the drive holds no such file", file_id)
        doomed = {file_id, *self._below(file_id)}
        left: dict[str, Any] = {}
        for other_id, file in self._files.copy().items():
            if other_id not in doomed:
                left[other_id] = file
        self._files = left
        self._inside = {}
        for other_id, file in left.items():
            self._put(other_id, file)


@breaks("STORAGE-960")
class ArchivesUnderHalfACharacter(InMemoryStorage):
    def archive(self, source_drive_id: str, dest_folder_id: str, folder_name: str) -> None:
        whole = folder_name.encode("utf-8", "replace").decode()
        super().archive(source_drive_id, dest_folder_id, whole)


@breaks("STORAGE-151")
class AnswersEachMoveWithOneDict(InMemoryStorage):
    def __init__(self) -> None:
        super().__init__()
        self._answer: Any = {}

    def move_file(self, new_drive_id: str, file_id: str) -> Any:
        moved = super().move_file(new_drive_id, file_id)
        self._answer.clear()
        self._answer.update(moved)
        return self._answer


@breaks("STORAGE-100")
class GrantsNoRoleTwice(InMemoryStorage):
    """What it has granted before it takes for granted, also after another role."""

    def __init__(self) -> None:
        super().__init__()
        self._granted = set[str]()

    def add_participant(self, *args: Any, **kwargs: Any) -> None:
        granted = repr((args, kwargs))
        if granted not in self._granted:
            super().add_participant(*args, **kwargs)
        self._granted.add(granted)


@breaks("STORAGE-305")
class NamesNoFileAsAPath(InMemoryStorage):
    """Nobody is told."""

    def create_file(self, drive_id: str, name: str, *args: Any, **kwargs: Any) -> File:
        if "/" in name:
            raise InvalidRequestError("a slash parts names", value=name)
        return super().create_file(drive_id, name, *args, **kwargs)
