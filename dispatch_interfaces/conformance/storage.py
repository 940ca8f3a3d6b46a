"""What a storage plugin must do."""

import threading
from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any, Final, Protocol, get_args

from attrs import field, frozen

from dispatch_interfaces.conformance import expect, values
from dispatch_interfaces.conformance.common import add_common_requirements
from dispatch_interfaces.conformance.harness import Harness
from dispatch_interfaces.conformance.outcome import Blocked, NotObserved, arranging
from dispatch_interfaces.conformance.parallel import in_parallel
from dispatch_interfaces.conformance.requirement import Level, Suite
from dispatch_interfaces.contract import CONTRACTS
from dispatch_interfaces.errors import AlreadyExistsError, InvalidRequestError, NotFoundError
from dispatch_interfaces.protocols.storage import (
    Drive,
    File,
    FileType,
    Role,
    StoragePlugin,
    UserType,
)

_NO_SUCH: Final[Any] = "no-such"
"""No role, user type or file type; a checker would refuse it."""

_NOT_QUERIES: Final = (
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

_METHODS_WITH_IDS: Final = tuple(
    it.name for it in CONTRACTS["storage"].methods if it.name not in ("create", "list")
)
_METHODS_THAT_REFUSE: Final = tuple(
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
    """

    contract = CONTRACTS["storage"]
    observer_type = StorageObserver

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

    def drive(self, plugin: StoragePlugin, participants: list[str] | None = None) -> Drive:
        """A new drive, as the ground for something else."""
        with arranging("create"):
            return plugin.create(self.unique("drive"), participants or [])

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

    def drives(self, plugin: StoragePlugin) -> dict[str, str]:
        """The names of all drives that are listed, by id."""
        with arranging("list"):
            return {drive["id"]: drive["name"] for drive in plugin.list()}

    def files(
        self, plugin: StoragePlugin, drive_id: str, place_id: str | None = None
    ) -> dict[str, str]:
        """The names of all files of a drive, or of those that lie directly in a place, by id."""
        q = None if place_id is None else f"{_quoted(place_id)} in parents"
        with arranging("list_files"):
            return {file["id"]: file["name"] for file in plugin.list_files(drive_id, q)}

    def layout(self, plugin: StoragePlugin, drive_id: str) -> dict[str, dict[str, str]]:
        """The files of a drive, and those directly in each place of it."""
        with arranging("list_files"):
            folders = [it["id"] for it in plugin.list_files(drive_id, "type = 'folder'")]
        layout = {it: self.files(plugin, drive_id, it) for it in (drive_id, *folders)}
        return {"": self.files(plugin, drive_id), **layout}

    def roles(self, observer: StorageObserver, drive_or_file_id: str) -> dict[str, str]:
        """The roles of `people`; others, such as the plugin's own account, are left out."""
        roles = observer.permissions(drive_or_file_id)
        return {it: roles[it] for it in self.people if it in roles}

    def try_observer(self, plugin: StoragePlugin, observer: StorageObserver) -> None:
        """A new drive is not in the trash, and who was not given access has none."""
        drive, stranger = self.drive(plugin)["id"], self.people[0]
        trashed, roles = observer.trashed_drives(), observer.permissions(drive)
        self.expect_unseen("a new drive in the trash", drive in trashed)
        self.expect_unseen(f"the access of {stranger}", stranger in roles)
        self.expect_unseen(f"what {stranger} is", stranger in observer.user_types(drive))


STORAGE: Final = Suite(StorageHarness)
add_common_requirements(STORAGE)

_must, _should = STORAGE.must, STORAGE.should


def _quoted(text: str) -> str:
    """A text as it is written in a query."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _ids(records: Any) -> list[str]:
    return [record["id"] for record in records]


def _made(call: Callable[[], Any]) -> Any:
    """A record; None if the platform cannot hold the name, or has it already."""
    try:
        return call()
    except (AlreadyExistsError, InvalidRequestError):
        return None


def _done(call: Callable[[], Any]) -> bool:
    """Whether a call was carried out, and not refused as something the platform cannot do."""
    try:
        call()
    except InvalidRequestError:
        return False
    return True


def _records_of_every_method(
    h: StorageHarness, plugin: StoragePlugin, source: str, drive: str
) -> dict[str, File]:
    """What each method that can be called returns of a file: what it is of, and the record."""
    file = plugin.create_file(source, h.unique("file"), "document")
    records = {"a new file": file}
    if _offers(plugin, "copy_file"):
        records["a copy"] = plugin.copy_file(drive, file["id"], h.unique("copy"))
    if _offers(plugin, "move_file"):
        records["a moved file"] = plugin.move_file(drive, file["id"])
    return records


def _expect_found(
    h: StorageHarness, plugin: StoragePlugin, operator: str, text: str, names: tuple[str, ...]
) -> None:
    """Make files of several names, and expect a query to find those for which it holds."""
    drive, q = h.drive(plugin)["id"], f"name {operator} {_quoted(text)}"
    made = filter(None, [_made(partial(plugin.create_file, drive, name)) for name in names])
    in_force = {file["id"]: file["name"] for file in made}
    wanted = {
        file_id: name
        for file_id, name in in_force.items()
        if (name == text if operator == "=" else text in name)
    }
    found = {file_id: in_force.get(file_id) for file_id in _ids(plugin.list_files(drive, q))}
    expect.equal(found, wanted, f"the set of files for {q!r}")


def _archived(h: StorageHarness, plugin: StoragePlugin, source: str, drive: str, place: str) -> str:
    """Archive one drive somewhere in another; the id of the new folder."""
    before = h.files(plugin, drive, place)
    plugin.archive(source, place, h.unique("archived"))
    made = sorted(set(h.files(plugin, drive, place)) - set(before))
    expect.equal(len(made), 1, "the number of new files in the destination")
    return made[0]


def _expect_not_archived(
    h: StorageHarness,
    plugin: StoragePlugin,
    tree: Tree,
    archive: Callable[[], None],
    what: str,
) -> None:
    before = h.layout(plugin, tree.drive)
    expect.refused(archive, what)
    expect.unchanged(before, h.layout(plugin, tree.drive), "the drive")
    expect.that(tree.drive in h.drives(plugin), "the drive to be listed", "list() lacks it")


def _offers(plugin: StoragePlugin, method: str) -> bool:
    """Whether a method can be called at all: it is not declared unsupported."""
    try:
        getattr(plugin, method)
    except NotObserved:
        return False
    return True


@_must("STORAGE-010", "get", rule=2, level=Level.SHAPE)
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


@_must("STORAGE-011", "create", rule=2, level=Level.SHAPE)
def create_returns_a_drive(h: StorageHarness) -> None:
    """`create` returns a dict with `id`, `weblink`, `name` and `description`, all of them str.

    To fix: build the dict from the platform's answer; leave no key out.

    Usual cause: the platform has no description, and so the key was left out, or is None.

    Wrong:
        return {"id": made.id, "weblink": made.url, "name": made.name}

    Right:
        return {"id": made.id, "weblink": made.url, "name": made.name, "description": ""}
    """
    with h.plugin() as plugin:
        plugin.create(h.unique("drive"), [h.people[0]], "fileOrganizer")


@_must("STORAGE-012", "delete", rule=2, level=Level.SHAPE)
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


@_must("STORAGE-013", "list", rule=2, level=Level.SHAPE)
def list_returns_drives(h: StorageHarness) -> None:
    """`list` returns a sequence of dicts with the keys of a drive.

    To fix: turn every drive of the platform into the same dict that `create` returns.

    Usual cause: the method is a generator expression, or lists the platform's own objects.

    Wrong:
        return (self._record(it) for it in self.client.drives())

    Right:
        return [self._record(it) for it in self.client.drives()]
    """
    with h.plugin() as plugin:
        h.drive(plugin)
        plugin.list(page=1)


@_must("STORAGE-014", "add_participant", rule=2, level=Level.SHAPE)
def add_participant_returns_nothing(h: StorageHarness) -> None:
    """`add_participant` returns None.

    To fix: let the method end without `return`.

    Usual cause: the permissions that the platform made are passed on.

    Wrong:
        return [self.client.grant(drive_or_file_id, it, role) for it in participants]

    Right:
        for it in participants:
            self.client.grant(drive_or_file_id, it, role)
    """
    with h.plugin() as plugin:
        plugin.add_participant(h.drive(plugin)["id"], [h.people[0]], "owner", "user")


@_must("STORAGE-015", "remove_participant", rule=2, level=Level.SHAPE)
def remove_participant_returns_nothing(h: StorageHarness) -> None:
    """`remove_participant` returns None.

    To fix: let the method end without `return`.

    Usual cause: the participants that are left are passed on.

    Wrong:
        return self.client.revoke(drive_id, participants)

    Right:
        self.client.revoke(drive_id, participants)
    """
    with h.plugin() as plugin:
        plugin.remove_participant(h.drive(plugin, [h.people[0]])["id"], [h.people[0]])


@_must("STORAGE-016", "create_file", rule=2, level=Level.SHAPE)
def create_file_returns_a_file(h: StorageHarness) -> None:
    """`create_file` returns a dict with `id`, `weblink` and `name`, for every type of file.

    To fix: build the dict from the platform's answer, with the documented keys.

    Usual cause: the platform's name for the link (`webViewLink`, `url`) is kept as the key.

    Wrong:
        return self.client.insert(name, parent=drive_id, type=file_type)

    Right:
        made = self.client.insert(name, parent=drive_id, type=file_type)
        return {"id": made["id"], "weblink": made["webViewLink"], "name": made["name"]}
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        for file_type in get_args(FileType):
            plugin.create_file(drive, h.unique(file_type), file_type)


@_must("STORAGE-017", "delete_file", rule=2, level=Level.SHAPE)
def delete_file_returns_nothing(h: StorageHarness) -> None:
    """`delete_file` returns None.

    To fix: let the method end without `return`.

    Usual cause: the platform's answer, or whether anything was deleted, is passed on.

    Wrong:
        return self.client.remove(file_id).ok

    Right:
        self.client.remove(file_id)
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        plugin.delete_file(drive, h.file(plugin, drive)["id"])


@_must("STORAGE-018", "copy_file", rule=2, level=Level.SHAPE)
def copy_file_returns_a_file(h: StorageHarness) -> None:
    """`copy_file` returns a dict with `id`, `weblink` and `name`, all of them str.

    To fix: build the dict from the copy as `create_file` does.

    Usual cause: the platform's copy call answers with the id alone.

    Wrong:
        return {"id": self.client.copy(file_id, drive_id, name)}

    Right:
        copy_id = self.client.copy(file_id, drive_id, name)
        return self._record(self.client.file(copy_id))
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        plugin.copy_file(drive, h.file(plugin, drive)["id"], h.unique("copy"))


@_must("STORAGE-019", "move_file", rule=2, level=Level.SHAPE)
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


@_must("STORAGE-020", "archive", rule=2, level=Level.SHAPE)
def archive_returns_nothing(h: StorageHarness) -> None:
    """`archive` returns None.

    To fix: let the method end without `return`.

    Usual cause: the new folder is passed on.

    Wrong:
        return self._move_all(source_drive_id, into=folder)

    Right:
        self._move_all(source_drive_id, into=folder)
    """
    with h.plugin() as plugin:
        folder = h.file(plugin, h.drive(plugin)["id"], "folder")
        plugin.archive(h.drive(plugin)["id"], folder["id"], h.unique("archived"))


@_must("STORAGE-021", "list_files", rule=2, level=Level.SHAPE)
def list_files_returns_files(h: StorageHarness) -> None:
    """`list_files` returns a sequence of dicts with the keys of a file, with a query and without.

    To fix: turn every file of the platform into the same dict that `create_file` returns.

    Usual cause: the platform's page object is returned instead of the files in it.

    Wrong:
        return self.client.search(drive_id, q)

    Right:
        return [self._record(it) for it in self.client.search(drive_id, q).files]
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        h.file(plugin, drive)
        plugin.list_files(drive, None)
        plugin.list_files(drive, "type = 'document'")


@_must("STORAGE-030", "create", "list", rule=4)
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
        listed = [drive for drive in plugin.list() if drive["id"] == made["id"]]
        expect.equal(len(listed), 1, f"the number of drives listed with the id {made['id']!r}")
        expect.equal(dict(listed[0]), dict(made), "the drive as listed")


@_must("STORAGE-031", "create", rule=1)
def create_with_a_taken_name_makes_another_drive_or_refuses(h: StorageHarness) -> None:
    """`create` with a name that a drive has makes another drive, or raises AlreadyExistsError.

    To fix: never hand out a drive that was there before; two incidents would share it.

    Usual cause: the method first looks for a drive of that name, to be safe to repeat.

    Wrong:
        return self._find(name) or self._record(self.client.create_drive(name))

    Right:
        return self._record(self.client.create_drive(name))
    """
    with h.plugin() as plugin:
        first = plugin.create(h.unique("drive"), [h.people[0]])
        second = _made(lambda: plugin.create(first["name"], [h.people[0]]))
        if second is not None:
            expect.that(
                first["id"] and second["id"] and first["id"] != second["id"],
                "a second drive, with another id",
                f"the ids are {first['id']!r} and {second['id']!r}",
            )


@_must("STORAGE-032", "create", rule=1)
def create_keeps_names_apart_that_differ_a_little(h: StorageHarness) -> None:
    """`create` makes distinct drives of names that differ a little, or refuses the second.

    To fix: derive no id from the name; let the platform give it.

    Usual cause: the id is the name in lower case, or its first 64 characters.

    Wrong:
        drive_id = name.lower().strip()[:64]

    Right:
        drive_id = self.client.create_drive(name).id
    """
    with h.plugin() as plugin:
        for names in values.NAME_PAIRS:
            made = [_made(partial(plugin.create, name, [h.people[0]])) for name in names]
            ids = _ids(filter(None, made))
            expect.equal(len(set(ids)), len(ids), f"the number of drives made of {names!r}")


@_must("STORAGE-033", "create", rule=1)
def create_answers_with_the_name_in_force(h: StorageHarness) -> None:
    """The name that `create` returns is the name that `list` shows; it may refuse a name.

    To fix: return the name from the platform's answer, not the argument.

    Usual cause: the platform strips or shortens names, and the plugin repeats what it was given.

    Wrong:
        made = self.client.create_drive(name)
        return {"id": made.id, "name": name, "weblink": made.url, "description": ""}

    Right:
        made = self.client.create_drive(name)
        return {"id": made.id, "name": made.name, "weblink": made.url, "description": ""}
    """
    with h.plugin() as plugin:
        for name in values.NAMES:
            made = _made(partial(plugin.create, name, [h.people[0]]))
            if made is not None:
                expect.equal(h.drives(plugin).get(made["id"]), made["name"], "the name listed")


@_should("STORAGE-034", "create", rule=1)
def create_keeps_the_name_as_given(h: StorageHarness) -> None:
    """The name that `create` returns is the name it was given.

    To fix: pass the name on as it is; refuse one that the platform would change.

    Usual cause: the name is stripped, folded or cut, to be safe.

    Wrong:
        made = self.client.create_drive(name.strip().lower())

    Right:
        made = self.client.create_drive(name)
    """
    with h.plugin() as plugin:
        for name in values.NAMES:
            made = _made(partial(plugin.create, name, [h.people[0]]))
            if made is not None:
                expect.equal(made["name"], name, "the name of the drive")


@_must("STORAGE-035", "create", rule=5)
def create_refuses_what_cannot_be_a_name(h: StorageHarness) -> None:
    """`create` refuses a name of nothing but white space, and makes no drive.

    To fix: check the name before calling the platform.

    Usual cause: the platform makes up a name, such as "Untitled", for an empty one.

    Wrong:
        made = self.client.create_drive(name)

    Right:
        if not name.strip():
            raise InvalidRequestError("no name", interface="storage", method="create", value=name)
        made = self.client.create_drive(name)
    """
    with h.plugin() as plugin:
        before = h.drives(plugin)
        for name in values.NOT_NAMES:
            expect.refused(partial(plugin.create, name, [h.people[0]]), f"the name {name!r}")
        expect.unchanged(before, h.drives(plugin), "the list of drives")


@_must("STORAGE-036", "create", rule=4, observes=("permissions",))
def create_gives_the_participants_access(h: StorageHarness) -> None:
    """`create` gives access to every given participant, and to nobody else.

    To fix: grant access to each before returning.

    Usual cause: the platform creates a private drive, and granting is another call of it.

    Wrong:
        return self._record(self.client.create_drive(name))

    Right:
        made = self.client.create_drive(name)
        self.add_participant(made.id, participants, role)
        return self._record(made)
    """
    with h.plugin() as plugin:
        wanted = list(h.people[:3])
        drive = plugin.create(h.unique("drive"), list(wanted), "writer")
        found = h.roles(h.observe(plugin), drive["id"])
        expect.equal(sorted(found), sorted(wanted), "the set of people with access")


@_must("STORAGE-037", "create", rule=4, observes=("permissions",))
def create_gives_the_role(h: StorageHarness) -> None:
    """`create` gives the participants the role it is told, or refuses the role.

    To fix: pass the role on; refuse those that the platform does not have.

    Usual cause: the role is written into the code, as the application passes only one.

    Wrong:
        self.client.grant(made.id, participants, role="writer")

    Right:
        self.client.grant(made.id, participants, role=role)
    """
    with h.plugin() as plugin:
        observer, person = h.observe(plugin), h.people[0]
        for role in get_args(Role):
            drive = _made(partial(plugin.create, h.unique("drive"), [person], role))
            if drive is not None:
                found = h.roles(observer, drive["id"])
                expect.equal(found, {person: role}, "the set of roles")


@_must("STORAGE-038", "create", rule=10, observes=("permissions",))
def create_without_a_role_makes_file_organizers(h: StorageHarness) -> None:
    """`create` without a role does the same as with `role="fileOrganizer"`.

    To fix: use the documented default in the signature, and pass it on.

    Usual cause: a wrapper passes its own default on instead.

    Wrong:
        def create(self, name, participants, role="fileOrganizer"):
            return self._create(name, participants, role=None)

    Right:
        def create(self, name, participants, role="fileOrganizer"):
            return self._create(name, participants, role=role)
    """
    with h.plugin() as plugin:
        observer, person = h.observe(plugin), h.people[0]
        said = plugin.create(h.unique("drive"), [person], role="fileOrganizer")
        omitted = plugin.create(h.unique("drive"), [person])
        wanted = h.roles(observer, said["id"])
        expect.equal(h.roles(observer, omitted["id"]), wanted, "the set of roles without a role")


@_must("STORAGE-039", "create", rule=6)
def create_accepts_nobody(h: StorageHarness) -> None:
    """`create` accepts an empty list of participants.

    To fix: create the drive, and give access to nobody.

    Usual cause: the platform's call for granting refuses an empty list, or the first
    participant is taken for the owner.

    Wrong:
        self.client.create_drive(name, owner=participants[0])

    Right:
        self.client.create_drive(name, owner=self.account)
    """
    with h.plugin() as plugin:
        plugin.create(h.unique("drive"), [])


@_must("STORAGE-040", "create", rule=3, observes=("permissions",))
def create_leaves_its_arguments_alone(h: StorageHarness) -> None:
    """`create` neither changes the list of participants, nor follows it when it changes later.

    To fix: copy the list before keeping it.

    Usual cause: the caller's own list is stored as the membership, or emptied while it is read.

    Wrong:
        self._members[drive_id] = participants

    Right:
        self._members[drive_id] = list(participants)
    """
    with h.plugin() as plugin:
        observer, given = h.observe(plugin), [h.people[0]]
        drive = plugin.create(h.unique("drive"), given)
        expect.unchanged([h.people[0]], given, "the list that was passed")
        given.append(h.people[1])
        found = h.roles(observer, drive["id"])
        expect.equal(list(found), [h.people[0]], "the list of people with access")


@_must("STORAGE-041", "create", rule=5)
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
        before = h.drives(plugin)
        expect.refused(
            lambda: plugin.create(h.unique("drive"), [h.people[0]], _NO_SUCH), "an unknown role"
        )
        expect.unchanged(before, h.drives(plugin), "the list of drives")


@_must("STORAGE-042", "create", "list_files", rule=4)
def create_makes_an_empty_drive(h: StorageHarness) -> None:
    """A drive that `create` made holds no files.

    To fix: create nothing in it; what an incident needs the application creates itself.

    Usual cause: a template with folders is copied into every new drive.

    Wrong:
        made = self.client.create_drive(name, template="incident")

    Right:
        made = self.client.create_drive(name)
    """
    with h.plugin() as plugin:
        drive = plugin.create(h.unique("drive"), [h.people[0]])
        expect.equal(list(plugin.list_files(drive["id"])), [], "the list of files of a new drive")


@_must("STORAGE-043", "create", rule=6, observes=("permissions",))
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
        person = h.people[0]
        drive = plugin.create(h.unique("drive"), [person, person], "writer")
        found = h.roles(h.observe(plugin), drive["id"])
        expect.equal(found, {person: "writer"}, "the set of roles")


@_must("STORAGE-044", "create", rule=2)
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
        before = h.drives(plugin)
        drive["name"] = "changed by the caller"
        expect.unchanged(before, h.drives(plugin), "the list of drives")


@_must("STORAGE-045", "create", "list", rule=9)
def the_weblink_of_a_drive_is_absolute(h: StorageHarness) -> None:
    """The weblink of a drive is an absolute http(s) URL, in `create` and in `list`.

    To fix: put scheme and host before the platform's path.

    Usual cause: the platform's answer holds a path only.

    Wrong:
        weblink = made.path

    Right:
        weblink = f"https://{self.host}{made.path}"
    """
    with h.plugin() as plugin:
        made = plugin.create(h.unique("drive"), [h.people[0]])
        listed = [drive for drive in plugin.list() if drive["id"] == made["id"]]
        for drive in (made, *listed):
            expect.absolute_url(drive["weblink"], "the weblink of a drive")


@_must("STORAGE-060", "list", rule=8)
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
        plain, with_keywords = _ids(plugin.list()), _ids(plugin.list(**values.KEYWORDS))
        expect.equal(sorted(with_keywords), sorted(plain), "the ids listed with keywords")


@_must("STORAGE-061", "list", rule=2)
def list_gives_fresh_records(h: StorageHarness) -> None:
    """Changing what `list` returned changes nothing in the plugin.

    To fix: build new dicts, in a new list, for every answer.

    Usual cause: the plugin's own records are listed.

    Wrong:
        return list(self._drives.values())

    Right:
        return [dict(it) for it in self._drives.values()]
    """
    with h.plugin() as plugin:
        h.drive(plugin)
        before = h.drives(plugin)
        for drive in plugin.list():
            drive["name"] = "changed by the caller"
        expect.unchanged(before, h.drives(plugin), "the list of drives")


@_must("STORAGE-062", "list", rule=4)
def list_shows_every_drive(h: StorageHarness) -> None:
    """`list` shows every drive, not only the first page of them.

    To fix: ask the platform for page after page until there is none.

    Usual cause: the platform answers with 10 or 100 drives and a token for the next.

    Wrong:
        drives = self.client.drives().items

    Right:
        page = self.client.drives()
        drives = list(page.items)
        while page := page.next():
            drives += page.items
    """
    with h.plugin() as plugin:
        made = {h.drive(plugin)["id"] for _ in range(h.many)}
        missing = made - set(_ids(plugin.list()))
        expect.equal(len(missing), 0, f"the number of drives not listed, of {h.many}")


@_must("STORAGE-063", "list", rule=4)
def list_shows_a_drive_once(h: StorageHarness) -> None:
    """`list` shows no drive twice.

    To fix: list each drive by its id, not by whom it was shared with.

    Usual cause: the platform lists a drive once for every participant.

    Wrong:
        return [self._record(it.drive) for it in self.client.shares()]

    Right:
        drives = {it.drive.id: it.drive for it in self.client.shares()}
        return [self._record(it) for it in drives.values()]
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin, list(h.people))["id"]
        expect.equal(_ids(plugin.list()).count(drive), 1, "the number of times it is listed")


@_must("STORAGE-070", "delete", rule=4)
def delete_takes_the_drive_from_the_list(h: StorageHarness) -> None:
    """A drive that was deleted is no longer shown by `list`, whether trashed or emptied.

    To fix: delete before returning, and leave trashed drives out of `list`.

    Usual cause: the platform lists what is in the trash too.

    Wrong:
        drives = self.client.drives()

    Right:
        drives = [it for it in self.client.drives() if not it.trashed]
    """
    with h.plugin() as plugin:
        for empty in (True, False):
            drive = h.drive(plugin)["id"]
            plugin.delete(drive, empty)
            expect.that(
                drive not in h.drives(plugin),
                f"a drive deleted with empty={empty} not to be listed",
                "list() still shows it",
            )


@_must("STORAGE-071", "delete", rule=4)
def delete_hides_the_drive_from_list_files(h: StorageHarness) -> None:
    """After `delete`, `list_files` refuses the drive, whether trashed or emptied.

    To fix: treat a drive in the trash as unknown.

    Usual cause: the platform still answers for what is in the trash.

    Wrong:
        return self.client.drive(drive_id)

    Right:
        drive = self.client.drive(drive_id)
        if drive.trashed:
            raise NotFoundError("no such drive", interface="storage", value=drive_id)
    """
    with h.plugin() as plugin:
        for empty in (True, False):
            drive = h.drive(plugin)["id"]
            plugin.delete(drive, empty)
            expect.refused(partial(plugin.list_files, drive), f"a drive deleted with empty={empty}")


@_must("STORAGE-072", "delete", rule=4)
def delete_takes_the_files_along(h: StorageHarness) -> None:
    """After `delete`, the files of the drive cannot be found, at any depth.

    To fix: look at the drive of a file before giving it out.

    Usual cause: only the record of the drive is removed, and its files are left behind.

    Wrong:
        del self._drives[drive_id]

    Right:
        del self._drives[drive_id]
        self._files = {k: it for k, it in self._files.items() if it.drive_id != drive_id}
    """
    with h.plugin() as plugin:
        for empty in (True, False):
            tree, other = h.tree(plugin), h.drive(plugin)["id"]
            plugin.delete(tree.drive, empty)
            for what, file in (("document", tree.document), ("document below", tree.leaf)):
                expect.refused(partial(plugin.get, file), f"get of a {what} in it")
                expect.refused(
                    partial(plugin.move_file, other, file),
                    f"move_file of a {what} in it",
                )


@_must("STORAGE-073", "delete", rule=4, observes=("trashed_drives",))
def delete_and_empty_leaves_nothing_to_restore(h: StorageHarness) -> None:
    """`delete` with `empty=True` deletes the drive past the trash.

    To fix: purge the drive, or empty it from the trash right after.

    Usual cause: `empty` is ignored, and the platform's delete moves to the trash.

    Wrong:
        self.client.trash(drive_id)

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


@_must("STORAGE-074", "delete", rule=4, observes=("trashed_drives",))
def delete_without_emptying_leaves_it_in_the_trash(h: StorageHarness) -> None:
    """`delete` with `empty=False` moves the drive to the trash.

    To fix: use the platform's trash; declare the method unsupported if it has none.

    Usual cause: `empty` is ignored, and the drive is deleted for good.

    Wrong:
        self.client.purge(drive_id)

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


@_must("STORAGE-075", "delete", rule=10, observes=("trashed_drives",))
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


@_must("STORAGE-076", "delete", rule=5)
def delete_refuses_a_drive_that_was_deleted(h: StorageHarness) -> None:
    """`delete` refuses a drive that was deleted before, whether trashed or emptied.

    To fix: raise NotFoundError when the platform has no such drive, or has it in the trash.

    Usual cause: deleting is made safe to repeat by passing over what is not there.

    Wrong:
        self._drives.pop(drive_id, None)

    Right:
        if self._drives.pop(drive_id, None) is None:
            raise NotFoundError("no such drive", interface="storage", value=drive_id)
    """
    with h.plugin() as plugin:
        for empty in (True, False):
            drive = h.drive(plugin)["id"]
            with arranging("delete"):
                plugin.delete(drive, empty)
            expect.refused(partial(plugin.delete, drive), f"a drive deleted with empty={empty}")


@_must("STORAGE-077", "delete", rule=5)
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
        before = h.drives(plugin)
        for unknown in (f"{drive}-unknown", h.unique("unknown")):
            expect.refused(partial(plugin.delete, unknown), f"the unknown drive {unknown!r}")
        expect.unchanged(before, h.drives(plugin), "the list of drives")


@_must("STORAGE-078", "delete", rule=4)
def delete_leaves_other_drives_alone(h: StorageHarness) -> None:
    """`delete` leaves every other drive and its files as they are.

    To fix: delete by the id alone, and only files whose drive is this one.

    Usual cause: what is deleted is found by a prefix of the name or of the id.

    Wrong:
        doomed = [it for it in self._drives.values() if it.name.startswith(drive.name)]

    Right:
        doomed = [self._drives[drive_id]]
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


@_must("STORAGE-090", "add_participant", rule=4, observes=("permissions",))
def add_participant_gives_access_to_a_drive(h: StorageHarness) -> None:
    """`add_participant` gives every participant the role on the drive.

    To fix: grant access to each, before returning.

    Usual cause: only the first of the list is granted access, or the call is put into a queue.

    Wrong:
        self.client.grant(drive_or_file_id, participants[0], role)

    Right:
        for it in participants:
            self.client.grant(drive_or_file_id, it, role)
    """
    with h.plugin() as plugin:
        drive, people = h.drive(plugin)["id"], list(h.people[:3])
        plugin.add_participant(drive, list(people), "writer")
        found = h.roles(h.observe(plugin), drive)
        expect.equal(found, dict.fromkeys(people, "writer"), "the set of roles on the drive")


@_must("STORAGE-091", "add_participant", rule=4, observes=("permissions",))
def add_participant_gives_access_to_a_file(h: StorageHarness) -> None:
    """`add_participant` gives access to a single file, in a drive whose id it is not told.

    To fix: look for a file when no drive has the id.

    Usual cause: the id is always taken for the id of a drive.

    Wrong:
        self.client.drive(drive_or_file_id).grant(it, role)

    Right:
        found = self.client.find_drive(drive_or_file_id) or self.client.file(drive_or_file_id)
        found.grant(it, role)
    """
    with h.plugin() as plugin:
        tree, person = h.tree(plugin), h.people[0]
        for file in (tree.document, tree.leaf):
            plugin.add_participant(file, [person], "commenter")
            found = h.roles(h.observe(plugin), file)
            expect.equal(found, {person: "commenter"}, "the set of roles on the file")


@_must("STORAGE-092", "add_participant", rule=4, observes=("permissions",))
def add_participant_to_a_drive_reaches_everything_below(h: StorageHarness) -> None:
    """Access to a drive is access to everything in it, be it created before or after.

    To fix: work out the access to a file from that of the folders and the drive above it.

    Usual cause: access is written to the files that are there, and new ones have none.

    Wrong:
        for file in self._files_of(drive_id):
            file.roles[participant] = role

    Right:
        def _roles(self, file):
            return {**self._roles_above(file), **file.roles}
    """
    with h.plugin() as plugin:
        tree, person, observer = h.tree(plugin), h.people[0], h.observe(plugin)
        plugin.add_participant(tree.drive, [person], "reader")
        later = h.file(plugin, tree.inner)["id"]
        for where in (tree.document, tree.folder, tree.inner, tree.leaf, later):
            expect.equal(h.roles(observer, where), {person: "reader"}, "the set of roles below")


@_must("STORAGE-093", "add_participant", rule=4, observes=("permissions",))
def add_participant_to_a_folder_reaches_everything_below(h: StorageHarness) -> None:
    """Access to a folder is access to everything in it, at every depth.

    To fix: work out the access to a file from that of every folder above it.

    Usual cause: only the drive and the file itself are looked at, or only one folder.

    Wrong:
        return {**self._drive_of(file).roles, **file.roles}

    Right:
        return {who: role for it in self._path(file) for who, role in it.roles.items()}
    """
    with h.plugin() as plugin:
        tree, person, observer = h.tree(plugin), h.people[0], h.observe(plugin)
        plugin.add_participant(tree.folder, [person], "reader")
        for where in (tree.folder, tree.inner, tree.leaf):
            expect.equal(h.roles(observer, where), {person: "reader"}, "the set of roles below")


@_must("STORAGE-094", "add_participant", rule=4, observes=("permissions",))
def add_participant_reaches_nothing_beside_or_above(h: StorageHarness) -> None:
    """Access to a folder is no access to what lies beside or above it, nor to another drive.

    To fix: grant on the folder itself.

    Usual cause: the platform grants by drive only, and so the whole drive was opened.

    Wrong:
        self.client.grant(self._drive_of(drive_or_file_id), it, role)

    Right:
        self.client.grant(drive_or_file_id, it, role)
    """
    with h.plugin() as plugin:
        tree, other, observer = h.tree(plugin), h.tree(plugin), h.observe(plugin)
        plugin.add_participant(tree.folder, [h.people[0]], "reader")
        for where in (tree.drive, tree.document, other.drive, other.leaf):
            expect.equal(h.roles(observer, where), {}, "the set of roles beside and above")


@_must("STORAGE-095", "add_participant", rule=4, observes=("permissions",))
def add_participant_gives_the_role(h: StorageHarness) -> None:
    """`add_participant` gives the role it is told, or refuses the role.

    To fix: pass every role on as it is; refuse those that the platform does not have.

    Usual cause: roles are mapped to fewer ones of the platform, and the rest become another.

    Wrong:
        role = "writer" if role in ("owner", "writer") else "reader"

    Right:
        if role not in self.roles:
            raise InvalidRequestError("no such role", interface="storage", value=role)
    """
    with h.plugin() as plugin:
        drive, observer, person = h.drive(plugin)["id"], h.observe(plugin), h.people[0]
        for role in get_args(Role):
            plugin.remove_participant(drive, [person])
            add = partial(plugin.add_participant, drive, [person], role)
            wanted = {person: role} if _done(add) else {}
            expect.equal(h.roles(observer, drive), wanted, "the set of roles on the drive")


@_must("STORAGE-096", "add_participant", rule=10, observes=("permissions",))
def add_participant_without_a_role_makes_owners(h: StorageHarness) -> None:
    """`add_participant` without a role does the same as with `role="owner"`.

    To fix: use the documented default in the signature, and pass it on.

    Usual cause: owner seemed too much, and a lesser role is put in its place.

    Wrong:
        self.client.grant(drive_or_file_id, it, "writer" if role == "owner" else role)

    Right:
        self.client.grant(drive_or_file_id, it, role)
    """
    with h.plugin() as plugin:
        observer, person = h.observe(plugin), h.people[0]
        said, omitted = h.drive(plugin)["id"], h.drive(plugin)["id"]
        plugin.add_participant(said, [person], role="owner")
        plugin.add_participant(omitted, [person])
        wanted = h.roles(observer, said)
        expect.equal(h.roles(observer, omitted), wanted, "the set of roles without a role")


@_must("STORAGE-097", "add_participant", rule=4, observes=("user_types",))
def add_participant_keeps_what_a_participant_is(h: StorageHarness) -> None:
    """`add_participant` grants to a user, group or domain as it is told, or refuses.

    To fix: pass the user type on.

    Usual cause: the user type is written into the code, so that a group is taken for a user.

    Wrong:
        self.client.grant(drive_or_file_id, it, role, type="user")

    Right:
        self.client.grant(drive_or_file_id, it, role, type=user_type)
    """
    with h.plugin() as plugin:
        observer = h.observe(plugin)
        for user_type, account in h.accounts.items():
            drive = h.drive(plugin)["id"]
            add = partial(plugin.add_participant, drive, [account], "reader", user_type)
            if _done(add):
                found = observer.user_types(drive).get(account)
                expect.equal(found, user_type, f"what {account!r} is")


@_must("STORAGE-098", "add_participant", rule=10, observes=("user_types",))
def add_participant_without_a_type_adds_users(h: StorageHarness) -> None:
    """`add_participant` without a user type does the same as with `user_type="user"`.

    To fix: use the documented default in the signature, and pass it on.

    Usual cause: the type is guessed from the address.

    Wrong:
        user_type = "group" if "team" in participant else "user"

    Right:
        self.client.grant(drive_or_file_id, participant, role, type=user_type)
    """
    with h.plugin() as plugin:
        observer, person = h.observe(plugin), h.people[0]
        said, omitted = h.drive(plugin)["id"], h.drive(plugin)["id"]
        plugin.add_participant(said, [person], "reader", user_type="user")
        plugin.add_participant(omitted, [person], "reader")
        wanted = observer.user_types(said).get(person)
        expect.equal(observer.user_types(omitted).get(person), wanted, f"what {person!r} is")


@_must("STORAGE-099", "add_participant", rule=6, observes=("permissions",))
def add_participant_again_changes_nothing(h: StorageHarness) -> None:
    """Adding a participant again in the same role changes nothing and does not raise.

    To fix: pass over who is there.

    Usual cause: the platform refuses to give the same access twice.

    Wrong:
        self.client.grant(drive_or_file_id, it, role)

    Right:
        if self.client.role(drive_or_file_id, it) != role:
            self.client.grant(drive_or_file_id, it, role)
    """
    with h.plugin() as plugin:
        observer, people = h.observe(plugin), list(h.people[:2])
        drive = h.drive(plugin)["id"]
        plugin.add_participant(drive, people, "writer")
        before = h.roles(observer, drive)
        plugin.add_participant(drive, people[:1], "writer")
        expect.unchanged(before, h.roles(observer, drive), "the set of roles")


@_must("STORAGE-100", "add_participant", rule=4, observes=("permissions",))
def add_participant_again_in_another_role_changes_the_role(h: StorageHarness) -> None:
    """Adding a participant again in another role changes the role, up or down.

    To fix: update the permission if there is one.

    Usual cause: who is there already is passed over, whatever the role.

    Wrong:
        roles.setdefault(participant, role)

    Right:
        roles[participant] = role
    """
    with h.plugin() as plugin:
        drive, observer, (first, second) = h.drive(plugin)["id"], h.observe(plugin), h.people[:2]
        plugin.add_participant(drive, [first, second], "writer")
        plugin.add_participant(drive, [first], "reader")
        plugin.add_participant(drive, [second], "owner")
        wanted = {first: "reader", second: "owner"}
        expect.equal(h.roles(observer, drive), wanted, "the set of roles")


@_must("STORAGE-101", "add_participant", rule=6, observes=("permissions",))
def add_participant_accepts_nobody(h: StorageHarness) -> None:
    """`add_participant` with an empty list changes nothing and does not raise.

    To fix: return when the list is empty.

    Usual cause: the platform refuses an empty list, or takes it as the whole membership.

    Wrong:
        self.client.set_members(drive_or_file_id, participants)

    Right:
        if participants:
            self.client.add_members(drive_or_file_id, participants)
    """
    with h.plugin() as plugin:
        observer, drive = h.observe(plugin), h.drive(plugin, [h.people[0]])["id"]
        before = h.roles(observer, drive)
        plugin.add_participant(drive, [])
        expect.unchanged(before, h.roles(observer, drive), "the set of roles")


@_must("STORAGE-102", "add_participant", rule=4, observes=("permissions",))
def add_participant_leaves_the_others_alone(h: StorageHarness) -> None:
    """`add_participant` leaves those who have access already with their roles.

    To fix: add to the platform's permissions instead of replacing them.

    Usual cause: the platform's call sets the whole list, or one role for all.

    Wrong:
        self._roles[drive_id] = dict.fromkeys(participants, role)

    Right:
        self._roles[drive_id].update(dict.fromkeys(participants, role))
    """
    with h.plugin() as plugin:
        observer, (first, second) = h.observe(plugin), h.people[:2]
        drive = h.drive(plugin)["id"]
        plugin.add_participant(drive, [first], "writer")
        plugin.add_participant(drive, [second], "reader")
        found = h.roles(observer, drive).get(first)
        expect.equal(found, "writer", "the role of who was there before")


@_must("STORAGE-103", "add_participant", rule=3, observes=("permissions",))
def add_participant_leaves_its_arguments_alone(h: StorageHarness) -> None:
    """`add_participant` neither changes the list it is given, nor follows it later.

    To fix: copy the list before working on it.

    Usual cause: the participants are taken out of the list one by one.

    Wrong:
        while participants:
            self.client.grant(drive_or_file_id, participants.pop(), role)

    Right:
        for it in participants:
            self.client.grant(drive_or_file_id, it, role)
    """
    with h.plugin() as plugin:
        drive, given = h.drive(plugin)["id"], [h.people[0]]
        plugin.add_participant(drive, given, "reader")
        expect.unchanged([h.people[0]], given, "the list that was passed")
        given.append(h.people[1])
        found = h.roles(h.observe(plugin), drive)
        expect.equal(list(found), [h.people[0]], "the list of people with access")


@_must("STORAGE-104", "add_participant", rule=5)
def add_participant_refuses_an_unknown_id(h: StorageHarness) -> None:
    """`add_participant` refuses an id that neither a drive nor a file has.

    To fix: raise NotFoundError when the platform knows neither.

    Usual cause: a membership is created for whatever id comes.

    Wrong:
        self._roles.setdefault(drive_or_file_id, {}).update(dict.fromkeys(participants, role))

    Right:
        self._roles[self._require(drive_or_file_id)].update(dict.fromkeys(participants, role))
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        for unknown in (f"{drive}-unknown", h.unique("unknown")):
            add = partial(plugin.add_participant, unknown, [h.people[0]])
            expect.refused(add, f"the unknown id {unknown!r}")


@_must("STORAGE-105", "add_participant", rule=5, observes=("permissions",))
def add_participant_refuses_an_unknown_role(h: StorageHarness) -> None:
    """`add_participant` refuses a role that does not exist, and gives nobody access.

    To fix: check the role before anybody is granted access.

    Usual cause: the role is passed on, and the platform falls back on its own default.

    Wrong:
        self.client.grant(drive_or_file_id, it, self.roles.get(role, "reader"))

    Right:
        if role not in self.roles:
            raise InvalidRequestError("no such role", interface="storage", value=role)
    """
    with h.plugin() as plugin:
        drive, person = h.drive(plugin)["id"], h.people[0]
        expect.refused(
            lambda: plugin.add_participant(drive, [person], role=_NO_SUCH), "an unknown role"
        )
        expect.equal(h.roles(h.observe(plugin), drive), {}, "the set of roles")


@_must("STORAGE-106", "add_participant", rule=5, observes=("permissions",))
def add_participant_refuses_an_unknown_user_type(h: StorageHarness) -> None:
    """`add_participant` refuses a user type that does not exist, and gives nobody access.

    To fix: check the user type before anybody is granted access.

    Usual cause: everything that is not a group is taken for a user.

    Wrong:
        kind = "group" if user_type == "group" else "user"

    Right:
        if user_type not in ("user", "group", "domain", "anyone"):
            raise InvalidRequestError("no such user type", interface="storage", value=user_type)
    """
    with h.plugin() as plugin:
        drive, person = h.drive(plugin)["id"], h.people[0]
        expect.refused(
            lambda: plugin.add_participant(drive, [person], "reader", _NO_SUCH),
            "an unknown user type",
        )
        expect.equal(h.roles(h.observe(plugin), drive), {}, "the set of roles")


@_must("STORAGE-120", "remove_participant", rule=4, observes=("permissions",))
def remove_participant_takes_the_access_back(h: StorageHarness) -> None:
    """`remove_participant` takes the access of every given participant, whatever the role.

    To fix: find the permissions by participant alone, and remove each.

    Usual cause: only the permission in the default role is looked for.

    Wrong:
        self.client.revoke(drive_id, it, role="writer")

    Right:
        for permission in self.client.permissions(drive_id, it):
            permission.revoke()
    """
    with h.plugin() as plugin:
        drive, (first, second, third) = h.drive(plugin)["id"], h.people[:3]
        roles: dict[str, Role] = {first: "owner", second: "writer", third: "reader"}
        for person, role in roles.items():
            plugin.add_participant(drive, [person], role)
        plugin.remove_participant(drive, [first, second])
        found = h.roles(h.observe(plugin), drive)
        expect.equal(found, {third: "reader"}, "the set of roles that are left")


@_must("STORAGE-121", "remove_participant", rule=4, observes=("permissions",))
def remove_participant_reaches_everything_below(h: StorageHarness) -> None:
    """Who was removed from a drive no longer has the access to its files that came with it.

    To fix: work out the access to a file from that of the drive, instead of copying it.

    Usual cause: access was written to every file when it was given, and stays there.

    Wrong:
        del self._drives[drive_id].roles[participant]

    Right:
        for it in (drive_id, *self._granted_with(drive_id, participant)):
            del self._roles[it][participant]
    """
    with h.plugin() as plugin:
        tree, observer = h.tree(plugin, [h.people[0]]), h.observe(plugin)
        plugin.remove_participant(tree.drive, [h.people[0]])
        for where in (tree.document, tree.folder, tree.leaf):
            expect.equal(h.roles(observer, where), {}, "the set of roles below")


@_must("STORAGE-122", "remove_participant", rule=4, observes=("permissions",))
def remove_participant_leaves_what_was_given_on_a_file(h: StorageHarness) -> None:
    """Who was removed from a drive keeps what was given on a single file within.

    To fix: revoke on the drive itself, and on nothing below it.

    Usual cause: all permissions of the participant in the drive are searched for and removed.

    Wrong:
        for it in (drive_id, *self._files_of(drive_id)):
            self.client.revoke(it, participant)

    Right:
        self.client.revoke(drive_id, participant)
    """
    with h.plugin() as plugin:
        tree, person = h.tree(plugin, [h.people[0]]), h.people[0]
        plugin.add_participant(tree.leaf, [person], "owner")
        plugin.remove_participant(tree.drive, [person])
        found = h.roles(h.observe(plugin), tree.leaf)
        expect.equal(found, {person: "owner"}, "the set of roles on the file")


@_must("STORAGE-123", "remove_participant", rule=4, observes=("permissions",))
def remove_participant_takes_back_what_was_given_on_a_file(h: StorageHarness) -> None:
    """`remove_participant` with the id of a file takes back what was given on that file.

    To fix: look for a file when no drive has the id.

    Usual cause: the parameter is called `drive_id`, and so only drives are looked up.

    Wrong:
        drive = self.client.drive(drive_id)

    Right:
        found = self.client.find_drive(drive_id) or self.client.file(drive_id)
    """
    with h.plugin() as plugin:
        tree, (first, second) = h.tree(plugin, [h.people[1]]), h.people[:2]
        plugin.add_participant(tree.leaf, [first], "reader")
        plugin.remove_participant(tree.leaf, [first])
        found = list(h.roles(h.observe(plugin), tree.leaf))
        expect.equal(found, [second], "the list of people with access to the file")


@_must("STORAGE-124", "remove_participant", rule=6, observes=("permissions",))
def remove_participant_passes_over_strangers(h: StorageHarness) -> None:
    """Removing somebody who has no access, or nobody, changes nothing and does not raise.

    To fix: pass over who is not there; return when the list is empty.

    Usual cause: the platform answers 404, which is raised; people leave by themselves, too.

    Wrong:
        del roles[participant]

    Right:
        roles.pop(participant, None)
    """
    with h.plugin() as plugin:
        (member, stranger), observer = h.people[:2], h.observe(plugin)
        drive = h.drive(plugin, [member])["id"]
        before = h.roles(observer, drive)
        for nobody in ([stranger], [stranger, stranger], []):
            plugin.remove_participant(drive, nobody)
        expect.unchanged(before, h.roles(observer, drive), "the set of roles")


@_must("STORAGE-125", "remove_participant", rule=4, observes=("permissions",))
def remove_participant_leaves_other_drives_alone(h: StorageHarness) -> None:
    """`remove_participant` leaves the access to other drives as it is.

    To fix: revoke on the drive of the given id alone.

    Usual cause: the account of the participant is removed or disabled.

    Wrong:
        self.client.delete_account(participant)

    Right:
        self.client.revoke(drive_id, participant)
    """
    with h.plugin() as plugin:
        person, observer = h.people[0], h.observe(plugin)
        drive, other = h.drive(plugin, [person])["id"], h.drive(plugin, [person])["id"]
        before = h.roles(observer, other)
        plugin.remove_participant(drive, [person])
        expect.unchanged(before, h.roles(observer, other), "the set of roles on the other drive")


@_must("STORAGE-126", "remove_participant", rule=3)
def remove_participant_leaves_its_arguments_alone(h: StorageHarness) -> None:
    """`remove_participant` does not change the list it is given.

    To fix: copy the list before working on it.

    Usual cause: those who were removed are struck from the list.

    Wrong:
        while participants:
            self.client.revoke(drive_id, participants.pop())

    Right:
        for it in participants:
            self.client.revoke(drive_id, it)
    """
    with h.plugin() as plugin:
        drive, given = h.drive(plugin, list(h.people[:2]))["id"], list(h.people[:2])
        plugin.remove_participant(drive, given)
        expect.unchanged(list(h.people[:2]), given, "the list that was passed")


@_must("STORAGE-127", "remove_participant", rule=5)
def remove_participant_refuses_an_unknown_id(h: StorageHarness) -> None:
    """`remove_participant` refuses an id that neither a drive nor a file has.

    To fix: raise NotFoundError when the platform knows neither.

    Usual cause: an unknown drive is taken for one without participants.

    Wrong:
        roles = self._roles.get(drive_id, {})

    Right:
        roles = self._roles[self._require(drive_id)]
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin, [h.people[0]])["id"]
        for unknown in (f"{drive}-unknown", h.unique("unknown")):
            remove = partial(plugin.remove_participant, unknown, [h.people[0]])
            expect.refused(remove, f"the unknown id {unknown!r}")


@_must("STORAGE-140", "create_file", "list_files", rule=4)
def create_file_makes_a_file_that_is_listed(h: StorageHarness) -> None:
    """A file that `create_file` made is shown by `list_files`, with the same keys and values.

    To fix: list what the platform has, and build the record in one place for both methods.

    Usual cause: the file is made in the account's own space and not in the drive.

    Wrong:
        made = self.client.insert(name)

    Right:
        made = self.client.insert(name, parent=drive_id)
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        made = plugin.create_file(drive, h.unique("file"), "document")
        listed = [dict(it) for it in plugin.list_files(drive)]
        expect.equal(listed, [dict(made)], "the list of files")


@_must("STORAGE-141", "create_file", rule=4)
def create_file_puts_the_file_into_the_folder(h: StorageHarness) -> None:
    """`create_file` with the id of a folder puts the file directly into that folder.

    To fix: pass the id on as the parent, be it a drive or a folder.

    Usual cause: the drive of the folder is looked up, and the file is put at its top.

    Wrong:
        made = self.client.insert(name, parent=self._drive_of(drive_id))

    Right:
        made = self.client.insert(name, parent=drive_id)
    """
    with h.plugin() as plugin:
        tree = h.tree(plugin)
        for place in (tree.drive, tree.folder, tree.inner):
            made = plugin.create_file(place, h.unique("sheet"), "sheet")["id"]
            holders = [it for it, files in h.layout(plugin, tree.drive).items() if made in files]
            expect.equal(sorted(holders), sorted(["", place]), "the list of places that hold it")


@_must("STORAGE-142", "create_file", rule=4)
def create_file_makes_the_type_it_is_told(h: StorageHarness) -> None:
    """`create_file` makes a file of the given type.

    To fix: translate every documented type to the platform's own.

    Usual cause: the type is ignored, or sheets are made as documents.

    Wrong:
        kind = "folder" if file_type == "folder" else "document"

    Right:
        kind = {"folder": "dir", "document": "doc", "sheet": "xls"}[file_type]
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        for file_type in get_args(FileType):
            made = plugin.create_file(drive, h.unique(file_type), file_type)
            found = _ids(plugin.list_files(drive, f"type = '{file_type}'"))
            expect.equal(found, [made["id"]], f"the list of files of type {file_type}")


@_must("STORAGE-143", "create_file", rule=10)
def create_file_without_a_type_makes_a_folder(h: StorageHarness) -> None:
    """`create_file` without a type does the same as with `file_type="folder"`.

    To fix: use the documented default in the signature, and pass it on.

    Usual cause: a method named after files makes a document when it is told nothing.

    Wrong:
        made = self.client.insert(name, type="document")

    Right:
        made = self.client.insert(name, type=file_type)
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        said = plugin.create_file(drive, h.unique("folder"), file_type="folder")
        omitted = plugin.create_file(drive, h.unique("folder"))
        folders = _ids(plugin.list_files(drive, "type = 'folder'"))
        expect.equal(omitted["id"] in folders, said["id"] in folders, "being a folder")


@_must("STORAGE-144", "create_file", rule=1)
def create_file_gives_every_file_an_id(h: StorageHarness) -> None:
    """Files in one place may share a name: each has an id, unlike any other and the drive's.

    To fix: always make another file, and return the id that the platform gave it.

    Usual cause: the path is used as the id, or a file of that name is looked for first.

    Wrong:
        file_id = f"{drive_id}/{name}"

    Right:
        file_id = self.client.insert(name, parent=drive_id).id
    """
    with h.plugin() as plugin:
        drive, name = h.drive(plugin)["id"], h.unique("file")
        files = [plugin.create_file(drive, name, it)["id"] for it in (*get_args(FileType), "sheet")]
        expect.that(all(files), "ids that are not empty", f"they are {files!r}")
        expect.equal(len({drive, *files}), 5, "the number of ids of one drive and four files")


@_must("STORAGE-145", "create_file", rule=1)
def create_file_answers_with_the_name_in_force(h: StorageHarness) -> None:
    """The name that `create_file` returns is the one that is listed; it may refuse a name.

    To fix: return the name from the platform's answer, not the argument.

    Usual cause: the platform replaces characters such as `/`, and the plugin does not notice.

    Wrong:
        return {"id": made.id, "weblink": made.url, "name": name}

    Right:
        return {"id": made.id, "weblink": made.url, "name": made.name}
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        for name in values.NAMES:
            made = _made(partial(plugin.create_file, drive, name, "document"))
            if made is not None:
                listed = h.files(plugin, drive).get(made["id"])
                expect.equal(listed, made["name"], "the name listed")


@_should("STORAGE-146", "create_file", rule=1)
def create_file_keeps_the_name_as_given(h: StorageHarness) -> None:
    """The name that `create_file` returns is the name it was given.

    To fix: pass the name on as it is; refuse one that the platform would change.

    Usual cause: characters are replaced as if the name were a path on a disk.

    Wrong:
        made = self.client.insert(name.replace("/", "_"), parent=drive_id)

    Right:
        made = self.client.insert(name, parent=drive_id)
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        for name in values.NAMES:
            made = _made(partial(plugin.create_file, drive, name, "document"))
            if made is not None:
                expect.equal(made["name"], name, "the name of the file")


@_must("STORAGE-147", "create_file", rule=5)
def create_file_refuses_what_cannot_be_a_name(h: StorageHarness) -> None:
    """`create_file` refuses a name of nothing but white space, and makes no file.

    To fix: check the name before calling the platform.

    Usual cause: the platform takes an empty name, or makes one up.

    Wrong:
        made = self.client.insert(name or "Untitled", parent=drive_id)

    Right:
        if not name.strip():
            raise InvalidRequestError("no name", interface="storage", value=name)
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        for name in values.NOT_NAMES:
            expect.refused(partial(plugin.create_file, drive, name), f"the name {name!r}")
        expect.equal(h.files(plugin, drive), {}, "the set of files")


@_must("STORAGE-148", "create_file", rule=5)
def create_file_refuses_an_unknown_place(h: StorageHarness) -> None:
    """`create_file` refuses an id that neither a drive nor a folder has.

    To fix: raise NotFoundError when the platform knows neither.

    Usual cause: the platform puts a file without a known parent into the account's own space.

    Wrong:
        parent = self._places.get(drive_id)

    Right:
        if drive_id not in self._places:
            raise NotFoundError("no such place", interface="storage", value=drive_id)
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        for unknown in (f"{drive}-unknown", h.unique("unknown")):
            create = partial(plugin.create_file, unknown, h.unique("file"))
            expect.refused(create, f"the unknown place {unknown!r}")
        expect.equal(h.files(plugin, drive), {}, "the set of files of another drive")


@_must("STORAGE-149", "create_file", rule=5)
def create_file_refuses_a_place_that_is_no_folder(h: StorageHarness) -> None:
    """`create_file` refuses to put a file into a file that is no folder, and makes none.

    To fix: look at the type of the place first.

    Usual cause: every file can have a parent, and nobody asks which kind.

    Wrong:
        made = self.client.insert(name, parent=drive_id)

    Right:
        if self.client.type_of(drive_id) not in ("drive", "folder"):
            raise InvalidRequestError("no folder", interface="storage", value=drive_id)
    """
    with h.plugin() as plugin:
        tree = h.tree(plugin)
        before = h.files(plugin, tree.drive)
        expect.refused(
            lambda: plugin.create_file(tree.document, h.unique("file")), "a document as the place"
        )
        expect.unchanged(before, h.files(plugin, tree.drive), "the set of files")


@_must("STORAGE-150", "create_file", rule=5)
def create_file_refuses_an_unknown_type(h: StorageHarness) -> None:
    """`create_file` refuses a file type that does not exist, and makes no file.

    To fix: check the type before calling the platform.

    Usual cause: an unknown type falls through to the default.

    Wrong:
        kind = KINDS.get(file_type, "folder")

    Right:
        if file_type not in KINDS:
            raise InvalidRequestError("no such type", interface="storage", value=file_type)
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        expect.refused(
            lambda: plugin.create_file(drive, h.unique("file"), _NO_SUCH), "an unknown file type"
        )
        expect.equal(h.files(plugin, drive), {}, "the set of files")


@_must("STORAGE-151", "create_file", "copy_file", "move_file", rule=2)
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
        records = _records_of_every_method(h, plugin, source, drive)
        before = h.files(plugin, source), h.files(plugin, drive)
        for record in records.values():
            record["name"] = "changed by the caller"
        after = h.files(plugin, source), h.files(plugin, drive)
        expect.unchanged(before, after, "the sets of files")


@_must("STORAGE-152", "create_file", "copy_file", "move_file", "list_files", rule=9)
def the_weblink_of_a_file_is_absolute(h: StorageHarness) -> None:
    """The weblink of a file is an absolute http(s) URL, whichever method returns it.

    To fix: put scheme and host before the platform's path.

    Usual cause: the platform's answer to one of the calls has no link, and "" is put there.

    Wrong:
        weblink = made.get("url", "")

    Right:
        weblink = f"https://{self.host}/files/{made['id']}"
    """
    with h.plugin() as plugin:
        source, drive = h.drive(plugin)["id"], h.drive(plugin)["id"]
        for what, record in _records_of_every_method(h, plugin, source, drive).items():
            expect.absolute_url(record["weblink"], f"the weblink of {what}")
        for file in plugin.list_files(drive):
            expect.absolute_url(file["weblink"], "the weblink of a listed file")


@_must("STORAGE-160", "delete_file", rule=4)
def delete_file_takes_the_file_from_its_drive(h: StorageHarness) -> None:
    """A file that was deleted is no longer listed, at whatever depth it was.

    To fix: remove the file before returning; if the backend deletes later, wait for it.

    Usual cause: only files directly in the drive are looked at.

    Wrong:
        self._drives[drive_id].files.pop(file_id, None)

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


@_must("STORAGE-161", "delete_file", rule=4)
def delete_file_makes_the_file_unknown(h: StorageHarness) -> None:
    """After `delete_file`, `get` and `move_file` refuse the file.

    To fix: treat a file in the trash as unknown.

    Usual cause: the file is taken from the listing, but kept under its id.

    Wrong:
        self._children[file.parent].remove(file_id)

    Right:
        self._children[file.parent].remove(file_id)
        del self._files[file_id]
    """
    with h.plugin() as plugin:
        tree = h.tree(plugin)
        plugin.delete_file(tree.drive, tree.document)
        expect.refused(lambda: plugin.get(tree.document), "get of a deleted file")
        expect.refused(lambda: plugin.move_file(tree.drive, tree.document), "move_file of it")


@_must("STORAGE-162", "delete_file", rule=4)
def delete_file_takes_everything_below_a_folder(h: StorageHarness) -> None:
    """`delete_file` of a folder deletes everything below it, at every depth.

    To fix: delete the folder's contents with it.

    Usual cause: the folder's own record is removed, and its contents lose their place.

    Wrong:
        del self._files[file_id]

    Right:
        for it in (*self._below(file_id), file_id):
            del self._files[it]
    """
    with h.plugin() as plugin:
        tree, elsewhere = h.tree(plugin), h.drive(plugin)["id"]
        plugin.delete_file(tree.drive, tree.folder)
        expect.equal(list(h.files(plugin, tree.drive)), [tree.document], "the list of files left")
        for file in (tree.inner, tree.leaf):
            move = partial(plugin.move_file, elsewhere, file)
            expect.refused(move, "move_file of what lay below the folder")


@_must("STORAGE-163", "delete_file", rule=4)
def delete_file_leaves_other_files_alone(h: StorageHarness) -> None:
    """`delete_file` leaves every other file, even of the same name or of a longer one.

    To fix: delete by the id alone.

    Usual cause: the file is looked up by its name, or by a prefix of its path.

    Wrong:
        doomed = [it for it in self._files.values() if it.path.startswith(file.path)]

    Right:
        doomed = [self._files[file_id], *self._below(file_id)]
    """
    with h.plugin() as plugin:
        tree, other, name = h.tree(plugin), h.tree(plugin), h.unique("file")
        for place in (tree.drive, tree.drive, other.drive):
            h.file(plugin, place, name=name)
        h.file(plugin, tree.drive, name=f"{name}0")
        doomed = h.file(plugin, tree.drive, name=name)["id"]
        wanted = h.files(plugin, tree.drive)
        untouched = h.files(plugin, other.drive)
        plugin.delete_file(tree.drive, doomed)
        del wanted[doomed]
        expect.equal(h.files(plugin, tree.drive), wanted, "the set of files left")
        expect.unchanged(untouched, h.files(plugin, other.drive), "another drive")


@_must("STORAGE-164", "delete_file", rule=5)
def delete_file_refuses_an_unknown_drive(h: StorageHarness) -> None:
    """`delete_file` refuses an unknown drive, and the file stays.

    To fix: look at the drive, too, even if the platform finds the file by its id.

    Usual cause: `drive_id` is ignored.

    Wrong:
        self.client.remove(file_id)

    Right:
        if drive_id not in self._drives:
            raise NotFoundError("no such drive", interface="storage", value=drive_id)
        self.client.remove(file_id)
    """
    with h.plugin() as plugin:
        tree = h.tree(plugin)
        before = h.files(plugin, tree.drive)
        for unknown in (f"{tree.drive}-unknown", h.unique("unknown")):
            delete = partial(plugin.delete_file, unknown, tree.document)
            expect.refused(delete, f"the unknown drive {unknown!r}")
        expect.unchanged(before, h.files(plugin, tree.drive), "the set of files")


@_must("STORAGE-165", "delete_file", rule=5)
def delete_file_refuses_a_file_that_is_not_there(h: StorageHarness) -> None:
    """`delete_file` refuses an unknown file, and one that was deleted before.

    To fix: raise NotFoundError when the platform has no such file.

    Usual cause: deleting is made safe to repeat by passing over what is not there.

    Wrong:
        self._files.pop(file_id, None)

    Right:
        if self._files.pop(file_id, None) is None:
            raise NotFoundError("no such file", interface="storage", value=file_id)
    """
    with h.plugin() as plugin:
        tree = h.tree(plugin)
        with arranging("delete_file"):
            plugin.delete_file(tree.drive, tree.document)
        for what, file in (("an unknown file", h.unique("no")), ("a deleted file", tree.document)):
            expect.refused(partial(plugin.delete_file, tree.drive, file), what)


@_must("STORAGE-166", "delete_file", rule=5)
def delete_file_refuses_a_file_of_another_drive(h: StorageHarness) -> None:
    """`delete_file` refuses a file that lies in another drive, and the file stays.

    To fix: compare the drive of the file with the one that was given.

    Usual cause: the platform finds the file by its id alone.

    Wrong:
        self.client.remove(file_id)

    Right:
        if self.client.drive_of(file_id) != drive_id:
            raise NotFoundError("no such file in it", interface="storage", value=file_id)
        self.client.remove(file_id)
    """
    with h.plugin() as plugin:
        tree, other = h.tree(plugin), h.drive(plugin)["id"]
        before = h.files(plugin, tree.drive)
        for file in (tree.document, tree.leaf):
            expect.refused(partial(plugin.delete_file, other, file), "a file of another drive")
        expect.unchanged(before, h.files(plugin, tree.drive), "the set of files")


@_must("STORAGE-180", "copy_file", rule=4)
def copy_file_makes_a_file_that_is_listed(h: StorageHarness) -> None:
    """A copy is listed directly in the drive or folder it was put in, with the name returned.

    To fix: pass both the place and the name on to the platform's copy call.

    Usual cause: the platform puts the copy beside the original, as "Copy of ...".

    Wrong:
        made = self.client.copy(file_id)

    Right:
        made = self.client.copy(file_id, parent=drive_id, name=name)
    """
    with h.plugin() as plugin:
        original = h.file(plugin, h.drive(plugin)["id"])["id"]
        tree = h.tree(plugin)
        for place in (tree.drive, tree.folder):
            made = plugin.copy_file(place, original, h.unique("copy"))
            found = h.files(plugin, tree.drive, place).get(made["id"])
            expect.equal(found, made["name"], "the name of the copy in its place")


@_must("STORAGE-181", "copy_file", rule=4)
def copy_file_leaves_the_original_alone(h: StorageHarness) -> None:
    """`copy_file` leaves the original where it is, with its name.

    To fix: make a new file; change nothing of the original.

    Usual cause: the name is set on the original, or the file is moved when the drive is another.

    Wrong:
        file.parent, file.name = drive_id, name

    Right:
        copy = self._insert(parent=drive_id, name=name, text=file.text)
    """
    with h.plugin() as plugin:
        tree, other = h.tree(plugin), h.drive(plugin)["id"]
        before = h.layout(plugin, tree.drive)
        plugin.copy_file(other, tree.leaf, h.unique("copy"))
        expect.unchanged(before, h.layout(plugin, tree.drive), "the drive of the original")


@_must("STORAGE-182", "copy_file", rule=1)
def copy_file_gives_every_copy_an_id(h: StorageHarness) -> None:
    """Every copy has an id of its own, even a second one of the same name.

    To fix: return the id of the new file, and make one at every call.

    Usual cause: the record of the original is returned with another name.

    Wrong:
        return {**self._record(file), "name": name}

    Right:
        return self._record(self.client.copy(file_id, drive_id, name))
    """
    with h.plugin() as plugin:
        drive, name = h.drive(plugin)["id"], h.unique("copy")
        original = h.file(plugin, drive)["id"]
        copies = [plugin.copy_file(drive, original, name)["id"] for _ in range(2)]
        expect.equal(len({original, *copies}), 3, "the number of ids of a file and two copies")


@_must("STORAGE-183", "copy_file", rule=4, observes=("set_text",))
def copy_file_copies_the_text(h: StorageHarness) -> None:
    """A copy has the text of the original.

    To fix: copy the contents, not only the record.

    Usual cause: an empty file of the same type is made; incidents then start with empty forms.

    Wrong:
        return self.create_file(drive_id, name, file.type)

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
        expect.equal(plugin.get(made["id"]), "Who?\nWhat?", "the text of the copy")


@_must("STORAGE-184", "copy_file", rule=4, observes=("set_text",))
def a_copy_and_its_original_are_written_apart(h: StorageHarness) -> None:
    """What is written to the original does not change a copy, and the other way round.

    To fix: copy the contents when the copy is made.

    Usual cause: both files refer to one and the same contents.

    Wrong:
        copy.body = original.body

    Right:
        copy.body = Body(original.body.text)
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
        expect.equal(plugin.get(original), "new template", "the text of the original")


@_must("STORAGE-185", "copy_file", rule=4)
def copy_file_keeps_the_type(h: StorageHarness) -> None:
    """A copy has the type of the original.

    To fix: let the platform copy the file, or create the copy in the type of the original.

    Usual cause: the copy is made with the default type, or always as a document.

    Wrong:
        made = self.create_file(drive_id, name)

    Right:
        made = self.create_file(drive_id, name, self._type_of(file_id))
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        file_types: tuple[FileType, ...] = ("document", "sheet")
        for file_type in file_types:
            original = h.file(plugin, drive, file_type)["id"]
            made = plugin.copy_file(drive, original, h.unique("copy"))["id"]
            found = _ids(plugin.list_files(drive, f"type = '{file_type}'"))
            expect.equal(made in found, original in found, f"being a {file_type}")


@_must("STORAGE-186", "copy_file", rule=1)
def copy_file_answers_with_the_name_in_force(h: StorageHarness) -> None:
    """The name that `copy_file` returns is the one that is listed; it may refuse a name.

    To fix: return the name from the platform's answer, not the argument.

    Usual cause: the platform puts "Copy of" before the name, or shortens it.

    Wrong:
        return {"id": made.id, "weblink": made.url, "name": name}

    Right:
        return {"id": made.id, "weblink": made.url, "name": made.name}
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        original = h.file(plugin, drive)["id"]
        for name in values.NAMES:
            made = _made(partial(plugin.copy_file, drive, original, name))
            if made is not None:
                listed = h.files(plugin, drive).get(made["id"])
                expect.equal(listed, made["name"], "the name listed")


@_must("STORAGE-187", "copy_file", rule=5)
def copy_file_refuses_what_cannot_be_a_name(h: StorageHarness) -> None:
    """`copy_file` refuses a name of nothing but white space, and makes no copy.

    To fix: check the name before calling the platform.

    Usual cause: without a name the platform keeps that of the original.

    Wrong:
        made = self.client.copy(file_id, drive_id, name or file.name)

    Right:
        if not name.strip():
            raise InvalidRequestError("no name", interface="storage", value=name)
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        original = h.file(plugin, drive)["id"]
        for name in values.NOT_NAMES:
            copy = partial(plugin.copy_file, drive, original, name)
            expect.refused(copy, f"the name {name!r}")
        expect.equal(list(h.files(plugin, drive)), [original], "the list of files")


@_must("STORAGE-188", "copy_file", rule=5)
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
        copy = partial(plugin.copy_file, drive, h.unique("unknown"), h.unique("copy"))
        expect.refused(copy, "an unknown file_id")
        expect.equal(h.files(plugin, drive), {}, "the set of files")


@_must("STORAGE-189", "copy_file", rule=5)
def copy_file_refuses_an_unknown_place(h: StorageHarness) -> None:
    """`copy_file` refuses an id that neither a drive nor a folder has, and makes no copy.

    To fix: raise NotFoundError when the platform knows neither.

    Usual cause: the copy is put beside the original when the place cannot be found.

    Wrong:
        parent = self._places.get(drive_id, original.parent)

    Right:
        parent = self._places[self._require_place(drive_id)]
    """
    with h.plugin() as plugin:
        tree = h.tree(plugin)
        before = h.files(plugin, tree.drive)
        for unknown in (f"{tree.drive}-unknown", h.unique("unknown")):
            copy = partial(plugin.copy_file, unknown, tree.document, h.unique("copy"))
            expect.refused(copy, f"the unknown place {unknown!r}")
        expect.unchanged(before, h.files(plugin, tree.drive), "the set of files")


@_must("STORAGE-190", "copy_file", rule=5)
def copy_file_refuses_a_place_that_is_no_folder(h: StorageHarness) -> None:
    """`copy_file` refuses to put the copy into a file that is no folder, and makes none.

    To fix: look at the type of the place first.

    Usual cause: the platform answers as if all was well, and the copy cannot be found again.

    Wrong:
        made = self.client.copy(file_id, parent=drive_id, name=name)

    Right:
        if self.client.type_of(drive_id) not in ("drive", "folder"):
            raise InvalidRequestError("no folder", interface="storage", value=drive_id)
    """
    with h.plugin() as plugin:
        tree = h.tree(plugin)
        before = h.files(plugin, tree.drive)
        copy = partial(plugin.copy_file, tree.document, tree.leaf, h.unique("copy"))
        expect.refused(copy, "a document as the place")
        expect.unchanged(before, h.files(plugin, tree.drive), "the set of files")


@_must("STORAGE-191", "copy_file", rule=4)
def copy_file_copies_a_folder_whole_or_refuses(h: StorageHarness) -> None:
    """`copy_file` copies a folder with everything below it, or refuses to copy folders.

    To fix: copy what is below, level by level; else raise InvalidRequestError.

    Usual cause: the platform's copy call makes an empty folder of the same name.

    Wrong:
        return self._record(self.client.copy(file_id, drive_id, name))

    Right:
        if self._type_of(file_id) == "folder":
            raise InvalidRequestError("a folder cannot be copied", interface="storage")
    """
    with h.plugin() as plugin:
        tree, other = h.tree(plugin), h.drive(plugin)["id"]
        originals = h.files(plugin, tree.drive)
        made = _made(partial(plugin.copy_file, other, tree.folder, h.unique("copy")))
        if made is None:
            expect.equal(h.files(plugin, other), {}, "the set of files after the refusal")
            return
        inner = h.files(plugin, other, made["id"])
        expect.equal(list(inner.values()), [originals[tree.inner]], "the copied folder's contents")
        leaves = h.files(plugin, other, next(iter(inner)))
        expect.equal(list(leaves.values()), [originals[tree.leaf]], "the contents further below")


@_must("STORAGE-192", "copy_file", rule=4)
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
        _made(partial(plugin.copy_file, other, tree.folder, h.unique("copy")))
        expect.unchanged(before, h.layout(plugin, tree.drive), "the drive of the original")


@_should("STORAGE-193", "copy_file", rule=1)
def copy_file_keeps_the_name_as_given(h: StorageHarness) -> None:
    """The name that `copy_file` returns is the name it was given.

    To fix: pass the name on as it is; refuse one that the platform would change.

    Usual cause: the copy is named after the original, and renamed as far as the platform likes.

    Wrong:
        made = self.client.copy(file_id, parent=drive_id, name=f"Copy of {name}")

    Right:
        made = self.client.copy(file_id, parent=drive_id, name=name)
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        original = h.file(plugin, drive)["id"]
        for name in values.NAMES:
            made = _made(partial(plugin.copy_file, drive, original, name))
            if made is not None:
                expect.equal(made["name"], name, "the name of the copy")


@_must("STORAGE-200", "move_file", rule=4)
def move_file_puts_the_file_into_its_new_place(h: StorageHarness) -> None:
    """A moved file lies directly in its new place, be it another drive or a folder.

    To fix: set the parent to the given id; and with it the drive, if that is kept too.

    Usual cause: only the drive of the file is changed, and it stays in a folder of the old one.

    Wrong:
        file.drive_id = new_drive_id

    Right:
        file.drive_id, file.parent_id = self._drive_of(new_drive_id), new_drive_id
    """
    with h.plugin() as plugin:
        tree, other = h.tree(plugin), h.tree(plugin)
        for drive, place in ((other.drive, other.inner), (other.drive, other.drive)):
            plugin.move_file(place, tree.leaf)
            found = h.files(plugin, drive, place)
            expect.that(
                tree.leaf in found, f"{tree.leaf!r} to lie in its new place", f"it holds {found!r}"
            )


@_must("STORAGE-201", "move_file", rule=4)
def move_file_takes_the_file_from_its_old_place(h: StorageHarness) -> None:
    """A moved file is no longer listed in its old place, nor in its old drive.

    To fix: remove the old parent as well as adding the new one.

    Usual cause: on the platform a file can have several parents, and one was added.

    Wrong:
        self.client.update(file_id, add_parents=[new_drive_id])

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


@_must("STORAGE-202", "move_file", rule=4)
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


@_must("STORAGE-203", "move_file", rule=6)
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


@_must("STORAGE-204", "move_file", rule=4)
def move_file_takes_everything_below_a_folder_along(h: StorageHarness) -> None:
    """A moved folder holds what it held, at every depth, and nothing of it stays behind.

    To fix: keep the drive of a file with its topmost folder only, or change it all the way down.

    Usual cause: every file has its drive written on it, and only that of the folder is changed.

    Wrong:
        folder.drive_id = new_drive_id

    Right:
        for it in (folder, *self._below(folder)):
            it.drive_id = new_drive_id
    """
    with h.plugin() as plugin:
        tree, other = h.tree(plugin), h.drive(plugin)["id"]
        below = h.layout(plugin, tree.drive)
        plugin.move_file(other, tree.folder)
        after = h.layout(plugin, other)
        for place in (tree.folder, tree.inner):
            expect.equal(after.get(place), below[place], "the set of files in a moved folder")
        expect.equal(list(h.files(plugin, tree.drive)), [tree.document], "the list of files left")


@_must("STORAGE-205", "move_file", rule=5)
def move_file_refuses_to_put_a_folder_into_itself(h: StorageHarness) -> None:
    """`move_file` refuses to move a folder into itself or into a folder below it.

    To fix: go up from the new place; refuse if the folder is on the way.

    Usual cause: only the direct case, or none, is looked at; the folder then is in no drive.

    Wrong:
        file.parent = new_drive_id

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
                partial(plugin.move_file, place, tree.folder), f"moving a folder into {what}"
            )
        expect.unchanged(before, h.layout(plugin, tree.drive), "the drive")


