"""What a storage plugin must do."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any, ClassVar, Final, Protocol, cast, get_args

from attrs import field, frozen

from dispatch_interfaces.conformance.requirements import common, expect
from dispatch_interfaces.conformance.requirements.storage.watching import StorageWatch
from dispatch_interfaces.conformance.run import declarations
from dispatch_interfaces.conformance.run.created import CannotBeRemoved, Created, Fate
from dispatch_interfaces.conformance.run.endings import ConformanceFailure, arranging
from dispatch_interfaces.conformance.run.harness import Creates, Harness
from dispatch_interfaces.conformance.run.requirement import Suite
from dispatch_interfaces.conformance.run.watching import Watch
from dispatch_interfaces.contract import CONTRACTS, Contract
from dispatch_interfaces.errors import NotFoundError
from dispatch_interfaces.narrowing import vars_of
from dispatch_interfaces.protocols.storage import (
    Drive,
    File,
    FileType,
    Role,
    StorageLimits,
    StoragePlugin,
    UserType,
)
from dispatch_interfaces.queries import quoted

NO_SUCH: Final[Any] = "no-such"
"""No role, user type or file type; a checker would refuse it."""

NOT_QUERIES: Final = (
    "name",
    "name =",
    "name = x",
    'name = "x"',
    "name = 'x",
    "name = 'it's'",
    "name != 'x'",
    "name like 'x'",
    "not name = 'x'",
    "name = 'x' name = 'y'",
    "name = 'x' or name = 'y'",
    "name = 'x' or 1 = 1 --",
    "name = 'x';",
    "name = 'x' and",
    "and name = 'x'",
    "name = 'x' and and type = 'folder'",
    "(name = 'x')",
    "title = 'x'",
    "trashed = false",
    "type = 'spreadsheet'",
    "type = ''",
    "type contains 'folder'",
    "parents in 'x'",
    "'x' in parent",
    "'x' in name",
    "everything",
    "*",
)
"""Each is nearly a query."""

METHODS_WITH_IDS: Final = tuple(
    it.name for it in CONTRACTS["storage"].methods if it.name not in ("create", "list")
)
METHODS_THAT_REFUSE: Final = tuple(
    it.name
    for it in CONTRACTS["storage"].methods
    if it.name not in ("list", "delete", "remove_participant", "delete_file")
)


class StorageObserver(Protocol):
    """Sees what the interface has no method for, and writes texts, which it has none for."""

    def permissions(self, drive_or_file_id: str) -> Mapping[str, str]:
        """Who has access to a drive or file, and in which role.

        With the access that was given further up, on a folder or on the drive.
        """
        ...

    def user_types(self, drive_or_file_id: str) -> Mapping[str, str]:
        """What each participant of `permissions` is: ``"user"``, ``"group"`` and so on."""
        ...

    def set_text(self, file_id: str, text: str, mime_type: str = "text/plain") -> None:
        """Write the text of a document, as a person would on the platform.

        Raises:
            InvalidRequestError: The platform cannot hold this text.
        """
        ...

    def trashed_drives(self) -> Collection[str]:
        """The ids of the drives that the platform could restore."""
        ...


@frozen
class Tree:
    """The ids of a drive, a document and a folder in it, and a folder and document in that."""

    drive: str
    document: str
    folder: str
    inner: str
    """A folder in the folder."""
    leaf: str
    """A document in the inner folder."""


@frozen(kw_only=True)
class StorageHarness(Harness[StoragePlugin, StorageObserver]):
    """How to bring a storage plugin under test.

    Args:
        accounts: A participant of each user type, as the backend knows it; leave out the types
            that it does not have.
        mime_types: Formats in which one document can hold different texts; a single one, if the
            platform converts from one to the other.
        many: How many drives and files are made where all must be listed: more than a page of
            the platform.
        make_drive: Makes a drive in the backend, for a plugin that declares `create` unsupported;
            it is given the plugin, the name and the users who get access, and returns the record.
    """

    contract: ClassVar[Contract] = CONTRACTS["storage"]
    observer_type = StorageObserver
    watch_type: ClassVar[type[Watch]] = StorageWatch
    creates: ClassVar[Creates] = {
        "create": ("drive", Fate.REMOVED),
        "create_file": ("file", Fate.WITHIN),
        "copy_file": ("file", Fate.WITHIN),
        "archive": ("folder", Fate.WITHIN),
    }
    removes_by = "delete"
    acts: ClassVar[tuple[str, ...]] = ("make_drive",)

    accounts: Mapping[UserType, str] = field(
        factory=lambda: {
            "user": "alan@example.com",
            "group": "responders@example.com",
            "domain": "example.com",
            "anyone": "anyone",
        }
    )
    mime_types: tuple[str, ...] = ("text/plain", "text/html")
    many: int = 30
    make_drive: Callable[[Any, str, list[str]], Drive] | None = None

    def unique(self, word: str) -> str:
        """A name that the suite has not used before, and that the platform takes as it is."""
        return self.plain("file_name", self.plain("drive_name", super().unique(word)))

    def drive(self, plugin: StoragePlugin, participants: list[str] | None = None) -> Drive:
        """A new drive, as the ground for something else."""
        name = self.unique("drive")
        if self.make_drive is not None:
            make = partial(self.make_drive, vars_of(plugin)["_plugin"], name, participants or [])
            # Asked for as all else: it is recorded, and may show late.
            drive: Drive = self.trace.ask("observer", "make_drive", make, (name, participants))
            return drive
        with arranging("create"):
            made = plugin.create(name, participants or [])
        if participants and self.meets("participants") and expect.offers(plugin, "add_participant"):
            with arranging("add_participant"):
                plugin.add_participant(made["id"], participants, self.role("fileOrganizer"))
        return made

    def get_access(self, plugin: StoragePlugin, participants: list[str]) -> list[str]:
        """Those to whom `drive` gives access: nobody, if neither way to give it is there."""
        gives = self.has_place("participants") or expect.offers(plugin, "add_participant")
        return participants if gives else []

    def file(
        self,
        plugin: StoragePlugin,
        place_id: str,
        file_type: FileType = "document",
        name: str | None = None,
    ) -> File:
        """A new file in a drive or folder."""
        with arranging("create_file"):
            return plugin.create_file(place_id, name or self.unique(file_type), file_type)

    def tree(self, plugin: StoragePlugin, participants: list[str] | None = None) -> Tree:
        """A new drive with files at three depths."""
        drive = self.drive(plugin, participants)["id"]
        folder = self.file(plugin, drive, "folder")["id"]
        inner = self.file(plugin, folder, "folder")["id"]
        document, leaf = self.file(plugin, drive)["id"], self.file(plugin, inner)["id"]
        return Tree(drive, document, folder, inner, leaf)

    def tree_to_archive(self, plugin: StoragePlugin) -> Tree:
        """A new drive whose files may go to another one: without folders, if those may not."""
        if not self.meets("folder_moves"):
            return self.tree(plugin)
        drive = self.drive(plugin)["id"]
        document, leaf = (self.file(plugin, drive)["id"] for _ in range(2))
        return Tree(drive, document, drive, drive, leaf)

    def beside(self, plugin: StoragePlugin, place_id: str) -> str:
        """Where to put a file of a name that is taken in a place: there, or in a folder in it."""
        if not self.meets("unique_file_names"):
            return place_id
        return self.file(plugin, place_id, "folder")["id"]

    def role(self, wanted: Role) -> Role:
        """A role; if it is rejected, another one that allows as nearly as much."""
        roles = cast("tuple[Role, ...]", get_args(Role))
        for it in sorted(roles, key=lambda it: abs(roles.index(it) - roles.index(wanted))):
            if self.limits.takes("role", it):
                return it
        return wanted

    def file_types(self) -> list[FileType]:
        """The types of file that the platform has, folders first: they are the default."""
        types = cast("tuple[FileType, ...]", get_args(FileType))
        taken: list[FileType] = [it for it in types if self.limits.takes("file_type", it)]
        if len(taken) < len(types):
            self.meets("file_type")
        return taken

    def deletions(self) -> tuple[bool, ...]:
        """The ways to delete a drive: for good, and into the trash if there is one."""
        return (True,) if self.meets("trash") else (True, False)

    def drives(self, plugin: StoragePlugin) -> dict[str, str]:
        """The names of all drives that are listed, by id."""
        with arranging("list"):
            return {drive["id"]: drive["name"] for drive in plugin.list()}

    def own_drives(self, plugin: StoragePlugin) -> dict[str, str]:
        """As `drives`, without those that somebody else may make, rename or delete meanwhile."""
        return {it: name for it, name in self.drives(plugin).items() if self.may_be_ours(name)}

    def files(
        self, plugin: StoragePlugin, drive_id: str, place_id: str | None = None
    ) -> dict[str, str]:
        """The names of all files of a drive, or of those that lie directly in a place, by id."""
        q = None if place_id is None else f"{quoted(place_id)} in parents"
        with arranging("list_files"):
            found = {file["id"]: file["name"] for file in plugin.list_files(drive_id, q)}
        return expect.Answered("list_files", found)

    def layout(self, plugin: StoragePlugin, drive_id: str) -> dict[str, dict[str, str]]:
        """The files of a drive, and those directly in each place of it."""
        with arranging("list_files"):
            folders = [it["id"] for it in plugin.list_files(drive_id, "type = 'folder'")]
        layout = {it: self.files(plugin, drive_id, it) for it in (drive_id, *folders)}
        return expect.Answered("list_files", {"": self.files(plugin, drive_id), **layout})

    def roles(self, observer: StorageObserver, drive_or_file_id: str) -> dict[str, str]:
        """The roles of `people`; others, such as the plugin's own account, are left out."""
        roles = observer.permissions(drive_or_file_id)
        return {it: roles[it] for it in self.people if it in roles}

    def expect_roles(
        self, plugin: StoragePlugin, holder: str, given: Mapping[str, str], what: str = ""
    ) -> None:
        """Fail unless people have the roles that they were given, or those that are declared."""
        __tracebackhide__ = True
        found = self.roles(self.observe(plugin), holder)
        wanted = {who: self.in_force("role", role) for who, role in given.items()}
        other = (who for who in wanted if who in found and found[who] != wanted[who])
        declare = (
            declarations.for_value(StorageLimits, "role", given[it], found[it]) for it in other
        )
        expect.equal(found, wanted, what or "the set of roles", declare=next(declare, ""))

    def expect_type(
        self, plugin: StoragePlugin, drive_id: str, file_id: str, given: FileType
    ) -> None:
        """Fail unless a file is found by the type it was made with, or by the declared one."""
        __tracebackhide__ = True
        of_type = {
            it: [file["id"] for file in plugin.list_files(drive_id, f"type = '{it}'")]
            for it in get_args(FileType)
        }
        found = [it for it, ids in of_type.items() if file_id in ids]
        wanted = self.in_force("file_type", given)
        if wanted not in found:
            declare = [
                declarations.for_value(StorageLimits, "file_type", given, it) for it in found
            ]
            raise ConformanceFailure(
                f"what was made as a {given} to be found as a {wanted}",
                f"it is found as {' and '.join(found) or 'nothing'}",
                declare=next(iter(declare), ""),
            )

    def expect_text(
        self, plugin: StoragePlugin, file_id: str, text: str, what: str = "the text"
    ) -> None:
        """Fail unless a file has the text that was written, or what is declared of it."""
        __tracebackhide__ = True
        self.expect_kept("text", plugin.get(file_id), text, what)

    def _remove(self, plugin: Any, created: Created) -> None:
        ids = [created.result["id"]] if created.answered else self._named(plugin, created)
        if not ids:
            raise NotFoundError("there is no drive of this name", value=created.arguments["name"])
        for drive_id in ids:
            try:
                plugin.delete(drive_id)
            except NotFoundError:
                trash = getattr(self.raw_observer(plugin), "trashed_drives", tuple)
                if drive_id in trash():
                    raise CannotBeRemoved(
                        "it is in the trash: give the harness a `remove` that empties it"
                    ) from None
                raise

    def _named(self, plugin: Any, created: Created) -> list[str]:
        """The drives that have the name: they are ours, since it bears the tag of the run."""
        return [it["id"] for it in plugin.list() if it["name"] == created.arguments["name"]]

    def try_observer(self, plugin: StoragePlugin, observer: StorageObserver) -> None:
        """A new drive is not in the trash, and who was not given access has none."""
        drive, stranger = self.drive(plugin)["id"], self.people[0]
        trashed, roles = observer.trashed_drives(), observer.permissions(drive)
        self.expect_unseen("a new drive in the trash", drive in trashed)
        self.expect_unseen(f"the access of {stranger}", stranger in roles)
        self.expect_unseen(f"what {stranger} is", stranger in observer.user_types(drive))


