"""Drives beside a plain tree of files."""

from typing import Any, Final, get_args

from attrs import define
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from dispatch_interfaces.conformance import strategies
from dispatch_interfaces.conformance.requirement import Level
from dispatch_interfaces.conformance.stateful.machine import WHICH, Machine, explore
from dispatch_interfaces.conformance.storage import STORAGE, StorageHarness
from dispatch_interfaces.conformance.storage.harness import quoted
from dispatch_interfaces.protocols.storage import Role

_WHO: Final = strategies.participants((0, 1, 2, 3), max_size=4)
_ROLE: Final = st.fixed_dictionaries({}, optional={"role": st.sampled_from(get_args(Role))})
_TYPE: Final = st.fixed_dictionaries(
    {}, optional={"file_type": st.sampled_from(("folder", "document", "sheet"))}
)
_LISTED: Final = '{it["id"]: it["name"] for it in plugin.list() if it["id"] in $ours}'
_FILES: Final = '{it["id"]: it["name"] for it in plugin.list_files($drive)}'
_WITHIN: Final = '{it["id"] for it in plugin.list_files($drive, "\'%s\' in parents" % $place)}'
_FOUND: Final = '{it["id"] for it in plugin.list_files($drive, $query)}'
_ROLES: Final = "{it: role for it, role in observer.permissions($drive).items() if it in $people}"


@define
class _File:
    name: str
    type: str
    place: str
    """The id of the drive or folder that it lies in."""
    text: str = ""