@_must("STORAGE-206", "move_file", rule=5)
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
            move = partial(plugin.move_file, unknown, tree.leaf)
            expect.refused(move, f"the unknown place {unknown!r}")
        expect.unchanged(before, h.layout(plugin, tree.drive), "the drive")


@_must("STORAGE-207", "move_file", rule=5)
def move_file_refuses_an_unknown_file(h: StorageHarness) -> None:
    """`move_file` refuses an unknown file, and its destination stays as it is.

    To fix: look the file up first.

    Usual cause: the id is written into the new place without a look at the file.

    Wrong:
        self._children[new_drive_id].add(file_id)

    Right:
        if file_id not in self._files:
            raise NotFoundError("no such file", interface="storage", value=file_id)
    """
    with h.plugin() as plugin:
        tree = h.tree(plugin)
        before = h.files(plugin, tree.drive)
        for unknown in (f"{tree.leaf}-unknown", h.unique("unknown")):
            move = partial(plugin.move_file, tree.folder, unknown)
            expect.refused(move, f"the unknown file {unknown!r}")
        expect.unchanged(before, h.files(plugin, tree.drive), "the set of files")


@_must("STORAGE-208", "move_file", rule=5)
def move_file_refuses_a_place_that_is_no_folder(h: StorageHarness) -> None:
    """`move_file` refuses to move a file into one that is no folder, and the file stays.

    To fix: look at the type of the new place first.

    Usual cause: every file can have a parent, and nobody asks which kind.

    Wrong:
        file.parent = new_drive_id

    Right:
        if self._type_of(new_drive_id) not in ("drive", "folder"):
            raise InvalidRequestError("no folder", interface="storage", value=new_drive_id)
        file.parent = new_drive_id
    """
    with h.plugin() as plugin:
        tree = h.tree(plugin)
        before = h.layout(plugin, tree.drive)
        expect.refused(
            lambda: plugin.move_file(tree.document, tree.leaf), "a document as the new place"
        )
        expect.unchanged(before, h.layout(plugin, tree.drive), "the drive")


