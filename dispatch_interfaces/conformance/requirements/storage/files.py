"""Files: create_file and delete_file."""

from dispatch_interfaces.conformance.requirements import adversarial, expect
from dispatch_interfaces.conformance.requirements.storage.harness import (
    NO_SUCH,
    StorageHarness,
    ids_of,
    must,
    records_of_every_method,
)
from dispatch_interfaces.conformance.run.endings import arranging
from dispatch_interfaces.protocols.storage import File


@must("STORAGE-140", "create_file", "list_files", rule=4)
def create_file_makes_a_file_that_is_listed(h: StorageHarness) -> None:
    """A file that `create_file` made is shown by `list_files`, with the same id, name and weblink.
    To fix: list what the platform has, and build the record in one place for both methods.
    Usual cause: the file is made in the account's own space and not in the drive.
    Wrong: made = self.client.insert(name)
    Right: made = self.client.insert(name, parent=drive_id)
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        made = plugin.create_file(drive, h.unique("file"), "document")
        # What else is in a record may be new each time.
        wanted, *listed = [
            {key: it.get(key) for key in File.__required_keys__}
            for it in (made, *plugin.list_files(drive))
        ]
        expect.equal(listed, [wanted], "the list of files")


@must("STORAGE-141", "create_file", rule=4)
def create_file_puts_the_file_into_the_folder(h: StorageHarness) -> None:
    """`create_file` with the id of a folder puts the file directly into that folder.
    To fix: pass the id on as the parent, be it a drive or a folder.
    Usual cause: the drive of the folder is looked up, and the file is put at its top.
    Wrong: made = self.client.insert(name, parent=self._drive_of(drive_id))
    Right: made = self.client.insert(name, parent=drive_id)
    """
    with h.plugin() as plugin:
        tree = h.tree(plugin)
        for place in (tree.drive, tree.folder, tree.inner):
            made = plugin.create_file(place, h.unique("file"), h.file_types()[-1])["id"]
            holders = [it for it, files in h.layout(plugin, tree.drive).items() if made in files]
            expect.equal(sorted(holders), sorted(["", place]), "the list of places that hold it")


@must("STORAGE-142", "create_file", rule=4)
def create_file_makes_the_type_it_is_told(h: StorageHarness) -> None:
    """`create_file` makes a file of the given type.
    To fix: translate every documented type to the platform's own.
    Usual cause: the type is ignored, or sheets are made as documents.
    Wrong: kind = "folder" if file_type == "folder" else "document"
    Right: kind = {"folder": "dir", "document": "doc", "sheet": "xls"}[file_type]
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        for file_type in h.file_types():
            made = plugin.create_file(drive, h.unique(file_type), file_type)["id"]
            h.expect_type(plugin, drive, made, file_type)


