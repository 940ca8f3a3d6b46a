"""Files that get elsewhere: copy_file and move_file."""

from dispatch_interfaces.conformance.requirements import adversarial, expect
from dispatch_interfaces.conformance.requirements.storage.harness import (
    StorageHarness,
    ids_of,
    must,
)


@must("STORAGE-180", "copy_file", rule=4)
def copy_file_makes_a_file_that_is_listed(h: StorageHarness) -> None:
    """A copy is listed directly in the drive or folder it was put in, with the name returned.
    To fix: pass both the place and the name on to the platform's copy call.
    Usual cause: the platform puts the copy beside the original, as "Copy of ...".
    Wrong: made = self.client.copy(file_id)
    Right: made = self.client.copy(file_id, parent=drive_id, name=name)
    """
    with h.plugin() as plugin:
        original = h.file(plugin, h.drive(plugin)["id"])["id"]
        tree = h.tree(plugin)
        for place in (tree.drive, tree.folder):
            made = plugin.copy_file(place, original, h.unique("copy"))
            found = h.files(plugin, tree.drive, place)
            expect.equal(found.get(made["id"]), made["name"], "the name of the copy in its place")
            copies = list(found.values()).count(made["name"])
            expect.equal(copies, 1, "the number of copies in its place")


@must("STORAGE-181", "copy_file", rule=4)
def copy_file_leaves_the_original_alone(h: StorageHarness) -> None:
    """`copy_file` leaves the original where it is, with its name.
    To fix: make a new file; change nothing of the original.
    Usual cause: the name is set on the original, or the file is moved when the drive is another.
    Wrong: file.parent, file.name = drive_id, name
    Right: copy = self._insert(parent=drive_id, name=name, text=file.text)
    """
    with h.plugin() as plugin:
        tree, other = h.tree(plugin), h.drive(plugin)["id"]
        before = h.layout(plugin, tree.drive)
        plugin.copy_file(other, tree.leaf, h.unique("copy"))
        expect.unchanged(before, h.layout(plugin, tree.drive), "the drive of the original")


@must("STORAGE-182", "copy_file", rule=1)
def copy_file_gives_every_copy_an_id(h: StorageHarness) -> None:
    """Every copy has an id of its own, even a second one of the same name.
    To fix: return the id of the new file, and make one at every call.
    Usual cause: the record of the original is returned with another name.
    Wrong: return {**self._record(file), "name": name}
    Right: return self._record(self.client.copy(file_id, drive_id, name))
    """
    with h.plugin() as plugin:
        drive, name = h.drive(plugin)["id"], h.unique("copy")
        original, places = h.file(plugin, drive)["id"], (drive, h.beside(plugin, drive))
        copies = [plugin.copy_file(it, original, name)["id"] for it in places]
        expect.equal(len({original, *copies}), 3, "the number of ids of a file and two copies")


@must("STORAGE-183", "copy_file", rule=4, observes=("set_text",))
def copy_file_copies_the_text(h: StorageHarness) -> None:
    """A copy has the text of the original.
    To fix: copy the contents, not only the record.
    Usual cause: an empty file of the same type is made; incidents then start with empty forms.
    Wrong: return self.create_file(drive_id, name, file.type)
    Right:
        made = self.create_file(drive_id, name, file.type)
        self._write(made["id"], self.get(file_id))
        return made
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        original = h.file(plugin, drive)["id"]
        h.observe(plugin).set_text(original, "Who?\nWhat?")
        made = plugin.copy_file(drive, original, h.unique("copy"))
        h.expect_text(plugin, made["id"], "Who?\nWhat?", "the text of the copy")


@must("STORAGE-184", "copy_file", rule=4, observes=("set_text",))
def a_copy_and_its_original_are_written_apart(h: StorageHarness) -> None:
    """What is written to the original does not change a copy, and the other way round.
    To fix: copy the contents when the copy is made.
    Usual cause: both files refer to one and the same contents.
    Wrong: copy.body = original.body
    Right: copy.body = Body(original.body.text)
    """
    with h.plugin() as plugin:
        drive, observer = h.drive(plugin)["id"], h.observe(plugin)
        original = h.file(plugin, drive)["id"]
        observer.set_text(original, "template")
        first, second = (plugin.copy_file(drive, original, h.unique("copy")) for _ in range(2))
        before = plugin.get(first["id"])
        observer.set_text(original, "new template")
        observer.set_text(second["id"], "incident")
        expect.unchanged(before, plugin.get(first["id"]), "the text of the untouched copy")
        h.expect_text(plugin, original, "new template", "the text of the original")


@must("STORAGE-185", "copy_file", rule=4)
def copy_file_keeps_the_type(h: StorageHarness) -> None:
    """A copy has the type of the original.
    To fix: let the platform copy the file, or create the copy in the type of the original.
    Usual cause: the copy is made with the default type, or always as a document.
    Wrong: made = self.create_file(drive_id, name)
    Right: made = self.create_file(drive_id, name, self._type_of(file_id))
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        for file_type in h.file_types()[1:]:
            original = h.file(plugin, drive, file_type)["id"]
            made = plugin.copy_file(drive, original, h.unique("copy"))["id"]
            found = ids_of(plugin.list_files(drive, f"type = '{file_type}'"))
            expect.equal(made in found, original in found, f"being a {file_type}")


