"""OneDrive and SharePoint: names in any case once per folder, without some characters."""

from dispatch_interfaces import StorageLimits, Text, Unique, Values
from tests.services.storages import FewerRoles, OneNameOnce, OtherNames


def _is_allowed(name: str) -> bool:
    return not set(name) & set('"*:<>?/\\|\x00')


class InAnyCase(OneNameOnce):
    """What Dropbox and Box do, too."""

    limits = StorageLimits(
        unique_file_names=Unique("a folder has a name once, in any case", alike=str.casefold)
    )

    def alike(self, name: str) -> str:
        return name.casefold()


class NobodyComments(FewerRoles):
    roles = Values("who may read may not write remarks", rejected=["commenter"])
    limits = StorageLimits(role=roles)


class OneDriveStorage(OtherNames, FewerRoles, InAnyCase):
    """Owner, write and read are all the roles; names are trimmed."""

    drive_names = file_names = Text(
        "names are part of a URL, of at most 255 characters",
        longest=255,
        taken=_is_allowed,
        kept=str.strip,
    )
    roles = Values(
        "there are owner, write and read",
        {"organizer": "owner", "fileOrganizer": "writer", "commenter": "reader"},
    )
    limits = StorageLimits(
        drive_name=drive_names,
        file_name=file_names,
        unique_file_names=Unique("a folder has a name once, in any case", alike=str.casefold),
        role=roles,
    )
