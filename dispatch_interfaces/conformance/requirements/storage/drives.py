"""Drives: create, list and delete."""

from typing import get_args

from dispatch_interfaces.conformance.requirements import adversarial, expect
from dispatch_interfaces.conformance.requirements.storage.harness import (
    NO_SUCH,
    StorageHarness,
    ids_of,
    must,
)
from dispatch_interfaces.conformance.run import declarations
from dispatch_interfaces.conformance.run.endings import arranging
from dispatch_interfaces.protocols.storage import Role, StorageLimits


@must("STORAGE-030", "create", "list", rule=4)
def create_makes_a_drive_that_is_listed(h: StorageHarness) -> None:
    """A drive that `create` made is shown by `list`, with the same id, name and weblink.
    To fix: list what the platform has, and build the record in one place for both methods.
    Usual cause: `list` reads from a cache, or `create` returns before the platform is done.
    Wrong:
        def list(self, **kwargs):
            return self._drives_at_start
    Right:
        def list(self, **kwargs):
            return [self._record(it) for it in self.client.drives()]
    """
    with h.plugin() as plugin:
        made = plugin.create(h.unique("drive"), [h.people[0]])
        listed = [drive for drive in plugin.list() if made["name"] == drive["name"]]
        expect.equal(len(listed), 1, f"the number of drives listed with the name {made['name']!r}")
        for key in ("name", "weblink"):
            expect.equal(listed[0].get(key), made.get(key), f"the {key} of the drive as listed")


@must("STORAGE-031", "create", rule=1)
def create_with_a_taken_name_makes_another_drive_or_refuses(h: StorageHarness) -> None:
    """`create` with a name that a drive has makes another drive, or refuses it.
    To fix: never hand out a drive that was there before; two incidents would share it.
    Usual cause: the method first looks for a drive of that name, to be safe to repeat.
    Wrong: return self._find(name) or self._record(self.client.create_drive(name))
    Right: return self._record(self.client.create_drive(name))
    """
    with h.plugin() as plugin:
        first = plugin.create(h.unique("drive"), [h.people[0]])
        second = expect.made(plugin.create, first["name"], [h.people[0]])
        if second is not None:
            expect.that(
                first["id"] and second["id"] and first["id"] != second["id"],
                "a second drive, with another id",
                f"the ids are {first['id']!r} and {second['id']!r}",
            )


@must("STORAGE-032", "create", rule=1)
def create_keeps_names_apart_that_differ_a_little(h: StorageHarness) -> None:
    """`create` makes distinct drives of names that differ a little, or refuses the second.
    To fix: derive no id from the name; let the platform give it.
    Usual cause: the id is the name in lower case, or its first 64 characters.
    Wrong: drive_id = name.lower().strip()[:64]
    Right: drive_id = self.client.create_drive(name).id
    """
    with h.plugin() as plugin:
        for names in adversarial.name_pairs(h):
            made = [expect.made(plugin.create, name, [h.people[0]]) for name in names]
            ids = ids_of(filter(None, made))
            expect.equal(len(set(ids)), len(ids), f"the number of drives made of {names!r}")


@must("STORAGE-035", "create", rule=5)
def create_refuses_what_cannot_be_a_name(h: StorageHarness) -> None:
    """`create` refuses a name of nothing but white space, and makes no drive.
    To fix: check the name before calling the platform.
    Usual cause: the platform makes up a name, such as "Untitled", for an empty one.
    Wrong: made = self.client.create_drive(name)
    Right:
        if not name.strip():
            raise InvalidRequestError("no name", interface="storage", method="create", value=name)
        made = self.client.create_drive(name)
    """
    with h.plugin() as plugin:
        h.drive(plugin)
        before = h.own_drives(plugin)
        for name in adversarial.NOT_NAMES:
            expect.refused(plugin.create, name, [h.people[0]], what=f"the name {name!r}")
        expect.unchanged(before, h.own_drives(plugin), "the list of drives")


