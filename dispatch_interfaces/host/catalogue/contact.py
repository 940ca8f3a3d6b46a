"""Every call of a contact plugin."""

from typing import Final

from dispatch_interfaces.host.calls import (
    FINE,
    HANDLER_FAILS,
    OPENING_STOPS,
    UPDATE_STOPS,
    Call,
    Consequence,
    Frequency,
    HostMethod,
    HostType,
    Reads,
    ResultKind,
)
from dispatch_interfaces.host.values import EMAIL, SESSION

_SOFT: Final = Reads(
    result=ResultKind.DICT,
    takes={
        "fullname": str,
        "email": str,
        "weblink": str,
        "team": str,
        "department": str,
        "location": str,
    },
)
_ASSIGNER: Final = Reads(
    result=ResultKind.DICT,
    needs={"fullname": str, "email": str},
    takes={"weblink": str, "team": str, "department": str, "location": str},
)
_ASSIGNEE: Final = Reads(
    result=ResultKind.DICT,
    needs={"fullname": str, "email": str, "weblink": str},
    takes={"team": str, "department": str, "location": str},
)


def _get(site: str, when: str, reads: Reads, costs: Consequence) -> Call:
    return Call(
        site=site,
        when=when,
        args=(EMAIL,),
        kwargs={"db_session": SESSION},
        reads=reads,
        on_none=costs,
        on_missing=costs,
        on_error=costs,
    )


CONTACT: Final = HostType(
    type="contact",
    never_called=("create", "update", "delete"),
    methods=(
        HostMethod(
            name="get",
            about="What is known of a person.",
            calls=(
                _get("individual/service.py:77", "somebody is seen first", _SOFT, OPENING_STOPS),
                _get("participant/service.py:199", "somebody joins", _SOFT, OPENING_STOPS),
                _get("incident/flows.py:904", "somebody assigns a role", _ASSIGNER, UPDATE_STOPS),
                _get("incident/flows.py:907", "somebody has a new role", _ASSIGNEE, UPDATE_STOPS),
                _get("incident/messaging.py:572", "somebody joins", _SOFT, OPENING_STOPS),
                _get("incident/messaging.py:703", "somebody has a new role", _SOFT, UPDATE_STOPS),
                _get(
                    "plugins/dispatch_slack/incident/interactive.py:524",
                    "people are listed in the chat",
                    _SOFT,
                    HANDLER_FAILS,
                ),
                _get(
                    "plugins/dispatch_slack/incident/interactive.py:1837",
                    "an incident is reported in the chat",
                    _SOFT,
                    HANDLER_FAILS,
                ),
                Call(
                    site="individual/service.py:23",
                    when="somebody would be looked up",
                    args=(EMAIL,),
                    reads=_SOFT,
                    on_none=FINE,
                    on_missing=FINE,
                    on_error=FINE,
                    often=Frequency.NEVER,
                    note="Nobody calls the function that this is in.",
                ),
            ),
        ),
    ),
    notes=(
        "The result is never None: for somebody unknown, name and address are what was asked for.",
        "For somebody unknown, the plugin slack-contact raises, and dispatch-contact returns no "
        "weblink, which whoever is assigned a role needs.",
        "Name and weblink are stored each time, over those that the application has.",
        "The address in the result is the one that was asked for, to the letter.",
        'A weblink is a URL, "" or None.',
        "It is asked several times for everybody who joins: be quick.",
    ),
)
