"""User groups as Slack has them: a short handle, members without roles, nothing ever deleted."""

import re
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


def handle(name: str) -> str:
    """What people type to mention a group."""
    return re.sub(r"\W+", "-", name.lower()).strip("-")


class SlackGroup(LimitedGroup):
    """A user group for each group; one that is deleted is disabled, and keeps its handle."""

    limits = ParticipantGroupLimits(
        name=Text("a handle has 21 letters, digits and dashes", kept=handle, longest=21),
        description=Text("a description has 140 characters", longest=140),
        empty_description=NoPlace("a description that is empty is none"),
        role=NoPlace("who is in a user group has no role in it"),
        empty=Absent("a user group has a member: no_users_provided"),
        deleted_names=Absent("a user group is disabled, never deleted"),
    )
    never_empty = deleted_names_stay = True

    def on_name(self, name: str) -> str:
        if len(handle(name)) > 21:
            raise InvalidRequestError("handle_too_long", interface=self.type, value=name)
        return handle(name)

    def on_description(self, description: str | None) -> str | None:
        if len(description or "") > 140:
            raise InvalidRequestError("too long", interface=self.type, value=description)
        return description or None

    def on_role(self, role: Any) -> GroupRole:
        return "MEMBER"