@must("STORAGE-036", "create", rule=4, observes=("permissions",), limited_by=("participants",))
def create_gives_the_participants_access(h: StorageHarness) -> None:
    """`create` gives access to every given participant, and to nobody else.
    To fix: grant access to each before returning.
    Usual cause: the platform creates a private drive, and granting is another call of it.
    Wrong: return self._record(self.client.create_drive(name))
    Right:
        made = self.client.create_drive(name)
        self.add_participant(made.id, participants, role)
        return self._record(made)
    """
    with h.plugin() as plugin:
        wanted = list(h.people[:3])
        drive = plugin.create(h.unique("drive"), list(wanted), h.role("writer"))
        found = h.roles(h.observe(plugin), drive["id"])
        declare = "" if found else declarations.of_kind(StorageLimits, "participants")
        expect.equal(
            sorted(found), sorted(wanted), "the set of people with access", declare=declare
        )


@must("STORAGE-037", "create", rule=4, observes=("permissions",), limited_by=("participants",))
def create_gives_the_role(h: StorageHarness) -> None:
    """`create` gives the participants the role it is told, or refuses the role.
    To fix: pass the role on; refuse those that the platform does not have.
    Usual cause: the role is written into the code, as the application passes only one.
    Wrong: self.client.grant(made.id, participants, role="writer")
    Right: self.client.grant(made.id, participants, role=role)
    """
    with h.plugin() as plugin:
        person = h.people[0]
        for role in get_args(Role):
            drive = expect.made(plugin.create, h.unique("drive"), [person], role)
            if drive is not None:
                h.expect_roles(plugin, drive["id"], {person: role})


@must("STORAGE-039", "create", rule=6)
def create_accepts_nobody(h: StorageHarness) -> None:
    """`create` accepts an empty list of participants.
    To fix: create the drive, and give access to nobody.
    Usual cause: the platform's call for granting refuses an empty list, or the first
    participant is taken for the owner.
    Wrong: self.client.create_drive(name, owner=participants[0])
    Right: self.client.create_drive(name, owner=self.account)
    """
    with h.plugin() as plugin:
        plugin.create(h.unique("drive"), [])


@must("STORAGE-040", "create", rule=3, observes=("permissions",))
def create_leaves_its_arguments_alone(h: StorageHarness) -> None:
    """`create` neither changes the list of participants, nor follows it when it changes later.
    To fix: copy the list before keeping it.
    Usual cause: the caller's own list is stored as the membership, or emptied while it is read.
    Wrong: self._members[drive_id] = participants
    Right: self._members[drive_id] = list(participants)
    """
    with h.plugin() as plugin:
        observer, given = h.observe(plugin), [h.people[0]]
        drive = plugin.create(h.unique("drive"), given)
        expect.unchanged([h.people[0]], given, "the list that was passed")
        given.append(h.people[1])
        if h.has_place("participants"):
            found = h.roles(observer, drive["id"])
            expect.equal(list(found), [h.people[0]], "the list of people with access")


@must("STORAGE-041", "create", rule=5)
def create_refuses_an_unknown_role(h: StorageHarness) -> None:
    """`create` refuses a role that does not exist, and makes no drive.
    To fix: check the role before the drive is made.
    Usual cause: the role is only looked at when access is given, after the drive was made.
    Wrong:
        made = self.client.create_drive(name)
        self.add_participant(made.id, participants, role)
    Right:
        self._require_role(role)
        made = self.client.create_drive(name)
        self.add_participant(made.id, participants, role)
    """
    with h.plugin() as plugin:
        h.drive(plugin)
        before = h.own_drives(plugin)
        expect.refused(
            plugin.create, h.unique("drive"), [h.people[0]], NO_SUCH, what="an unknown role"
        )
        expect.unchanged(before, h.own_drives(plugin), "the list of drives")


@must("STORAGE-042", "create", "list_files", rule=4)
def create_makes_an_empty_drive(h: StorageHarness) -> None:
    """A drive that `create` made holds no files.
    To fix: create nothing in it; what an incident needs the application creates itself.
    Usual cause: a template with folders is copied into every new drive.
    Wrong: made = self.client.create_drive(name, template="incident")
    Right: made = self.client.create_drive(name)
    """
    with h.plugin() as plugin:
        drive = plugin.create(h.unique("drive"), [h.people[0]])
        expect.equal(list(plugin.list_files(drive["id"])), [], "the list of files of a new drive")


