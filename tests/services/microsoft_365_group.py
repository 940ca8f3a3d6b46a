"""Groups as Microsoft 365 has them: an owner stays, and what is deleted stays for 30 days."""

from dispatch_interfaces import Absent, InvalidRequestError, ParticipantGroupLimits, Text
from tests.services.limited_group import LimitedGroup


class Microsoft365Group(LimitedGroup):
    """A group of Microsoft 365 for each group."""

    limits = ParticipantGroupLimits(
        name=Text("a mailNickname has 64 characters, and is trimmed", kept=str.strip, longest=64),
        description=Text("a description has 1024 characters", longest=1024),
        last_owner=Absent("the last owner of a group cannot be removed"),
        deleted_names=Absent("a deleted group can be restored for 30 days, with its address"),
    )
    owners_stay = deleted_names_stay = True

    def on_name(self, name: str) -> str:
        if len(name.strip()) > 64:
            raise InvalidRequestError("Invalid value specified", value=name)
        return name.strip()

    def on_description(self, description: str | None) -> str | None:
        if len(description or "") > 1024:
            raise InvalidRequestError("Invalid value specified", value=description)
        return description
