"""Every call of a tag plugin."""

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

TAG: Final = HostType(
    type="tag",
    methods=(
        HostMethod(
            name="get",
            about="All tags, with their types.",
            calls=(
                Call(
                    site="tag/scheduled.py:43",
                    when="tags are synced",
                    reads=Reads(
                        result=ResultKind.ITERABLE,
                        items=Reads(
                            result=ResultKind.DICT,
                            needs={"tag_type": dict},
                            takes={"name": str, "description": str, "discoverable": bool},
                            forbids=("project",),
                            mutates=True,
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
        "An item must not have a `project`, which the application passes itself; a term needs one.",
        "A tag that is there, in any project, is not changed.",
    ),
)