@must("STORAGE-187", "copy_file", rule=5)
def copy_file_refuses_what_cannot_be_a_name(h: StorageHarness) -> None:
    """`copy_file` refuses a name of nothing but white space, and makes no copy.
    To fix: check the name before calling the platform.
    Usual cause: without a name the platform keeps that of the original.
    Wrong: made = self.client.copy(file_id, drive_id, name or file.name)
    Right:
        if not name.strip():
            raise InvalidRequestError("no name", interface="storage", value=name)
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        original = h.file(plugin, drive)["id"]
        for name in adversarial.NOT_NAMES:
            expect.refused(plugin.copy_file, drive, original, name, what=f"the name {name!r}")
        expect.equal(list(h.files(plugin, drive)), [original], "the list of files")


@must("STORAGE-188", "copy_file", rule=5)
def copy_file_refuses_an_unknown_file(h: StorageHarness) -> None:
    """`copy_file` refuses an unknown file, and makes no copy.
    To fix: look the original up before making the copy.
    Usual cause: an empty file is created first, and filled afterwards.
    Wrong:
        made = self.create_file(drive_id, name)
        self._write(made["id"], self.get(file_id))
    Right:
        text = self.get(file_id)
        made = self.create_file(drive_id, name)
        self._write(made["id"], text)
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        expect.refused(
            plugin.copy_file,
            drive,
            h.unique("unknown"),
            h.unique("copy"),
            what="an unknown file_id",
        )
        expect.equal(h.files(plugin, drive), {}, "the set of files")


@must("STORAGE-189", "copy_file", rule=5)
def copy_file_refuses_an_unknown_place(h: StorageHarness) -> None:
    """`copy_file` refuses an id that neither a drive nor a folder has, and makes no copy.
    To fix: raise NotFoundError when the platform knows neither.
    Usual cause: the copy is put beside the original when the place cannot be found.
    Wrong: parent = self._places.get(drive_id, original.parent)
    Right: parent = self._places[self._require_place(drive_id)]
    """
    with h.plugin() as plugin:
        tree = h.tree(plugin)
        before = h.files(plugin, tree.drive)
        for unknown in (f"{tree.drive}-unknown", h.unique("unknown")):
            expect.refused(
                plugin.copy_file,
                unknown,
                tree.document,
                h.unique("copy"),
                what=f"the unknown place {unknown!r}",
            )
        expect.unchanged(before, h.files(plugin, tree.drive), "the set of files")


@must("STORAGE-190", "copy_file", rule=5)
def copy_file_refuses_a_place_that_is_no_folder(h: StorageHarness) -> None:
    """`copy_file` refuses to put the copy into a file that is no folder, and makes none.
    To fix: look at the type of the place first.
    Usual cause: the platform answers as if all was well, and the copy cannot be found again.
    Wrong: made = self.client.copy(file_id, parent=drive_id, name=name)
    Right:
        if self.client.type_of(drive_id) not in ("drive", "folder"):
            raise InvalidRequestError("no folder", interface="storage", value=drive_id)
    """
    with h.plugin() as plugin:
        tree = h.tree(plugin)
        before = h.files(plugin, tree.drive)
        expect.refused(
            plugin.copy_file,
            tree.document,
            tree.leaf,
            h.unique("copy"),
            what="a document as the place",
        )
        expect.unchanged(before, h.files(plugin, tree.drive), "the set of files")


