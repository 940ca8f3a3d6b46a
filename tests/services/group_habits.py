"""What single habits of directories are, each in a plugin of its own."""

from typing import Any, Final

from dispatch_interfaces import (
    Absent,
    GroupRole,
    InvalidRequestError,
    NoPlace,
    ParticipantGroupLimits,
    Text,
    Values,
    cut,
)
from dispatch_interfaces.conformance import ParticipantGroupHarness
from tests.services.google_group import GoogleGroup
from tests.services.habits import Habit
from tests.services.ldap_group import LdapGroup
from tests.services.limited_group import LimitedGroup
from tests.services.microsoft_365_group import Microsoft365Group
from tests.services.slack_group import SlackGroup


class HasNoRoles(LimitedGroup):
    limits = ParticipantGroupLimits(role=NoPlace("a group has members only"))

    def on_role(self, role: Any) -> GroupRole:
        return "MEMBER"


class HasNoOwners(LimitedGroup):
    limits = ParticipantGroupLimits(role=Values("nobody owns a group", {"OWNER": "MEMBER"}))

    def on_role(self, role: Any) -> GroupRole:
        super().on_role(role)
        return "MEMBER"


class RejectsOwners(LimitedGroup):
    limits = ParticipantGroupLimits(role=Values("nobody owns a group", rejected=["OWNER"]))

    def on_role(self, role: Any) -> GroupRole:
        if role != "MEMBER":
            raise InvalidRequestError("nobody owns a group", interface=self.type, value=role)
        return "MEMBER"


class HasNoEmptyDescription(LimitedGroup):
    limits = ParticipantGroupLimits(empty_description=NoPlace("what is empty is left out"))

    def on_description(self, description: str | None) -> str | None:
        return description or None


class RejectsAnEmptyDescription(LimitedGroup):
    limits = ParticipantGroupLimits(description=Text("it may not be empty", taken=bool))

    def on_description(self, description: str | None) -> str | None:
        if description == "":
            raise InvalidRequestError("it is empty", interface=self.type, value=description)
        return description


class CutsDescriptions(LimitedGroup):
    limits = ParticipantGroupLimits(description=Text("300 characters", kept=cut(300)))

    def on_description(self, description: str | None) -> str | None:
        return description and description[:300]


class HasNoDescriptions(LimitedGroup):
    limits = ParticipantGroupLimits(description=NoPlace("a group has a name only"))

    def on_description(self, description: str | None) -> str | None:
        return None


class IsNeverEmpty(LimitedGroup):
    never_empty = True
    limits = ParticipantGroupLimits(empty=Absent("a group has a member"))


class KeepsAnOwner(LimitedGroup):
    owners_stay = True
    limits = ParticipantGroupLimits(last_owner=Absent("a group has an owner"))


class KeepsDeletedNames(LimitedGroup):
    deleted_names_stay = True
    limits = ParticipantGroupLimits(deleted_names=Absent("they can be restored"))


class FoldsNames(LimitedGroup):
    limits = ParticipantGroupLimits(name=Text("small letters only", kept=str.lower))

    def on_name(self, name: str) -> str:
        return name.lower()


class HasNamesOfAscii(LimitedGroup):
    limits = ParticipantGroupLimits(name=Text("letters of ASCII only", taken=str.isascii))

    def on_name(self, name: str) -> str:
        if not name.isascii():
            raise InvalidRequestError("not ASCII", interface=self.type, value=name)
        return name


def _harness(plugin_class: type) -> ParticipantGroupHarness:
    return ParticipantGroupHarness(open=plugin_class)


GROUP_HABITS: Final = [
    Habit(name, who, plugin, limit, _harness)
    for name, who, plugin, limit in (
        ("members have no roles", "Slack, LDAP, many directories", HasNoRoles, "role"),
        ("owners are members like others", "Keycloak", HasNoOwners, "role"),
        ("nobody can be made an owner", "GitLab's nested groups", RejectsOwners, "role"),
        (
            "an empty description is none",
            "Google Directory",
            HasNoEmptyDescription,
            "empty_description",
        ),
        ("a description may not be empty", "LDAP", RejectsAnEmptyDescription, "description"),
        ("a longer description is cut", "Mattermost", CutsDescriptions, "description"),
        ("groups have no description", "Unix groups", HasNoDescriptions, "description"),
        ("a group is never empty", "LDAP's groupOfNames", IsNeverEmpty, "empty"),
        ("the last owner stays", "Microsoft 365", KeepsAnOwner, "last_owner"),
        ("a deleted address stays taken", "Microsoft 365", KeepsDeletedNames, "deleted_names"),
        ("names are folded", "Unix groups", FoldsNames, "name"),
        ("names are of a character set", "Microsoft 365", HasNamesOfAscii, "name"),
    )
]

COMPOSED: Final = [
    Habit(name, who, plugin, limit, _harness)
    for name, who, plugin in (
        ("all of Slack", "Slack", SlackGroup),
        ("all of LDAP", "OpenLDAP", LdapGroup),
        ("all of the Google Directory", "Google", GoogleGroup),
        ("all of Microsoft 365", "Microsoft", Microsoft365Group),
    )
    for limit in plugin.limits.declared()
]
