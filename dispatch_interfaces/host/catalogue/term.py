"""Every call of a term plugin."""

from typing import Final

from dispatch_interfaces.host.calls import (
    JOB_ENDS,
    Call,
    Frequency,
    HostMethod,
    HostType,
    Reads,
    ResultKind,
)

TERM: Final = HostType(
    type="term",
    methods=(
        HostMethod(
            name="get",
            about="All terms of the organisation's vocabulary.",
            calls=(
                Call(
                    site="term/scheduled.py:38",
                    when="terms are synced",
                    reads=Reads(
                        result=ResultKind.ITERABLE,
                        items=Reads(
                            result=ResultKind.DICT,
                            needs={"text": str, "project": dict},
                            takes={"discoverable": bool, "definitions": list},
                        ),
                    ),
                    on_none=JOB_ENDS,
                    on_missing=JOB_ENDS,
                    on_error=JOB_ENDS,
                    often=Frequency.HOURLY,
                ),
            ),
        ),
    ),
    notes=(
        "Each item needs a `project` with its `name`; the documented example fails.",
        "The definitions replace all that a term has, those that people typed in as well.",
        "One that the application does not have yet ends the job: it is made without a project.",
        "Terms are matched by their text across all projects, and never deleted.",
    ),
)