@must("STORAGE-191", "copy_file", rule=4)
def copy_file_copies_a_folder_whole_or_refuses(h: StorageHarness) -> None:
    """`copy_file` copies a folder with everything below it, or refuses to copy folders.
    To fix: copy what is below, level by level; else raise InvalidRequestError.
    Usual cause: the platform's copy call makes an empty folder of the same name.
    Wrong: return self._record(self.client.copy(file_id, drive_id, name))
    Right:
        if self._type_of(file_id) == "folder":
            raise InvalidRequestError("a folder cannot be copied", interface="storage")
    """
    with h.plugin() as plugin:
        tree, other = h.tree(plugin), h.drive(plugin)["id"]
        originals = h.files(plugin, tree.drive)
        made = expect.made(plugin.copy_file, other, tree.folder, h.unique("copy"))
        if made is None:
            expect.equal(h.files(plugin, other), {}, "the set of files after the refusal")
            return
        inner = h.files(plugin, other, made["id"])
        expect.equal(list(inner.values()), [originals[tree.inner]], "the copied folder's contents")
        leaves = h.files(plugin, other, next(iter(inner)))
        expect.equal(list(leaves.values()), [originals[tree.leaf]], "the contents further below")


@must("STORAGE-192", "copy_file", rule=4)
def copy_file_leaves_the_contents_of_a_folder_alone(h: StorageHarness) -> None:
    """`copy_file` of a folder leaves what is in the original there, if it copies folders.
    To fix: give the copy new files of its own.
    Usual cause: the files below are hung below the copy, since they need no copying then.
    Wrong:
        for it in self._children(file_id):
            it.parent = copy.id
    Right:
        for it in self._children(file_id):
            self.copy_file(copy.id, it.id, it.name)
    """
    with h.plugin() as plugin:
        tree, other = h.tree(plugin), h.drive(plugin)["id"]
        before = h.layout(plugin, tree.drive)
        expect.made(plugin.copy_file, other, tree.folder, h.unique("copy"))
        expect.unchanged(before, h.layout(plugin, tree.drive), "the drive of the original")


@must("STORAGE-200", "move_file", rule=4)
def move_file_puts_the_file_into_its_new_place(h: StorageHarness) -> None:
    """A moved file lies directly in its new place, be it another drive or a folder.
    To fix: set the parent to the given id; and with it the drive, if that is kept too.
    Usual cause: only the drive of the file is changed, and it stays in a folder of the old one.
    Wrong: file.drive_id = new_drive_id
    Right: file.drive_id, file.parent_id = self._drive_of(new_drive_id), new_drive_id
    """
    with h.plugin() as plugin:
        tree, other = h.tree(plugin), h.tree(plugin)
        for drive, place in ((other.drive, other.inner), (other.drive, other.drive)):
            plugin.move_file(place, tree.leaf)
            found = h.files(plugin, drive, place)
            expect.that(
                tree.leaf in found, f"{tree.leaf!r} to lie in its new place", f"it holds {found!r}"
            )


@must("STORAGE-201", "move_file", rule=4)
def move_file_takes_the_file_from_its_old_place(h: StorageHarness) -> None:
    """A moved file is no longer listed in its old place, nor in its old drive.
    To fix: remove the old parent as well as adding the new one.
    Usual cause: on the platform a file can have several parents, and one was added.
    Wrong: self.client.update(file_id, add_parents=[new_drive_id])
    Right:
        old = self.client.file(file_id).parents
        self.client.update(file_id, add_parents=[new_drive_id], remove_parents=old)
    """
    with h.plugin() as plugin:
        tree, other = h.tree(plugin), h.drive(plugin)["id"]
        plugin.move_file(tree.drive, tree.leaf)
        left = h.files(plugin, tree.drive, tree.inner)
        expect.that(tree.leaf not in left, "the file to have left its folder", "it is still there")
        plugin.move_file(other, tree.leaf)
        left = h.files(plugin, tree.drive)
        expect.that(tree.leaf not in left, "the file to have left its drive", "it is still there")


@must("STORAGE-202", "move_file", rule=4)
def move_file_keeps_id_and_name(h: StorageHarness) -> None:
    """A moved file keeps its id and its name.
    To fix: use the platform's own move; return the file's record.
    Usual cause: moving is done by copying and deleting, and links to the file break.
    Wrong:
        made = self.copy_file(new_drive_id, file_id, name)
        self.delete_file(drive_id, file_id)
        return made
    Right:
        self.client.move(file_id, new_drive_id)
        return self._record(self.client.file(file_id))
    """
    with h.plugin() as plugin:
        file, other = h.file(plugin, h.drive(plugin)["id"]), h.drive(plugin)["id"]
        moved = plugin.move_file(other, file["id"])
        wanted = {file["id"]: file["name"]}
        expect.equal({moved["id"]: moved["name"]}, wanted, "the id and name returned")
        expect.equal(h.files(plugin, other), wanted, "the id and name listed")