class StorageMachine(Machine):
    """The model: the drives that are listed, all files with their places, and who has access."""

    name = "storage_900"
    h: StorageHarness

    def __init__(self, search: Any) -> None:
        super().__init__(search)
        self.drives: dict[str, str] = {}
        self.files: dict[str, _File] = {}
        self.roles: dict[str, dict[str, str]] = {}
        self.trashed: set[str] = set()
        self.gone: list[str] = []
        self.ever: list[str] = []

    @initialize()
    def start(self) -> None:
        for name in ("incident", "archive"):
            self.create(name, [0], {})
        for options in ({}, {"file_type": "document"}):
            self.create_file(0, "notes", options)

    @rule(name=strategies.names(), who=_WHO, options=_ROLE)
    def create(self, name: str, who: list[int], options: dict[str, Any]) -> None:
        if not self.offers("create") or len(self.drives) > 3:
            return
        made = self.tried("create", self.named(name), self.people(who), **options)
        if made is not None:
            self.known(made["id"])
            self.drives[made["id"]] = made["name"]
            role = options.get("role", "fileOrganizer")
            self.roles[made["id"]] = dict.fromkeys(self.people(who), role)

    @rule(name=strategies.not_names())
    def create_without_a_name(self, name: str) -> None:
        if self.offers("create"):
            self.refused(f"the name {name!r}", "create", name, [])

    @rule(which=WHICH, empty=st.sampled_from((None, True, False)))
    def delete(self, which: int, empty: bool | None) -> None:
        if not self.offers("delete") or len(self.drives) < 2:
            return
        drive_id = self.pick(which, self.drives, self.gone)
        options = {} if empty is None else {"empty": empty}
        if drive_id not in self.drives:
            self.refused("an unknown drive", "delete", drive_id, **options)
            return
        self.call("delete", drive_id, **options)
        for it in self.below(drive_id):
            del self.files[it]
        del self.drives[drive_id]
        self.gone.append(drive_id)
        if empty is False:
            self.trashed.add(drive_id)

    @rule(which=WHICH, name=strategies.names(), options=_TYPE)
    def create_file(self, which: int, name: str, options: dict[str, Any]) -> None:
        if not self.offers("create_file"):
            return
        place = self.pick(which, [*self.drives, *self.files], self.gone)
        if not self.holds_files(place):
            self.refused("a place that holds no files", "create_file", place, name, **options)
            return
        made = self.tried("create_file", place, name, **options)
        if made is not None:
            self.known(made["id"])
            file_type = options.get("file_type", "folder")
            self.files[made["id"]] = _File(made["name"], file_type, place)

    @rule(which=WHICH, name=strategies.not_names())
    def create_a_file_without_a_name(self, which: int, name: str) -> None:
        if self.offers("create_file"):
            place = self.pick(which, self.drives, self.gone)
            self.refused(f"the name {name!r}", "create_file", place, name)

    @rule(drive=WHICH, which=WHICH)
    def delete_file(self, drive: int, which: int) -> None:
        if not self.offers("delete_file"):
            return
        file_id = self.pick(which, self.files, self.gone)
        # Mostly the right drive.
        right = self.drive_of(file_id) if file_id in self.files and drive < 7 else None
        drive_id = right or self.pick(drive, self.drives, self.gone)
        if file_id not in self.files or self.drive_of(file_id) != drive_id:
            self.refused("a file that is not there", "delete_file", drive_id, file_id)
            return
        self.call("delete_file", drive_id, file_id)
        for it in [file_id, *self.below(file_id)]:
            del self.files[it]
            self.gone.append(it)

    @rule(to=WHICH, which=WHICH)
    def move_file(self, to: int, which: int) -> None:
        if not self.offers("move_file"):
            return
        file_id = self.pick(which, self.files, self.gone)
        place = self.pick(to, [*self.drives, *self.files], self.gone)
        within = file_id == place or place in self.below(file_id)
        if file_id not in self.files or not self.holds_files(place) or within:
            self.refused("a place that it cannot lie in", "move_file", place, file_id)
        else:
            self.call("move_file", place, file_id)
            self.files[file_id].place = place

    @rule(to=WHICH, which=WHICH, name=strategies.names())
    def copy_file(self, to: int, which: int, name: str) -> None:
        if not self.offers("copy_file"):
            return
        file_id = self.pick(which, self.files, self.gone)
        place = self.pick(to, [*self.drives, *self.files], self.gone)
        if file_id not in self.files or not self.holds_files(place):
            self.refused("a place that it cannot lie in", "copy_file", place, file_id, name)
            return
        original = self.files[file_id]
        if original.type == "folder":
            return  # a platform may copy none; what it then copies, the behaviours look at
        made = self.tried("copy_file", place, file_id, name)
        if made is not None:
            self.known(made["id"])
            self.files[made["id"]] = _File(made["name"], original.type, place, original.text)

    @rule(which=WHICH, to=WHICH)
    def archive(self, which: int, to: int) -> None:
        if not self.offers("archive") or len(self.drives) < 3:
            return
        drive_id = self.pick(which, self.drives)
        place = self.pick(to, [*self.drives, *self.files], self.gone)
        within = place == drive_id or place in self.below(drive_id)
        name = self.h.unique("archived")
        if drive_id not in self.drives or not self.holds_files(place) or within:
            self.refused("a place that it cannot lie in", "archive", drive_id, place, name)
            return
        moved = [it for it, file in self.files.items() if file.place == drive_id]
        self.call("archive", drive_id, place, name)
        target = self.drive_of(place)
        found = {it["id"]: it["name"] for it in self.call("list_files", target)}
        folders = [it for it in found if it not in self.files and it not in moved]
        if len(folders) != 1:
            self.fail("one new folder", f"there are {len(folders)}")
        self.files[folders[0]] = _File(found[folders[0]], "folder", place)
        for it in moved:
            self.files[it].place = folders[0]
        del self.drives[drive_id]

    @rule(which=WHICH, who=_WHO, options=_ROLE)
    def add_participant(self, which: int, who: list[int], options: dict[str, Any]) -> None:
        if not self.offers("add_participant"):
            return
        drive_id = self.pick(which, self.drives, self.gone)
        if drive_id not in self.drives:
            unknown = "an unknown drive"
            self.refused(unknown, "add_participant", drive_id, self.people(who), **options)
            return
        before = len(self.refusals)
        # A platform may not know every role.
        self.tried("add_participant", drive_id, self.people(who), **options)
        if len(self.refusals) == before:
            role = options.get("role", "owner")
            self.roles[drive_id].update(dict.fromkeys(self.people(who), role))

    @rule(which=WHICH, who=_WHO)
    def remove_participant(self, which: int, who: list[int]) -> None:
        if not self.offers("remove_participant"):
            return
        drive_id = self.pick(which, self.drives, self.gone)
        if drive_id not in self.drives:
            self.refused("an unknown drive", "remove_participant", drive_id, self.people(who))
            return
        self.call("remove_participant", drive_id, self.people(who))
        for it in self.people(who):
            self.roles[drive_id].pop(it, None)

    @rule(which=WHICH, text=st.sampled_from(("one line", "two\nlines", "")))
    def write(self, which: int, text: str) -> None:
        documents = [it for it, file in self.files.items() if file.type == "document"]
        if documents and self.sees("set_text"):
            file_id = documents[which % len(documents)]
            self.arrange("set_text", file_id, text)
            self.files[file_id].text = text

    @rule(which=WHICH, q=st.sampled_from(("name", "name = 'x' or type = 'folder'", "")))
    def list_by_no_query(self, which: int, q: str) -> None:
        if self.offers("list_files"):
            self.refused(f"the query {q!r}", "list_files", self.pick(which, self.drives), q)

    @invariant()
    def everything_is_as_it_should_be(self) -> None:
        if self.offers("list"):
            self.see("the drives that are listed", _LISTED, self.drives, ours=self.ever)
        if self.sees("trashed_drives"):
            trashed = "{it for it in observer.trashed_drives() if it in $ours}"
            self.see("the trash", trashed, self.trashed, ours=self.ever)
        for drive_id in self.drives:
            names = {"drive": drive_id}
            if self.offers("list_files"):
                files = {it: self.files[it].name for it in self.below(drive_id)}
                self.see("the files", _FILES, files, **names)
                for place in (drive_id, *self.below(drive_id)):
                    if self.holds_files(place):
                        direct = {it for it, file in self.files.items() if file.place == place}
                        what = "what lies directly in it"
                        if quoted(place) == f"'{place}'":
                            self.see(what, _WITHIN, direct, **names, place=place)
                        else:
                            query = f"{quoted(place)} in parents"
                            self.see(what, _FOUND, direct, **names, query=query)
            if self.sees("permissions"):
                people = list(self.h.people)
                roles = self.roles[drive_id]
                self.see("who has access", _ROLES, roles, **names, people=people)
        if self.offers("get"):
            for file_id, file in self.files.items():
                if file.type == "document":
                    self.see("the text", "plugin.get($file)", file.text, file=file_id)

    def known(self, new_id: str) -> None:
        if new_id in self.ever:
            self.fail("an id of its own", f"{new_id!r} was given before")
        self.ever.append(new_id)

    def people(self, who: list[int]) -> list[str]:
        return [self.h.people[it] for it in who]

    def holds_files(self, place: str) -> bool:
        in_folder = place in self.files and self.files[place].type == "folder"
        return place in self.drives or in_folder

    def below(self, place: str) -> list[str]:
        """All files in a drive or folder, at every depth."""
        found = [it for it, file in self.files.items() if file.place == place]
        return found + [deeper for it in found for deeper in self.below(it)]

    def drive_of(self, place: str) -> str:
        while place in self.files:
            place = self.files[place].place
        return place


@STORAGE.must(
    "STORAGE-900",
    *(it.name for it in StorageHarness.contract.methods),
    rule=4,
    level=Level.STATEFUL,
)
def any_sequence_of_calls_leaves_what_it_should(h: StorageHarness) -> None:
    """After any sequence of calls, refused ones among them, all drives are as they should be.

    To fix: run the calls that are shown, and list the files after each.

    Usual cause: a folder is moved or deleted without what lies in it, or a refused call has
    changed something before it was refused.

    Wrong:
        file.parent = new_drive_id
        if new_drive_id in self.below(file_id):
            raise InvalidRequestError("a folder cannot lie within itself")

    Right:
        if new_drive_id in self.below(file_id):
            raise InvalidRequestError("a folder cannot lie within itself")
        file.parent = new_drive_id
    """
    explore(StorageMachine, h)
