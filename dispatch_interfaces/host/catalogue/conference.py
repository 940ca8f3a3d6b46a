"""Every call of a conference plugin."""

from typing import Final

from dispatch_interfaces.host.calls import (
    LOGGED,
    OPENING_STOPS,
    TIMELINE,
    Call,
    HostMethod,
    HostType,
    Reads,
    ResultKind,
)
from dispatch_interfaces.host.values import EMAILS, NAME, TITLE

CONFERENCE: Final = HostType(
    type="conference",
    never_called=("delete", "add_participant", "remove_participant"),
    methods=(
        HostMethod(
            name="create",
            about="Make a conference.",
            calls=(
                Call(
                    site="conference/flows.py:25",
                    when="an incident is opened",
                    args=(NAME,),
                    kwargs={"title": TITLE, "participants": EMAILS},
                    reads=Reads(
                        result=ResultKind.DICT,
                        needs={"id": str, "weblink": str, "challenge": str},
                        mutates=True,
                    ),
                    on_none=LOGGED,
                    on_missing=OPENING_STOPS,
                    on_error=TIMELINE,
                ),
            ),
        ),
    ),
    notes=(
        "An id that is a number is refused, and the opening of the incident stops.",
        "`challenge` may be empty, but has to be there.",
        "`description` is never passed, and no conference is ever deleted.",
    ),
)