@_must("STORAGE-209", "move_file", rule=4, observes=("set_text",))
def move_file_keeps_the_text(h: StorageHarness) -> None:
    """A moved file keeps its text.

    To fix: use the platform's own move.

    Usual cause: moving is done by creating an empty file of the same id or name.

    Wrong:
        self._files[file_id] = File(name=file.name, parent=new_drive_id)

    Right:
        self._files[file_id].parent = new_drive_id
    """
    with h.plugin() as plugin:
        file, other = h.file(plugin, h.drive(plugin)["id"])["id"], h.drive(plugin)["id"]
        h.observe(plugin).set_text(file, "kept")
        plugin.move_file(other, file)
        expect.equal(plugin.get(file), "kept", "the text of the moved file")


@_must("STORAGE-210", "move_file", rule=4, observes=("permissions",))
def move_file_changes_who_has_access(h: StorageHarness) -> None:
    """Who has access to the new drive has it to the moved file; who had it to the old has not.

    To fix: work out the access to a file from where it lies now.

    Usual cause: the access that came with the old drive was written to the file.

    Wrong:
        file.roles = dict(drive.roles)

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
            expect.equal(found, [new], "the list of people with access to the moved file")


@_must("STORAGE-211", "move_file", rule=4)
def move_file_leaves_other_files_alone(h: StorageHarness) -> None:
    """`move_file` leaves every other file where it is, even one of the same name.

    To fix: move the file of the given id alone; several may have one name.

    Usual cause: a file of that name in the new place is overwritten, or files go by name.

    Wrong:
        self._places[new_drive_id][file.name] = file

    Right:
        self._places[new_drive_id][file.id] = file
    """
    with h.plugin() as plugin:
        drive, other, name = h.drive(plugin)["id"], h.drive(plugin)["id"], h.unique("file")
        file, stays = (h.file(plugin, drive, name=name)["id"] for _ in range(2))
        there = h.file(plugin, other, name=name)["id"]
        plugin.move_file(other, file)
        expect.equal(list(h.files(plugin, drive)), [stays], "the list of files left")
        found = sorted(h.files(plugin, other))
        expect.equal(found, sorted([there, file]), "the list of files in the new drive")


@_must("STORAGE-220", "archive", rule=4)
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
        tree, other = h.tree(plugin), h.tree(plugin)
        for place, source in ((other.drive, tree), (other.inner, h.tree(plugin))):
            before = h.files(plugin, source.drive, source.drive)
            folder = _archived(h, plugin, source.drive, other.drive, place)
            found = h.files(plugin, other.drive, folder)
            expect.equal(found, before, "the set of files in the new folder")


@_must("STORAGE-221", "archive", rule=4)
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


@_must("STORAGE-222", "archive", rule=4)
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
        for what, drive in (("", h.tree(plugin).drive), ("empty ", h.drive(plugin)["id"])):
            plugin.archive(drive, dest, h.unique("archived"))
            expect.that(
                drive not in h.drives(plugin),
                f"the archived {what}drive not to be listed",
                "list() still shows it",
            )


@_must("STORAGE-223", "archive", rule=4)
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
        drive, dest = h.tree(plugin).drive, h.drive(plugin)["id"]
        plugin.archive(drive, dest, h.unique("archived"))
        found = list(plugin.list_files(drive))
        expect.equal(found, [], "the list of files of the archived drive")


@_must("STORAGE-224", "archive", rule=6)
def archive_again_changes_nothing(h: StorageHarness) -> None:
    """Archiving a drive again changes nothing and does not raise.

    To fix: return when the drive is archived already.

    Usual cause: every call makes another folder, empty this time.

    Wrong:
        folder = self.create_file(dest_folder_id, folder_name)

    Right:
        if source_drive_id in self._archived:
            return
        folder = self.create_file(dest_folder_id, folder_name)
    """
    with h.plugin() as plugin:
        drive, dest, name = h.tree(plugin).drive, h.drive(plugin)["id"], h.unique("archived")
        plugin.archive(drive, dest, name)
        before = h.layout(plugin, dest)
        plugin.archive(drive, dest, name)
        expect.unchanged(before, h.layout(plugin, dest), "the destination")


@_must("STORAGE-225", "archive", rule=4)
def archive_leaves_others_alone(h: StorageHarness) -> None:
    """`archive` leaves other drives listed, and the files in the destination where they are.

    To fix: move files of the given drive only, into a folder that is new.

    Usual cause: the folder is looked for by its name, and an old one of that name is taken.

    Wrong:
        folder = self._find(dest_folder_id, folder_name) or self._make(dest_folder_id, folder_name)

    Right:
        folder = self._make(dest_folder_id, folder_name)
    """
    with h.plugin() as plugin:
        tree, dest = h.tree(plugin), h.drive(plugin)["id"]
        taken = h.file(plugin, dest, "folder")
        before = h.layout(plugin, tree.drive)
        plugin.archive(h.tree(plugin).drive, dest, taken["name"])
        expect.unchanged(before, h.layout(plugin, tree.drive), "another drive")
        expect.equal(h.files(plugin, dest, taken["id"]), {}, "the set of files in the old folder")
        missing = {tree.drive, dest} - set(h.drives(plugin))
        expect.equal(missing, set(), "the set of other drives that are no longer listed")


@_must("STORAGE-226", "archive", rule=5)
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
            archive = partial(plugin.archive, unknown, dest, h.unique("archived"))
            expect.refused(archive, f"the unknown drive {unknown!r}")
        expect.equal(h.files(plugin, dest), {}, "the set of files in the destination")


@_must("STORAGE-227", "archive", rule=5)
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
        tree = h.tree(plugin)
        archive = partial(plugin.archive, tree.drive, h.unique("unknown"), h.unique("archived"))
        _expect_not_archived(h, plugin, tree, archive, "an unknown destination")


@_must("STORAGE-228", "archive", rule=5)
def archive_refuses_a_destination_within_the_drive(h: StorageHarness) -> None:
    """`archive` refuses the drive itself, and any folder in it, as the destination.

    To fix: go up from the destination; refuse if it ends at the drive.

    Usual cause: nobody asks where the destination lies, and the files vanish from every list.

    Wrong:
        folder = self.create_file(dest_folder_id, folder_name)

    Right:
        if self._drive_of(dest_folder_id) == source_drive_id:
            raise InvalidRequestError("within the drive", interface="storage")
    """
    with h.plugin() as plugin:
        tree = h.tree(plugin)
        for dest in (tree.drive, tree.folder, tree.inner):
            archive = partial(plugin.archive, tree.drive, dest, h.unique("archived"))
            _expect_not_archived(h, plugin, tree, archive, "a destination within the drive")


@_must("STORAGE-229", "archive", rule=5)
def archive_refuses_a_destination_that_is_no_folder(h: StorageHarness) -> None:
    """`archive` refuses a destination that is no folder, and the drive stays as it is.

    To fix: look at the type of the destination first.

    Usual cause: every file can have a parent, and nobody asks which kind.

    Wrong:
        dest = self._files[dest_folder_id]

    Right:
        dest = self._files[dest_folder_id]
        if dest.type != "folder":
            raise InvalidRequestError("no folder", interface="storage", value=dest_folder_id)
    """
    with h.plugin() as plugin:
        tree, document = h.tree(plugin), h.tree(plugin).document
        archive = partial(plugin.archive, tree.drive, document, h.unique("archived"))
        _expect_not_archived(h, plugin, tree, archive, "a document as the destination")


@_must("STORAGE-230", "archive", rule=5)
def archive_refuses_what_cannot_be_a_name(h: StorageHarness) -> None:
    """`archive` refuses a folder name of nothing but white space; the drive stays as it is.

    To fix: check the name before anything is moved.

    Usual cause: without a name the name of the drive is taken.

    Wrong:
        folder = self._make(dest_folder_id, folder_name or drive.name)

    Right:
        if not folder_name.strip():
            raise InvalidRequestError("no name", interface="storage", value=folder_name)
    """
    with h.plugin() as plugin:
        tree, dest = h.tree(plugin), h.drive(plugin)["id"]
        for name in values.NOT_NAMES:
            archive = partial(plugin.archive, tree.drive, dest, name)
            _expect_not_archived(h, plugin, tree, archive, f"the name {name!r}")
        expect.equal(h.files(plugin, dest), {}, "the set of files in the destination")


@_should("STORAGE-231", "archive", rule=1)
def archive_names_the_folder_as_told(h: StorageHarness) -> None:
    """The folder that `archive` makes has the name it was given.

    To fix: pass the name on as it is.

    Usual cause: the date, or the name of the drive, is added to it.

    Wrong:
        folder = self._make(dest_folder_id, f"{folder_name} ({date.today()})")

    Right:
        folder = self._make(dest_folder_id, folder_name)
    """
    with h.plugin() as plugin:
        dest, name = h.drive(plugin)["id"], h.unique("archived")
        plugin.archive(h.tree(plugin).drive, dest, name)
        found = list(h.files(plugin, dest, dest).values())
        expect.equal(found, [name], "the list of names in the destination")


@_must("STORAGE-250", "list_files", rule=4)
def list_files_shows_every_depth(h: StorageHarness) -> None:
    """`list_files` shows the files of the drive at every depth, folders included, each once.

    To fix: descend into every folder.

    Usual cause: the platform lists the direct children of what it is asked for.

    Wrong:
        return self._children(drive_id)

    Right:
        found = self._children(drive_id)
        for it in found:
            found += self._children(it["id"])
        return found
    """
    with h.plugin() as plugin:
        tree = h.tree(plugin)
        wanted = [tree.document, tree.folder, tree.inner, tree.leaf]
        place = tree.inner
        for _ in range(5):
            place = h.file(plugin, place, "folder")["id"]
            wanted.append(place)
        found = _ids(plugin.list_files(tree.drive, None))
        expect.equal(sorted(found), sorted(wanted), "the list of files")


@_must("STORAGE-251", "list_files", rule=4)
def list_files_shows_no_other_drive(h: StorageHarness) -> None:
    """`list_files` shows no file of another drive, with a query or without.

    To fix: ask the platform for files of this drive only.

    Usual cause: the search of the platform goes over all drives.

    Wrong:
        found = self.client.search(q)

    Right:
        found = self.client.search(q, drive=drive_id)
    """
    with h.plugin() as plugin:
        tree, other = h.tree(plugin), h.drive(plugin)["id"]
        for q in (None, "type = 'document'", f"{_quoted(tree.folder)} in parents"):
            expect.equal(_ids(plugin.list_files(other, q)), [], f"the files of a new drive for {q}")


@_must("STORAGE-252", "list_files", rule=10)
def list_files_without_a_query_shows_every_file(h: StorageHarness) -> None:
    """`list_files` without a query does the same as with `q=None`.

    To fix: use None as the default, and no query then.

    Usual cause: without a query something is left out, such as folders.

    Wrong:
        q = q or "type = 'document'"

    Right:
        conditions = [] if q is None else self._parse(q)
    """
    with h.plugin() as plugin:
        drive = h.tree(plugin).drive
        said, omitted = _ids(plugin.list_files(drive, q=None)), _ids(plugin.list_files(drive))
        expect.equal(sorted(omitted), sorted(said), "the list of files without a query")


@_must("STORAGE-253", "list_files", rule=4)
def list_files_shows_every_file(h: StorageHarness) -> None:
    """`list_files` shows every file, not only the first page of them, with a query or without.

    To fix: ask the platform for page after page until there is none.

    Usual cause: the platform answers with 10 or 100 files and a token for the next.

    Wrong:
        files = self.client.search(drive_id, q).items

    Right:
        page = self.client.search(drive_id, q)
        files = list(page.items)
        while page := page.next():
            files += page.items
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        made = {h.file(plugin, drive)["id"] for _ in range(h.many)}
        for q in (None, "type = 'document'"):
            missing = made - set(_ids(plugin.list_files(drive, q)))
            expect.equal(len(missing), 0, f"the number of files not listed, of {h.many}")


