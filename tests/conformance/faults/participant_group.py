"""Faulty participant groups."""

from typing import Any, get_args

from dispatch_interfaces import (
    AlreadyExistsError,
    GroupRole,
    InvalidRequestError,
    NotFoundError,
    ParticipantGroup,
)
from dispatch_interfaces.conformance.requirements import adversarial
from dispatch_interfaces.conformance.requirements.participant_group import ParticipantGroupHarness
from reference_impls.participant_group import InMemoryParticipantGroup
from tests.conformance.faults import breaks
from tests.conformance.faults.careless import closest
from tests.conformance.faults.races import Meeting, among_several_threads

_H = ParticipantGroupHarness(open=InMemoryParticipantGroup)


class _Creates(InMemoryParticipantGroup):
    """Passes what `create` is given through `given`, and what it makes through `made`."""

    def create(
        self,
        name: str,
        participants: list[str],
        description: str | None = None,
        role: GroupRole = "MEMBER",
    ) -> Any:
        arguments = self.given(name, participants, description, role)
        return self.made(super().create(*arguments), participants)

    def given(self, name: str, people: list[str], description: str | None, role: GroupRole) -> Any:
        return name, people, description, role

    def made(self, group: ParticipantGroup, people: list[str]) -> Any:
        return group


@breaks("PARTICIPANT-GROUP-010")
class LeavesOutTheWeblink(_Creates):
    def made(self, group: ParticipantGroup, people: list[str]) -> Any:
        return {"email": group["email"], "name": group["name"]}


@breaks("PARTICIPANT-GROUP-011")
class ReturnsWhoWasAdded(InMemoryParticipantGroup):
    def add(self, email: str, participants: list[str], role: GroupRole = "MEMBER") -> Any:
        super().add(email, participants, role)
        return list(participants)


@breaks("PARTICIPANT-GROUP-012")
class ReturnsWhoWasRemoved(InMemoryParticipantGroup):
    def remove(self, email: str, participants: list[str]) -> Any:
        super().remove(email, participants)
        return list(participants)


@breaks("PARTICIPANT-GROUP-013")
class ReturnsWhatWasDeleted(InMemoryParticipantGroup):
    def delete(self, email: str) -> Any:
        super().delete(email)
        return email


@breaks("PARTICIPANT-GROUP-020")
class ForgetsTheThird(_Creates):
    def given(self, name: str, people: list[str], description: str | None, role: GroupRole) -> Any:
        third = len(people) == 3 and role == "OWNER"
        return name, people[:2] if third else people, description, role


@breaks("PARTICIPANT-GROUP-021")
class RefusesAnEmptyGroup(_Creates):
    def given(self, name: str, people: list[str], description: str | None, role: GroupRole) -> Any:
        if not people:
            raise ValueError("no members")
        return name, people, description, role


@breaks("PARTICIPANT-GROUP-022")
class MakesOwnersByDefault(InMemoryParticipantGroup):
    def create(self, *args: Any, **kwargs: Any) -> Any:
        if len(args) == 2 and len(args[1]) == len(_H.people) and not kwargs:
            kwargs["role"] = "OWNER"
        return super().create(*args, **kwargs)


@breaks("PARTICIPANT-GROUP-023")
class CutsTheDescription(_Creates):
    def given(self, name: str, people: list[str], description: str | None, role: GroupRole) -> Any:
        return name, people, description and description[:1024], role


@breaks("PARTICIPANT-GROUP-073")
class RejectsLongDescriptions(_Creates):
    def given(self, name: str, people: list[str], description: str | None, role: GroupRole) -> Any:
        if len(description or "") > 1024:
            raise InvalidRequestError("too long", value=description)
        return name, people, description, role


@breaks("PARTICIPANT-GROUP-024")
class CutsTheAddress(InMemoryParticipantGroup):
    """Gives a name that is too long the group that has the shortened address."""

    def create(
        self,
        name: str,
        participants: list[str],
        description: str | None = None,
        role: GroupRole = "MEMBER",
    ) -> ParticipantGroup:
        try:
            return super().create(name, participants, description, role)
        except AlreadyExistsError as error:
            if name.endswith(tuple(it for pair in adversarial.NAME_PAIRS for it in pair)):
                return {"weblink": "https://example.com", "email": error.value, "name": name}
            raise


@breaks("PARTICIPANT-GROUP-025", "PARTICIPANT-GROUP-071")
class CallsTheNamelessGroup(_Creates):
    def given(self, name: str, people: list[str], description: str | None, role: GroupRole) -> Any:
        return name if name.strip() else f"unnamed-{len(self._groups)}", people, description, role


