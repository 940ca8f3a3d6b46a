"""What drives, files and copies are called."""

from collections.abc import Callable, Sequence
from functools import partial

from attrs import frozen

from dispatch_interfaces.conformance.requirements import adversarial, expect
from dispatch_interfaces.conformance.requirements.rejections import undeclared
from dispatch_interfaces.conformance.requirements.storage.harness import (
    STORAGE,
    StorageHarness,
    must,
    should,
)
from dispatch_interfaces.conformance.run.requirement import Strength, member
from dispatch_interfaces.errors import AlreadyExistsError
from dispatch_interfaces.protocols.storage import Drive, File, StorageLimits, StoragePlugin


@frozen
class _Kind:
    """A kind of thing that is given a name."""

    names: Sequence[str]
    """Those to try."""
    make: Callable[[str], Drive | File]
    listed: Callable[[], dict[str, str]]
    """The names that are listed, by id."""
    limit: str
    """What may be declared of the names."""


_Of = Callable[[StorageHarness, StoragePlugin], _Kind]


def _drives(h: StorageHarness, plugin: StoragePlugin) -> _Kind:
    return _Kind(
        adversarial.names(h),
        lambda name: plugin.create(name, [h.people[0]]),
        lambda: h.drives(plugin),
        "drive_name",
    )


def _files(h: StorageHarness, plugin: StoragePlugin) -> _Kind:
    drive = h.drive(plugin)["id"]
    return _Kind(
        h.some(adversarial.NAMES),
        lambda name: plugin.create_file(h.beside(plugin, drive), name, "document"),
        lambda: h.files(plugin, drive),
        "file_name",
    )


def _copies(h: StorageHarness, plugin: StoragePlugin) -> _Kind:
    drive = h.drive(plugin)["id"]
    original = h.file(plugin, drive)["id"]
    return _Kind(
        h.some(adversarial.NAMES),
        lambda name: plugin.copy_file(h.beside(plugin, drive), original, name),
        lambda: h.files(plugin, drive),
        "file_name",
    )


def _expect_the_name_listed(h: StorageHarness, of: _Of) -> None:
    with h.plugin() as plugin:
        kind = of(h, plugin)
        for name in kind.names:
            made = expect.made(kind.make, name)
            if made is not None:
                expect.equal(kind.listed().get(made["id"]), made["name"], "the name listed")


@must("STORAGE-033", "create", rule=1)
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
    _expect_the_name_listed(h, _drives)


@STORAGE.each(
    member(
        "STORAGE-145",
        method="create_file",
        of=_files,
        cause="the platform replaces characters such as `/`, and the plugin does not notice.",
    ),
    member(
        "STORAGE-186",
        method="copy_file",
        of=_copies,
        cause='the platform puts "Copy of" before the name, or shortens it.',
    ),
    methods=("$method",),
    rule=1,
)
def the_name_in_force_is_returned(h: StorageHarness, of: _Of) -> None:
    """The name that `$method` returns is the one that is listed; it may refuse a name.
    To fix: return the name from the platform's answer, not the argument.
    Usual cause: $cause
    Wrong: return {"id": made.id, "weblink": made.url, "name": name}
    Right: return {"id": made.id, "weblink": made.url, "name": made.name}
    """
    _expect_the_name_listed(h, of)


@STORAGE.each(
    member(
        "STORAGE-034",
        method="create",
        what="drive",
        of=_drives,
        cause="the name is stripped, folded or cut, to be safe.",
        wrong="create_drive(name.strip().lower())",
        right="create_drive(name)",
    ),
    member(
        "STORAGE-146",
        method="create_file",
        what="file",
        of=_files,
        cause="characters are replaced as if the name were a path on a disk.",
        wrong='insert(name.replace("/", "_"), parent=drive_id)',
        right="insert(name, parent=drive_id)",
    ),
    member(
        "STORAGE-193",
        method="copy_file",
        what="copy",
        of=_copies,
        cause="the copy is named after the original, and renamed as far as the platform likes.",
        wrong='copy(file_id, parent=drive_id, name=f"Copy of {name}")',
        right="copy(file_id, parent=drive_id, name=name)",
    ),
    strength=Strength.SHOULD,
    methods=("$method",),
    rule=1,
)
def the_name_is_kept_as_given(h: StorageHarness, of: _Of, what: str) -> None:
    """The name that `$method` returns is the name it was given.
    To fix: pass the name on as it is; refuse one that the platform would change.
    Usual cause: $cause
    Wrong: made = self.client.$wrong
    Right: made = self.client.$right
    """
    with h.plugin() as plugin:
        kind = of(h, plugin)
        for name in kind.names:
            made = expect.made(kind.make, name)
            if made is not None:
                h.expect_kept(kind.limit, made["name"], name, f"the name of the {what}")


@should("STORAGE-305", "create", "create_file", "copy_file", rule=13)
def a_name_that_is_rejected_is_declared(h: StorageHarness) -> None:
    """A name that is rejected is declared as a limit, so that the application can know.
    To fix: take the name, or declare what the platform does not take.
    Usual cause: the platform rejects it, as the name of a file on its disks, and nobody knew.
    Wrong:
        class AcmeStorage(StoragePlugin): ...
    Right:
        class AcmeStorage(StoragePlugin):
            limits = StorageLimits(file_name=Text("a file system allows no more", most_bytes=255))
    """
    with h.plugin() as plugin:
        for method, of in (("create", _drives), ("create_file", _files), ("copy_file", _copies)):
            if not expect.offers(plugin, method):
                continue
            kind = of(h, plugin)
            is_rejected = partial(_is_rejected, kind.make)
            for name in kind.names:
                if h.limits.takes(kind.limit, name) and is_rejected(name):
                    raise undeclared(StorageLimits, kind.limit, name, method, is_rejected)


def _is_rejected(make: Callable[[str], object], name: str) -> bool:
    """Whether a name is rejected, other than because it is taken."""
    try:
        make(name)
    except AlreadyExistsError:
        return False
    except Exception as error:
        if not expect.is_refusal(error):
            raise
        return True
    return False
