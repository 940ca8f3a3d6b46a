"""Who has access: add_participant and remove_participant."""

from collections.abc import Callable
from typing import get_args

from dispatch_interfaces.conformance.requirements import expect
from dispatch_interfaces.conformance.requirements.storage.harness import (
    NO_SUCH,
    STORAGE,
    StorageHarness,
    must,
)
from dispatch_interfaces.conformance.run.requirement import member
from dispatch_interfaces.protocols.storage import Role, StoragePlugin


@must("STORAGE-090", "add_participant", rule=4, observes=("permissions",))
def add_participant_gives_access_to_a_drive(h: StorageHarness) -> None:
    """`add_participant` gives every participant the role on the drive.
    To fix: grant access to each, before returning.
    Usual cause: only the first of the list is granted access, or the call is put into a queue.
    Wrong: self.client.grant(drive_or_file_id, participants[0], role)
    Right:
        for it in participants:
            self.client.grant(drive_or_file_id, it, role)
    """
    with h.plugin() as plugin:
        drive, people = h.drive(plugin)["id"], list(h.people[:3])
        role = h.role("writer")
        plugin.add_participant(drive, list(people), role)
        h.expect_roles(plugin, drive, dict.fromkeys(people, role), "the set of roles on the drive")


@must("STORAGE-091", "add_participant", rule=4, observes=("permissions",))
def add_participant_gives_access_to_a_file(h: StorageHarness) -> None:
    """`add_participant` gives access to a single file, in a drive whose id it is not told.
    To fix: look for a file when no drive has the id.
    Usual cause: the id is always taken for the id of a drive.
    Wrong: self.client.drive(drive_or_file_id).grant(it, role)
    Right:
        found = self.client.find_drive(drive_or_file_id) or self.client.file(drive_or_file_id)
        found.grant(it, role)
    """
    with h.plugin() as plugin:
        tree, person, role = h.tree(plugin), h.people[0], h.role("commenter")
        for file in (tree.document, tree.leaf):
            plugin.add_participant(file, [person], role)
            h.expect_roles(plugin, file, {person: role}, "the set of roles on the file")


@must("STORAGE-092", "add_participant", rule=4, observes=("permissions",))
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
        tree, person, role = h.tree(plugin), h.people[0], h.role("reader")
        plugin.add_participant(tree.drive, [person], role)
        later = h.file(plugin, tree.inner)["id"]
        for where in (tree.document, tree.folder, tree.inner, tree.leaf, later):
            h.expect_roles(plugin, where, {person: role}, "the set of roles below")


@must("STORAGE-093", "add_participant", rule=4, observes=("permissions",))
def add_participant_to_a_folder_reaches_everything_below(h: StorageHarness) -> None:
    """Access to a folder is access to everything in it, at every depth.
    To fix: work out the access to a file from that of every folder above it.
    Usual cause: only the drive and the file itself are looked at, or only one folder.
    Wrong: return {**self._drive_of(file).roles, **file.roles}
    Right: return {who: role for it in self._path(file) for who, role in it.roles.items()}
    """
    with h.plugin() as plugin:
        tree, person, role = h.tree(plugin), h.people[0], h.role("reader")
        plugin.add_participant(tree.folder, [person], role)
        for where in (tree.folder, tree.inner, tree.leaf):
            h.expect_roles(plugin, where, {person: role}, "the set of roles below")


@must("STORAGE-094", "add_participant", rule=4, observes=("permissions",))
def add_participant_reaches_nothing_beside_or_above(h: StorageHarness) -> None:
    """Access to a folder is no access to what lies beside or above it, nor to another drive.
    To fix: grant on the folder itself.
    Usual cause: the platform grants by drive only, and so the whole drive was opened.
    Wrong: self.client.grant(self._drive_of(drive_or_file_id), it, role)
    Right: self.client.grant(drive_or_file_id, it, role)
    """
    with h.plugin() as plugin:
        tree, other, observer = h.tree(plugin), h.tree(plugin), h.observe(plugin)
        plugin.add_participant(tree.folder, [h.people[0]], h.role("reader"))
        for where in (tree.drive, tree.document, other.drive, other.leaf):
            expect.equal(h.roles(observer, where), {}, "the set of roles beside and above")


