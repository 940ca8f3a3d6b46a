"""A storage plugin in the running application."""

import builtins
from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

import attrs

from dispatch_interfaces.errors import NotFoundError, NotSupportedError
from dispatch_interfaces.host.bridge.base import Bridge, plain


@attrs.frozen
class StorageSettings:
    """What the application itself reads of a storage plugin's settings."""

    root_id: str = attrs.field(metadata={"title": "Where the folders of incidents are made"})
    open_on_close: bool = attrs.field(
        default=False, metadata={"title": "Open documents to all when an incident is closed"}
    )
    read_only: bool = attrs.field(
        default=False, metadata={"title": "Write-protect documents when an incident is closed"}
    )
    domain: str = attrs.field(default="", metadata={"title": "Domain to which documents open"})


class StorageBridge(Bridge):
    """Folders of incidents and cases.

    `settings` has to have the fields of `StorageSettings`, since the application reads them.
    """

    type = "storage"
    settings: ClassVar[builtins.type[Any] | None] = StorageSettings
    methods: ClassVar[Mapping[str, str]] = {
        "open": "documents of closed incidents open only to the domain of the settings",
        "mark_readonly": "documents of closed incidents can still be changed",
        "drive_of": "a folder is deleted after a search of all drives, where that finds it",
    }
    role: ClassVar[str] = "writer"
    """In which role the application's participants are given access."""
    user_type: ClassVar[str] = "user"
    """What they are; the application usually passes addresses of groups."""

    @classmethod
    def make(cls, settings: Any) -> Any:
        # The application's own fields are no business of the implementation.
        if cls.settings is StorageSettings:
            return cls.implementation()
        return super().make(settings)

    def create_file(
        self,
        parent_id: str,
        name: str,
        participants: list[str] | None = None,
        role: str | None = None,
        file_type: str = "folder",
    ) -> dict[str, Any]:
        """A folder to which somebody gets no access is a folder all the same."""
        create = partial(
            self._named,
            "create_file",
            name,
            lambda it: plain(self.within.create_file(parent_id, it, file_type)),
        )
        made = self._call("create_file", create)
        if participants:
            access = partial(self.add_participant, made["id"], participants, role)
            self._spared("create_file", None, access)
        return made

    def copy_file(self, folder_id: str, file_id: str, name: str) -> dict[str, Any]:
        copy = partial(
            self._named,
            "copy_file",
            name,
            lambda it: plain(self.within.copy_file(folder_id, file_id, it)),
        )
        return self._call("copy_file", copy)

    def move_file(self, new_folder_id: str, file_id: str, **kwargs: Any) -> dict[str, Any]:
        return self._call("move_file", lambda: plain(self.within.move_file(new_folder_id, file_id)))

    def get(self, file_id: str, mime_type: str | None = None) -> str:
        def get() -> str:
            text = self.within.get(file_id, mime_type)
            if not isinstance(text, str):  # the application would take no other, and not say so
                raise TypeError(f"{self.slug}.get returned {type(text).__name__}, not str")
            return text

        return self._call("get", get)

    def delete_file(self, file_id: str) -> None:
        """The application says which folder, and the documented method needs its drive too.

        The implementation tells it by `drive_of`. Without, it is the root of the settings; a folder
        that is not there was made below the folder of a tag, and all drives are looked through.
        """

        def delete() -> None:
            found: Any = getattr(self.plugin, "drive_of", None)
            if callable(found):
                self.within.delete_file(found(file_id), file_id)
                return
            try:
                self.within.delete_file(self.configuration.root_id, file_id)
            except NotFoundError:
                self._tell("drive_of")
                drive = self._holder(file_id)
                if drive is None:
                    raise
                self.within.delete_file(drive, file_id)

        self._call("delete_file", delete)

    def add_participant(
        self,
        team_drive_or_file_id: str,
        participants: list[str],
        role: str | None = None,
        user_type: str | None = None,
    ) -> None:
        """Who cannot be given access is left out, and logged; so is a platform without rights."""
        if self._cannot("add_participant"):
            return
        kind = role or self.role, user_type or self.user_type
        self._one_by_one(
            "add_participant",
            participants,
            lambda them: self.within.add_participant(team_drive_or_file_id, them, *kind),
        )

    def remove_participant(self, team_drive_or_file_id: str, participants: list[str]) -> None:
        if self._cannot("remove_participant"):
            return
        self._one_by_one(
            "remove_participant",
            participants,
            lambda them: self.within.remove_participant(team_drive_or_file_id, them),
        )

    def open(self, folder_id: str) -> None:
        """Open a document to the domain: by the plugin's own way, or as a participant."""
        found = getattr(self.plugin, "open", None)
        domain = getattr(self.configuration, "domain", "")
        if callable(found):
            self._call("open", lambda: found(folder_id))
        elif domain:
            self._call(
                "open",
                lambda: self.within.add_participant(folder_id, [domain], "commenter", "domain"),
            )
        else:
            self._tell("open")

    def mark_readonly(self, file_id: str) -> None:
        self._optional("mark_readonly", None, file_id)

    def _holder(self, file_id: str) -> str | None:
        """The drive that lists a file; None if none does, or drives cannot be listed."""
        try:
            for it in self.within.list():
                if any(file["id"] == file_id for file in self.within.list_files(it["id"])):
                    return str(it["id"])
        except NotSupportedError:
            pass
        return None