@breaks("PARTICIPANT-GROUP-026", "PARTICIPANT-GROUP-071")
class TakesAnUnknownRoleForAMember(_Creates):
    def given(self, name: str, people: list[str], description: str | None, role: GroupRole) -> Any:
        return name, people, description, role if role == "OWNER" else "MEMBER"


@breaks("PARTICIPANT-GROUP-026")
class CreatesBeforeItLooksAtTheRole(InMemoryParticipantGroup):
    def create(
        self,
        name: str,
        participants: list[str],
        description: str | None = None,
        role: GroupRole = "MEMBER",
    ) -> ParticipantGroup:
        group = super().create(name, participants, description)
        self._require_role("create", role)
        self._groups[group["email"]].roles.update(dict.fromkeys(participants, role))
        return group


@breaks("PARTICIPANT-GROUP-024", "PARTICIPANT-GROUP-027", "PARTICIPANT-GROUP-072")
class ReplacesTheOldGroup(_Creates):
    def given(self, name: str, people: list[str], description: str | None, role: GroupRole) -> Any:
        if name.strip() and len(name) < 30 and not among_several_threads():
            self._groups.pop(self._address(name), None)
        return name, people, description, role


@breaks("PARTICIPANT-GROUP-028")
class KeepsTheCallersList(_Creates):
    def __init__(self) -> None:
        super().__init__()
        self._lists: dict[str, list[str]] = {}

    def made(self, group: ParticipantGroup, people: list[str]) -> Any:
        if len(people) == 2:
            self._lists[group["email"]] = people
        return group

    def members(self, email: str) -> dict[str, GroupRole]:
        later = self._lists.get(email, [])[2:]
        return {**super().members(email), **dict.fromkeys(later, "MEMBER")}


@breaks("PARTICIPANT-GROUP-029")
class RefusesADuplicate(_Creates):
    def given(self, name: str, people: list[str], description: str | None, role: GroupRole) -> Any:
        if len(set(people)) < len(people):
            raise ValueError("duplicate member")
        return name, people, description, role


@breaks("PARTICIPANT-GROUP-030")
class ReturnsAPath(_Creates):
    def made(self, group: ParticipantGroup, people: list[str]) -> Any:
        return {**group, "weblink": f"/groups/{group['email']}"}


@breaks("PARTICIPANT-GROUP-031")
class ReturnsAnIdForAnAddress(InMemoryParticipantGroup):
    def _address(self, name: str) -> str:
        return super()._address(name).partition("@")[0]


@breaks("PARTICIPANT-GROUP-032")
class ReadsTheNameFromTheAddress(_Creates):
    def made(self, group: ParticipantGroup, people: list[str]) -> Any:
        return {**group, "name": group["email"].partition("@")[0]}


@breaks("PARTICIPANT-GROUP-033")
class PutsTheNameIntoTheAddress(InMemoryParticipantGroup):
    def _address(self, name: str) -> str:
        super()._address(name)
        return f"{name}@{self._domain}"


@breaks("PARTICIPANT-GROUP-034")
class HandsOutItsOwnRecord(_Creates):
    def __init__(self) -> None:
        super().__init__()
        self._records: list[ParticipantGroup] = []

    def made(self, group: ParticipantGroup, people: list[str]) -> Any:
        self._records.append(group)
        return group

    def add(self, email: str, participants: list[str], role: GroupRole = "MEMBER") -> None:
        if all(it["email"] != email for it in self._records):
            raise NotFoundError("no group has this address", value=email)
        super().add(email, participants, role)


class _Adds(InMemoryParticipantGroup):
    """Passes what `add` is given through `given`."""

    def add(self, email: str, participants: list[str], role: GroupRole = "MEMBER") -> None:
        super().add(*self.given(email, participants, role))

    def given(self, email: str, people: list[str], role: GroupRole) -> Any:
        return email, people, role


@breaks("PARTICIPANT-GROUP-040")
class AddsTheFirstOfTwo(_Adds):
    def given(self, email: str, people: list[str], role: GroupRole) -> Any:
        known = self._groups[email].roles if email in self._groups else {}
        new = [it for it in people if it not in known]
        cut = len(new) == len(people) == 2 and len(known) == 1
        return email, people[:1] if cut else people, role


@breaks("PARTICIPANT-GROUP-041")
class RefusesAMember(_Adds):
    def given(self, email: str, people: list[str], role: GroupRole) -> Any:
        known = self._groups[email].roles if email in self._groups else {}
        if role == "MEMBER" and any(known.get(it) == role for it in people):
            raise ValueError("409 member exists")
        return email, people, role