@_must("STORAGE-254", "list_files", rule=4)
def list_files_finds_a_name(h: StorageHarness) -> None:
    """`list_files` with `name = 'x'` shows the files of exactly that name.

    To fix: compare the whole names, as they are.

    Usual cause: the platform's search folds case, normalises Unicode, or takes prefixes.

    Wrong:
        return [it for it in files if it["name"].lower() == wanted.lower()]

    Right:
        return [it for it in files if it["name"] == wanted]
    """
    with h.plugin() as plugin:
        for names in values.NAME_PAIRS:
            drive = h.drive(plugin)["id"]
            made = [_made(partial(plugin.create_file, drive, name)) for name in names]
            for file in filter(None, made):
                wanted = [it for it in made if it and it["name"] == file["name"]]
                q = f"name = {_quoted(file['name'])}"
                found = _ids(plugin.list_files(drive, q))
                expect.equal(sorted(found), sorted(_ids(wanted)), f"the list of files for {q!r}")


@_must("STORAGE-255", "list_files", rule=4)
def list_files_finds_a_part_of_a_name(h: StorageHarness) -> None:
    """`list_files` with `name contains 'x'` shows the files with x anywhere in the name.

    To fix: look for the text at every position; case matters.

    Usual cause: the platform's search goes by beginnings of words, or folds case.

    Wrong:
        return [it for it in files if it["name"].lower().startswith(part.lower())]

    Right:
        return [it for it in files if part in it["name"]]
    """
    with h.plugin() as plugin:
        names = ("Incident", "incidents", "INCIDENT", "sea bed", "a  b", "b a", "a b")
        for part in ("cident", "In", "s", "a b", " ", "Incident"):
            _expect_found(h, plugin, "contains", part, names)


