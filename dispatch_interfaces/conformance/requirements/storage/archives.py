"""Drives that are put away: archive."""

from functools import partial

from dispatch_interfaces.conformance.requirements import adversarial, expect
from dispatch_interfaces.conformance.requirements.storage.harness import (
    StorageHarness,
    archived_in,
    expect_not_archived,
    ids_of,
    must,
)


@must("STORAGE-220", "archive", rule=4)
def archive_moves_the_files_into_a_new_folder(h: StorageHarness) -> None:
    """`archive` makes the new folder, and puts into it what lay directly in the drive.
    To fix: create the folder, and move each file whose parent is the drive.
    Usual cause: the files are moved into the destination itself, or the folder stays empty.
    Wrong:
        for it in self._children(source_drive_id):
            self.move_file(dest_folder_id, it.id)
    Right:
        folder = self.create_file(dest_folder_id, folder_name)
        for it in self._children(source_drive_id):
            self.move_file(folder["id"], it.id)
    """
    with h.plugin() as plugin:
        tree, other = h.tree_to_archive(plugin), h.tree(plugin)
        for place, source in ((other.drive, tree), (other.inner, h.tree_to_archive(plugin))):
            before = h.files(plugin, source.drive, source.drive)
            folder = archived_in(h, plugin, source.drive, other.drive, place)
            found = h.files(plugin, other.drive, folder)
            expect.equal(found, before, "the set of files in the new folder")


@must("STORAGE-221", "archive", rule=4, limited_by=("folder_moves",))
def archive_keeps_what_lies_deeper_where_it_is(h: StorageHarness) -> None:
    """`archive` leaves the contents of each folder in their folder, with their ids and names.
    To fix: move only what lies directly in the drive; the rest goes along.
    Usual cause: all files that the drive lists are moved, and the folders are flattened.
    Wrong:
        for it in self.list_files(source_drive_id):
            self.move_file(folder["id"], it["id"])
    Right:
        for it in self.list_files(source_drive_id, f"'{source_drive_id}' in parents"):
            self.move_file(folder["id"], it["id"])
    """
    with h.plugin() as plugin:
        tree, other = h.tree(plugin), h.drive(plugin)["id"]
        before = h.layout(plugin, tree.drive)
        plugin.archive(tree.drive, other, h.unique("archived"))
        after = h.layout(plugin, other)
        for place in (tree.folder, tree.inner):
            expect.equal(after.get(place), before[place], "the set of files in an archived folder")


@must("STORAGE-222", "archive", rule=4)
def archive_takes_the_drive_from_the_list(h: StorageHarness) -> None:
    """An archived drive is no longer shown by `list`, even if there was no file in it.
    To fix: mark the drive as archived, and leave such drives out of `list`.
    Usual cause: an emptied drive stays as it is, or nothing is done when there is no file.
    Wrong:
        for it in files:
            self.move_file(folder["id"], it["id"])
    Right:
        for it in files:
            self.move_file(folder["id"], it["id"])
        self.client.hide_drive(source_drive_id)
    """
    with h.plugin() as plugin:
        dest = h.drive(plugin)["id"]
        full, empty = h.tree_to_archive(plugin).drive, h.drive(plugin)["id"]
        for what, drive in (("", full), ("empty ", empty)):
            plugin.archive(drive, dest, h.unique("archived"))
            expect.that(
                drive not in h.drives(plugin),
                f"the archived {what}drive not to be listed",
                "list() still shows it",
            )


@must("STORAGE-223", "archive", rule=4)
def archive_leaves_the_drive_empty(h: StorageHarness) -> None:
    """An archived drive is still there, and holds no files.
    To fix: move the files instead of copying them, and keep the drive.
    Usual cause: the files are copied, or the drive is deleted once they were moved.
    Wrong:
        for it in files:
            self.copy_file(folder["id"], it["id"], it["name"])
    Right:
        for it in files:
            self.move_file(folder["id"], it["id"])
    """
    with h.plugin() as plugin:
        drive, dest = h.tree_to_archive(plugin).drive, h.drive(plugin)["id"]
        plugin.archive(drive, dest, h.unique("archived"))
        found = list(plugin.list_files(drive))
        expect.equal(found, [], "the list of files of the archived drive")