@must("STORAGE-095", "add_participant", rule=4, observes=("permissions",))
def add_participant_gives_the_role(h: StorageHarness) -> None:
    """`add_participant` gives the role it is told, or refuses the role.
    To fix: pass every role on as it is; refuse those that the platform does not have.
    Usual cause: roles are mapped to fewer ones of the platform, and the rest become another.
    Wrong: role = "writer" if role in ("owner", "writer") else "reader"
    Right:
        if role not in self.roles:
            raise InvalidRequestError("no such role", interface="storage", value=role)
    """
    with h.plugin() as plugin:
        drive, person = h.drive(plugin)["id"], h.people[0]
        for role in get_args(Role):
            plugin.remove_participant(drive, [person])
            wanted = (
                {person: role}
                if not expect.is_turned_down(plugin.add_participant, drive, [person], role)
                else {}
            )
            h.expect_roles(plugin, drive, wanted, "the set of roles on the drive")


def _created(h: StorageHarness, plugin: StoragePlugin, role: Role) -> tuple[str, str]:
    """Two drives: for one the role was said, for the other it was omitted."""
    said = plugin.create(h.unique("drive"), [h.people[0]], role=role)
    omitted = plugin.create(h.unique("drive"), [h.people[0]])
    return said["id"], omitted["id"]


def _added(h: StorageHarness, plugin: StoragePlugin, role: Role) -> tuple[str, str]:
    """As `_created`, for people who are added later."""
    said, omitted = h.drive(plugin)["id"], h.drive(plugin)["id"]
    plugin.add_participant(said, [h.people[0]], role=role)
    plugin.add_participant(omitted, [h.people[0]])
    return said, omitted


@STORAGE.each(
    member(
        "STORAGE-038",
        method="create",
        limited_by=("participants",),
        role="fileOrganizer",
        drives=_created,
        cause="a wrapper passes its own default on instead.",
        wrong='def create(self, name, participants, role="fileOrganizer"):\n'
        "    return self._create(name, participants, role=None)",
        right='def create(self, name, participants, role="fileOrganizer"):\n'
        "    return self._create(name, participants, role=role)",
    ),
    member(
        "STORAGE-096",
        method="add_participant",
        role="owner",
        drives=_added,
        cause="owner seemed too much, and a lesser role is put in its place.",
        wrong='self.client.grant(drive_or_file_id, it, "writer" if role == "owner" else role)',
        right="self.client.grant(drive_or_file_id, it, role)",
    ),
    methods=("$method",),
    rule=10,
    observes=("permissions",),
)
def the_role_has_its_default(
    h: StorageHarness,
    role: Role,
    drives: Callable[[StorageHarness, StoragePlugin, Role], tuple[str, str]],
) -> None:
    """`$method` without a role does the same as with `role="$role"`.
    To fix: use the documented default in the signature, and pass it on.
    Usual cause: $cause
    Wrong:
        $wrong
    Right:
        $right
    """
    with h.plugin() as plugin:
        observer = h.observe(plugin)
        said, omitted = drives(h, plugin, role)
        wanted = h.roles(observer, said)
        expect.equal(h.roles(observer, omitted), wanted, "the set of roles without a role")


@must("STORAGE-097", "add_participant", rule=4, observes=("user_types",))
def add_participant_keeps_what_a_participant_is(h: StorageHarness) -> None:
    """`add_participant` grants to a user, group or domain as it is told, or refuses.
    To fix: pass the user type on.
    Usual cause: the user type is written into the code, so that a group is taken for a user.
    Wrong: self.client.grant(drive_or_file_id, it, role, type="user")
    Right: self.client.grant(drive_or_file_id, it, role, type=user_type)
    """
    with h.plugin() as plugin:
        observer = h.observe(plugin)
        for user_type, account in h.accounts.items():
            drive = h.drive(plugin)["id"]
            if not expect.is_turned_down(
                plugin.add_participant, drive, [account], h.role("reader"), user_type
            ):
                found = observer.user_types(drive).get(account)
                expect.equal(found, user_type, f"what {account!r} is")


@must("STORAGE-098", "add_participant", rule=10, observes=("user_types",))
def add_participant_without_a_type_adds_users(h: StorageHarness) -> None:
    """`add_participant` without a user type does the same as with `user_type="user"`.
    To fix: use the documented default in the signature, and pass it on.
    Usual cause: the type is guessed from the address.
    Wrong: user_type = "group" if "team" in participant else "user"
    Right: self.client.grant(drive_or_file_id, participant, role, type=user_type)
    """
    with h.plugin() as plugin:
        observer, person, role = h.observe(plugin), h.people[0], h.role("reader")
        said, omitted = h.drive(plugin)["id"], h.drive(plugin)["id"]
        plugin.add_participant(said, [person], role, user_type="user")
        plugin.add_participant(omitted, [person], role)
        wanted = observer.user_types(said).get(person)
        expect.equal(observer.user_types(omitted).get(person), wanted, f"what {person!r} is")