@_must("STORAGE-256", "list_files", rule=4)
def list_files_takes_wildcards_as_they_are(h: StorageHarness) -> None:
    """In a query `%`, `_`, `*`, `?` and `.` stand for themselves.

    To fix: escape what the platform's search takes for a wildcard.

    Usual cause: the text is put into an SQL `LIKE` or a regular expression.

    Wrong:
        rows = db.execute("... WHERE name LIKE ?", (f"%{part}%",))

    Right:
        rows = db.execute("... WHERE instr(name, ?)", (part,))
    """
    with h.plugin() as plugin:
        for part in ("a%c", "a_c", "a*c", "a?c", "a.c"):
            _expect_found(h, plugin, "contains", part, (f"x{part}x", "xabcx", "xacx"))
            _expect_found(h, plugin, "=", part, (part, "abc", "ac"))


@_must("STORAGE-257", "list_files", rule=4)
def list_files_finds_a_type(h: StorageHarness) -> None:
    """`list_files` with `type = 'folder'` shows the folders and nothing else, and so each type.

    To fix: compare with the type that the file was created with.

    Usual cause: the platform has types of its own, and not all are translated.

    Wrong:
        return [it for it in files if it.is_folder == (wanted == "folder")]

    Right:
        return [it for it in files if it.type == wanted]
    """
    with h.plugin() as plugin:
        tree = h.tree(plugin)
        sheet = h.file(plugin, tree.inner, "sheet")["id"]
        of_type = {
            "folder": [tree.folder, tree.inner],
            "document": [tree.document, tree.leaf],
            "sheet": [sheet],
        }
        for file_type, wanted in of_type.items():
            found = _ids(plugin.list_files(tree.drive, f"type = '{file_type}'"))
            expect.equal(sorted(found), sorted(wanted), f"the list of files of type {file_type}")