@must("STORAGE-143", "create_file", rule=10)
def create_file_without_a_type_makes_a_folder(h: StorageHarness) -> None:
    """`create_file` without a type does the same as with `file_type="folder"`.
    To fix: use the documented default in the signature, and pass it on.
    Usual cause: a method named after files makes a document when it is told nothing.
    Wrong: made = self.client.insert(name, type="document")
    Right: made = self.client.insert(name, type=file_type)
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        said = plugin.create_file(drive, h.unique("folder"), file_type="folder")
        omitted = plugin.create_file(drive, h.unique("folder"))
        folders = ids_of(plugin.list_files(drive, "type = 'folder'"))
        expect.equal(omitted["id"] in folders, said["id"] in folders, "being a folder")


@must("STORAGE-144", "create_file", rule=1)
def create_file_gives_every_file_an_id(h: StorageHarness) -> None:
    """Files in one place may share a name: each has an id, unlike any other and the drive's.
    To fix: always make another file, and return the id that the platform gave it.
    Usual cause: the path is used as the id, or a file of that name is looked for first.
    Wrong: file_id = f"{drive_id}/{name}"
    Right: file_id = self.client.insert(name, parent=drive_id).id
    """
    with h.plugin() as plugin:
        drive, name, types = h.drive(plugin)["id"], h.unique("file"), h.file_types()
        places = [drive, *(h.beside(plugin, drive) for _ in types)]
        made = zip(places, (*types, types[-1]), strict=True)
        files = [plugin.create_file(place, name, it)["id"] for place, it in made]
        expect.that(all(files), "ids that are not empty", f"they are {files!r}")
        number = len({drive, *files})
        expect.equal(number, 1 + len(files), f"the number of ids of one drive, {len(files)} files")


@must("STORAGE-147", "create_file", rule=5)
def create_file_refuses_what_cannot_be_a_name(h: StorageHarness) -> None:
    """`create_file` refuses a name of nothing but white space, and makes no file.
    To fix: check the name before calling the platform.
    Usual cause: the platform takes an empty name, or makes one up.
    Wrong: made = self.client.insert(name or "Untitled", parent=drive_id)
    Right:
        if not name.strip():
            raise InvalidRequestError("no name", interface="storage", value=name)
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        for name in adversarial.NOT_NAMES:
            expect.refused(plugin.create_file, drive, name, what=f"the name {name!r}")
        expect.equal(h.files(plugin, drive), {}, "the set of files")


@must("STORAGE-148", "create_file", rule=5)
def create_file_refuses_an_unknown_place(h: StorageHarness) -> None:
    """`create_file` refuses an id that neither a drive nor a folder has.
    To fix: raise NotFoundError when the platform knows neither.
    Usual cause: the platform puts a file without a known parent into the account's own space.
    Wrong: parent = self._places.get(drive_id)
    Right:
        if drive_id not in self._places:
            raise NotFoundError("no such place", interface="storage", value=drive_id)
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        for unknown in (f"{drive}-unknown", h.unique("unknown")):
            expect.refused(
                plugin.create_file, unknown, h.unique("file"), what=f"the unknown place {unknown!r}"
            )
        expect.equal(h.files(plugin, drive), {}, "the set of files of another drive")


@must("STORAGE-149", "create_file", rule=5)
def create_file_refuses_a_place_that_is_no_folder(h: StorageHarness) -> None:
    """`create_file` refuses to put a file into a file that is no folder, and makes none.
    To fix: look at the type of the place first.
    Usual cause: every file can have a parent, and nobody asks which kind.
    Wrong: made = self.client.insert(name, parent=drive_id)
    Right:
        if self.client.type_of(drive_id) not in ("drive", "folder"):
            raise InvalidRequestError("no folder", interface="storage", value=drive_id)
    """
    with h.plugin() as plugin:
        tree = h.tree(plugin)
        before = h.files(plugin, tree.drive)
        expect.refused(
            plugin.create_file, tree.document, h.unique("file"), what="a document as the place"
        )
        expect.unchanged(before, h.files(plugin, tree.drive), "the set of files")


@must("STORAGE-150", "create_file", rule=5)
def create_file_refuses_an_unknown_type(h: StorageHarness) -> None:
    """`create_file` refuses a file type that does not exist, and makes no file.
    To fix: check the type before calling the platform.
    Usual cause: an unknown type falls through to the default.
    Wrong: kind = KINDS.get(file_type, "folder")
    Right:
        if file_type not in KINDS:
            raise InvalidRequestError("no such type", interface="storage", value=file_type)
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        expect.refused(
            plugin.create_file, drive, h.unique("file"), NO_SUCH, what="an unknown file type"
        )
        expect.equal(h.files(plugin, drive), {}, "the set of files")


