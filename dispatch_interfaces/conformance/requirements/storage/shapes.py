"""What each method of a storage plugin returns."""

from typing import get_args

from dispatch_interfaces.conformance.requirements.storage.harness import (
    StorageHarness,
    must,
)
from dispatch_interfaces.conformance.run.requirement import Level
from dispatch_interfaces.protocols.storage import (
    FileType,
)


@must("STORAGE-010", "get", rule=2, level=Level.SHAPE)
def get_returns_a_text(h: StorageHarness) -> None:
    """`get` returns a str.

    To fix: decode what the platform sends; return `""` where there is no text.
    Usual cause: the body of the platform's answer is bytes, or None for an empty document.
    Wrong:
        def get(self, file_id, mime_type=None):
            return self.client.export(file_id, mime_type)
    Right:
        def get(self, file_id, mime_type=None):
            body = self.client.export(file_id, mime_type)
            return (body or b"").decode("utf-8")
    """
    with h.plugin() as plugin:
        document = h.file(plugin, h.drive(plugin)["id"])
        plugin.get(document["id"], None)


@must("STORAGE-011", "create", rule=2, level=Level.SHAPE)
def create_returns_a_drive(h: StorageHarness) -> None:
    """`create` returns a dict with `id`, `weblink`, `name` and `description`, all of them str.

    To fix: build the dict from the platform's answer; leave no key out.
    Usual cause: the platform has no description, and so the key was left out, or is None.
    Wrong: return {"id": made.id, "weblink": made.url, "name": made.name}
    Right: return {"id": made.id, "weblink": made.url, "name": made.name, "description": ""}
    """
    with h.plugin() as plugin:
        plugin.create(h.unique("drive"), [h.people[0]], "fileOrganizer")


@must("STORAGE-012", "delete", rule=2, level=Level.SHAPE)
def delete_returns_nothing(h: StorageHarness) -> None:
    """`delete` returns None.

    To fix: let the method end without `return`.
    Usual cause: the platform's answer is passed on.
    Wrong:
        def delete(self, drive_id, empty=True):
            return self.client.delete_drive(drive_id, purge=empty)
    Right:
        def delete(self, drive_id, empty=True):
            self.client.delete_drive(drive_id, purge=empty)
    """
    with h.plugin() as plugin:
        plugin.delete(h.drive(plugin)["id"], True)


@must("STORAGE-013", "list", rule=2, level=Level.SHAPE)
def list_returns_drives(h: StorageHarness) -> None:
    """`list` returns a sequence of dicts with the keys of a drive.

    To fix: turn every drive of the platform into the same dict that `create` returns.
    Usual cause: the method is a generator expression, or lists the platform's own objects.
    Wrong: return (self._record(it) for it in self.client.drives())
    Right: return [self._record(it) for it in self.client.drives()]
    """
    with h.plugin() as plugin:
        h.drive(plugin)
        plugin.list(page=1)


@must("STORAGE-014", "add_participant", rule=2, level=Level.SHAPE)
def add_participant_returns_nothing(h: StorageHarness) -> None:
    """`add_participant` returns None.

    To fix: let the method end without `return`.
    Usual cause: the permissions that the platform made are passed on.
    Wrong: return [self.client.grant(drive_or_file_id, it, role) for it in participants]
    Right:
        for it in participants:
            self.client.grant(drive_or_file_id, it, role)
    """
    with h.plugin() as plugin:
        plugin.add_participant(h.drive(plugin)["id"], [h.people[0]], "owner", "user")


@must("STORAGE-015", "remove_participant", rule=2, level=Level.SHAPE)
def remove_participant_returns_nothing(h: StorageHarness) -> None:
    """`remove_participant` returns None.

    To fix: let the method end without `return`.
    Usual cause: the participants that are left are passed on.
    Wrong: return self.client.revoke(drive_id, participants)
    Right: self.client.revoke(drive_id, participants)
    """
    with h.plugin() as plugin:
        plugin.remove_participant(h.drive(plugin, [h.people[0]])["id"], [h.people[0]])