@_must("STORAGE-258", "list_files", rule=4)
def list_files_finds_what_lies_directly_in_a_place(h: StorageHarness) -> None:
    """`list_files` with `'x' in parents` shows what lies directly in the folder or drive x.

    To fix: compare with the direct parent only.

    Usual cause: everything below the folder is shown, or the drive is no parent of anything.

    Wrong:
        return [it for it in files if wanted in self._path(it)]

    Right:
        return [it for it in files if it.parent == wanted]
    """
    with h.plugin() as plugin:
        tree = h.tree(plugin)
        directly_in = {
            tree.drive: [tree.document, tree.folder],
            tree.folder: [tree.inner],
            tree.inner: [tree.leaf],
            tree.document: [],
        }
        for place, wanted in directly_in.items():
            found = _ids(plugin.list_files(tree.drive, f"{_quoted(place)} in parents"))
            expect.equal(sorted(found), sorted(wanted), f"the list of files directly in {place!r}")


@_must("STORAGE-259", "list_files", rule=4)
def list_files_joins_conditions_with_and(h: StorageHarness) -> None:
    """`list_files` with conditions joined by `and` shows the files for which all of them hold.

    To fix: read every condition, and keep the files for which each holds.

    Usual cause: only the first or the last condition is read, or any of them is enough.

    Wrong:
        return [it for it in files if any(holds(it) for holds in conditions)]

    Right:
        return [it for it in files if all(holds(it) for holds in conditions)]
    """
    with h.plugin() as plugin:
        tree, name = h.tree(plugin), h.unique("file")
        wanted = h.file(plugin, tree.folder, "document", name)["id"]
        h.file(plugin, tree.folder, "folder", name)
        h.file(plugin, tree.inner, "document", name)
        h.file(plugin, tree.folder, "document")
        conditions = [
            f"name = {_quoted(name)}",
            "type = 'document'",
            f"{_quoted(tree.folder)} in parents",
        ]
        for ordered in (conditions, conditions[::-1], conditions[1:] + conditions[:1]):
            found = _ids(plugin.list_files(tree.drive, " and ".join(ordered)))
            expect.equal(found, [wanted], f"the list of files for {' and '.join(ordered)!r}")