@must("STORAGE-099", "add_participant", rule=6, observes=("permissions",))
def add_participant_again_changes_nothing(h: StorageHarness) -> None:
    """Adding a participant again in the same role changes nothing and does not raise.
    To fix: pass over who is there.
    Usual cause: the platform refuses to give the same access twice.
    Wrong: self.client.grant(drive_or_file_id, it, role)
    Right:
        if self.client.role(drive_or_file_id, it) != role:
            self.client.grant(drive_or_file_id, it, role)
    """
    with h.plugin() as plugin:
        observer, people, role = h.observe(plugin), list(h.people[:2]), h.role("writer")
        drive = h.drive(plugin)["id"]
        plugin.add_participant(drive, people, role)
        before = h.roles(observer, drive)
        plugin.add_participant(drive, people[:1], role)
        expect.unchanged(before, h.roles(observer, drive), "the set of roles")


@must("STORAGE-100", "add_participant", rule=4, observes=("permissions",))
def add_participant_again_in_another_role_changes_the_role(h: StorageHarness) -> None:
    """Adding a participant again in another role changes the role, up or down.
    To fix: update the permission if there is one.
    Usual cause: who is there already is passed over, whatever the role.
    Wrong: roles.setdefault(participant, role)
    Right: roles[participant] = role
    """
    with h.plugin() as plugin:
        drive, (first, second) = h.drive(plugin)["id"], h.people[:2]
        more, less = h.role("writer"), h.role("reader")
        for person in (first, second):
            plugin.add_participant(drive, [person], more)
        plugin.add_participant(drive, [first], less)
        plugin.add_participant(drive, [second], "owner")
        h.expect_roles(plugin, drive, {first: less, second: "owner"})
        plugin.add_participant(drive, [first], more)  # which is no repetition
        h.expect_roles(plugin, drive, {first: more, second: "owner"})


@must("STORAGE-101", "add_participant", rule=6, observes=("permissions",))
def add_participant_accepts_nobody(h: StorageHarness) -> None:
    """`add_participant` with an empty list changes nothing and does not raise.
    To fix: return when the list is empty.
    Usual cause: the platform refuses an empty list, or takes it as the whole membership.
    Wrong: self.client.set_members(drive_or_file_id, participants)
    Right:
        if participants:
            self.client.add_members(drive_or_file_id, participants)
    """
    with h.plugin() as plugin:
        observer, drive = h.observe(plugin), h.drive(plugin, [h.people[0]])["id"]
        before = h.roles(observer, drive)
        plugin.add_participant(drive, [])
        expect.unchanged(before, h.roles(observer, drive), "the set of roles")


@must("STORAGE-102", "add_participant", rule=4, observes=("permissions",))
def add_participant_leaves_the_others_alone(h: StorageHarness) -> None:
    """`add_participant` leaves those who have access already with their roles.
    To fix: add to the platform's permissions instead of replacing them.
    Usual cause: the platform's call sets the whole list, or one role for all.
    Wrong: self._roles[drive_id] = dict.fromkeys(participants, role)
    Right: self._roles[drive_id].update(dict.fromkeys(participants, role))
    """
    with h.plugin() as plugin:
        observer, (first, second) = h.observe(plugin), h.people[:2]
        drive, role = h.drive(plugin)["id"], h.role("writer")
        plugin.add_participant(drive, [first], role)
        plugin.add_participant(drive, [second], h.role("reader"))
        found = h.roles(observer, drive).get(first)
        expect.equal(found, h.in_force("role", role), "the role of who was there before")


@must("STORAGE-103", "add_participant", rule=3, observes=("permissions",))
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
        plugin.add_participant(drive, given, h.role("reader"))
        expect.unchanged([h.people[0]], given, "the list that was passed")
        given.append(h.people[1])
        found = h.roles(h.observe(plugin), drive)
        expect.equal(list(found), [h.people[0]], "the list of people with access")