@must("STORAGE-203", "move_file", rule=6)
def move_file_to_where_it_is_changes_nothing(h: StorageHarness) -> None:
    """Moving a file to the place where it lies already changes nothing and does not raise.
    To fix: return the file if its parent is the given one.
    Usual cause: the old parent, which is also the new one, is removed last.
    Wrong:
        self._children[new_drive_id].add(file_id)
        self._children[file.parent].discard(file_id)
    Right:
        self._children[file.parent].discard(file_id)
        self._children[new_drive_id].add(file_id)
    """
    with h.plugin() as plugin:
        tree = h.tree(plugin)
        before = h.layout(plugin, tree.drive)
        for place, file in ((tree.drive, tree.folder), (tree.inner, tree.leaf)):
            plugin.move_file(place, file)
        expect.unchanged(before, h.layout(plugin, tree.drive), "the drive")


@must("STORAGE-204", "move_file", rule=4)
def move_file_takes_everything_below_a_folder_along(h: StorageHarness) -> None:
    """A moved folder holds what it held, at every depth, and nothing of it stays behind.
    To fix: keep the drive of a file with its topmost folder only, or change it all the way down.
    Usual cause: every file has its drive written on it, and only that of the folder is changed.
    Wrong: folder.drive_id = new_drive_id
    Right:
        for it in (folder, *self._below(folder)):
            it.drive_id = new_drive_id
    """
    with h.plugin() as plugin:
        tree, other = h.tree(plugin), h.drive(plugin)["id"]
        new, stays = other, {tree.document}
        if h.meets("folder_moves"):
            other, new = tree.drive, h.file(plugin, tree.drive, "folder")["id"]
            stays |= {new, tree.folder, tree.inner, tree.leaf}
        below = h.layout(plugin, tree.drive)
        plugin.move_file(new, tree.folder)
        after = h.layout(plugin, other)
        for place in (tree.folder, tree.inner):
            expect.equal(after.get(place), below[place], "the set of files in a moved folder")
        expect.equal(set(h.files(plugin, tree.drive)), stays, "the set of files left")
        left = h.files(plugin, tree.drive, tree.drive)
        expect.that(tree.folder not in left, "the folder to have left", "it is in its old place")


@must("STORAGE-205", "move_file", rule=5)
def move_file_refuses_to_put_a_folder_into_itself(h: StorageHarness) -> None:
    """`move_file` refuses to move a folder into itself or into a folder below it.
    To fix: go up from the new place; refuse if the folder is on the way.
    Usual cause: only the direct case, or none, is looked at; the folder then is in no drive.
    Wrong: file.parent = new_drive_id
    Right:
        if file_id in self._path(new_drive_id):
            raise InvalidRequestError("within itself", interface="storage", value=new_drive_id)
        file.parent = new_drive_id
    """
    with h.plugin() as plugin:
        tree = h.tree(plugin)
        before = h.layout(plugin, tree.drive)
        for what, place in (("itself", tree.folder), ("a folder below it", tree.inner)):
            expect.refused(
                plugin.move_file, place, tree.folder, what=f"moving a folder into {what}"
            )
        expect.unchanged(before, h.layout(plugin, tree.drive), "the drive")


@must("STORAGE-206", "move_file", rule=5)
def move_file_refuses_an_unknown_place(h: StorageHarness) -> None:
    """`move_file` refuses an id that neither a drive nor a folder has, and the file stays.
    To fix: look the new place up before the file leaves the old one.
    Usual cause: the file is taken out first, and lost when the new place is not there.
    Wrong:
        self._children[file.parent].discard(file_id)
        self._children[new_drive_id].add(file_id)
    Right:
        new = self._children[self._require_place(new_drive_id)]
        self._children[file.parent].discard(file_id)
        new.add(file_id)
    """
    with h.plugin() as plugin:
        tree = h.tree(plugin)
        before = h.layout(plugin, tree.drive)
        for unknown in (f"{tree.drive}-unknown", h.unique("unknown")):
            expect.refused(
                plugin.move_file, unknown, tree.leaf, what=f"the unknown place {unknown!r}"
            )
        expect.unchanged(before, h.layout(plugin, tree.drive), "the drive")