@_must("STORAGE-260", "list_files", rule=4)
def list_files_reads_quotes_and_backslashes_in_names(h: StorageHarness) -> None:
    r"""In a query `\'` within quotes is a quote, and a doubled backslash is one.

    To fix: undo the two escapes after the text was cut out of the query.

    Usual cause: the text ends at the first quote, or the backslashes stay in.

    Wrong:
        text = re.match(r"'([^']*)'", rest)[1]

    Right:
        text = re.match(r"'((?:[^'\\]|\\['\\])*)'", rest)[1]
        text = re.sub(r"\\(.)", r"\1", text)
    """
    with h.plugin() as plugin:
        for name in ("it's", "'", "''", "back\\slash", "\\", "\\'", "ends with \\", "\\n"):
            for operator in ("=", "contains"):
                _expect_found(h, plugin, operator, name, (name, "other"))


@_must("STORAGE-261", "list_files", rule=4)
def list_files_takes_words_within_quotes_as_text(h: StorageHarness) -> None:
    """Words of the query language within quotes are text like any other.

    To fix: cut the query into texts and words before reading conditions.

    Usual cause: the query is split at every ` and `, wherever it stands.

    Wrong:
        conditions = q.split(" and ")

    Right:
        tokens = re.findall(r"'(?:[^'\\\\]|\\\\.)*'|=|[a-z]+", q)
    """
    with h.plugin() as plugin:
        for name in ("cause and effect", "name = x", "x in parents", "and", " and type = "):
            for operator in ("=", "contains"):
                _expect_found(h, plugin, operator, name, (name, "x", "cause"))


@_must("STORAGE-262", "list_files", rule=5)
def list_files_refuses_what_is_no_query(h: StorageHarness) -> None:
    """`list_files` refuses a query that is not of the documented language.

    To fix: read the query to its end, and raise InvalidRequestError for anything unknown.

    Usual cause: conditions that cannot be read are passed over, and everything is shown.

    Wrong:
        conditions = [it for it in map(self._condition, parts) if it]

    Right:
        if not all(map(self._condition, parts)):
            raise InvalidRequestError("no such query", interface="storage", value=q)
    """
    with h.plugin() as plugin:
        drive = h.tree(plugin).drive
        for q in _NOT_QUERIES:
            expect.refused(partial(plugin.list_files, drive, q), f"the query {q!r}")


@_must("STORAGE-263", "list_files", rule=5)
def list_files_refuses_an_empty_query(h: StorageHarness) -> None:
    """`list_files` refuses an empty query; only None stands for every file.

    To fix: compare with None.

    Usual cause: the query is looked at for its truth value.

    Wrong:
        conditions = self._parse(q) if q else []

    Right:
        conditions = [] if q is None else self._parse(q)
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        for q in ("", " "):
            expect.refused(partial(plugin.list_files, drive, q), f"the query {q!r}")


@_must("STORAGE-264", "list_files", rule=5)
def list_files_refuses_an_unknown_drive(h: StorageHarness) -> None:
    """`list_files` refuses an unknown drive, with a query or without.

    To fix: look the drive up first.

    Usual cause: no file has that drive, and so the list is empty.

    Wrong:
        return [it for it in self._files if it.drive_id == drive_id]

    Right:
        drive = self._require_drive(drive_id)
        return [it for it in self._files if it.drive_id == drive.id]
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        for unknown in (f"{drive}-unknown", h.unique("unknown")):
            for q in (None, "type = 'folder'"):
                listing = partial(plugin.list_files, unknown, q)
                expect.refused(listing, f"the unknown drive {unknown!r}")


@_must("STORAGE-265", "list_files", rule=2)
def list_files_gives_fresh_records(h: StorageHarness) -> None:
    """Changing what `list_files` returned changes nothing in the plugin.

    To fix: build new dicts, in a new list, for every answer.

    Usual cause: the plugin's own records, or a cached answer, are listed.

    Wrong:
        return list(self._files[drive_id].values())

    Right:
        return [dict(it) for it in self._files[drive_id].values()]
    """
    with h.plugin() as plugin:
        drive = h.tree(plugin).drive
        before = h.files(plugin, drive)
        for file in plugin.list_files(drive):
            file["name"] = "changed by the caller"
        expect.unchanged(before, h.files(plugin, drive), "the set of files")


@_must("STORAGE-280", "get", rule=7, observes=("set_text",))
def get_returns_the_text_as_it_is(h: StorageHarness) -> None:
    """`get` returns exactly the text of the file, in every script, with every space.

    To fix: decode as UTF-8, and change nothing.

    Usual cause: the text is stripped, its line ends are changed, or a byte order mark stays.

    Wrong:
        return body.decode("latin-1").strip()

    Right:
        return body.decode("utf-8")
    """
    with h.plugin() as plugin:
        document = h.file(plugin, h.drive(plugin)["id"])["id"]
        for text in values.TEXTS:
            if _done(partial(h.observe(plugin).set_text, document, text)):
                expect.equal(plugin.get(document), text, "the text")


@_must("STORAGE-281", "get", rule=7, observes=("set_text",))
def get_returns_a_long_text_whole(h: StorageHarness) -> None:
    """`get` returns a text of 100 000 characters whole.

    To fix: read the platform's answer to its end.

    Usual cause: only the first chunk of a download is read.

    Wrong:
        return self.client.download(file_id).read(65536).decode("utf-8")

    Right:
        return self.client.download(file_id).read().decode("utf-8")
    """
    with h.plugin() as plugin:
        document = h.file(plugin, h.drive(plugin)["id"])["id"]
        if _done(partial(h.observe(plugin).set_text, document, values.LONG_TEXT)):
            expect.equal(plugin.get(document), values.LONG_TEXT, "the text")


