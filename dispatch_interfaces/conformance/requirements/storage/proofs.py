"""What shows of each declared limit that it is one."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from typing import Any, TypeAlias, get_args

from dispatch_interfaces.conformance.requirements import adversarial, expect
from dispatch_interfaces.conformance.requirements.storage.harness import STORAGE, StorageHarness
from dispatch_interfaces.conformance.run.endings import NotObserved
from dispatch_interfaces.errors import AlreadyExistsError, InvalidRequestError
from dispatch_interfaces.limits import Absent, NoPlace, Text, Unique, Values
from dispatch_interfaces.narrowing import vars_of
from dispatch_interfaces.protocols.storage import FileType, Role, StoragePlugin

_Give: TypeAlias = Callable[[str], str]
"""Gives a text, and returns the one that is shown then."""


@STORAGE.proof("drive_name")
def _drive_names_are_limited(h: StorageHarness, name: str, limit: Text) -> None:
    """Each name is taken, changed or rejected as is declared."""
    with h.plugin() as plugin:

        def create(text: str) -> str:
            return plugin.create(text, [h.people[0]])["name"]

        _expect_limited(h, name, limit, create, _names(h, limit))


@STORAGE.proof("file_name")
def _file_names_are_limited(h: StorageHarness, name: str, limit: Text) -> None:
    """Each name is taken, changed or rejected as is declared, whichever method gives it."""
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        original = h.file(plugin, drive)["id"]

        def create(text: str) -> str:
            return plugin.create_file(h.beside(plugin, drive), text, "document")["name"]

        def copy(text: str) -> str:
            return plugin.copy_file(h.beside(plugin, drive), original, text)["name"]

        def archive(text: str) -> str:
            folder = h.file(plugin, drive, "folder")["id"]
            plugin.archive(h.drive(plugin)["id"], folder, text)
            made = list(h.files(plugin, drive, folder).values())
            expect.equal(len(made), 1, "the number of folders that archive makes")
            return made[0]

        ways: dict[str, _Give] = {"create_file": create, "copy_file": copy, "archive": archive}
        for method, give in ways.items():
            if expect.offers(plugin, method):
                _expect_limited(h, name, limit, give, _names(h, limit))


@STORAGE.proof("text")
def _texts_are_limited(h: StorageHarness, name: str, limit: Text) -> None:
    """Each text is taken, changed or rejected as is declared."""
    with h.plugin() as plugin:
        document, observer = h.file(plugin, h.drive(plugin)["id"])["id"], h.observe(plugin)

        def write(text: str) -> str:
            observer.set_text(document, text)
            return plugin.get(document)

        texts = (*h.some(adversarial.TEXTS), adversarial.LONG_TEXT, *adversarial.around(limit))
        _expect_limited(h, name, limit, write, texts)


def _names(h: StorageHarness, limit: Text) -> tuple[str, ...]:
    # Hypothesis comes with it, which whoever only names the requirements need not have.
    from dispatch_interfaces.conformance.strategies import HOSTILE_NAMES

    hostile = [h.tagged(it) for it in h.some(HOSTILE_NAMES)]
    return (*adversarial.names(h), *hostile, *adversarial.around(limit, h.tagged("")))


def _expect_limited(
    h: StorageHarness, name: str, limit: Text, give: _Give, texts: tuple[str, ...]
) -> None:
    limited = False
    for text in texts:
        limited = limited or limit.is_about(text)
        if limit.takes(text):
            h.expect_kept(name, give(text), text, f"what {text[:40]!r} became,")
        else:
            expect.refused_with(InvalidRequestError, give, text, what=f"{name} {text[:40]!r}")
    if not limited:
        raise NotObserved(f"no text that was tried is beyond what {name} declares")


@STORAGE.proof("unique_file_names")
def _a_name_is_there_once(h: StorageHarness, name: str, limit: Unique) -> None:
    """A name that is taken in a place is rejected there by every method, and taken elsewhere."""
    with h.plugin() as plugin:
        for first, second in _pairs(h):
            alike = limit.alike(first) == limit.alike(second)
            for place, give in _ways_to_name(h, plugin, first, second):
                if alike:
                    told = f"{second!r} where {first!r} is, as declared ({limit.because}),"
                    expect.refused_with(AlreadyExistsError, give, what=told)
                else:
                    give()
                number = len(h.files(plugin, place))
                expect.equal(number, 1 if alike else 2, f"the number of files beside {first!r}")
        _expect_free_again(h, plugin, limit)


def _pairs(h: StorageHarness) -> Iterator[tuple[str, str]]:
    word = h.unique("Notes")
    pairs = chain([(word, word), (word, word.swapcase())], h.some(adversarial.NAME_PAIRS))
    for pair in pairs:
        if all(h.limits.takes("file_name", it) for it in pair):
            first, second = (h.in_force("file_name", it) for it in pair)
            yield first, second


def _ways_to_name(
    h: StorageHarness, plugin: StoragePlugin, first: str, second: str
) -> Iterator[tuple[str, Callable[[], Any]]]:
    """The calls that give the second name where the first is, each with its place."""

    file = h.file(plugin, h.drive(plugin)["id"], "document", second)["id"]

    def archive(place: str) -> None:
        plugin.archive(h.drive(plugin)["id"], place, second)

    ways: list[tuple[str, FileType, Callable[[str], object]]] = [
        ("copy_file", "document", partial(plugin.copy_file, file_id=file, name=second)),
        ("move_file", "document", partial(plugin.move_file, file_id=file)),
        ("archive", "folder", archive),
    ]
    for it in h.file_types():
        create = partial(plugin.create_file, name=second, file_type=it)
        ways.append(("create_file", h.in_force("file_type", it), create))
    for method, file_type, give in ways:
        if expect.offers(plugin, method):
            place = h.drive(plugin)["id"]
            h.file(plugin, place, file_type, first)
            yield place, partial(give, place)


def _expect_free_again(h: StorageHarness, plugin: StoragePlugin, limit: Unique) -> None:
    """A name is taken in its place only, and there as long as is declared."""
    drive, name = h.drive(plugin)["id"], h.unique("file")
    file = h.file(plugin, drive, "document", name)["id"]
    folder = h.file(plugin, drive, "folder")["id"]
    for place in (folder, h.drive(plugin)["id"]):
        plugin.create_file(place, name, "document")
    if not expect.offers(plugin, "delete_file"):
        return
    plugin.delete_file(drive, file)
    again = partial(plugin.create_file, drive, name, "document")
    if limit.for_ever:
        expect.refused_with(AlreadyExistsError, again, what="the name of a deleted file")
    else:
        again()


@STORAGE.proof("trash")
def _there_is_no_trash(h: StorageHarness, name: str, limit: Absent) -> None:
    """To be put into the trash is rejected, and the drive stays, with its files."""
    with h.plugin() as plugin:
        drive = h.tree(plugin).drive
        before = h.layout(plugin, drive)
        told = f"empty=False, as declared ({limit.because}),"
        expect.refused_with(InvalidRequestError, plugin.delete, drive, empty=False, what=told)
        expect.unchanged(before, h.layout(plugin, drive), "the drive")
        expect.that(drive in h.drives(plugin), "the drive to be listed", "list() lacks it")


@STORAGE.proof("folder_moves")
def _folders_stay_in_their_drive(h: StorageHarness, name: str, limit: Absent) -> None:
    """A folder is rejected by another drive, and stays; a document is not, nor in its own drive."""
    with h.plugin() as plugin:
        tree, other = h.tree(plugin), h.tree(plugin)
        before = h.layout(plugin, tree.drive), h.layout(plugin, other.drive)
        told = f"a folder in another drive, as declared ({limit.because}),"
        calls: dict[str, Callable[[], Any]] = {
            "move_file": partial(plugin.move_file, other.folder, tree.folder),
            "archive": partial(plugin.archive, tree.drive, other.folder, h.unique("archived")),
        }
        offered = [it for it in calls if expect.offers(plugin, it)]
        if not offered:
            raise NotObserved("needs move_file or archive, to show that folders stay")
        for method in offered:
            expect.refused_with(InvalidRequestError, calls[method], what=f"{method}: {told}")
        after = h.layout(plugin, tree.drive), h.layout(plugin, other.drive)
        expect.unchanged(before, after, "the sets of files")
        expect.that(tree.drive in h.drives(plugin), "the drive to be listed", "list() lacks it")
        if "move_file" in offered:
            plugin.move_file(tree.drive, tree.inner)
            plugin.move_file(other.drive, tree.leaf)


@STORAGE.proof("role")
def _roles_are_limited(h: StorageHarness, name: str, limit: Values[Role]) -> None:
    """Each role is given, or another one in its stead, or rejected, as is declared."""
    with h.plugin() as plugin:
        for role in limit.rejected:
            create = partial(plugin.create, h.unique("drive"), [h.people[0]], role)
            expect.refused_with(InvalidRequestError, create, what=f"the role {role!r}")
        if "permissions" in h.missing_hooks(vars_of(plugin)["_plugin"]):
            raise NotObserved("needs an observer with permissions, to show that role is limited")
        for role in filter(limit.takes, get_args(Role)):
            drive = plugin.create(h.unique("drive"), [h.people[0]], role)["id"]
            h.expect_roles(plugin, drive, {h.people[0]: role}, f"the set of roles after {role!r}")


@STORAGE.proof("participants")
def _participants_have_no_place(h: StorageHarness, name: str, limit: NoPlace) -> None:
    """Whoever is named when a drive is made, the same people have access, in the same roles."""
    with h.plugin() as plugin:
        observer, told = h.observe(plugin), list[dict[str, str]]()
        for people in ([], [h.people[0]], list(h.people)):
            drive = plugin.create(h.unique("drive"), people, h.role("writer"))
            told.append(h.roles(observer, drive["id"]))
        for found in told[1:]:
            expect.equal(found, told[0], f"whoever is named ({limit.because}), the set of roles")


@STORAGE.proof("file_type")
def _file_types_are_limited(h: StorageHarness, name: str, limit: Values[FileType]) -> None:
    """Each type of file is made, or another one in its stead, or rejected, as is declared."""
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        for file_type in get_args(FileType):
            create = partial(plugin.create_file, drive, h.unique("file"), file_type)
            if limit.takes(file_type):
                h.expect_type(plugin, drive, create()["id"], file_type)
            else:
                told = f"the file type {file_type!r}"
                expect.refused_with(InvalidRequestError, create, what=told)
