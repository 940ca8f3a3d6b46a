"""Every call of an investigation-tooling plugin."""

from typing import Final

from dispatch_interfaces.host.calls import (
    FINE,
    HANDLER_FAILS,
    Call,
    HostMethod,
    HostType,
    Reads,
    ResultKind,
)
from dispatch_interfaces.host.values import CASE

INVESTIGATION_TOOLING: Final = HostType(
    type="investigation-tooling",
    methods=(
        HostMethod(
            name="create_investigation",
            about="Begin an investigation of a case; what to say about it.",
            calls=(
                Call(
                    site="plugins/dispatch_slack/case/interactive.py:3195",
                    when="somebody wants a case investigated",
                    kwargs={"case": CASE},
                    reads=Reads(result=ResultKind.STR),
                    on_none=FINE,
                    on_missing=FINE,
                    on_error=HANDLER_FAILS,
                    note="The button for it is never shown, and takes the others with it.",
                ),
            ),
        ),
    ),
    notes=("There is no session of the database among the arguments.",),
)