@must("STORAGE-224", "archive", rule=6)
def archive_again_changes_nothing(h: StorageHarness) -> None:
    """Archiving a drive again changes nothing and does not raise.
    To fix: return when the drive is archived already.
    Usual cause: every call makes another folder, empty this time.
    Wrong: folder = self.create_file(dest_folder_id, folder_name)
    Right:
        if source_drive_id in self._archived:
            return
        folder = self.create_file(dest_folder_id, folder_name)
    """
    with h.plugin() as plugin:
        drive, dest = h.tree_to_archive(plugin).drive, h.drive(plugin)["id"]
        name = h.unique("archived")
        plugin.archive(drive, dest, name)
        before = h.layout(plugin, dest)
        plugin.archive(drive, dest, name)
        expect.unchanged(before, h.layout(plugin, dest), "the destination")


@must("STORAGE-225", "archive", rule=4)
def archive_leaves_others_alone(h: StorageHarness) -> None:
    """`archive` leaves other drives listed, and the files in the destination where they are.
    To fix: move files of the given drive only, into a folder that is new.
    Usual cause: the folder is looked for by its name, and an old one of that name is taken.
    Wrong:
        folder = self._find(dest_folder_id, folder_name) or self._make(dest_folder_id, folder_name)
    Right: folder = self._make(dest_folder_id, folder_name)
    """
    with h.plugin() as plugin:
        tree, dest = h.tree(plugin), h.drive(plugin)["id"]
        taken = h.file(plugin, h.beside(plugin, dest), "folder")
        before = h.layout(plugin, tree.drive)
        plugin.archive(h.tree_to_archive(plugin).drive, dest, taken["name"])
        expect.unchanged(before, h.layout(plugin, tree.drive), "another drive")
        expect.equal(h.files(plugin, dest, taken["id"]), {}, "the set of files in the old folder")
        missing = {tree.drive, dest} - set(h.drives(plugin))
        expect.equal(missing, set(), "the set of other drives that are no longer listed")


@must("STORAGE-226", "archive", rule=5)
def archive_refuses_an_unknown_drive(h: StorageHarness) -> None:
    """`archive` refuses an unknown drive, and makes no folder.
    To fix: look the drive up before making the folder.
    Usual cause: the folder is made first.
    Wrong:
        folder = self.create_file(dest_folder_id, folder_name)
        files = self.list_files(source_drive_id)
    Right:
        files = self.list_files(source_drive_id)
        folder = self.create_file(dest_folder_id, folder_name)
    """
    with h.plugin() as plugin:
        dest = h.drive(plugin)["id"]
        for unknown in (f"{dest}-unknown", h.unique("unknown")):
            expect.refused(
                plugin.archive,
                unknown,
                dest,
                h.unique("archived"),
                what=f"the unknown drive {unknown!r}",
            )
        expect.equal(h.files(plugin, dest), {}, "the set of files in the destination")


@must("STORAGE-227", "archive", rule=5)
def archive_refuses_an_unknown_destination(h: StorageHarness) -> None:
    """`archive` refuses an unknown destination, and the drive stays as it is, and listed.
    To fix: look the destination up before anything is moved or marked.
    Usual cause: the drive is marked as archived first.
    Wrong:
        drive.archived = True
        folder = self.create_file(dest_folder_id, folder_name)
    Right:
        folder = self.create_file(dest_folder_id, folder_name)
        drive.archived = True
    """
    with h.plugin() as plugin:
        tree = h.tree_to_archive(plugin)
        archive = partial(plugin.archive, tree.drive, h.unique("unknown"), h.unique("archived"))
        expect_not_archived(h, plugin, tree, archive, "an unknown destination")


