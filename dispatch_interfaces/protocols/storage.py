"""Drives and files for what an incident produces. Source: seed, section Storage."""

import builtins
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Protocol, TypeAlias

from typing_extensions import TypedDict

from dispatch_interfaces.limits import Absent, Limits, NoPlace, Text, Unique, Values
from dispatch_interfaces.protocols.plugin import Plugin

Role: TypeAlias = Literal["owner", "organizer", "fileOrganizer", "writer", "commenter", "reader"]
"""Closed: what a participant may do, most first; Google Drive's roles, in its spelling."""

UserType: TypeAlias = Literal["user", "group", "domain", "anyone"]
"""Closed: what a participant is. A user or group is an e-mail address, a domain a domain name;
anyone is everybody."""

FileType: TypeAlias = Literal["folder", "document", "sheet"]
"""Closed: the kinds of file that the application creates or reads."""


class Drive(TypedDict):
    """The space of one incident."""

    id: str
    """What the other methods take as ``drive_id``; no file has the same id."""
    weblink: str
    """Absolute http(s) URL of the drive."""
    name: str
    """The name in force."""
    description: str
    """What the drive is for; may be empty."""


class File(TypedDict):
    """A file of any type, folders included."""

    id: str
    """What the other methods take as ``file_id``; no drive has the same id."""
    weblink: str
    """Absolute http(s) URL of the file."""
    name: str
    """The name in force; files in one place may share it."""


@dataclass(frozen=True, kw_only=True)
class StorageLimits(Limits):
    """What a file service cannot do; a plugin's class has it as ``limits``."""

    drive_name: Text | None = None
    """The names of drives."""
    file_name: Text | None = None
    """Of files of every type, of copies, and of the folder that `archive` makes."""
    text: Text | None = None
    """What `get` returns of what people wrote."""
    unique_file_names: Unique | None = None
    """Within a folder, or directly within a drive."""
    role: Values[Role] | None = None
    """What may be done with a drive or a file."""
    participants: NoPlace | None = None
    """Who gets access with a new drive, and in which role."""
    file_type: Values[FileType] | None = None
    """What kind of file is made."""
    trash: Absent | None = None
    """Of drives: ``delete`` with ``empty=False``."""
    folder_moves: Absent | None = None
    """Of folders to another drive: `move_file`, and `archive` of drives with folders."""

    about: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "drive_name": ("create.name",),
        "file_name": ("create_file.name", "copy_file.name", "archive.folder_name"),
        "role": ("create.role", "add_participant.role"),
        "participants": ("create.participants", "create.role"),
        "file_type": ("create_file.file_type",),
        "trash": ("delete.empty",),
    }