@must("STORAGE-043", "create", rule=6, observes=("permissions",), limited_by=("participants",))
def create_takes_a_participant_named_twice_once(h: StorageHarness) -> None:
    """`create` accepts a participant who is named twice, and gives access once.
    To fix: take the duplicates out before calling the platform.
    Usual cause: the platform refuses to give the same access twice.
    Wrong:
        for it in participants:
            self.client.grant(drive_id, it, role)
    Right:
        for it in dict.fromkeys(participants):
            self.client.grant(drive_id, it, role)
    """
    with h.plugin() as plugin:
        person, role = h.people[0], h.role("writer")
        drive = plugin.create(h.unique("drive"), [person, person], role)
        h.expect_roles(plugin, drive["id"], {person: role})


@must("STORAGE-044", "create", rule=2)
def create_gives_a_fresh_record(h: StorageHarness) -> None:
    """Changing the dict that `create` returned changes nothing in the plugin.
    To fix: build a new dict for every answer.
    Usual cause: the dict is kept as the plugin's own record of the drive.
    Wrong:
        self._drives[drive_id] = record
        return record
    Right:
        self._drives[drive_id] = record
        return dict(record)
    """
    with h.plugin() as plugin:
        drive = plugin.create(h.unique("drive"), [h.people[0]])
        before = h.own_drives(plugin)
        drive["name"] = "changed by the caller"
        expect.unchanged(before, h.own_drives(plugin), "the list of drives")


@must("STORAGE-045", "create", "list", rule=9)
def the_weblink_of_a_drive_is_absolute(h: StorageHarness) -> None:
    """The weblink of a drive is an absolute http(s) URL, in `create` and in `list`.
    To fix: put scheme and host before the platform's path.
    Usual cause: the platform's answer holds a path only.
    Wrong: weblink = made.path
    Right: weblink = f"https://{self.host}{made.path}"
    """
    with h.plugin() as plugin:
        made = plugin.create(h.unique("drive"), [h.people[0]])
        listed = [drive for drive in plugin.list() if drive["id"] == made["id"]]
        for drive in (made, *listed):
            expect.absolute_url(drive["weblink"], "the weblink of a drive")


@must("STORAGE-060", "list", rule=8)
def list_accepts_unknown_keywords(h: StorageHarness) -> None:
    """`list` accepts unknown keywords, and lists the same with them.
    To fix: take `**kwargs` and leave them alone.
    Usual cause: the keywords are passed on to the platform as filters.
    Wrong:
        def list(self, **kwargs):
            return [self._record(it) for it in self.client.drives(**kwargs)]
    Right:
        def list(self, **kwargs):
            return [self._record(it) for it in self.client.drives()]
    """
    with h.plugin() as plugin:
        h.drive(plugin)
        lists = plugin.list(), plugin.list(**adversarial.keywords())
        plain, with_keywords = (
            sorted(drive["id"] for drive in drives if h.may_be_ours(drive["name"]))
            for drives in lists
        )
        expect.equal(with_keywords, plain, "the ids listed with keywords")


@must("STORAGE-062", "list", rule=4)
def list_shows_every_drive(h: StorageHarness) -> None:
    """`list` shows every drive, not only the first page of them.
    To fix: ask the platform for page after page until there is none.
    Usual cause: the platform answers with 10 or 100 drives and a token for the next.
    Wrong: drives = self.client.drives().items
    Right:
        page = self.client.drives()
        drives = list(page.items)
        while page := page.next():
            drives += page.items
    """
    with h.plugin() as plugin:
        made = {h.drive(plugin)["id"] for _ in range(h.many)}
        missing = made - set(ids_of(plugin.list()))
        expect.equal(len(missing), 0, f"the number of drives not listed, of {h.many}")


