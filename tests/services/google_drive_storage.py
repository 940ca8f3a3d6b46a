"""Shared drives of Google Drive: no owner, no trash, and folders that stay in their drive."""

from dispatch_interfaces import Absent, StorageLimits, Text, Values
from tests.services.storages import FewerRoles, FoldersStay, NoTrash, OtherTexts


def exported(text: str) -> str:
    """What a document is exported as: with one kind of line ends, and without trailing ones."""
    return text.replace("\r\n", "\n").rstrip("\n")


class NoOwner(FewerRoles):
    """Files belong to the drive, so an organizer may do most."""

    roles = Values("a shared drive has no owner", {"owner": "organizer"})
    limits = StorageLimits(role=roles)


class TrashOfFilesOnly(NoTrash):
    limits = StorageLimits(trash=Absent("a shared drive is deleted, never trashed"))


class FoldersOfOneDrive(FoldersStay):
    limits = StorageLimits(folder_moves=Absent("a folder is moved within its shared drive only"))


class ExportsTexts(OtherTexts):
    texts = Text("a document is exported as plain text", kept=exported)
    limits = StorageLimits(text=texts)


class GoogleDriveStorage(OtherTexts, FoldersStay, NoTrash, FewerRoles):
    """All of it together."""

    texts, roles = ExportsTexts.texts, NoOwner.roles
    limits = StorageLimits(
        role=roles,
        trash=Absent("a shared drive is deleted, never trashed"),
        folder_moves=Absent("a folder is moved within its shared drive only"),
        text=texts,
    )
