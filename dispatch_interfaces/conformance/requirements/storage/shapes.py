"""What each method of a storage plugin returns."""

from collections.abc import Callable
from functools import partial
from typing import get_args

from dispatch_interfaces.conformance.requirements import expect
from dispatch_interfaces.conformance.requirements.storage.harness import (
    STORAGE,
    StorageHarness,
    must,
)
from dispatch_interfaces.conformance.run.requirement import Level, member
from dispatch_interfaces.protocols.storage import Role, StoragePlugin

_Call = Callable[[StorageHarness, StoragePlugin], None]
"""Calls a method once, with all that it needs."""


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


def _delete(h: StorageHarness, plugin: StoragePlugin) -> None:
    plugin.delete(h.drive(plugin)["id"], True)


def _add_participant(h: StorageHarness, plugin: StoragePlugin) -> None:
    add = partial(plugin.add_participant, h.drive(plugin)["id"], [h.people[0]])
    expect.taken(*(partial(add, role, "user") for role in get_args(Role)))


def _remove_participant(h: StorageHarness, plugin: StoragePlugin) -> None:
    plugin.remove_participant(h.drive(plugin, [h.people[0]])["id"], [h.people[0]])


def _delete_file(h: StorageHarness, plugin: StoragePlugin) -> None:
    drive = h.drive(plugin)["id"]
    plugin.delete_file(drive, h.file(plugin, drive)["id"])


def _archive(h: StorageHarness, plugin: StoragePlugin) -> None:
    folder = h.file(plugin, h.drive(plugin)["id"], "folder")
    plugin.archive(h.drive(plugin)["id"], folder["id"], h.unique("archived"))


@STORAGE.each(
    member(
        "STORAGE-012",
        method="delete",
        call=_delete,
        cause="the platform's answer is passed on.",
        wrong="def delete(self, drive_id, empty=True):\n"
        "    return self.client.delete_drive(drive_id, purge=empty)",
        right="def delete(self, drive_id, empty=True):\n"
        "    self.client.delete_drive(drive_id, purge=empty)",
    ),
    member(
        "STORAGE-014",
        method="add_participant",
        call=_add_participant,
        cause="the permissions that the platform made are passed on.",
        wrong="return [self.client.grant(drive_or_file_id, it, role) for it in participants]",
        right="for it in participants:\n    self.client.grant(drive_or_file_id, it, role)",
    ),
    member(
        "STORAGE-015",
        method="remove_participant",
        call=_remove_participant,
        cause="the participants that are left are passed on.",
        wrong="return self.client.revoke(drive_id, participants)",
        right="self.client.revoke(drive_id, participants)",
    ),
    member(
        "STORAGE-017",
        method="delete_file",
        call=_delete_file,
        cause="the platform's answer, or whether anything was deleted, is passed on.",
        wrong="return self.client.remove(file_id).ok",
        right="self.client.remove(file_id)",
    ),
    member(
        "STORAGE-020",
        method="archive",
        call=_archive,
        cause="the new folder is passed on.",
        wrong="return self._move_all(source_drive_id, into=folder)",
        right="self._move_all(source_drive_id, into=folder)",
    ),
    methods=("$method",),
    rule=2,
    level=Level.SHAPE,
)
def each_change_returns_nothing(h: StorageHarness, call: _Call) -> None:
    """`$method` returns None.
    To fix: let the method end without `return`.
    Usual cause: $cause
    Wrong:
        $wrong
    Right:
        $right
    """
    with h.plugin() as plugin:
        call(h, plugin)


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
        for file_type in h.file_types():
            plugin.create_file(drive, h.unique(file_type), file_type)


def _copy_file(h: StorageHarness, plugin: StoragePlugin) -> None:
    drive = h.drive(plugin)["id"]
    plugin.copy_file(drive, h.file(plugin, drive)["id"], h.unique("copy"))


def _move_file(h: StorageHarness, plugin: StoragePlugin) -> None:
    file = h.file(plugin, h.drive(plugin)["id"])
    plugin.move_file(h.drive(plugin)["id"], file["id"])


@STORAGE.each(
    member(
        "STORAGE-018",
        method="copy_file",
        call=_copy_file,
        fix="build the dict from the copy as `create_file` does.",
        cause="the platform's copy call answers with the id alone.",
        wrong='return {"id": self.client.copy(file_id, drive_id, name)}',
        right="copy_id = self.client.copy(file_id, drive_id, name)\n"
        "return self._record(self.client.file(copy_id))",
    ),
    member(
        "STORAGE-019",
        method="move_file",
        call=_move_file,
        fix="read the file once more after it was moved, and build the dict from that.",
        cause="the platform's answer to a move is empty, and so nothing was returned.",
        wrong="def move_file(self, new_drive_id, file_id):\n"
        "    self.client.move(file_id, new_drive_id)",
        right="def move_file(self, new_drive_id, file_id):\n"
        "    self.client.move(file_id, new_drive_id)\n"
        "    return self._record(self.client.file(file_id))",
    ),
    methods=("$method",),
    rule=2,
    level=Level.SHAPE,
)
def copying_and_moving_return_a_file(h: StorageHarness, call: _Call) -> None:
    """`$method` returns a dict with `id`, `weblink` and `name`, all of them str.
    To fix: $fix
    Usual cause: $cause
    Wrong:
        $wrong
    Right:
        $right
    """
    with h.plugin() as plugin:
        call(h, plugin)


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


def _a_drive(h: StorageHarness, plugin: StoragePlugin) -> tuple[str, ...]:
    h.drive(plugin)
    return ()


def _files_in_a_drive(h: StorageHarness, plugin: StoragePlugin) -> tuple[str, ...]:
    return (h.tree(plugin).drive,)


@STORAGE.each(
    member(
        "STORAGE-061",
        method="list",
        arrange=_a_drive,
        records="own_drives",
        what="the list of drives",
        cause="the plugin's own records are listed.",
        kept="_drives",
    ),
    member(
        "STORAGE-265",
        method="list_files",
        arrange=_files_in_a_drive,
        records="files",
        what="the set of files",
        cause="the plugin's own records, or a cached answer, are listed.",
        kept="_files[drive_id]",
    ),
    methods=("$method",),
    rule=2,
)
def each_listing_gives_fresh_records(
    h: StorageHarness,
    method: str,
    arrange: Callable[[StorageHarness, StoragePlugin], tuple[str, ...]],
    records: str,
    what: str,
) -> None:
    """Changing what `$method` returned changes nothing in the plugin.
    To fix: build new dicts, in a new list, for every answer.
    Usual cause: $cause
    Wrong: return list(self.$kept.values())
    Right: return [dict(it) for it in self.$kept.values()]
    """
    with h.plugin() as plugin:
        place, seen = arrange(h, plugin), getattr(h, records)
        before = seen(plugin, *place)
        for record in getattr(plugin, method)(*place):
            record["name"] = "changed by the caller"
        expect.unchanged(before, seen(plugin, *place), what)