@must("STORAGE-063", "list", rule=4)
def list_shows_a_drive_once(h: StorageHarness) -> None:
    """`list` shows no drive twice.
    To fix: list each drive by its id, not by whom it was shared with.
    Usual cause: the platform lists a drive once for every participant.
    Wrong: return [self._record(it.drive) for it in self.client.shares()]
    Right:
        drives = {it.drive.id: it.drive for it in self.client.shares()}
        return [self._record(it) for it in drives.values()]
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin, list(h.people))["id"]
        expect.equal(ids_of(plugin.list()).count(drive), 1, "the number of times it is listed")


@must("STORAGE-070", "delete", rule=4)
def delete_takes_the_drive_from_the_list(h: StorageHarness) -> None:
    """A drive that was deleted is no longer shown by `list`, whether trashed or emptied.
    To fix: delete before returning, and leave trashed drives out of `list`.
    Usual cause: the platform lists what is in the trash too.
    Wrong: drives = self.client.drives()
    Right: drives = [it for it in self.client.drives() if not it.trashed]
    """
    with h.plugin() as plugin:
        for empty in h.deletions():
            drive = h.drive(plugin)["id"]
            plugin.delete(drive, empty)
            expect.that(
                drive not in h.drives(plugin),
                f"a drive deleted with empty={empty} not to be listed",
                "list() still shows it",
            )


@must("STORAGE-071", "delete", rule=4)
def delete_hides_the_drive_from_list_files(h: StorageHarness) -> None:
    """After `delete`, `list_files` refuses the drive, whether trashed or emptied.
    To fix: treat a drive in the trash as unknown.
    Usual cause: the platform still answers for what is in the trash.
    Wrong: return self.client.drive(drive_id)
    Right:
        drive = self.client.drive(drive_id)
        if drive.trashed:
            raise NotFoundError("no such drive", interface="storage", value=drive_id)
    """
    with h.plugin() as plugin:
        for empty in h.deletions():
            drive = h.drive(plugin)["id"]
            plugin.delete(drive, empty)
            expect.refused(plugin.list_files, drive, what=f"a drive deleted with empty={empty}")


@must("STORAGE-072", "delete", rule=4)
def delete_takes_the_files_along(h: StorageHarness) -> None:
    """After `delete`, the files of the drive cannot be found, at any depth.
    To fix: look at the drive of a file before giving it out.
    Usual cause: only the record of the drive is removed, and its files are left behind.
    Wrong: del self._drives[drive_id]
    Right:
        del self._drives[drive_id]
        self._files = {k: it for k, it in self._files.items() if it.drive_id != drive_id}
    """
    with h.plugin() as plugin:
        for empty in h.deletions():
            tree, other = h.tree(plugin), h.drive(plugin)["id"]
            plugin.delete(tree.drive, empty)
            for what, file in (("document", tree.document), ("document below", tree.leaf)):
                expect.refused(plugin.get, file, what=f"get of a {what} in it")
                expect.refused(plugin.move_file, other, file, what=f"move_file of a {what} in it")


@must("STORAGE-073", "delete", rule=4, observes=("trashed_drives",))
def delete_and_empty_leaves_nothing_to_restore(h: StorageHarness) -> None:
    """`delete` with `empty=True` deletes the drive past the trash.
    To fix: purge the drive, or empty it from the trash right after.
    Usual cause: `empty` is ignored, and the platform's delete moves to the trash.
    Wrong: self.client.trash(drive_id)
    Right:
        self.client.trash(drive_id)
        if empty:
            self.client.purge(drive_id)
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        h.file(plugin, drive)
        plugin.delete(drive, empty=True)
        expect.that(
            drive not in h.observe(plugin).trashed_drives(),
            "the drive to be gone for good",
            "it is in the trash",
        )