STORAGE: Final = Suite(StorageHarness, untested={9: common.LINKS_LEAD, 14: common.NO_FAILURES})
common.add_requirements(STORAGE)

must: Final = STORAGE.must
should: Final = STORAGE.should


def ids_of(records: Any) -> list[str]:
    return [record["id"] for record in records]


def records_of_every_method(
    h: StorageHarness, plugin: StoragePlugin, source: str, drive: str
) -> dict[str, File]:
    """What each method that can be called returns of a file: what it is of, and the record."""
    file = plugin.create_file(source, h.unique("file"), "document")
    records = {"a new file": file}
    if expect.offers(plugin, "copy_file"):
        records["a copy"] = plugin.copy_file(drive, file["id"], h.unique("copy"))
    if expect.offers(plugin, "move_file"):
        records["a moved file"] = plugin.move_file(drive, file["id"])
    return records


def expect_found(
    h: StorageHarness, plugin: StoragePlugin, operator: str, text: str, names: tuple[str, ...]
) -> None:
    """Make files of several names, and expect a query to find those for which it holds."""
    drive, q = h.drive(plugin)["id"], f"name {operator} {quoted(text)}"
    made = filter(None, [expect.made(plugin.create_file, drive, name) for name in names])
    in_force = {file["id"]: file["name"] for file in made}
    wanted = {
        file_id: name
        for file_id, name in in_force.items()
        if (name == text if operator == "=" else text in name)
    }
    found = {file_id: in_force.get(file_id) for file_id in ids_of(plugin.list_files(drive, q))}
    expect.equal(found, wanted, f"the set of files for {q!r}")


def archived_in(
    h: StorageHarness, plugin: StoragePlugin, source: str, drive: str, place: str
) -> str:
    """Archive one drive somewhere in another; the id of the new folder."""
    before = h.files(plugin, drive, place)
    plugin.archive(source, place, h.unique("archived"))
    made = sorted(set(h.files(plugin, drive, place)) - set(before))
    expect.equal(len(made), 1, "the number of new files in the destination")
    return made[0]


def expect_not_archived(
    h: StorageHarness, plugin: StoragePlugin, tree: Tree, archive: Callable[[], None], what: str
) -> None:
    before = h.layout(plugin, tree.drive)
    expect.refused(archive, what=what)
    expect.unchanged(before, h.layout(plugin, tree.drive), "the drive")
    expect.that(tree.drive in h.drives(plugin), "the drive to be listed", "list() lacks it")
