"""A WebDAV server, as WsgiDAV answered: a name is one segment of a path, of at most 255 bytes."""

import re

from dispatch_interfaces import (
    Absent,
    Drive,
    NoPlace,
    Role,
    StorageLimits,
    Text,
    Unique,
    unsupported,
)
from reference_impls import InMemoryStorage
from tests.services.storages import NoTrash, OneNameOnce, OtherNames

_NOT_IN_XML = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def _is_segment(name: str) -> bool:
    return name not in (".", "..") and "/" not in name and not _NOT_IN_XML.search(name)


def _can_be_moved(name: str) -> bool:
    """What follows ``;`` or ``?`` in the address to move to is lost."""
    return _is_segment(name) and not set(name) & set(";?")


class OneNamePerFolder(OneNameOnce):
    """What file systems do, and Confluence within a space."""

    limits = StorageLimits(unique_file_names=Unique("a name is where the file is"))


class NobodyIsGivenAccess(InMemoryStorage):
    """Whoever has access to the folder has it to what is made in it."""

    limits = StorageLimits(participants=NoPlace("access is given by other means"))

    def create(self, name: str, participants: list[str], role: Role = "fileOrganizer") -> Drive:
        return super().create(name, [], role)


class WebDavStorage(OtherNames, NoTrash, NobodyIsGivenAccess, OneNameOnce):
    """There are neither rights nor a trash."""

    add_participant = unsupported("WebDAV has no method to give rights")
    remove_participant = unsupported("WebDAV has no method to take rights back")
    drive_names = Text("it is part of a path", most_bytes=255, taken=_is_segment)
    file_names = Text("it is part of an address", most_bytes=255, taken=_can_be_moved)
    limits = StorageLimits(
        drive_name=drive_names,
        file_name=file_names,
        unique_file_names=Unique("a name is where the file is"),
        trash=Absent("DELETE is for good"),
        participants=NoPlace("WebDAV has no method to give rights"),
    )
