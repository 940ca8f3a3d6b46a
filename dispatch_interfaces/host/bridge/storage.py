"""A storage plugin in the running application."""

import builtins
from typing import Any, ClassVar

import attrs

from dispatch_interfaces.errors import NotSupportedError
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
    methods: ClassVar[tuple[str, ...]] = ("open", "mark_readonly")
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
        def create() -> dict[str, Any]:
            made = plain(self.plugin.create_file(parent_id, name, file_type))
            self._remember(made["id"], parent_id)
            if participants:
                self._give_access(made["id"], participants, role or self.role)
            return made

        return self._call("create_file", create)

    def copy_file(self, folder_id: str, file_id: str, name: str) -> dict[str, Any]:
        def copy() -> dict[str, Any]:
            made = plain(self.plugin.copy_file(folder_id, file_id, name))
            self._remember(made["id"], folder_id)
            return made

        return self._call("copy_file", copy)

    def move_file(self, new_folder_id: str, file_id: str, **kwargs: Any) -> dict[str, Any]:
        def move() -> dict[str, Any]:
            moved = plain(self.plugin.move_file(new_folder_id, file_id))
            self._remember(file_id, new_folder_id)
            return moved

        return self._call("move_file", move)

    def get(self, file_id: str, mime_type: str | None = None) -> str:
        def get() -> str:
            text = self.plugin.get(file_id, mime_type)
            if not isinstance(text, str):  # the application would take no other, and not say so
                raise TypeError(f"{self.slug}.get returned {type(text).__name__}, not str")
            return text

        return self._call("get", get)

    def delete_file(self, file_id: str) -> None:
        place = self._parents().get(file_id) or self.configuration.root_id
        self._call("delete_file", lambda: self.plugin.delete_file(place, file_id))

    def add_participant(
        self,
        team_drive_or_file_id: str,
        participants: list[str],
        role: str | None = None,
        user_type: str | None = None,
    ) -> None:
        self._call(
            "add_participant",
            lambda: self._give_access(
                team_drive_or_file_id, participants, role or self.role, user_type
            ),
        )

    def remove_participant(self, team_drive_or_file_id: str, participants: list[str]) -> None:
        self._call(
            "remove_participant",
            lambda: self.plugin.remove_participant(team_drive_or_file_id, list(participants)),
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
                lambda: self.plugin.add_participant(folder_id, [domain], "commenter", "domain"),
            )
        else:
            self._tell("open")

    def mark_readonly(self, file_id: str) -> None:
        self._optional("mark_readonly", None, file_id)

    def _give_access(
        self, holder: str, participants: list[str], role: str, user_type: str | None = None
    ) -> None:
        try:
            self.plugin.add_participant(
                holder, list(participants), role, user_type or self.user_type
            )
        except NotSupportedError:
            self._tell("add_participant")

    def _parents(self) -> dict[str, str]:
        """Where files lie that this process made: the application does not say it later."""
        with self._lock:
            found: dict[str, str] = self._made.setdefault(("parents", self.project_id), {})
            return found

    def _remember(self, file_id: str, place: str) -> None:
        self._parents()[file_id] = place