@STORAGE.each(
    member(
        "STORAGE-104",
        method="add_participant",
        with_access=0,
        cause="a membership is created for whatever id comes.",
        wrong="self._roles.setdefault(drive_or_file_id, {})"
        ".update(dict.fromkeys(participants, role))",
        right="self._roles[self._require(drive_or_file_id)]"
        ".update(dict.fromkeys(participants, role))",
    ),
    member(
        "STORAGE-127",
        method="remove_participant",
        with_access=1,
        cause="an unknown drive is taken for one without participants.",
        wrong="roles = self._roles.get(drive_id, {})",
        right="roles = self._roles[self._require(drive_id)]",
    ),
    methods=("$method",),
    rule=5,
)
def an_unknown_id_is_refused(h: StorageHarness, method: str, with_access: int) -> None:
    """`$method` refuses an id that neither a drive nor a file has.
    To fix: raise NotFoundError when the platform knows neither.
    Usual cause: $cause
    Wrong: $wrong
    Right: $right
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin, list(h.people[:with_access]))["id"]
        for unknown in (f"{drive}-unknown", h.unique("unknown")):
            what = f"the unknown id {unknown!r}"
            expect.refused(getattr(plugin, method), unknown, [h.people[0]], what=what)


@must("STORAGE-105", "add_participant", rule=5, observes=("permissions",))
def add_participant_refuses_an_unknown_role(h: StorageHarness) -> None:
    """`add_participant` refuses a role that does not exist, and gives nobody access.
    To fix: check the role before anybody is granted access.
    Usual cause: the role is passed on, and the platform falls back on its own default.
    Wrong: self.client.grant(drive_or_file_id, it, self.roles.get(role, "reader"))
    Right:
        if role not in self.roles:
            raise InvalidRequestError("no such role", interface="storage", value=role)
    """
    with h.plugin() as plugin:
        drive, person = h.drive(plugin)["id"], h.people[0]
        expect.refused(
            plugin.add_participant, drive, [person], role=NO_SUCH, what="an unknown role"
        )
        expect.equal(h.roles(h.observe(plugin), drive), {}, "the set of roles")


@must("STORAGE-106", "add_participant", rule=5, observes=("permissions",))
def add_participant_refuses_an_unknown_user_type(h: StorageHarness) -> None:
    """`add_participant` refuses a user type that does not exist, and gives nobody access.
    To fix: check the user type before anybody is granted access.
    Usual cause: everything that is not a group is taken for a user.
    Wrong: kind = "group" if user_type == "group" else "user"
    Right:
        if user_type not in ("user", "group", "domain", "anyone"):
            raise InvalidRequestError("no such user type", interface="storage", value=user_type)
    """
    with h.plugin() as plugin:
        drive, person = h.drive(plugin)["id"], h.people[0]
        role = h.role("reader")
        expect.refused(
            plugin.add_participant, drive, [person], role, NO_SUCH, what="an unknown user type"
        )
        expect.equal(h.roles(h.observe(plugin), drive), {}, "the set of roles")


@must("STORAGE-107", "add_participant", rule=4, observes=("permissions",))
def add_participant_raises_a_role_further_down(h: StorageHarness) -> None:
    """A role given on a file counts there, if a role that allows less was given on the drive.
    To fix: of the roles on the way up, take the one that allows most, or the nearest.
    Usual cause: what was given on the drive is looked up first, and that is the end of it.
    Wrong: return {**self._grants[file_id], **self._grants[drive_id]}[participant]
    Right: return {**self._grants[drive_id], **self._grants[file_id]}[participant]
    """
    with h.plugin() as plugin:
        tree, observer, person = h.tree(plugin), h.observe(plugin), h.people[0]
        given = (h.role("reader"), h.role("writer"))
        plugin.add_participant(tree.drive, [person], given[0])
        plugin.add_participant(tree.document, [person], given[1])
        roles = [h.roles(observer, it).get(person) for it in (tree.drive, tree.document)]
        wanted = [h.in_force("role", it) for it in given]
        expect.equal(roles, wanted, "the list of roles on the drive and on the file")


@must("STORAGE-120", "remove_participant", rule=4, observes=("permissions",))
def remove_participant_takes_the_access_back(h: StorageHarness) -> None:
    """`remove_participant` takes the access of every given participant, whatever the role.

    Also from those who were taken out before, and have come back.
    To fix: find the permissions by participant alone, and remove each.
    Usual cause: only the permission in the default role is looked for.
    Wrong: self.client.revoke(drive_id, it, role="writer")
    Right:
        for permission in self.client.permissions(drive_id, it):
            permission.revoke()
    """
    with h.plugin() as plugin:
        drive, (first, second, third) = h.drive(plugin)["id"], h.people[:3]
        less = h.role("reader")
        roles: dict[str, Role] = {first: "owner", second: h.role("writer"), third: less}
        for person, role in roles.items():
            plugin.add_participant(drive, [person], role)
        plugin.remove_participant(drive, [first, second])
        h.expect_roles(plugin, drive, {third: less}, "the set of roles that are left")
        plugin.add_participant(drive, [first, second], less)
        plugin.remove_participant(drive, [first, second])
        h.expect_roles(plugin, drive, {third: less}, "the set of roles that are left then")


@must("STORAGE-121", "remove_participant", rule=4, observes=("permissions",))
def remove_participant_reaches_everything_below(h: StorageHarness) -> None:
    """Who was removed from a drive no longer has the access to its files that came with it.
    To fix: work out the access to a file from that of the drive, instead of copying it.
    Usual cause: access was written to every file when it was given, and stays there.
    Wrong: del self._drives[drive_id].roles[participant]
    Right:
        for it in (drive_id, *self._granted_with(drive_id, participant)):
            del self._roles[it][participant]
    """
    with h.plugin() as plugin:
        tree, observer = h.tree(plugin, [h.people[0]]), h.observe(plugin)
        plugin.remove_participant(tree.drive, [h.people[0]])
        for where in (tree.document, tree.folder, tree.leaf):
            expect.equal(h.roles(observer, where), {}, "the set of roles below")


@must("STORAGE-122", "remove_participant", rule=4, observes=("permissions",))
def remove_participant_leaves_what_was_given_on_a_file(h: StorageHarness) -> None:
    """Who was removed from a drive keeps what was given on a single file within.
    To fix: revoke on the drive itself, and on nothing below it.
    Usual cause: all permissions of the participant in the drive are searched for and removed.
    Wrong:
        for it in (drive_id, *self._files_of(drive_id)):
            self.client.revoke(it, participant)
    Right: self.client.revoke(drive_id, participant)
    """
    with h.plugin() as plugin:
        tree, person = h.tree(plugin, [h.people[0]]), h.people[0]
        plugin.add_participant(tree.leaf, [person], "owner")
        plugin.remove_participant(tree.drive, [person])
        h.expect_roles(plugin, tree.leaf, {person: "owner"}, "the set of roles on the file")


@must("STORAGE-123", "remove_participant", rule=4, observes=("permissions",))
def remove_participant_takes_back_what_was_given_on_a_file(h: StorageHarness) -> None:
    """`remove_participant` with the id of a file takes back what was given on that file.
    To fix: look for a file when no drive has the id.
    Usual cause: the parameter is called `drive_id`, and so only drives are looked up.
    Wrong: drive = self.client.drive(drive_id)
    Right: found = self.client.find_drive(drive_id) or self.client.file(drive_id)
    """
    with h.plugin() as plugin:
        tree, (first, second) = h.tree(plugin, [h.people[1]]), h.people[:2]
        plugin.add_participant(tree.leaf, [first], h.role("reader"))
        plugin.remove_participant(tree.leaf, [first])
        found = list(h.roles(h.observe(plugin), tree.leaf))
        expect.equal(found, [second], "the list of people with access to the file")


@must("STORAGE-124", "remove_participant", rule=6, observes=("permissions",))
def remove_participant_passes_over_strangers(h: StorageHarness) -> None:
    """Removing somebody who has no access, or nobody, changes nothing and does not raise.
    To fix: pass over who is not there; return when the list is empty.
    Usual cause: the platform answers 404, which is raised; people leave by themselves, too.
    Wrong: del roles[participant]
    Right: roles.pop(participant, None)
    """
    with h.plugin() as plugin:
        (member, stranger), observer = h.people[:2], h.observe(plugin)
        drive = h.drive(plugin, [member])["id"]
        before = h.roles(observer, drive)
        for nobody in ([stranger], [stranger, stranger], []):
            plugin.remove_participant(drive, nobody)
        expect.unchanged(before, h.roles(observer, drive), "the set of roles")


@must("STORAGE-125", "remove_participant", rule=4, observes=("permissions",))
def remove_participant_leaves_other_drives_alone(h: StorageHarness) -> None:
    """`remove_participant` leaves the access to other drives as it is.
    To fix: revoke on the drive of the given id alone.
    Usual cause: the account of the participant is removed or disabled.
    Wrong: self.client.delete_account(participant)
    Right: self.client.revoke(drive_id, participant)
    """
    with h.plugin() as plugin:
        person, observer = h.people[0], h.observe(plugin)
        drive, other = h.drive(plugin, [person])["id"], h.drive(plugin, [person])["id"]
        before = h.roles(observer, other)
        plugin.remove_participant(drive, [person])
        expect.unchanged(before, h.roles(observer, other), "the set of roles on the other drive")
        plugin.remove_participant(other, [person])
        expect.equal(
            h.roles(observer, other), {}, "the set of roles on the other drive, taken next"
        )


@must("STORAGE-126", "remove_participant", rule=3)
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
