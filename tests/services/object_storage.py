"""Buckets like those of S3: keys of at most 1024 bytes, no trash, and nothing that is a sheet."""

from dispatch_interfaces import Absent, StorageLimits, Text, Unique, Values
from tests.services.storages import FewerTypes, NoTrash, OneNameOnce, OtherNames


class NoSheets(FewerTypes):
    limits = StorageLimits(file_type=Values("an object is of no type", rejected=["sheet"]))


class ObjectStorage(OtherNames, NoTrash, FewerTypes, OneNameOnce):
    """A key ends with the name: so a place has it once, and there is no slash in it."""

    drive_names = file_names = Text("a name is a part of a key", most_bytes=255, taken=lambda name: "/" not in name)
    limits = StorageLimits(
        drive_name=drive_names,
        file_name=file_names,
        unique_file_names=Unique("a key is there once"),
        file_type=Values("an object is of no type", rejected=["sheet"]),
        trash=Absent("a bucket is deleted for good"),
    )