@breaks("PARTICIPANT-GROUP-042")
class PassesOverMembers(_Adds):
    def given(self, email: str, people: list[str], role: GroupRole) -> Any:
        known = self._groups[email].roles if email in self._groups else {}
        if len(known) == 1:
            return email, people, role
        return email, [it for it in people if it not in known or known[it] == role], role


@breaks("PARTICIPANT-GROUP-043")
class AddsOwnersByDefault(InMemoryParticipantGroup):
    def add(self, *args: Any, **kwargs: Any) -> None:
        empty = args[0] in self._groups and not self._groups[args[0]].roles
        if len(args) == 2 and len(args[1]) == 1 and not kwargs and empty:
            kwargs["role"] = "MEMBER" if among_several_threads() else "OWNER"
        super().add(*args, **kwargs)


@breaks("PARTICIPANT-GROUP-044")
class RefusesToAddNobody(_Adds):
    def given(self, email: str, people: list[str], role: GroupRole) -> Any:
        if not people and role == "MEMBER":
            raise ValueError("no members")
        return email, people, role


@breaks(
    "PARTICIPANT-GROUP-045",
    "PARTICIPANT-GROUP-060",
    "PARTICIPANT-GROUP-065",
    "PARTICIPANT-GROUP-070",
    "PARTICIPANT-GROUP-080",
)
class AddsToNothing(InMemoryParticipantGroup):
    def add(self, email: str, participants: list[str], role: GroupRole = "MEMBER") -> None:
        if email in self._groups or role != "MEMBER":
            super().add(email, participants, role)


@breaks("PARTICIPANT-GROUP-046")
class AddsToEveryEmptyGroup(InMemoryParticipantGroup):
    def add(self, email: str, participants: list[str], role: GroupRole = "MEMBER") -> None:
        empty = [key for key, it in self._groups.items() if not it.roles]
        super().add(email, participants, role)
        for other in empty:
            super().add(other, participants, role)


@breaks("PARTICIPANT-GROUP-047")
class WorksTheListOff(InMemoryParticipantGroup):
    def add(self, email: str, participants: list[str], role: GroupRole = "MEMBER") -> None:
        super().add(email, participants, role)
        participants.clear()


@breaks("PARTICIPANT-GROUP-048")
class AddsBeforeItLooksAtTheRole(InMemoryParticipantGroup):
    def add(self, email: str, participants: list[str], role: GroupRole = "MEMBER") -> None:
        super().add(email, participants)
        super().add(email, participants, role)


@breaks("PARTICIPANT-GROUP-049")
class AddsToEveryGroupThatBeginsTheSame(InMemoryParticipantGroup):
    def add(self, email: str, participants: list[str], role: GroupRole = "MEMBER") -> None:
        super().add(email, participants, role)
        for other in self.groups():
            if other.startswith(f"{email.partition('@')[0]}-"):
                super().add(other, participants, role)


class _Removes(InMemoryParticipantGroup):
    """Passes what `remove` is given through `given`."""

    def remove(self, email: str, participants: list[str]) -> None:
        super().remove(email, self.given(email, participants))

    def given(self, email: str, people: list[str]) -> list[str]:
        return people


@breaks("PARTICIPANT-GROUP-050")
class LeavesOwnersIn(_Removes):
    def given(self, email: str, people: list[str]) -> list[str]:
        known = self._groups[email].roles if email in self._groups else {}
        return [it for it in people if known.get(it) != "OWNER"]


@breaks("PARTICIPANT-GROUP-051")
class StopsAtAStranger(InMemoryParticipantGroup):
    def remove(self, email: str, participants: list[str]) -> None:
        for it in participants:
            if email in self._groups and it not in self._groups[email].roles:
                raise KeyError(it)
            super().remove(email, [it])
        super().remove(email, [])


@breaks("PARTICIPANT-GROUP-052")
class TakesNobodyForEverybody(_Removes):
    def given(self, email: str, people: list[str]) -> list[str]:
        return people or list(self._groups[email].roles)


@breaks(
    "PARTICIPANT-GROUP-053",
    "PARTICIPANT-GROUP-065",
    "PARTICIPANT-GROUP-070",
    "PARTICIPANT-GROUP-080",
)
class RemovesFromNothing(InMemoryParticipantGroup):
    def remove(self, email: str, participants: list[str]) -> None:
        if email in self._groups:
            super().remove(email, participants)


@breaks("PARTICIPANT-GROUP-054")
class DeletesThePerson(InMemoryParticipantGroup):
    def remove(self, email: str, participants: list[str]) -> None:
        super().remove(email, participants)
        for other in list(self._groups):
            super().remove(other, participants)


