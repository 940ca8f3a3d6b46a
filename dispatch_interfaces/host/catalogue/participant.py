"""Every call of a participant plugin."""

from typing import Final

from dispatch_interfaces.host.calls import (
    CASE_STOPS,
    OPENING_STOPS,
    Call,
    HostMethod,
    HostType,
    Reads,
    ResultKind,
)
from dispatch_interfaces.host.values import CASE, INCIDENT, PROJECT_ID, SESSION

_PEOPLE: Final = Reads(result=ResultKind.TUPLE, length=2)
_LISTS: Final = Reads(result=ResultKind.TUPLE, length=2, mutates=True)

PARTICIPANT: Final = HostType(
    type="participant",
    methods=(
        HostMethod(
            name="get",
            about="Who should take part: people with the service they stand for, and teams.",
            calls=(
                Call(
                    site="incident/flows.py:100",
                    when="an open incident is created, or changed while it is active",
                    kwargs={
                        "class_instance": INCIDENT,
                        "project_id": PROJECT_ID,
                        "db_session": SESSION,
                    },
                    reads=_PEOPLE,
                    on_none=OPENING_STOPS,
                    on_missing=OPENING_STOPS,
                    on_error=OPENING_STOPS,
                ),
                Call(
                    site="case/flows.py:64",
                    when="a case is created",
                    kwargs={
                        "class_instance": CASE,
                        "project_id": PROJECT_ID,
                        "db_session": SESSION,
                    },
                    reads=_LISTS,
                    on_none=CASE_STOPS,
                    on_missing=CASE_STOPS,
                    on_error=CASE_STOPS,
                ),
            ),
        ),
    ),
    notes=(
        "The documented parameters are never passed.",
        "Both lists have to be fresh: the application appends to them, for cases.",
        "A service is the id of the application's own row, or None; never the external id.",
        "A second person for the same service is not added.",
        "Of people and teams, `email` alone is read.",
    ),
)
