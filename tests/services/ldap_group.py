"""Groups as LDAP has them, measured on OpenLDAP: a `groupOfNames`, which has a member always."""

from typing import Any

from dispatch_interfaces import (
    Absent,
    GroupRole,
    InvalidRequestError,
    NoPlace,
    ParticipantGroupLimits,
    Text,
)
from tests.services.limited_group import LimitedGroup


class LdapGroup(LimitedGroup):
    """A `groupOfNames` for each group: its schema asks for a member, and knows no roles."""

    limits = ParticipantGroupLimits(
        description=Text("a value of the attribute may not be empty", taken=bool),
        role=NoPlace("groupOfNames has members only"),
        empty=Absent("groupOfNames requires the attribute member"),
    )
    never_empty = True

    def on_description(self, description: str | None) -> str | None:
        if description == "":
            raise InvalidRequestError("value #0 invalid per syntax", value=description)
        return description

    def on_role(self, role: Any) -> GroupRole:
        return "MEMBER"
