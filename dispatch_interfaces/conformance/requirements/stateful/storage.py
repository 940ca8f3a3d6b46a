"""Drives beside a plain tree of files."""

from typing import Any, Final, get_args

from attrs import define
from hypothesis import strategies as st
from hypothesis.stateful import initialize

from dispatch_interfaces.conformance import strategies
from dispatch_interfaces.conformance.requirements.stateful.machine import WHICH, Machine, rule
from dispatch_interfaces.conformance.requirements.storage import StorageHarness
from dispatch_interfaces.conformance.requirements.storage.harness import NO_SUCH
from dispatch_interfaces.protocols.storage import FileType, Role
from dispatch_interfaces.queries import quoted

_WHO: Final = strategies.participants((0, 1, 2, 3), max_size=4)
_ROLE: Final = st.fixed_dictionaries({}, optional={"role": st.sampled_from(get_args(Role))})
_TYPE: Final = st.fixed_dictionaries(
    {}, optional={"file_type": st.sampled_from(get_args(FileType))}
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
        self.archived: list[str] = []
        self.files: dict[str, _File] = {}
        self.roles: dict[str, dict[str, str]] = {}
        """What was given on each drive or file itself."""
        self.unsure: set[str] = set()
        """Files of which the contract does not say who has access after what was done to them."""
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
            role = self.h.in_force("role", str(options.get("role", "fileOrganizer")))
            given = self.people(who) if self.h.has_place("participants") else ()
            self.roles[made["id"]] = dict.fromkeys(given, role)

    @rule(which=WHICH, empty=st.sampled_from((None, True, False)))
    def delete(self, which: int, empty: bool | None) -> None:
        if not self.offers("delete") or len(self.drives) < 2:
            return
        drive_id = self.pick(which, [*self.drives, *self.archived], self.gone)
        options = {} if empty is None else {"empty": empty}
        if drive_id not in self.drives and drive_id not in self.archived:
            self.refused("an unknown drive", "delete", drive_id, **options)
            return
        self.call("delete", drive_id, **options)
        self.forget(self.below(drive_id))
        if self.drives.pop(drive_id, None) is None:
            self.archived.remove(drive_id)
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
            file_type = self.h.in_force("file_type", options.get("file_type", "folder"))
            self.files[made["id"]] = _File(made["name"], file_type, place)
            self.roles[made["id"]] = {}

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
        self.forget([file_id, *self.below(file_id)])

    @rule(to=WHICH, which=WHICH)
    def move_file(self, to: int, which: int) -> None:
        if not self.offers("move_file"):
            return
        file_id = self.pick(which, self.files, self.gone)
        place = self.pick(to, [*self.drives, *self.files], self.gone)
        within = file_id == place or place in self.below(file_id)
        if file_id not in self.files or not self.holds_files(place) or within:
            self.refused("a place that it cannot lie in", "move_file", place, file_id)
            return
        moved = self.call("move_file", place, file_id)
        file = self.files[file_id]
        if (moved["id"], moved["name"]) != (file_id, file.name):
            self.fail(f"the id {file_id!r} and name {file.name!r} to stay", f"it is {moved!r}")
        self.moved(file_id, place)

    @rule(to=WHICH, which=WHICH, name=strategies.names())
    def copy_file(self, to: int, which: int, name: str) -> None:
        if not self.offers("copy_file"):
            return
        file_id = self.pick(which, self.files, self.gone)
        place = self.pick(to, [*self.drives, *self.files], self.gone)
        if file_id not in self.files or not self.holds_files(place):
            self.refused("a place that it cannot lie in", "copy_file", place, file_id, name)
            return
        below = self.below(file_id)
        names = [(self.files[it].place, self.files[it].name) for it in below]
        if len(set(names)) < len(names) or len(self.files) + len(below) > 12:
            return  # which copy is of which file could not be told, or there are enough
        made = self.tried("copy_file", place, file_id, name)
        if made is not None:
            self.copied(file_id, made["id"], made["name"], place, below)

    @rule(which=WHICH, to=WHICH, name=strategies.names())
    def archive(self, which: int, to: int, name: str) -> None:
        if not self.offers("archive") or len(self.drives) < 2:
            return
        drive_id = self.pick(which, [*self.drives, *self.archived], self.gone)
        place = self.pick(to, [*self.drives, *self.files], self.gone)
        known = drive_id in self.drives or drive_id in self.archived
        within = place == drive_id or place in self.below(drive_id)
        if not known or not self.holds_files(place) or within:
            self.refused("a place that it cannot lie in", "archive", drive_id, place, name)
        elif self.accepted("archive", drive_id, place, name) and drive_id in self.drives:
            moved = self.directly_in(drive_id)
            found = {it["id"]: it["name"] for it in self.plugin.list_files(self.drive_of(place))}
            folders = [it for it in found if it not in self.files]
            if len(folders) != 1:
                self.fail("one new folder", f"there are {len(folders)}")
            self.known(folders[0])
            self.files[folders[0]] = _File(found[folders[0]], "folder", place)
            self.roles[folders[0]] = {}
            for it in moved:
                self.moved(it, folders[0])
            del self.drives[drive_id]
            self.archived.append(drive_id)

    @rule(which=WHICH, who=_WHO, options=_ROLE)
    def add_participant(self, which: int, who: list[int], options: dict[str, Any]) -> None:
        if not self.offers("add_participant"):
            return
        holder = self.pick(which, [*self.drives, *self.files], self.gone)
        if holder not in [*self.drives, *self.files]:
            unknown = "an unknown drive or file"
            self.refused(unknown, "add_participant", holder, self.people(who), **options)
        elif self.accepted("add_participant", holder, self.people(who), **options):
            role = self.h.in_force("role", str(options.get("role", "owner")))
            self.roles[holder].update(dict.fromkeys(self.people(who), role))
            self.touch(*self.below(holder))

    @rule(which=WHICH, who=_WHO)
    def remove_participant(self, which: int, who: list[int]) -> None:
        if not self.offers("remove_participant"):
            return
        holder = self.pick(which, [*self.drives, *self.files], self.gone)
        if holder not in [*self.drives, *self.files]:
            unknown = "an unknown drive or file"
            self.refused(unknown, "remove_participant", holder, self.people(who))
            return
        self.call("remove_participant", holder, self.people(who))
        for it in self.people(who):
            self.roles[holder].pop(it, None)
        self.touch(*self.below(holder))

    @rule(which=WHICH, text=st.sampled_from(("one line", "two\nlines", "")))
    def write(self, which: int, text: str) -> None:
        documents = [it for it, file in self.files.items() if file.type == "document"]
        if documents and self.sees("set_text"):
            file_id = documents[which % len(documents)]
            self.arrange("set_text", file_id, text)
            self.files[file_id].text = text

    @rule(which=WHICH, about=WHICH, kind=st.sampled_from(("=", "contains", "type", "both")))
    def find(self, which: int, about: int, kind: str) -> None:
        if not self.offers("list_files") or not self.drives or not self.files:
            return
        drive_id = list(self.drives)[which % len(self.drives)]
        wanted = list(self.files.values())[about % len(self.files)]
        queries = {
            "=": f"name = {quoted(wanted.name)}",
            "contains": f"name contains {quoted(wanted.name)}",
            "type": f"type = '{wanted.type}'",
            "both": f"type = '{wanted.type}' and name = {quoted(wanted.name)}",
        }
        found = set[str]()
        for it in self.below(drive_id):
            file = self.files[it]
            same_name, same_type = file.name == wanted.name, file.type == wanted.type
            holds = {
                "=": same_name,
                "contains": wanted.name in file.name,
                "type": same_type,
                "both": same_name and same_type,
            }
            if holds[kind]:
                found.add(it)
        self.see("what is found", _FOUND, found, drive=drive_id, query=queries[kind])

    @rule(number=st.integers(0, 99), which=WHICH, nothing=strategies.not_names())
    def ask_for_what_cannot_be(self, number: int, which: int, nothing: str) -> None:
        place, file_id = self.pick(which, self.drives), self.pick(which, self.files)
        unknown, who = self.pick(9 - which % 2, (), self.gone), self.people([0, 1])
        role = self.h.role("reader")
        calls: tuple[tuple[str, str, tuple[Any, ...]], ...] = (
            ("this name", "create", (nothing, who)),
            ("this name", "create_file", (place, nothing, "document")),
            ("this name", "copy_file", (place, file_id, nothing)),
            ("this name", "archive", (place, unknown, nothing)),
            ("an unknown role", "create", (self.named("incident"), who, NO_SUCH)),
            ("an unknown role", "add_participant", (place, who, NO_SUCH)),
            ("an unknown user type", "add_participant", (place, who, role, NO_SUCH)),
            ("an unknown file type", "create_file", (place, "notes", NO_SUCH)),
            ("this query", "list_files", (place, "name")),
            ("this query", "list_files", (place, "name = 'x' or type = 'folder'")),
            ("this query", "list_files", (place, "")),
            ("an unknown drive", "list_files", (unknown,)),
            ("an unknown file", "get", (unknown,)),
        )
        what, method, args = calls[number % len(calls)]
        if self.offers(method):
            self.refused(what, method, *args)

    def compare(self) -> None:
        holders = self.due([*self.drives, *self.archived, *self.files])
        # With a file, what it lies in.
        places = {up for it in holders for up in self.path(it)}
        if self.offers("list"):
            self.see("the drives that are listed", _LISTED, self.drives, ours=self.ever)
        if self.sees("trashed_drives"):
            trashed = "{it for it in observer.trashed_drives() if it in $ours}"
            self.see("the trash", trashed, self.trashed, ours=self.ever)
        for drive_id in (it for it in [*self.drives, *self.archived] if it in places):
            names = {"drive": drive_id}
            if self.offers("list_files"):
                files = {it: self.files[it].name for it in self.below(drive_id)}
                self.see("the files", _FILES, files, **names)
                for place in (drive_id, *self.below(drive_id)):
                    if place in places and self.holds_files(place):
                        direct = set(self.directly_in(place))
                        what = "what lies directly in it"
                        if quoted(place) == f"'{place}'":
                            self.see(what, _WITHIN, direct, **names, place=place)
                        else:
                            query = f"{quoted(place)} in parents"
                            self.see(what, _FOUND, direct, **names, query=query)
        if self.sees("permissions"):
            for holder in (it for it in holders if it not in self.archived):
                roles, people = self.access(holder)
                self.see("who has access", _ROLES, roles, drive=holder, people=people)
        if self.offers("get"):
            for it in holders:
                if it in self.files and self.files[it].type == "document":
                    text = self.h.in_force("text", self.files[it].text)
                    self.see("the text", "plugin.get($file)", text, file=it)

    def known(self, new_id: str) -> None:
        if new_id in self.ever:
            self.fail("an id of its own", f"{new_id!r} was given before")
        self.ever.append(new_id)

    def forget(self, files: list[str]) -> None:
        for it in files:
            del self.files[it]
        self.gone += files

    def moved(self, file_id: str, place: str) -> None:
        if self.files[file_id].place != place:
            self.touch(*self.path(file_id), *self.below(file_id))
            self.files[file_id].place = place
            # Whether they keep what was given on themselves is the platform's business.
            self.unsure.update(it for it in [file_id, *self.below(file_id)] if self.roles[it])

    def copied(self, file_id: str, copy_id: str, name: str, place: str, below: list[str]) -> None:
        """Keep a copy, and with a folder the copies of what lay below it."""
        self.known(copy_id)
        original = self.files[file_id]
        inner = [it for it in below if self.files[it].place == file_id]
        self.files[copy_id] = _File(name, original.type, place, original.text)
        self.roles[copy_id] = {}
        self.unsure.add(copy_id)
        if not inner:
            return
        query = f"{quoted(copy_id)} in parents"
        listed = self.plugin.list_files(self.drive_of(copy_id), query)
        copies = {it["name"]: it["id"] for it in listed}
        wanted = sorted(self.files[it].name for it in inner)
        if sorted(copies) != wanted:
            self.fail(f"the copy to hold {wanted!r}", f"it holds {sorted(copies)!r}")
        for it in inner:
            inner_name = self.files[it].name
            self.copied(it, copies[inner_name], inner_name, copy_id, below)

    def accepted(self, method: str, *args: Any, **kwargs: Any) -> bool:
        """Make a call that returns nothing and may be refused; whether it was not."""
        before = len(self.refusals)
        self.tried(method, *args, **kwargs)
        return len(self.refusals) == before

    def access(self, holder: str) -> tuple[dict[str, str], list[str]]:
        """The roles in a drive or file, and the people of whom the contract says them.

        Which of several roles counts, it does not say.
        """
        path = self.path(holder)
        if self.unsure.intersection(path):
            return {}, []
        given = {
            who: {self.roles[it][who] for it in path if who in self.roles[it]}
            for who in self.h.people
        }
        people = [who for who, roles in given.items() if len(roles) < 2]
        return {who: next(iter(given[who])) for who in people if given[who]}, people

    def people(self, who: list[int]) -> list[str]:
        return [self.h.people[it] for it in who]

    def holds_files(self, place: str) -> bool:
        in_folder = place in self.files and self.files[place].type == "folder"
        return place in self.drives or in_folder

    def below(self, place: str) -> list[str]:
        """All files in a drive or folder, at every depth."""
        found = self.directly_in(place)
        return found + [deeper for it in found for deeper in self.below(it)]

    def directly_in(self, place: str) -> list[str]:
        return [it for it, file in self.files.items() if file.place == place]

    def drive_of(self, place: str) -> str:
        return self.path(place)[-1]

    def path(self, place: str) -> list[str]:
        """A drive or file, and all that it lies in."""
        path = [place]
        while path[-1] in self.files:
            path.append(self.files[path[-1]].place)
        return path
