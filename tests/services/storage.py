"""The habits of file services and of documents: who has them, and what is declared of each."""

from typing import Final

from dispatch_interfaces.conformance import DocumentHarness, StorageHarness
from tests.services import (
    documents,
    google_drive_storage,
    object_storage,
    onedrive_storage,
    webdav_storage,
)
from tests.services import tidied_storage as tidied
from tests.services.habits import Habit


def _storage(plugin: type) -> StorageHarness:
    return StorageHarness(open=plugin)


def _document(plugin: type) -> DocumentHarness:
    return DocumentHarness(open=plugin)


_MANY: Final = "OneDrive, SharePoint, file systems"
_PATHS: Final = "Dropbox, Box, WebDAV, file systems"

SERVICES: Final = [
    Habit(
        "a shared drive", "Google Drive", google_drive_storage.GoogleDriveStorage, "role", _storage
    ),
    Habit(
        "paths in any case",
        "OneDrive, SharePoint",
        onedrive_storage.OneDriveStorage,
        "unique_file_names",
        _storage,
    ),
    Habit(
        "paths and no more", "WebDAV", webdav_storage.WebDavStorage, "unique_file_names", _storage
    ),
    Habit("keys", "S3", object_storage.ObjectStorage, "trash", _storage),
    Habit("documents in XML", "WebDAV", documents.OfficeDocument, "text", _document),
]
"""Services as they are, with all of their habits."""

_ONE_EACH: Final[list[tuple[str, str, type, str]]] = [
    ("one name once per folder", _PATHS, webdav_storage.OneNamePerFolder, "unique_file_names"),
    ("... in any case", _MANY, onedrive_storage.InAnyCase, "unique_file_names"),
    ("... for ever", "buckets with a lock", object_storage.NameForEver, "unique_file_names"),
    (
        "a drive has no trash",
        "Google Drive, S3, WebDAV",
        google_drive_storage.TrashOfFilesOnly,
        "trash",
    ),
    (
        "nobody is given access with a drive",
        "WebDAV, file systems",
        webdav_storage.NobodyIsGivenAccess,
        "participants",
    ),
    ("no role owner", "Google Drive", google_drive_storage.NoOwner, "role"),
    (
        "folders do not cross drives",
        "Google Drive",
        google_drive_storage.FoldersOfOneDrive,
        "folder_moves",
    ),
    ("texts are exported", "Google Drive", google_drive_storage.ExportsTexts, "text"),
    ("no sheets", "S3", object_storage.NoSheets, "file_type"),
    ("sheets are documents", "file systems", object_storage.SheetsAreDocuments, "file_type"),
    ("nobody only comments", "Dropbox, OneDrive", onedrive_storage.NobodyComments, "role"),
    ("drive names are trimmed", "SharePoint", tidied.TrimsDriveNames, "drive_name"),
    ("drive names of a longest length", "SharePoint", tidied.RejectsLongDriveNames, "drive_name"),
    ("file names are trimmed", _MANY, tidied.TrimsFileNames, "file_name"),
    ("file names are composed", "Dropbox, macOS", tidied.ComposesFileNames, "file_name"),
    ("long file names are cut", "some", tidied.CutsFileNames, "file_name"),
    ("long file names are rejected", _MANY, tidied.RejectsLongFileNames, "file_name"),
    ("file names of so many bytes", "file systems, WebDAV", tidied.RejectsManyBytes, "file_name"),
    ("file names without / \\ : NUL", _MANY, tidied.RejectsCharacters, "file_name"),
]
_OF_DOCUMENTS: Final[list[tuple[str, str, type, str]]] = [
    ("values are trimmed", "forms of most services", documents.TrimsValues, "text"),
    ("values are composed", "some wikis", documents.ComposesValues, "text"),
    ("line ends of values are changed", "Google Docs, XML", documents.ChangesLineEnds, "text"),
    ("long values are rejected", "Google Sheets", documents.RejectsLongValues, "text"),
]

HABITS: Final = [
    *SERVICES,
    *(Habit(*it, _storage) for it in _ONE_EACH),
    *(Habit(*it, _document) for it in _OF_DOCUMENTS),
]
