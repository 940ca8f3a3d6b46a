"""Every call of a source plugin."""

from typing import Final

from dispatch_interfaces.host.calls import (
    FINE,
    JOB_ENDS,
    Call,
    Frequency,
    HostMethod,
    HostType,
    Reads,
    ResultKind,
    Value,
)

EXTERNAL_ID: Final = Value("external_id", "str: external_id of the source")

SOURCE: Final = HostType(
    type="source",
    methods=(
        HostMethod(
            name="get",
            about="What is known of a source of data that is there already.",
            calls=(
                Call(
                    site="data/source/scheduled.py:46",
                    when="sources are synced",
                    kwargs={"external_id": EXTERNAL_ID},
                    reads=Reads(result=ResultKind.DICT, takes={"description": str, "links": list}),
                    on_none=FINE,
                    on_missing=JOB_ENDS,
                    on_error=JOB_ENDS,
                    often=Frequency.HOURLY,
                ),
            ),
        ),
    ),
    notes=(
        "Each key is set on the row, without any check.",
        "Leave out id, name, project_id and external_id.",
        "No source is made by it.",
    ),
)