class StoragePlugin(Plugin, Protocol):
    """Keeps drives, the files in them and who may do what with them."""

    type: str = "storage"

    @abstractmethod
    def get(self, file_id: str, mime_type: str | None = None) -> str:
        """Get the text of a file.

        Args:
            file_id: Id of the file.
            mime_type: The format wanted (``"text/plain"``); None for the one it is stored in.

        Returns:
            The text, whole; ``""`` for a file without any.

        Raises:
            NotFoundError: There is no such file.
            InvalidRequestError: It is a folder, or the file cannot be had in that format.

        Source: seed, section Storage.
        """
        ...

    @abstractmethod
    def create(
        self, name: str, participants: builtins.list[str], role: Role = "fileOrganizer"
    ) -> Drive:
        """Create a drive.

        Args:
            name: The name it shall have.
            participants: E-mail addresses of users who get access; may be empty.
            role: The role that each of them gets.

        Returns:
            The new drive, empty.

        Raises:
            InvalidRequestError: The platform allows no such name, or there is no such role.
            AlreadyExistsError: The platform wants unique names, and this one is taken.

        Source: seed, section Storage.
        """
        ...

    @abstractmethod
    def delete(self, drive_id: str, empty: bool = True) -> None:
        """Delete a drive: neither it nor its files can be found any more.

        Args:
            drive_id: Id of the drive.
            empty: True deletes it for good together with its contents, past the trash; False
                moves it to the trash, from where the platform could restore it.

        Raises:
            NotFoundError: There is no such drive, or it was deleted before.

        Source: seed, section Storage.
        """
        ...

    @abstractmethod
    def list(self, **kwargs: Any) -> Sequence[Drive]:
        """List the drives that are neither deleted nor archived.

        Args:
            **kwargs: Accepted and ignored.

        Returns:
            Every drive, not a page of them; empty if there are none.

        Source: seed, section Storage.
        """
        ...

    @abstractmethod
    def add_participant(
        self,
        drive_or_file_id: str,
        participants: builtins.list[str],
        role: Role = "owner",
        user_type: UserType = "user",
    ) -> None:
        """Give participants access to a drive or a file, and to everything below it.

        Membership is a set: adding a participant again changes nothing but their role, if another
        one is given.

        Args:
            drive_or_file_id: Id of the drive or file.
            participants: Who gets access; may be empty.
            role: The role that each of them gets.
            user_type: What each of them is.

        Raises:
            NotFoundError: There is no such drive or file.
            InvalidRequestError: There is no such role or user type.

        Source: seed, section Storage.
        """
        ...

    @abstractmethod
    def remove_participant(self, drive_id: str, participants: builtins.list[str]) -> None:
        """Take back the access that participants were given to a drive.

        What they were given on a single file within stays. Removing somebody who has no access
        changes nothing.

        Args:
            drive_id: Id of the drive, or of a file for what was given on that file.
            participants: Who loses access, whatever their role; may be empty.

        Raises:
            NotFoundError: There is no such drive or file.

        Source: seed, section Storage.
        """
        ...

    @abstractmethod
    def create_file(self, drive_id: str, name: str, file_type: FileType = "folder") -> File:
        """Create an empty file.

        Args:
            drive_id: Id of the drive, or of a folder, to create it in.
            name: The name it shall have.
            file_type: What to create.

        Returns:
            The new file.

        Raises:
            NotFoundError: There is no such drive or folder.
            InvalidRequestError: The platform allows no such name, or there is no such file type,
                or ``drive_id`` is a file that is no folder.

        Source: seed, section Storage.
        """
        ...

    @abstractmethod
    def delete_file(self, drive_id: str, file_id: str) -> None:
        """Remove a file from a drive; a folder with everything below it.

        Args:
            drive_id: Id of the drive that holds the file, at any depth.
            file_id: Id of the file.

        Raises:
            NotFoundError: There is no such drive, or no such file in it.

        Source: seed, section Storage.
        """
        ...

    @abstractmethod
    def copy_file(self, drive_id: str, file_id: str, name: str) -> File:
        """Copy a file; the original stays as it is.

        A folder is copied with everything below it, or refused.

        Args:
            drive_id: Id of the drive, or of a folder, to put the copy in.
            file_id: Id of the original, in any drive.
            name: The name the copy shall have.

        Returns:
            The copy, with an id of its own.

        Raises:
            NotFoundError: There is no such drive, folder or file.
            InvalidRequestError: The platform allows no such name, or copies no folders, or
                ``drive_id`` is a file that is no folder.

        Source: seed, section Storage.
        """
        ...

    @abstractmethod
    def move_file(self, new_drive_id: str, file_id: str) -> File:
        """Move a file; a folder with everything below it.

        Ids and names stay. A file that is there already stays where it is.

        Args:
            new_drive_id: Id of the drive, or of a folder, to move it to.
            file_id: Id of the file.

        Returns:
            The file.

        Raises:
            NotFoundError: There is no such drive, folder or file.
            InvalidRequestError: A folder would come to lie within itself, or ``new_drive_id`` is
                a file that is no folder.

        Source: seed, section Storage.
        """
        ...

    @abstractmethod
    def archive(self, source_drive_id: str, dest_folder_id: str, folder_name: str) -> None:
        """Move all files of a drive into a new folder elsewhere.

        Ids and names stay. The drive, now empty, is no longer listed; archiving it again changes
        nothing.

        Args:
            source_drive_id: Id of the drive.
            dest_folder_id: Id of the folder, or of another drive, to make the new folder in.
            folder_name: Name of the new folder.

        Raises:
            NotFoundError: There is no such drive or folder.
            InvalidRequestError: The folder lies within the drive, or is no folder, or the
                platform allows no such name.

        Source: seed, section Storage.
        """
        ...

    @abstractmethod
    def list_files(self, drive_id: str, q: str | None = None) -> Sequence[File]:
        r"""List the files of a drive, at every depth.

        A query is one or more conditions, joined by ``and``:

        - ``name = 'x'``: the name is x; case matters.
        - ``name contains 'x'``: x is somewhere in the name; case matters.
        - ``type = 'folder'``: a folder, a document or a sheet.
        - ``'x' in parents``: it lies directly in the folder, or drive, with the id x.

        Within quotes, ``\'`` is a quote and ``\\`` a backslash.

        Args:
            drive_id: Id of the drive.
            q: The query; None for every file.

        Returns:
            Every such file, not a page of them; empty if there are none.

        Raises:
            NotFoundError: There is no such drive.
            InvalidRequestError: The query is anything else, or empty.

        Source: seed, section Storage.
        """
        ...
