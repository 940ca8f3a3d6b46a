"""Every call of a participant-group plugin."""

from typing import Final

from dispatch_interfaces.host.calls import (
    FINE,
    HANDLER_FAILS,
    LOGGED,
    OPENING_STOPS,
    UPDATE_STOPS,
    Call,
    HostMethod,
    HostType,
    Reads,
    ResultKind,
    Value,
)
from dispatch_interfaces.host.values import EMAILS

GROUP_NAME: Final = Value(
    "group_name", 'str: name of the incident or case, or "<name>-notifications"'
)
GROUP_EMAIL: Final = Value("group_email", "str: address of the group, its domain in small letters")
ONE_EMAIL: Final = Value("one_email", "list[str]: the address of one person")

_MEMBERS: Final = Reads(result=ResultKind.CONTAINER)
_ONE: Final = {"email": GROUP_EMAIL, "participants": ONE_EMAIL}

PARTICIPANT_GROUP: Final = HostType(
    type="participant-group",
    methods=(
        HostMethod(
            name="create",
            about="Make a group.",
            calls=(
                Call(
                    site="group/flows.py:37",
                    when="the groups of an incident or case are made",
                    kwargs={"name": GROUP_NAME, "participants": EMAILS},
                    reads=Reads(
                        result=ResultKind.DICT,
                        needs={"id": str, "name": str, "email": str, "weblink": str},
                        mutates=True,
                    ),
                    on_none=LOGGED,
                    on_missing=OPENING_STOPS,
                    on_error=LOGGED,
                    note="The address is validated: .local, .test and localhost are refused.",
                ),
            ),
        ),
        HostMethod(
            name="list",
            about="Who is in a group.",
            calls=(
                Call(
                    site="group/flows.py:114",
                    when="somebody is added to a group, or removed from it",
                    kwargs={"email": GROUP_EMAIL},
                    reads=_MEMBERS,
                    on_none=UPDATE_STOPS,
                    on_missing=UPDATE_STOPS,
                    on_error=LOGGED,
                    note="Who is in it is not added, and who is not, not removed.",
                ),
                Call(
                    site="plugins/dispatch_slack/incident/interactive.py:1608",
                    when="the notifications group is edited in the chat",
                    args=(GROUP_EMAIL,),
                    reads=Reads(result=ResultKind.ITERABLE),
                    on_none=HANDLER_FAILS,
                    on_missing=HANDLER_FAILS,
                    on_error=HANDLER_FAILS,
                ),
            ),
        ),
        HostMethod(
            name="add",
            about="Add people to a group.",
            calls=(
                Call(
                    site="group/flows.py:124",
                    when="somebody joins an incident or case",
                    kwargs=_ONE,
                    on_error=LOGGED,
                ),
                Call(
                    site="incident/flows.py:825",
                    when="an incident is changed, and more teams have to know",
                    args=(GROUP_EMAIL, EMAILS),
                    on_error=UPDATE_STOPS,
                    note="The list may be empty.",
                ),
                Call(
                    site="plugins/dispatch_slack/incident/interactive.py:1683",
                    when="the notifications group is edited in the chat",
                    args=(GROUP_EMAIL, EMAILS),
                    on_error=HANDLER_FAILS,
                ),
            ),
        ),
        HostMethod(
            name="remove",
            about="Remove people from a group.",
            calls=(
                Call(
                    site="group/flows.py:147",
                    when="somebody leaves an incident or case",
                    kwargs=_ONE,
                    on_error=LOGGED,
                ),
                Call(
                    site="plugins/dispatch_slack/incident/interactive.py:1684",
                    when="the notifications group is edited in the chat",
                    args=(GROUP_EMAIL, EMAILS),
                    on_error=HANDLER_FAILS,
                ),
            ),
        ),
        HostMethod(
            name="delete",
            about="Delete a group.",
            calls=(
                Call(
                    site="group/flows.py:175",
                    when="an incident or case is deleted",
                    kwargs={"email": GROUP_EMAIL},
                    on_none=FINE,
                    on_error=LOGGED,
                ),
            ),
        ),
    ),
    notes=(
        "Neither description nor role is ever passed.",
        "Addresses in `list` are compared as they are: case matters.",
        "The address is given access to folders and invited to conferences: it must be real.",
    ),
)
