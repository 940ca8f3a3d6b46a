"""Groups as the Google Directory has them: all is there, and an empty description is none."""

from dispatch_interfaces import InvalidRequestError, NoPlace, ParticipantGroupLimits, Text
from tests.services.limited_group import LimitedGroup


class GoogleGroup(LimitedGroup):
    """A Google Group for each group."""

    limits = ParticipantGroupLimits(
        description=Text("a description has 4096 characters", longest=4096),
        empty_description=NoPlace("the directory leaves out what is empty"),
    )

    def on_description(self, description: str | None) -> str | None:
        if len(description or "") > 4096:
            raise InvalidRequestError("Invalid Input: description", value=description)
        return description or None
