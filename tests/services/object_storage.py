"""Buckets like those of S3: keys of so many bytes, no trash, and nothing that is a sheet."""

from dispatch_interfaces import Absent, AlreadyExistsError, StorageLimits, Text, Unique, Values
from tests.services.storages import FewerTypes, NoTrash, OneNameOnce, OtherNames


class NoSheets(FewerTypes):
    types = Values("an object is of no type", rejected=["sheet"])
    limits = StorageLimits(file_type=types)


class SheetsAreDocuments(FewerTypes):
    types = Values("an object is of no type", {"sheet": "document"})
    limits = StorageLimits(file_type=types)


class ObjectStorage(OtherNames, NoTrash, FewerTypes, OneNameOnce):
    """A key ends with the name: so a place has it once, and there is no slash in it."""

    types = NoSheets.types
    drive_names = file_names = Text(
        "a name is a part of a key", most_bytes=255, taken=lambda name: "/" not in name
    )
    limits = StorageLimits(
        drive_name=drive_names,
        file_name=file_names,
        unique_file_names=Unique("a key is there once"),
        file_type=types,
        trash=Absent("a bucket is deleted for good"),
    )


class NameForEver(OneNameOnce):
    """What was deleted is kept for auditors, under its name."""

    limits = StorageLimits(unique_file_names=Unique("deleted objects stay", for_ever=True))

    def __init__(self) -> None:
        super().__init__()
        self._deleted = set[tuple[str, str]]()

    def delete_file(self, drive_id: str, file_id: str) -> None:
        with self._names:
            file = self._files.get(file_id)
            super().delete_file(drive_id, file_id)
            if file is not None:
                self._deleted.add((file.parent, file.name))

    def _expect_free(self, place: str, name: str, moved: str = "") -> None:
        super()._expect_free(place, name, moved)
        stays = moved and self._files[moved].parent == place
        if (place, name) in self._deleted and not stays:
            raise AlreadyExistsError("the name was taken", interface=self.type, value=name)
