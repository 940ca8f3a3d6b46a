"""Every call of a document-resolver plugin."""

from typing import Final

from dispatch_interfaces.host.calls import (
    OPENING_STOPS,
    Call,
    Frequency,
    HostMethod,
    HostType,
    Reads,
    ResultKind,
)
from dispatch_interfaces.host.values import INCIDENT, SESSION

DOCUMENT_RESOLVER: Final = HostType(
    type="document-resolver",
    methods=(
        HostMethod(
            name="get",
            about="Documents that are related to an incident.",
            required=False,
            calls=(
                Call(
                    site="incident/messaging.py:69",
                    when="documents would be suggested to somebody new",
                    kwargs={"incident": INCIDENT, "db_session": SESSION},
                    reads=Reads(
                        result=ResultKind.ITERABLE,
                        items=Reads(result=ResultKind.OBJECT, needs={"resource_state": dict}),
                    ),
                    on_none=OPENING_STOPS,
                    on_missing=OPENING_STOPS,
                    on_error=OPENING_STOPS,
                    often=Frequency.NEVER,
                    note="Nobody calls the function that this is in.",
                ),
            ),
        ),
    ),
    notes=(
        "The application has no base class for it, and none of its plugins is one.",
        "What is read is the id of the application's own row, which no plugin knows.",
    ),
)