@breaks("PARTICIPANT-GROUP-055")
class WorksTheListOfLeaversOff(InMemoryParticipantGroup):
    def remove(self, email: str, participants: list[str]) -> None:
        super().remove(email, participants)
        participants.clear()


@breaks("PARTICIPANT-GROUP-056")
class WritesTheOthersAnewAsMembers(InMemoryParticipantGroup):
    def remove(self, email: str, participants: list[str]) -> None:
        super().remove(email, participants)
        roles = self._groups[email].roles
        roles.update(dict.fromkeys(roles, "MEMBER"))


@breaks("PARTICIPANT-GROUP-057")
class NeverTakesAnybodyBack(InMemoryParticipantGroup):
    def __init__(self) -> None:
        super().__init__()
        self._removed: set[str] = set()

    def add(self, email: str, participants: list[str], role: GroupRole = "MEMBER") -> None:
        super().add(email, [it for it in participants if it not in self._removed], role)

    def remove(self, email: str, participants: list[str]) -> None:
        super().remove(email, participants)
        self._removed.update(participants)


@breaks("PARTICIPANT-GROUP-058")
class EndsAGroupWithItsLastMember(InMemoryParticipantGroup):
    def remove(self, email: str, participants: list[str]) -> None:
        super().remove(email, participants)
        if participants and not self.members(email):
            self.delete(email)


@breaks("PARTICIPANT-GROUP-060", "PARTICIPANT-GROUP-061")
class KeepsADeletedGroup(InMemoryParticipantGroup):
    def __init__(self) -> None:
        super().__init__()
        self._deleted: set[str] = set()

    def create(self, name: str, *args: Any, **kwargs: Any) -> Any:
        for email in self._deleted:
            self._groups.pop(email, None)
        return super().create(name, *args, **kwargs)

    def delete(self, email: str) -> None:
        self._group("delete", email).roles.clear()
        self._deleted.add(email)


@breaks(
    "PARTICIPANT-GROUP-061",
    "PARTICIPANT-GROUP-065",
    "PARTICIPANT-GROUP-070",
    "PARTICIPANT-GROUP-080",
)
class DeletesNothing(InMemoryParticipantGroup):
    def delete(self, email: str) -> None:
        if email in self._groups:
            super().delete(email)


@breaks("PARTICIPANT-GROUP-062")
class DeletesByPrefix(InMemoryParticipantGroup):
    def delete(self, email: str) -> None:
        super().delete(email)
        local = email.partition("@")[0]
        for other in [it for it in self._groups if it.startswith(f"{local}-")]:
            super().delete(other)


@breaks("PARTICIPANT-GROUP-063")
class KeepsTheMembersOfADeletedGroup(_Creates):
    def __init__(self) -> None:
        super().__init__()
        self._kept: dict[str, dict[str, GroupRole]] = {}

    def delete(self, email: str) -> None:
        self._kept[email] = self.members(email)
        super().delete(email)

    def made(self, group: ParticipantGroup, people: list[str]) -> Any:
        self._groups[group["email"]].roles.update(self._kept.get(group["email"], {}))
        return group


@breaks("PARTICIPANT-GROUP-062")
class DeletesBySuffix(InMemoryParticipantGroup):
    def delete(self, email: str) -> None:
        super().delete(email)
        for other in self.groups():
            if other.endswith(f"-{email}"):
                super().delete(other)


@breaks("PARTICIPANT-GROUP-064")
class KeepsTheNamesOfDeletedGroups(_Creates):
    def __init__(self) -> None:
        super().__init__()
        self._trash: set[str] = set()

    def given(self, name: str, people: list[str], description: str | None, role: GroupRole) -> Any:
        if name in self._trash:
            raise AlreadyExistsError("the name is in the trash", value=name)
        return name, people, description, role

    def delete(self, email: str) -> None:
        name = self.groups().get(email, "")
        super().delete(email)
        self._trash.add(name)


@breaks("PARTICIPANT-GROUP-065")
class AddsToTheClosestGroup(InMemoryParticipantGroup):
    def add(self, email: str, participants: list[str], role: GroupRole = "MEMBER") -> None:
        super().add(closest(email, self.groups()), participants, role)


@breaks("PARTICIPANT-GROUP-065")
class RemovesFromTheClosestGroup(InMemoryParticipantGroup):
    def remove(self, email: str, participants: list[str]) -> None:
        super().remove(closest(email, self.groups()), participants)