@must("STORAGE-151", "create_file", "copy_file", "move_file", rule=2)
def the_record_of_a_file_is_fresh(h: StorageHarness) -> None:
    """Changing the dict that `create_file`, `copy_file` or `move_file` returned changes nothing.
    To fix: build a new dict for every answer.
    Usual cause: the dict is kept as the plugin's own record; the application updates it.
    Wrong:
        self._files[file_id] = record
        return record
    Right:
        self._files[file_id] = record
        return dict(record)
    """
    with h.plugin() as plugin:
        source, drive = h.drive(plugin)["id"], h.drive(plugin)["id"]
        records = records_of_every_method(h, plugin, source, drive)
        before = h.files(plugin, source), h.files(plugin, drive)
        for record in records.values():
            record["name"] = "changed by the caller"
        after = h.files(plugin, source), h.files(plugin, drive)
        expect.unchanged(before, after, "the sets of files")
        first = records_of_every_method(h, plugin, source, drive)
        told = {name: dict(it) for name, it in first.items()}
        records_of_every_method(h, plugin, source, drive)
        expect.unchanged(told, first, "what the calls before have returned")


@must("STORAGE-152", "create_file", "copy_file", "move_file", "list_files", rule=9)
def the_weblink_of_a_file_is_absolute(h: StorageHarness) -> None:
    """The weblink of a file is an absolute http(s) URL, whichever method returns it.
    To fix: put scheme and host before the platform's path.
    Usual cause: the platform's answer to one of the calls has no link, and "" is put there.
    Wrong: weblink = made.get("url", "")
    Right: weblink = f"https://{self.host}/files/{made['id']}"
    """
    with h.plugin() as plugin:
        source, drive = h.drive(plugin)["id"], h.drive(plugin)["id"]
        for what, record in records_of_every_method(h, plugin, source, drive).items():
            expect.absolute_url(record["weblink"], f"the weblink of {what}")
        for file in plugin.list_files(drive):
            expect.absolute_url(file["weblink"], "the weblink of a listed file")


@must("STORAGE-160", "delete_file", rule=4)
def delete_file_takes_the_file_from_its_drive(h: StorageHarness) -> None:
    """A file that was deleted is no longer listed, at whatever depth it was.
    To fix: remove the file before returning; if the backend deletes later, wait for it.
    Usual cause: only files directly in the drive are looked at.
    Wrong: self._drives[drive_id].files.pop(file_id, None)
    Right:
        file = self._files.pop(file_id)
        self._children[file.parent].remove(file_id)
    """
    with h.plugin() as plugin:
        tree = h.tree(plugin)
        for file in (tree.document, tree.leaf):
            plugin.delete_file(tree.drive, file)
            expect.that(
                file not in h.files(plugin, tree.drive),
                "the file not to be listed any more",
                f"list_files still shows {file!r}",
            )


@must("STORAGE-161", "delete_file", rule=4)
def delete_file_makes_the_file_unknown(h: StorageHarness) -> None:
    """After `delete_file`, `get` and `move_file` refuse the file.
    To fix: treat a file in the trash as unknown.
    Usual cause: the file is taken from the listing, but kept under its id.
    Wrong: self._children[file.parent].remove(file_id)
    Right:
        self._children[file.parent].remove(file_id)
        del self._files[file_id]
    """
    with h.plugin() as plugin:
        tree = h.tree(plugin)
        plugin.delete_file(tree.drive, tree.document)
        expect.refused(plugin.get, tree.document, what="get of a deleted file")
        expect.refused(plugin.move_file, tree.drive, tree.document, what="move_file of it")


@must("STORAGE-162", "delete_file", rule=4)
def delete_file_takes_everything_below_a_folder(h: StorageHarness) -> None:
    """`delete_file` of a folder deletes everything below it, at every depth.
    To fix: delete the folder's contents with it.
    Usual cause: the folder's own record is removed, and its contents lose their place.
    Wrong: del self._files[file_id]
    Right:
        for it in (*self._below(file_id), file_id):
            del self._files[it]
    """
    with h.plugin() as plugin:
        tree, elsewhere = h.tree(plugin), h.drive(plugin)["id"]
        plugin.delete_file(tree.drive, tree.folder)
        expect.equal(list(h.files(plugin, tree.drive)), [tree.document], "the list of files left")
        for file in (tree.inner, tree.leaf):
            expect.refused(
                plugin.move_file, elsewhere, file, what="move_file of what lay below the folder"
            )