@must("STORAGE-016", "create_file", rule=2, level=Level.SHAPE)
def create_file_returns_a_file(h: StorageHarness) -> None:
    """`create_file` returns a dict with `id`, `weblink` and `name`, for every type of file.

    To fix: build the dict from the platform's answer, with the documented keys.
    Usual cause: the platform's name for the link (`webViewLink`, `url`) is kept as the key.
    Wrong: return self.client.insert(name, parent=drive_id, type=file_type)
    Right:
        made = self.client.insert(name, parent=drive_id, type=file_type)
        return {"id": made["id"], "weblink": made["webViewLink"], "name": made["name"]}
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        for file_type in get_args(FileType):
            plugin.create_file(drive, h.unique(file_type), file_type)


@must("STORAGE-017", "delete_file", rule=2, level=Level.SHAPE)
def delete_file_returns_nothing(h: StorageHarness) -> None:
    """`delete_file` returns None.

    To fix: let the method end without `return`.
    Usual cause: the platform's answer, or whether anything was deleted, is passed on.
    Wrong: return self.client.remove(file_id).ok
    Right: self.client.remove(file_id)
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        plugin.delete_file(drive, h.file(plugin, drive)["id"])


@must("STORAGE-018", "copy_file", rule=2, level=Level.SHAPE)
def copy_file_returns_a_file(h: StorageHarness) -> None:
    """`copy_file` returns a dict with `id`, `weblink` and `name`, all of them str.

    To fix: build the dict from the copy as `create_file` does.
    Usual cause: the platform's copy call answers with the id alone.
    Wrong: return {"id": self.client.copy(file_id, drive_id, name)}
    Right:
        copy_id = self.client.copy(file_id, drive_id, name)
        return self._record(self.client.file(copy_id))
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        plugin.copy_file(drive, h.file(plugin, drive)["id"], h.unique("copy"))


@must("STORAGE-019", "move_file", rule=2, level=Level.SHAPE)
def move_file_returns_a_file(h: StorageHarness) -> None:
    """`move_file` returns a dict with `id`, `weblink` and `name`, all of them str.

    To fix: read the file once more after it was moved, and build the dict from that.
    Usual cause: the platform's answer to a move is empty, and so nothing was returned.
    Wrong:
        def move_file(self, new_drive_id, file_id):
            self.client.move(file_id, new_drive_id)
    Right:
        def move_file(self, new_drive_id, file_id):
            self.client.move(file_id, new_drive_id)
            return self._record(self.client.file(file_id))
    """
    with h.plugin() as plugin:
        file = h.file(plugin, h.drive(plugin)["id"])
        plugin.move_file(h.drive(plugin)["id"], file["id"])


@must("STORAGE-020", "archive", rule=2, level=Level.SHAPE)
def archive_returns_nothing(h: StorageHarness) -> None:
    """`archive` returns None.

    To fix: let the method end without `return`.
    Usual cause: the new folder is passed on.
    Wrong: return self._move_all(source_drive_id, into=folder)
    Right: self._move_all(source_drive_id, into=folder)
    """
    with h.plugin() as plugin:
        folder = h.file(plugin, h.drive(plugin)["id"], "folder")
        plugin.archive(h.drive(plugin)["id"], folder["id"], h.unique("archived"))


@must("STORAGE-021", "list_files", rule=2, level=Level.SHAPE)
def list_files_returns_files(h: StorageHarness) -> None:
    """`list_files` returns a sequence of dicts with the keys of a file, with a query and without.

    To fix: turn every file of the platform into the same dict that `create_file` returns.
    Usual cause: the platform's page object is returned instead of the files in it.
    Wrong: return self.client.search(drive_id, q)
    Right: return [self._record(it) for it in self.client.search(drive_id, q).files]
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        h.file(plugin, drive)
        plugin.list_files(drive, None)
        plugin.list_files(drive, "type = 'document'")