@must("STORAGE-228", "archive", rule=5)
def archive_refuses_a_destination_within_the_drive(h: StorageHarness) -> None:
    """`archive` refuses the drive itself, and any folder in it, as the destination.
    To fix: go up from the destination; refuse if it ends at the drive.
    Usual cause: nobody asks where the destination lies, and the files vanish from every list.
    Wrong: folder = self.create_file(dest_folder_id, folder_name)
    Right:
        if self._drive_of(dest_folder_id) == source_drive_id:
            raise InvalidRequestError("within the drive", interface="storage")
    """
    with h.plugin() as plugin:
        tree = h.tree(plugin)
        for dest in (tree.drive, tree.folder, tree.inner):
            archive = partial(plugin.archive, tree.drive, dest, h.unique("archived"))
            expect_not_archived(h, plugin, tree, archive, "a destination within the drive")


@must("STORAGE-229", "archive", rule=5)
def archive_refuses_a_destination_that_is_no_folder(h: StorageHarness) -> None:
    """`archive` refuses a destination that is no folder, and the drive stays as it is.
    To fix: look at the type of the destination first.
    Usual cause: every file can have a parent, and nobody asks which kind.
    Wrong: dest = self._files[dest_folder_id]
    Right:
        dest = self._files[dest_folder_id]
        if dest.type != "folder":
            raise InvalidRequestError("no folder", interface="storage", value=dest_folder_id)
    """
    with h.plugin() as plugin:
        tree, document = h.tree_to_archive(plugin), h.tree(plugin).document
        archive = partial(plugin.archive, tree.drive, document, h.unique("archived"))
        expect_not_archived(h, plugin, tree, archive, "a document as the destination")


@must("STORAGE-230", "archive", rule=5)
def archive_refuses_what_cannot_be_a_name(h: StorageHarness) -> None:
    """`archive` refuses a folder name of nothing but white space; the drive stays as it is.
    To fix: check the name before anything is moved.
    Usual cause: without a name the name of the drive is taken.
    Wrong: folder = self._make(dest_folder_id, folder_name or drive.name)
    Right:
        if not folder_name.strip():
            raise InvalidRequestError("no name", interface="storage", value=folder_name)
    """
    with h.plugin() as plugin:
        tree, dest = h.tree_to_archive(plugin), h.drive(plugin)["id"]
        for name in adversarial.NOT_NAMES:
            archive = partial(plugin.archive, tree.drive, dest, name)
            expect_not_archived(h, plugin, tree, archive, f"the name {name!r}")
        expect.equal(h.files(plugin, dest), {}, "the set of files in the destination")


@must("STORAGE-231", "archive", rule=1)
def archive_names_the_folder_as_told(h: StorageHarness) -> None:
    """The folder that `archive` makes has the name it was given.
    To fix: pass the name on as it is.
    Usual cause: the date, or the name of the drive, is added to it.
    Wrong: folder = self._make(dest_folder_id, f"{folder_name} ({date.today()})")
    Right: folder = self._make(dest_folder_id, folder_name)
    """
    with h.plugin() as plugin:
        for name in adversarial.names(h):
            dest, drive = h.drive(plugin)["id"], h.tree_to_archive(plugin).drive
            expect.made(plugin.archive, drive, dest, name)
            for found in h.files(plugin, dest, dest).values():
                h.expect_kept("file_name", found, name, "the name of the folder")


@must("STORAGE-232", "archive", rule=4)
def archive_makes_a_folder_like_any_other(h: StorageHarness) -> None:
    """What `archive` makes is a folder like any other: it is found as one, and takes files.
    To fix: make the folder as `create_file` does.
    Usual cause: it is made in another way, so that its type is missing or of the platform's own.
    Wrong: folder = self.client.insert(parent=dest_folder_id, title=folder_name)
    Right: folder = self.create_file(dest_folder_id, folder_name, "folder")
    """
    with h.plugin() as plugin:
        dest = h.drive(plugin)["id"]
        folder = archived_in(h, plugin, h.tree_to_archive(plugin).drive, dest, dest)
        folders = ids_of(plugin.list_files(dest, "type = 'folder'"))
        expect.that(folder in folders, "the new folder among the folders", "it is not")
        file = plugin.create_file(folder, h.unique("file"), "document")["id"]
        expect.that(file in h.files(plugin, dest, folder), "the new file in it", "it is not there")
