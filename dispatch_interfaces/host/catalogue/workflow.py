"""Every call of a workflow plugin."""

from typing import Final

from dispatch_interfaces.host.calls import (
    FINE,
    HANDLER_FAILS,
    JOB_ENDS,
    REQUEST_FAILS,
    Call,
    Consequence,
    Frequency,
    HostMethod,
    HostType,
    Reads,
    ResultKind,
    Severity,
    Value,
)

WORKFLOW_ID: Final = Value("workflow_id", "str: resource_id of the workflow")
PARAMS: Final = Value("params", "dict: what was entered, externalRef and workflowInstanceId")
TAGS: Final = Value("tags", "list[str]: workflowId:<id> and workflowInstanceId:<number>")

_SIGNAL_STOPS: Final = Consequence(Severity.ABORTS, "the processing of the signal stops half-way")

WORKFLOW: Final = HostType(
    type="workflow",
    lookup="the plugin of the workflow to run it, the project's active one to ask after it",
    never_called=("get_instance",),
    methods=(
        HostMethod(
            name="run",
            about="Start a workflow.",
            calls=(
                Call(
                    site="workflow/service.py:247",
                    when="somebody runs a workflow in the page",
                    args=(WORKFLOW_ID, PARAMS),
                    on_error=REQUEST_FAILS,
                ),
                Call(
                    site="workflow/flows.py:60",
                    when="a signal runs a workflow",
                    args=(WORKFLOW_ID, PARAMS),
                    on_error=_SIGNAL_STOPS,
                ),
                Call(
                    site="plugins/dispatch_slack/workflow.py:253",
                    when="somebody runs a workflow in the chat",
                    args=(WORKFLOW_ID, PARAMS),
                    on_error=HANDLER_FAILS,
                    note="Here values may be None.",
                ),
            ),
        ),
        HostMethod(
            name="get_workflow_instance",
            about="How far a run is, found by the number that `run` was given.",
            calls=(
                Call(
                    site="workflow/scheduled.py:37",
                    when="runs that are not final are looked after",
                    kwargs={"workflow_id": WORKFLOW_ID, "tags": TAGS},
                    reads=Reads(
                        result=ResultKind.DICT,
                        needs={"artifacts": list},
                        takes={"status": str, "weblink": str, "resource_id": str},
                        one_of=("Submitted", "Created", "Running", "Completed", "Failed"),
                    ),
                    on_none=FINE,
                    on_missing=JOB_ENDS,
                    on_error=JOB_ENDS,
                    often=Frequency.HALF_MINUTE,
                    note="A mistake of the application of September 2025 keeps it from being made.",
                ),
            ),
        ),
    ),
    notes=(
        "What `run` returns is not kept: only workflowInstanceId tells which run is meant.",
        "An artifact without resource_id becomes any other document.",
        "An artifact without resource_type ends the daily job of the documents.",
    ),
)
