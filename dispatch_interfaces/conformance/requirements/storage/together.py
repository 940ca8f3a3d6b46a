"""What all methods have in common: side by side, in any sequence, and from several threads."""

import threading
from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any, Final

from dispatch_interfaces.conformance.requirements import adversarial, expect
from dispatch_interfaces.conformance.requirements.storage.harness import (
    METHODS_THAT_REFUSE,
    METHODS_WITH_IDS,
    NO_SUCH,
    StorageHarness,
    ids_of,
    must,
    should,
)
from dispatch_interfaces.conformance.run.endings import Blocked
from dispatch_interfaces.conformance.run.requirement import Level
from dispatch_interfaces.errors import InvalidRequestError, NotFoundError

_JOBS: Final = 3
"""How many files a thread of STORAGE-950 does something with."""


@should("STORAGE-300", *METHODS_WITH_IDS, rule=5)
def an_unknown_id_is_not_found(h: StorageHarness) -> None:
    """Every method that is given an unknown id raises NotFoundError.
    To fix: translate the platform's answer (404) into NotFoundError.
    Usual cause: the platform's own error comes through, and the application cannot read it.
    Wrong: return self.client.drive(drive_id)
    Right:
        try:
            return self.client.drive(drive_id)
        except ClientError as error:
            raise NotFoundError("no such drive", interface="storage", value=drive_id) from error
    """
    with h.plugin() as plugin:
        drive, no, people = h.drive(plugin)["id"], h.unique("unknown"), [h.people[0]]
        name, file = h.unique("name"), h.file(plugin, drive)["id"]
        calls: tuple[tuple[str, str, tuple[Any, ...]], ...] = (
            ("get", "file_id", (no,)),
            ("delete", "drive_id", (no,)),
            ("add_participant", "drive_or_file_id", (no, people)),
            ("remove_participant", "drive_id", (no, people)),
            ("create_file", "drive_id", (no, name)),
            ("delete_file", "drive_id", (no, file)),
            ("delete_file", "file_id", (drive, no)),
            ("copy_file", "drive_id", (no, file, name)),
            ("copy_file", "file_id", (drive, no, name)),
            ("move_file", "new_drive_id", (no, file)),
            ("move_file", "file_id", (drive, no)),
            ("archive", "source_drive_id", (no, drive, name)),
            ("archive", "dest_folder_id", (drive, no, name)),
            ("list_files", "drive_id", (no,)),
        )
        expect.all_refused_with(
            NotFoundError,
            *(
                (f"{method} with an unknown {parameter}", partial(getattr(plugin, method), *args))
                for method, parameter, args in calls
                if expect.offers(plugin, method)
            ),
        )


@should("STORAGE-301", *METHODS_THAT_REFUSE, rule=5)
def an_invalid_argument_is_an_invalid_request(h: StorageHarness) -> None:
    """Every method that refuses an argument, other than an unknown id, raises InvalidRequestError.
    To fix: check the argument, or translate the platform's answer (400).
    Usual cause: the argument runs into a KeyError or an assertion of the plugin's own.
    Wrong: kind = KINDS[file_type]
    Right:
        if file_type not in KINDS:
            raise InvalidRequestError("no such type", interface="storage", value=file_type)
    """
    with h.plugin() as plugin:
        tree, other, people = h.tree(plugin), h.drive(plugin)["id"], [h.people[0]]
        name, role = h.unique("name"), h.role("reader")
        calls: tuple[tuple[str, str, tuple[Any, ...]], ...] = (
            ("get", "a folder", (tree.folder,)),
            ("create", "an empty name", ("", [])),
            ("create", "an unknown role", (h.unique("drive"), people, NO_SUCH)),
            ("add_participant", "an unknown role", (tree.drive, people, NO_SUCH)),
            ("add_participant", "an unknown user type", (tree.drive, people, role, NO_SUCH)),
            ("create_file", "an empty name", (tree.drive, "")),
            ("create_file", "an unknown type", (tree.drive, name, NO_SUCH)),
            ("create_file", "a place that is no folder", (tree.document, name)),
            ("copy_file", "an empty name", (tree.drive, tree.document, "")),
            ("copy_file", "a place that is no folder", (tree.document, tree.leaf, name)),
            ("move_file", "a folder and itself", (tree.inner, tree.folder)),
            ("move_file", "a place that is no folder", (tree.document, tree.leaf)),
            ("archive", "a folder within the drive", (tree.drive, tree.folder, name)),
            ("archive", "a place that is no folder", (other, tree.document, name)),
            ("archive", "an empty name", (tree.drive, other, "")),
            ("list_files", "half a query", (tree.drive, "name = ")),
        )
        expect.all_refused_with(
            InvalidRequestError,
            *(
                (f"{method} with {what}", partial(getattr(plugin, method), *args))
                for method, what, args in calls
                if expect.offers(plugin, method)
            ),
        )