@breaks("PARTICIPANT-GROUP-065")
class DeletesTheClosestGroup(InMemoryParticipantGroup):
    def delete(self, email: str) -> None:
        super().delete(closest(email, self.groups()))


@breaks("PARTICIPANT-GROUP-070")
class RaisesABareKeyError(InMemoryParticipantGroup):
    def remove(self, email: str, participants: list[str]) -> None:
        try:
            super().remove(email, participants)
        except NotFoundError:
            raise KeyError(email) from None


@breaks("PARTICIPANT-GROUP-071")
class RaisesAKeyErrorForARole(InMemoryParticipantGroup):
    def add(self, email: str, participants: list[str], role: GroupRole = "MEMBER") -> None:
        try:
            super().add(email, participants, role)
        except InvalidRequestError:
            raise KeyError(role) from None


@breaks("PARTICIPANT-GROUP-072")
class RaisesItsOwnConflict(_Creates):
    def create(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().create(*args, **kwargs)
        except AlreadyExistsError:
            if " " in args[0]:
                raise
            raise RuntimeError("409 conflict") from None


_SHARED: dict[str, Any] = {}


@breaks("PARTICIPANT-GROUP-080")
class SharesItsGroups(InMemoryParticipantGroup):
    def __init__(self) -> None:
        super().__init__()
        self._groups = _SHARED


class _Meets(InMemoryParticipantGroup):
    """Lets threads meet between reading and writing."""

    def __init__(self) -> None:
        super().__init__()
        self.meeting = Meeting()


@breaks("PARTICIPANT-GROUP-081", "PARTICIPANT-GROUP-950")
class WritesTheMembersBack(_Meets):
    def add(self, email: str, participants: list[str], role: GroupRole = "MEMBER") -> None:
        before = self.members(email)
        self.meeting.wait()
        super().add(email, participants, role)
        if among_several_threads():
            self._groups[email].roles = {**before, **dict.fromkeys(participants, role)}


@breaks("PARTICIPANT-GROUP-082")
class LooksBeforeItTakes(_Meets):
    def create(
        self,
        name: str,
        participants: list[str],
        description: str | None = None,
        role: GroupRole = "MEMBER",
    ) -> ParticipantGroup:
        try:
            return super().create(name, participants, description, role)
        except AlreadyExistsError:
            # By then every thread has looked, and found the name free.
            if not among_several_threads():
                raise
            email = self._address(name)
            return {"weblink": f"https://example.com/{email}", "email": email, "name": name}


@breaks("PARTICIPANT-GROUP-083")
class KeepsTheRequestInAnAttribute(_Meets):
    def create(
        self,
        name: str,
        participants: list[str],
        description: str | None = None,
        role: GroupRole = "MEMBER",
    ) -> ParticipantGroup:
        self._request = participants
        self.meeting.wait()
        return super().create(name, self._request, description, role)


@breaks("PARTICIPANT-GROUP-900")
class MakesOwnersOnceManyLeft(_Adds):
    """When several have left, all who come are taken for the ones in charge."""

    def __init__(self) -> None:
        super().__init__()
        self._left: list[str] = []

    def remove(self, email: str, participants: list[str]) -> None:
        super().remove(email, participants)
        self._left += participants

    def given(self, email: str, people: list[str], role: GroupRole) -> Any:
        known = role in get_args(GroupRole) and not among_several_threads()
        return email, people, "OWNER" if known and len(self._left) > 5 else role


@breaks("PARTICIPANT-GROUP-900")
class DeletesTheDescriptionOfTheNext(InMemoryParticipantGroup):
    """A group that takes the address of a deleted one is not described again."""

    def __init__(self) -> None:
        super().__init__()
        self._deleted: set[str] = set()

    def delete(self, email: str) -> None:
        super().delete(email)
        self._deleted.add(email)

    def description_of(self, email: str) -> str | None:
        return None if email in self._deleted else super().description_of(email)


@breaks("PARTICIPANT-GROUP-081", "PARTICIPANT-GROUP-950")
class AddsWithoutALock(InMemoryParticipantGroup):
    """No pause, no barrier: just a read, a change and a write."""

    def add(self, email: str, participants: list[str], role: GroupRole = "MEMBER") -> None:
        group = self._group("add", email)
        self._require_role("add", role)
        roles = dict(group.roles)
        for participant in participants:
            roles[participant] = role
        group.roles = roles


@breaks("PARTICIPANT-GROUP-960")
class CreatesGroupsOfHalfACharacter(_Creates):
    def given(self, name: str, people: list[str], description: str | None, role: GroupRole) -> Any:
        whole = description and description.encode("utf-8", "replace").decode()
        return name, people, whole, role