@must("STORAGE-074", "delete", rule=4, observes=("trashed_drives",), limited_by=("trash",))
def delete_without_emptying_leaves_it_in_the_trash(h: StorageHarness) -> None:
    """`delete` with `empty=False` moves the drive to the trash.
    To fix: use the platform's trash; if it has none, declare that as a limit.
    Usual cause: `empty` is ignored, and the drive is deleted for good.
    Wrong: self.client.purge(drive_id)
    Right:
        self.client.trash(drive_id)
        if empty:
            self.client.purge(drive_id)
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        plugin.delete(drive, empty=False)
        expect.that(
            drive in h.observe(plugin).trashed_drives(),
            "the drive to be in the trash",
            "the trash does not hold it",
        )


@must("STORAGE-075", "delete", rule=10, observes=("trashed_drives",))
def delete_empties_unless_told_otherwise(h: StorageHarness) -> None:
    """`delete` without `empty` does the same as with `empty=True`.
    To fix: use the documented default, and pass it on.
    Usual cause: a wrapper decides by truth value of another setting.
    Wrong:
        def delete(self, drive_id, empty=True):
            self._delete(drive_id, purge=self.settings.get("purge"))
    Right:
        def delete(self, drive_id, empty=True):
            self._delete(drive_id, purge=empty)
    """
    with h.plugin() as plugin:
        said, omitted = h.drive(plugin)["id"], h.drive(plugin)["id"]
        plugin.delete(said, empty=True)
        plugin.delete(omitted)
        trashed = h.observe(plugin).trashed_drives()
        expect.equal(omitted in trashed, said in trashed, "being in the trash, without empty,")


@must("STORAGE-076", "delete", rule=5)
def delete_refuses_a_drive_that_was_deleted(h: StorageHarness) -> None:
    """`delete` refuses a drive that was deleted before, whether trashed or emptied.
    To fix: raise NotFoundError when the platform has no such drive, or has it in the trash.
    Usual cause: deleting is made safe to repeat by passing over what is not there.
    Wrong: self._drives.pop(drive_id, None)
    Right:
        if self._drives.pop(drive_id, None) is None:
            raise NotFoundError("no such drive", interface="storage", value=drive_id)
    """
    with h.plugin() as plugin:
        for empty in h.deletions():
            drive = h.drive(plugin)["id"]
            with arranging("delete"):
                plugin.delete(drive, empty)
            for again in ((), (empty,)):
                what = f"a drive deleted with empty={empty}"
                expect.refused(plugin.delete, drive, *again, what=what)


@must("STORAGE-077", "delete", rule=5)
def delete_refuses_an_unknown_drive(h: StorageHarness) -> None:
    """`delete` refuses an unknown drive, and deletes nothing.
    To fix: look the drive up by its whole id first.
    Usual cause: the id is searched for by prefix, or silence is taken for success.
    Wrong:
        for it in [it for it in self._drives if it.startswith(drive_id)]:
            del self._drives[it]
    Right:
        if drive_id not in self._drives:
            raise NotFoundError("no such drive", interface="storage", value=drive_id)
        del self._drives[drive_id]
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        before = h.own_drives(plugin)
        for unknown in (f"{drive}-unknown", h.unique("unknown")):
            expect.refused(plugin.delete, unknown, what=f"the unknown drive {unknown!r}")
        expect.unchanged(before, h.own_drives(plugin), "the list of drives")


@must("STORAGE-078", "delete", rule=4)
def delete_leaves_other_drives_alone(h: StorageHarness) -> None:
    """`delete` leaves every other drive and its files as they are.
    To fix: delete by the id alone, and only files whose drive is this one.
    Usual cause: what is deleted is found by a prefix of the name or of the id.
    Wrong: doomed = [it for it in self._drives.values() if it.name.startswith(drive.name)]
    Right: doomed = [self._drives[drive_id]]
    """
    with h.plugin() as plugin:
        with arranging("create"):
            drive = plugin.create(h.unique("drive"), [h.people[0]])
            longer = plugin.create(f"{drive['name']}0", [])
        tree, file = h.tree(plugin), h.file(plugin, longer["id"])["id"]
        before = h.layout(plugin, tree.drive)
        plugin.delete(drive["id"])
        expect.that(
            longer["id"] in h.drives(plugin),
            "the drive with a longer name to be listed",
            "list() lacks it",
        )
        expect.equal(list(h.files(plugin, longer["id"])), [file], "the list of files in it")
        expect.unchanged(before, h.layout(plugin, tree.drive), "another drive")