@must("STORAGE-302", "create", "list", rule=12)
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


@must(
    "STORAGE-303",
    "get",
    "delete",
    "create_file",
    "delete_file",
    "copy_file",
    "move_file",
    "archive",
    "list_files",
    rule=12,
)
def another_plugin_reaches_nothing(h: StorageHarness) -> None:
    """What one plugin holds, no method of another plugin side by side shows or changes.
    To fix: look drives and files up in what the plugin itself holds, and refuse any other id.
    Usual cause: what is not found is looked for in a registry of all plugins.
    Wrong: file = self._files.get(file_id) or EVERYWHERE[file_id]
    Right: file = self._files[file_id]
    """
    with h.plugin() as one, h.plugin() as other:
        tree, place = h.tree(one), h.drive(one)["id"]
        before = h.layout(one, tree.drive), h.layout(one, place)
        if h.shared_backend:
            expect.equal(h.layout(other, tree.drive), before[0], "the set of files, by the other")
            return
        calls: dict[str, tuple[Any, ...]] = {
            "get": (tree.document,),
            "list_files": (tree.drive,),
            "create_file": (tree.folder, h.unique("file")),
            "copy_file": (place, tree.document, h.unique("copy")),
            "move_file": (place, tree.document),
            "delete_file": (tree.drive, tree.leaf),
            "archive": (h.tree_to_archive(one).drive, place, h.unique("archived")),
            "delete": (tree.drive,),
        }
        for method, arguments in calls.items():
            if expect.offers(other, method):
                expect.refused(
                    getattr(other, method),
                    *arguments,
                    what=f"{method} of what another plugin holds",
                )
        after = h.layout(one, tree.drive), h.layout(one, place)
        expect.unchanged(before, after, "what the first plugin holds")


@must("STORAGE-304", "add_participant", "remove_participant", rule=12, observes=("permissions",))
def another_plugin_changes_no_access(h: StorageHarness) -> None:
    """Access to what one plugin holds is not changed by another plugin side by side.
    To fix: look the drive up in what the plugin itself holds, and refuse any other id.
    Usual cause: the roles are kept by id in an attribute of the class.
    Wrong:
        class AcmeStorage(StoragePlugin):
            roles = defaultdict(dict)
    Right:
        class AcmeStorage(StoragePlugin):
            def __init__(self):
                self.roles = defaultdict(dict)
    """
    with h.plugin() as one, h.plugin() as other:
        drive, seen = h.drive(one, [h.people[0]])["id"], h.observe(one)
        before = h.roles(seen, drive)
        if h.shared_backend:
            expect.equal(h.roles(h.observe(other), drive), before, "the set of roles, by the other")
            return
        for method, person in (
            ("add_participant", h.people[1]),
            ("remove_participant", h.people[0]),
        ):
            if expect.offers(other, method):
                expect.refused(
                    getattr(other, method),
                    drive,
                    [person],
                    what=f"{method} for a drive of another plugin",
                )
        expect.unchanged(before, h.roles(seen, drive), "the set of roles")


@must("STORAGE-310", "create", rule=11, level=Level.CONCURRENT)
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
        made = ids_of(
            h.in_parallel([partial(plugin.create, name, [h.people[0]]) for name in names])
        )
        expect.equal(len(set(made)), 8, "the number of ids of 8 drives")
        expect.equal(set(made) - set(h.drives(plugin)), set(), "the set of drives not listed")


@must("STORAGE-311", "create_file", rule=11, level=Level.CONCURRENT)
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
        made = ids_of(h.in_parallel([partial(plugin.create_file, drive, name) for name in names]))
        expect.equal(len(set(made)), 8, "the number of ids of 8 files")
        missing = set(made) - set(h.files(plugin, drive))
        expect.equal(missing, set(), "the set of files not listed")


@must("STORAGE-312", "add_participant", rule=11, level=Level.CONCURRENT, observes=("permissions",))
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
        h.in_parallel([partial(plugin.add_participant, drive, [it]) for it in h.people])
        found = h.roles(h.observe(plugin), drive)
        expect.equal(sorted(found), sorted(h.people), "the list of people with access")


@must("STORAGE-313", "move_file", "list_files", rule=11, level=Level.CONCURRENT)
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
            while not h.is_set(moved):
                seen.append(ids_of(plugin.list_files(tree.drive)).count(tree.leaf))
            return seen

        seen = {times for each in h.in_parallel([move, look, look]) for times in each}
        expect.that(
            seen <= {1}, "the file to be listed once at any time", f"it was seen {seen} times"
        )