@must("STORAGE-207", "move_file", rule=5)
def move_file_refuses_an_unknown_file(h: StorageHarness) -> None:
    """`move_file` refuses an unknown file, and its destination stays as it is.
    To fix: look the file up first.
    Usual cause: the id is written into the new place without a look at the file.
    Wrong: self._children[new_drive_id].add(file_id)
    Right:
        if file_id not in self._files:
            raise NotFoundError("no such file", interface="storage", value=file_id)
    """
    with h.plugin() as plugin:
        tree = h.tree(plugin)
        before = h.files(plugin, tree.drive)
        for unknown in (f"{tree.leaf}-unknown", h.unique("unknown")):
            expect.refused(
                plugin.move_file, tree.folder, unknown, what=f"the unknown file {unknown!r}"
            )
        expect.unchanged(before, h.files(plugin, tree.drive), "the set of files")


@must("STORAGE-208", "move_file", rule=5)
def move_file_refuses_a_place_that_is_no_folder(h: StorageHarness) -> None:
    """`move_file` refuses to move a file into one that is no folder, and the file stays.
    To fix: look at the type of the new place first.
    Usual cause: every file can have a parent, and nobody asks which kind.
    Wrong: file.parent = new_drive_id
    Right:
        if self._type_of(new_drive_id) not in ("drive", "folder"):
            raise InvalidRequestError("no folder", interface="storage", value=new_drive_id)
        file.parent = new_drive_id
    """
    with h.plugin() as plugin:
        tree = h.tree(plugin)
        before = h.layout(plugin, tree.drive)
        expect.refused(
            plugin.move_file, tree.document, tree.leaf, what="a document as the new place"
        )
        expect.unchanged(before, h.layout(plugin, tree.drive), "the drive")


@must("STORAGE-209", "move_file", rule=4, observes=("set_text",))
def move_file_keeps_the_text(h: StorageHarness) -> None:
    """A moved file keeps its text.
    To fix: use the platform's own move.
    Usual cause: moving is done by creating an empty file of the same id or name.
    Wrong: self._files[file_id] = File(name=file.name, parent=new_drive_id)
    Right: self._files[file_id].parent = new_drive_id
    """
    with h.plugin() as plugin:
        file, other = h.file(plugin, h.drive(plugin)["id"])["id"], h.drive(plugin)["id"]
        h.observe(plugin).set_text(file, "kept")
        plugin.move_file(other, file)
        h.expect_text(plugin, file, "kept", "the text of the moved file")


@must("STORAGE-210", "move_file", rule=4, observes=("permissions",))
def move_file_changes_who_has_access(h: StorageHarness) -> None:
    """Who has access to the new drive has it to the moved file; who had it to the old has not.
    To fix: work out the access to a file from where it lies now.
    Usual cause: the access that came with the old drive was written to the file.
    Wrong: file.roles = dict(drive.roles)
    Right:
        def _roles(self, file):
            return {**self._roles(file.parent), **file.roles}
    """
    with h.plugin() as plugin:
        old, new = h.people[:2]
        tree, other = h.tree(plugin, [old]), h.drive(plugin, [new])["id"]
        for file in (tree.document, tree.leaf):
            plugin.move_file(other, file)
            found = list(h.roles(h.observe(plugin), file))
            wanted = h.get_access(plugin, [new])
            expect.equal(found, wanted, "the list of people with access to the moved file")


@must("STORAGE-211", "move_file", rule=4)
def move_file_leaves_other_files_alone(h: StorageHarness) -> None:
    """`move_file` leaves every other file where it is, even one of the same name.
    To fix: move the file of the given id alone; several may have one name.
    Usual cause: a file of that name in the new place is overwritten, or files go by name.
    Wrong: self._places[new_drive_id][file.name] = file
    Right: self._places[new_drive_id][file.id] = file
    """
    with h.plugin() as plugin:
        drive, other, name = h.drive(plugin)["id"], h.drive(plugin)["id"], h.unique("file")
        file = h.file(plugin, drive, name=name)["id"]
        for place in (drive, other):
            h.file(plugin, h.beside(plugin, place), name=name)
        stay, there = set(h.files(plugin, drive)) - {file}, set(h.files(plugin, other))
        plugin.move_file(other, file)
        expect.equal(set(h.files(plugin, drive)), stay, "the set of files left")
        expect.equal(set(h.files(plugin, other)), {*there, file}, "the set in the new drive")