@must("STORAGE-163", "delete_file", rule=4)
def delete_file_leaves_other_files_alone(h: StorageHarness) -> None:
    """`delete_file` leaves every other file, even of the same name or of a longer one.
    To fix: delete by the id alone.
    Usual cause: the file is looked up by its name, or by a prefix of its path.
    Wrong: doomed = [it for it in self._files.values() if it.path.startswith(file.path)]
    Right: doomed = [self._files[file_id], *self._below(file_id)]
    """
    with h.plugin() as plugin:
        tree, other, name = h.tree(plugin), h.tree(plugin), h.unique("file")
        beside = [h.beside(plugin, tree.drive) for _ in range(2)]
        for place in (*beside, other.drive):
            h.file(plugin, place, name=name)
        h.file(plugin, tree.drive, name=f"{name}0")
        doomed = h.file(plugin, tree.drive, name=name)["id"]
        wanted = h.files(plugin, tree.drive)
        untouched = h.files(plugin, other.drive)
        plugin.delete_file(tree.drive, doomed)
        wanted.pop(doomed, None)
        expect.equal(h.files(plugin, tree.drive), wanted, "the set of files left")
        expect.unchanged(untouched, h.files(plugin, other.drive), "another drive")


@must("STORAGE-164", "delete_file", rule=5)
def delete_file_refuses_an_unknown_drive(h: StorageHarness) -> None:
    """`delete_file` refuses an unknown drive, and the file stays.
    To fix: look at the drive, too, even if the platform finds the file by its id.
    Usual cause: `drive_id` is ignored.
    Wrong: self.client.remove(file_id)
    Right:
        if drive_id not in self._drives:
            raise NotFoundError("no such drive", interface="storage", value=drive_id)
        self.client.remove(file_id)
    """
    with h.plugin() as plugin:
        tree = h.tree(plugin)
        before = h.files(plugin, tree.drive)
        for unknown in (f"{tree.drive}-unknown", h.unique("unknown")):
            expect.refused(
                plugin.delete_file, unknown, tree.document, what=f"the unknown drive {unknown!r}"
            )
        expect.unchanged(before, h.files(plugin, tree.drive), "the set of files")


@must("STORAGE-165", "delete_file", rule=5)
def delete_file_refuses_a_file_that_is_not_there(h: StorageHarness) -> None:
    """`delete_file` refuses an unknown file, and one that was deleted before.
    To fix: raise NotFoundError when the platform has no such file.
    Usual cause: deleting is made safe to repeat by passing over what is not there.
    Wrong: self._files.pop(file_id, None)
    Right:
        if self._files.pop(file_id, None) is None:
            raise NotFoundError("no such file", interface="storage", value=file_id)
    """
    with h.plugin() as plugin:
        tree = h.tree(plugin)
        with arranging("delete_file"):
            plugin.delete_file(tree.drive, tree.document)
        for what, file in (("an unknown file", h.unique("no")), ("a deleted file", tree.document)):
            expect.refused(plugin.delete_file, tree.drive, file, what=what)


@must("STORAGE-166", "delete_file", rule=5)
def delete_file_refuses_a_file_of_another_drive(h: StorageHarness) -> None:
    """`delete_file` refuses a file that lies in another drive, and the file stays.
    To fix: compare the drive of the file with the one that was given.
    Usual cause: the platform finds the file by its id alone.
    Wrong: self.client.remove(file_id)
    Right:
        if self.client.drive_of(file_id) != drive_id:
            raise NotFoundError("no such file in it", interface="storage", value=file_id)
        self.client.remove(file_id)
    """
    with h.plugin() as plugin:
        tree, other = h.tree(plugin), h.drive(plugin)["id"]
        before = h.files(plugin, tree.drive)
        for file in (tree.document, tree.leaf):
            expect.refused(plugin.delete_file, other, file, what="a file of another drive")
        expect.unchanged(before, h.files(plugin, tree.drive), "the set of files")
