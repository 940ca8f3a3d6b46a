"""What services make of names before they keep them, or reject, each by itself."""

import unicodedata
from functools import partial

from dispatch_interfaces import StorageLimits, Text, cut
from tests.services.storages import OtherNames


class TrimsDriveNames(OtherNames):
    drive_names = Text("white space around a name is lost", kept=str.strip)
    limits = StorageLimits(drive_name=drive_names)


class RejectsLongDriveNames(OtherNames):
    drive_names = Text("a name has 128 characters", longest=128)
    limits = StorageLimits(drive_name=drive_names)


class TrimsFileNames(OtherNames):
    file_names = Text("white space around a name is lost", kept=str.strip)
    limits = StorageLimits(file_name=file_names)


class ComposesFileNames(OtherNames):
    file_names = Text("names are composed", kept=partial(unicodedata.normalize, "NFC"))
    limits = StorageLimits(file_name=file_names)


class CutsFileNames(OtherNames):
    file_names = Text("the end of a long name is lost", kept=cut(255))
    limits = StorageLimits(file_name=file_names)


class RejectsLongFileNames(OtherNames):
    file_names = Text("a name has 255 characters", longest=255)
    limits = StorageLimits(file_name=file_names)


class RejectsManyBytes(OtherNames):
    file_names = Text("a name has 255 bytes", most_bytes=255)
    limits = StorageLimits(file_name=file_names)


class RejectsCharacters(OtherNames):
    file_names = Text("they part names", taken=lambda name: not set(name) & set("/\\:\x00"))
    limits = StorageLimits(file_name=file_names)