@must("STORAGE-314", "move_file", rule=11, level=Level.CONCURRENT)
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

        moved = h.in_parallel([partial(attempt, one, other), partial(attempt, other, one)])
        expect.equal(sorted(moved), [False, True], "the list of whether each was moved")
        expect.equal(sorted(h.files(plugin, drive)), sorted([one, other]), "the list of files")


@must(
    "STORAGE-950",
    "create_file",
    "delete_file",
    "copy_file",
    "move_file",
    "archive",
    rule=11,
    level=Level.CONCURRENT,
)
def drives_stand_up_to_many_threads(h: StorageHarness) -> None:
    """Threads that create, copy, move, delete and archive at once lose nothing of each other's.
    To fix: hold a lock from the first look at the files to the last write.
    Usual cause: the files are read, changed and written back without a lock.
    Wrong:
        files = dict(self._files)
        del files[file_id]
        self._files = files
    Right:
        with self._lock:
            del self._files[file_id]
    """
    with h.plugin() as plugin:
        drive, jobs = h.drive(plugin)["id"], range(_JOBS * h.run.profile.threads)
        folder = h.file(plugin, drive, "folder")["id"]
        files = [h.file(plugin, drive)["id"] for _ in jobs]
        sources = [h.drive(plugin)["id"] for _ in jobs]

        def job(number: int, random: Random) -> tuple[str, list[Any]]:
            file, name = files[number], h.unique("name")
            calls: dict[str, Callable[[], Any]] = {
                "create_file": partial(plugin.create_file, folder, name),
                "delete_file": partial(plugin.delete_file, drive, file),
                "copy_file": partial(plugin.copy_file, drive, file, h.unique("copy")),
                "move_file": partial(plugin.move_file, folder, file),
                "archive": partial(plugin.archive, sources[number], folder, name),
            }
            create = partial(plugin.create_file, drive, name, "document")
            method = random.choice([it for it in calls if expect.offers(plugin, it)])
            steps: list[Callable[[], Any]] = [create, calls[method]]
            random.shuffle(steps)
            return method, [step() for step in steps]

        def work(number: int, random: Random) -> list[tuple[str, list[Any]]]:
            return [job(number * _JOBS + it, random) for it in range(_JOBS)]

        done = [it for of_a_thread in h.threads(0, work) for it in of_a_thread]
        found = set(h.files(plugin, drive)) - {folder}
        methods = [method for method, _ in done]
        gone = {file for file, it in zip(files, methods, strict=True) if it == "delete_file"}
        kept = set(files) - gone
        kept.update(record["id"] for _, records in done for record in records if record)
        expect.equal(kept - found, set(), "the set of files that were lost")
        expect.equal(gone & found, set(), "the set of deleted files that are listed")
        # Archiving makes a folder.
        more = sum(method in ("create_file", "copy_file", "archive") for method in methods)
        number = 2 * len(files) - len(gone) + more
        expect.equal(len(found), number, "the number of files")
        archived = {it for it, method in zip(sources, methods, strict=True) if method == "archive"}
        expect.equal(archived & set(h.drives(plugin)), set(), "the set of archived drives listed")


@must("STORAGE-960", "create", "create_file", "copy_file", "archive", rule=7)
def half_a_character_is_no_name(h: StorageHarness) -> None:
    """A name that is no Unicode text is refused, for a drive, a file, a copy or an archive.
    To fix: encode the name before anything else; raise InvalidRequestError if that fails.
    Usual cause: half of a surrogate pair, cut out of an emoji, fails only when it is sent, after
    something was made; or it is replaced by a question mark.
    Wrong: made = self.client.create_drive(name.encode(errors="replace"))
    Right:
        try:
            name.encode()
        except UnicodeEncodeError as error:
            raise InvalidRequestError("no Unicode text", value=name) from error
    """
    with h.plugin() as plugin:
        tree, other = h.tree(plugin), h.drive(plugin)["id"]
        before = h.own_drives(plugin), h.layout(plugin, tree.drive), h.layout(plugin, other)
        for half in adversarial.SURROGATES:
            calls: dict[str, tuple[Any, ...]] = {
                "create": (half, [h.people[0]]),
                "create_file": (tree.drive, half, "document"),
                "copy_file": (tree.drive, tree.document, half),
                "archive": (other, tree.drive, half),
            }
            for method, arguments in calls.items():
                if expect.offers(plugin, method):
                    expect.refused(
                        getattr(plugin, method), *arguments, what=f"the name {half!r} by {method}"
                    )
        after = h.own_drives(plugin), h.layout(plugin, tree.drive), h.layout(plugin, other)
        expect.unchanged(before, after, "what the plugin holds")


@must(
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
    from dispatch_interfaces.conformance.requirements.stateful.storage import StorageMachine

    StorageMachine.explore(h)