@_must("STORAGE-282", "get", rule=4, observes=("set_text",))
def get_returns_the_text_of_that_file(h: StorageHarness) -> None:
    """`get` returns the text of the file asked for, not of another one of the same name.

    To fix: read by id, and keep no answer from before.

    Usual cause: texts are kept by name, or in a cache that is never emptied.

    Wrong:
        return self._texts[self._files[file_id].name]

    Right:
        return self._texts[file_id]
    """
    with h.plugin() as plugin:
        drive, name, observer = h.drive(plugin)["id"], h.unique("notes"), h.observe(plugin)
        first, second = (h.file(plugin, drive, name=name)["id"] for _ in range(2))
        for file, text in ((first, "one"), (second, "two"), (first, "three")):
            observer.set_text(file, text)
            expect.equal(plugin.get(file), text, "the text")
        expect.equal(plugin.get(second), "two", "the text of the other file")


@_must("STORAGE-283", "get", rule=4)
def get_returns_nothing_of_a_new_document(h: StorageHarness) -> None:
    """`get` returns `""` for a document that nobody has written to.

    To fix: take a missing text for an empty one; it is no error.

    Usual cause: the platform has no contents for a new document and answers 404 or null.

    Wrong:
        return self._texts[file_id]

    Right:
        return self._texts.get(file_id, "")
    """
    with h.plugin() as plugin:
        document = h.file(plugin, h.drive(plugin)["id"])["id"]
        expect.equal(plugin.get(document), "", "the text of a new document")
        expect.equal(plugin.get(document, "text/plain"), "", "the text of a new document")


@_must("STORAGE-284", "get", rule=4, observes=("set_text",))
def get_returns_the_format_asked_for(h: StorageHarness) -> None:
    """`get` returns the text in the format that `mime_type` asks for.

    To fix: pass the MIME type on to the platform's export.

    Usual cause: `mime_type` is ignored.

    Wrong:
        return self.client.export(file_id)

    Right:
        return self.client.export(file_id, mime_type)
    """
    with h.plugin() as plugin:
        document, observer = h.file(plugin, h.drive(plugin)["id"])["id"], h.observe(plugin)
        for mime_type in h.mime_types:
            observer.set_text(document, f"as {mime_type}", mime_type)
        for mime_type in h.mime_types:
            found = plugin.get(document, mime_type)
            expect.equal(found, f"as {mime_type}", f"the text as {mime_type}")


@_must("STORAGE-285", "get", rule=10, observes=("set_text",))
def get_without_a_format_returns_the_stored_one(h: StorageHarness) -> None:
    """`get` without `mime_type` does the same as with None: the text as it is stored.

    To fix: take None for the format that the file is stored in.

    Usual cause: without a format the platform is asked for one that the file is not in.

    Wrong:
        return self._texts[file_id][mime_type or "text/plain"]

    Right:
        return self._texts[file_id][mime_type or self._stored_as[file_id]]
    """
    with h.plugin() as plugin:
        drive, observer = h.drive(plugin)["id"], h.observe(plugin)
        for mime_type in h.mime_types:
            document = h.file(plugin, drive)["id"]
            observer.set_text(document, "stored", mime_type)
            expect.equal(plugin.get(document), "stored", "the text without a format")
            expect.equal(plugin.get(document, None), "stored", "the text with None")


@_must("STORAGE-286", "get", rule=5, observes=("set_text",))
def get_refuses_a_format_that_it_does_not_have(h: StorageHarness) -> None:
    """`get` refuses a format that the text cannot be had in.

    To fix: raise InvalidRequestError when the platform has no such export.

    Usual cause: the text is returned as it is stored, and taken for what it is not.

    Wrong:
        return self._texts.get(mime_type, self._texts["text/plain"])

    Right:
        if mime_type not in self._texts:
            raise InvalidRequestError("no such format", interface="storage", value=mime_type)
    """
    with h.plugin() as plugin:
        document = h.file(plugin, h.drive(plugin)["id"])["id"]
        h.observe(plugin).set_text(document, "plain")
        unknown = "application/x-no-such-format"
        expect.refused(lambda: plugin.get(document, unknown), f"the format {unknown!r}")


@_must("STORAGE-287", "get", rule=5)
def get_refuses_a_folder(h: StorageHarness) -> None:
    """`get` refuses a folder.

    To fix: raise InvalidRequestError; a folder is not an empty document.

    Usual cause: a folder has no text, and `""` is returned for that.

    Wrong:
        return self._texts.get(file_id, "")

    Right:
        if self._files[file_id].type == "folder":
            raise InvalidRequestError("a folder has no text", interface="storage", value=file_id)
    """
    with h.plugin() as plugin:
        folder = h.file(plugin, h.drive(plugin)["id"], "folder")["id"]
        for mime_type in (None, "text/plain"):
            expect.refused(partial(plugin.get, folder, mime_type), "a folder")


@_must("STORAGE-288", "get", rule=5)
def get_refuses_an_unknown_file(h: StorageHarness) -> None:
    """`get` refuses an unknown file, in whatever format it is asked for.

    To fix: raise NotFoundError; the application asks for documents of other plugins, too.

    Usual cause: an error of the platform is turned into an empty text.

    Wrong:
        try:
            return self.client.export(file_id)
        except ClientError:
            return ""

    Right:
        try:
            return self.client.export(file_id)
        except ClientError as error:
            raise NotFoundError("no such file", interface="storage", value=file_id) from error
    """
    with h.plugin() as plugin:
        document = h.file(plugin, h.drive(plugin)["id"])["id"]
        for unknown in (f"{document}-unknown", h.unique("unknown")):
            for mime_type in (None, "text/plain"):
                get = partial(plugin.get, unknown, mime_type)
                expect.refused(get, f"the unknown file {unknown!r}")


@_should("STORAGE-300", *_METHODS_WITH_IDS, rule=5)
def an_unknown_id_is_not_found(h: StorageHarness) -> None:
    """Every method that is given an unknown id raises NotFoundError.

    To fix: translate the platform's answer (404) into NotFoundError.

    Usual cause: the platform's own error comes through, and the application cannot read it.

    Wrong:
        return self.client.drive(drive_id)

    Right:
        try:
            return self.client.drive(drive_id)
        except ClientError as error:
            raise NotFoundError("no such drive", interface="storage", value=drive_id) from error
    """
    with h.plugin() as plugin:
        drive, no, people = h.drive(plugin)["id"], h.unique("unknown"), [h.people[0]]
        file = h.file(plugin, drive)["id"]
        calls: tuple[tuple[str, str, tuple[Any, ...]], ...] = (
            ("get", "file_id", (no,)),
            ("delete", "drive_id", (no,)),
            ("add_participant", "drive_or_file_id", (no, people)),
            ("remove_participant", "drive_id", (no, people)),
            ("create_file", "drive_id", (no, "name")),
            ("delete_file", "drive_id", (no, file)),
            ("delete_file", "file_id", (drive, no)),
            ("copy_file", "drive_id", (no, file, "name")),
            ("copy_file", "file_id", (drive, no, "name")),
            ("move_file", "new_drive_id", (no, file)),
            ("move_file", "file_id", (drive, no)),
            ("archive", "source_drive_id", (no, drive, "name")),
            ("archive", "dest_folder_id", (drive, no, "name")),
            ("list_files", "drive_id", (no,)),
        )
        expect.all_refused_with(
            NotFoundError,
            (
                (f"{method} with an unknown {parameter}", partial(getattr(plugin, method), *args))
                for method, parameter, args in calls
                if _offers(plugin, method)
            ),
        )


@_should("STORAGE-301", *_METHODS_THAT_REFUSE, rule=5)
def an_invalid_argument_is_an_invalid_request(h: StorageHarness) -> None:
    """Every method that refuses an argument, other than an unknown id, raises InvalidRequestError.

    To fix: check the argument, or translate the platform's answer (400).

    Usual cause: the argument runs into a KeyError or an assertion of the plugin's own.

    Wrong:
        kind = KINDS[file_type]

    Right:
        if file_type not in KINDS:
            raise InvalidRequestError("no such type", interface="storage", value=file_type)
    """
    with h.plugin() as plugin:
        tree, other, people = h.tree(plugin), h.drive(plugin)["id"], [h.people[0]]
        calls: tuple[tuple[str, str, tuple[Any, ...]], ...] = (
            ("get", "a folder", (tree.folder,)),
            ("create", "an empty name", ("", [])),
            ("create", "an unknown role", (h.unique("drive"), people, _NO_SUCH)),
            ("add_participant", "an unknown role", (tree.drive, people, _NO_SUCH)),
            ("add_participant", "an unknown user type", (tree.drive, people, "reader", _NO_SUCH)),
            ("create_file", "an empty name", (tree.drive, "")),
            ("create_file", "an unknown type", (tree.drive, "name", _NO_SUCH)),
            ("create_file", "a place that is no folder", (tree.document, "name")),
            ("copy_file", "an empty name", (tree.drive, tree.document, "")),
            ("copy_file", "a place that is no folder", (tree.document, tree.leaf, "name")),
            ("move_file", "a folder and itself", (tree.inner, tree.folder)),
            ("move_file", "a place that is no folder", (tree.document, tree.leaf)),
            ("archive", "a folder within the drive", (tree.drive, tree.folder, "name")),
            ("archive", "a place that is no folder", (other, tree.document, "name")),
            ("archive", "an empty name", (tree.drive, other, "")),
            ("list_files", "half a query", (tree.drive, "name = ")),
        )
        expect.all_refused_with(
            InvalidRequestError,
            (
                (f"{method} with {what}", partial(getattr(plugin, method), *args))
                for method, what, args in calls
                if _offers(plugin, method)
            ),
        )


@_must("STORAGE-302", "create", "list", rule=12)
def two_plugins_share_nothing(h: StorageHarness) -> None:
    """Two plugins opened side by side share no drives; over one shared backend they share all.

    To fix: keep state in the instance; or say `shared_backend=True` in the harness.

    Usual cause: the drives are kept in an attribute of the class.

    Wrong:
        class AcmeStorage(StoragePlugin):
            drives = {}

    Right:
        class AcmeStorage(StoragePlugin):
            def __init__(self):
                self.drives = {}
    """
    with h.plugin() as one, h.plugin() as other:
        name = one.create(h.unique("drive"), [h.people[0]])["name"]
        seen = name in [drive["name"] for drive in other.list()]
        expect.equal(seen, h.shared_backend, "being seen by the other plugin")


@_must("STORAGE-310", "create", rule=11)
def drives_created_at_once_are_distinct(h: StorageHarness) -> None:
    """Drives created at the same time have distinct ids, and all are listed.

    To fix: take the next id under a lock, or leave ids to the platform.

    Usual cause: the id is the number of drives so far.

    Wrong:
        drive_id = str(len(self._drives) + 1)
        self._drives[drive_id] = drive

    Right:
        with self._lock:
            drive_id = str(next(self._count))
            self._drives[drive_id] = drive
    """
    with h.plugin() as plugin:
        names = [h.unique("drive") for _ in range(8)]
        made = _ids(in_parallel([partial(plugin.create, name, [h.people[0]]) for name in names]))
        expect.equal(len(set(made)), 8, "the number of ids of 8 drives")
        expect.equal(set(made) - set(h.drives(plugin)), set(), "the set of drives not listed")


@_must("STORAGE-311", "create_file", rule=11)
def files_created_at_once_are_distinct(h: StorageHarness) -> None:
    """Files created in one drive at the same time have distinct ids, and all are listed.

    To fix: read and change the contents of a drive under one lock.

    Usual cause: the list of files is read, changed and written back.

    Wrong:
        files = list(drive.files)
        drive.files = [*files, made]

    Right:
        with self._lock:
            drive.files.append(made)
    """
    with h.plugin() as plugin:
        drive, names = h.drive(plugin)["id"], [h.unique("file") for _ in range(8)]
        made = _ids(in_parallel([partial(plugin.create_file, drive, name) for name in names]))
        expect.equal(len(set(made)), 8, "the number of ids of 8 files")
        missing = set(made) - set(h.files(plugin, drive))
        expect.equal(missing, set(), "the set of files not listed")


@_must("STORAGE-312", "add_participant", rule=11, observes=("permissions",))
def participants_added_at_once_all_have_access(h: StorageHarness) -> None:
    """Participants added to a drive at the same time all have access.

    To fix: change the membership under a lock, or with one call of the platform per participant.

    Usual cause: the membership is read, changed and written back.

    Wrong:
        roles = dict(self._roles[drive_id])
        roles[participant] = role
        self._roles[drive_id] = roles

    Right:
        with self._lock:
            self._roles[drive_id][participant] = role
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        in_parallel([partial(plugin.add_participant, drive, [it]) for it in h.people])
        found = h.roles(h.observe(plugin), drive)
        expect.equal(sorted(found), sorted(h.people), "the list of people with access")


@_must("STORAGE-313", "move_file", "list_files", rule=11)
def a_file_is_listed_once_while_it_is_moved(h: StorageHarness) -> None:
    """While a file is moved within a drive, `list_files` shows it once: never twice, never not.

    To fix: move in one step, and read under the same lock.

    Usual cause: the file is taken out of its old place first, and put into the new one later.

    Wrong:
        file = self._files.pop(file_id)
        self._files[file_id] = file.moved_to(new_drive_id)

    Right:
        with self._lock:
            self._files[file_id] = self._files[file_id].moved_to(new_drive_id)
    """
    with h.plugin() as plugin:
        tree, moved = h.tree(plugin), threading.Event()

        def move() -> list[int]:
            try:
                for place in (tree.drive, tree.inner) * 4:
                    plugin.move_file(place, tree.leaf)
            finally:
                moved.set()
            return []

        def look() -> list[int]:
            seen: list[int] = []
            while not moved.is_set():
                seen.append(_ids(plugin.list_files(tree.drive)).count(tree.leaf))
            return seen

        seen = {times for each in in_parallel([move, look, look]) for times in each}
        expect.that(
            seen <= {1}, "the file to be listed once at any time", f"it was seen {seen} times"
        )


@_must("STORAGE-314", "move_file", rule=11)
def folders_moved_into_each_other_at_once_are_not_lost(h: StorageHarness) -> None:
    """Of two folders moved into each other at the same time, one is refused and none is lost.

    To fix: look for a loop and move under one and the same lock.

    Usual cause: both look first, find nothing wrong, and then both move.

    Wrong:
        self._refuse_loop(file_id, new_drive_id)
        with self._lock:
            file.parent = new_drive_id

    Right:
        with self._lock:
            self._refuse_loop(file_id, new_drive_id)
            file.parent = new_drive_id
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        one, other = (h.file(plugin, drive, "folder")["id"] for _ in range(2))

        def attempt(place: str, folder: str) -> bool:
            try:
                plugin.move_file(place, folder)
            except (AssertionError, Blocked):
                raise
            except Exception:
                return False
            return True

        moved = in_parallel([partial(attempt, one, other), partial(attempt, other, one)])
        expect.equal(sorted(moved), [False, True], "the list of whether each was moved")
        expect.equal(sorted(h.files(plugin, drive)), sorted([one, other]), "the list of files")
