"""Every call of a task plugin."""

from typing import Final

from dispatch_interfaces.host.calls import (
    FINE,
    HANDLER_FAILS,
    JOB_ENDS,
    LOGGED,
    REQUEST_FAILS,
    Call,
    Frequency,
    HostMethod,
    HostType,
    Reads,
    ResultKind,
    Value,
)

FILE_ID: Final = Value("task_file_id", "str: id of the incident's document, or of its review")
LOOKBACK: Final = Value("lookback", "int: 600 or 86400 seconds")
TASK_ID: Final = Value("task_id", "str | None: resource_id of the task; None if made in the page")
STATUS: Final = Value("task_status", 'str: "Open" or "Resolved"')
RESOLVED: Final = Value("resolved", "bool: whether it is resolved")

_TASKS: Final = Reads(
    result=ResultKind.ITERABLE,
    items=Reads(
        result=ResultKind.DICT,
        needs={"resource_id": str},
        takes={"status": str, "description": str, "weblink": str, "creator": dict},
        forbids=("incident",),
        one_of=("Open", "Resolved"),
    ),
)

TASK: Final = HostType(
    type="task",
    never_called=("get", "create", "delete", "resolve"),
    methods=(
        HostMethod(
            name="list",
            about="What happened to the tasks of a document.",
            calls=(
                Call(
                    site="task/scheduled.py:60",
                    when="the tasks of open incidents, or of all incidents, are synced",
                    kwargs={"file_id": FILE_ID, "lookback": LOOKBACK},
                    reads=_TASKS,
                    on_none=JOB_ENDS,
                    on_missing=LOGGED,
                    on_error=FINE,
                    often=Frequency.HALF_MINUTE,
                    note="Each item is delivered about twenty times; a key with None erases.",
                ),
            ),
        ),
        HostMethod(
            name="update",
            about="Resolve a task, or open it again.",
            required=False,
            calls=(
                Call(
                    site="task/service.py:222",
                    when="a task is edited in the page",
                    args=(FILE_ID, TASK_ID),
                    kwargs={"resolved": STATUS},
                    on_error=FINE,
                    note='"Open" is true: compare it, or every edit resolves the task.',
                ),
                Call(
                    site="task/service.py:228",
                    when="a task that was not in the incident's document is edited in the page",
                    args=(FILE_ID, TASK_ID),
                    kwargs={"resolved": STATUS},
                    on_error=REQUEST_FAILS,
                ),
                Call(
                    site="plugins/dispatch_slack/incident/interactive.py:3076",
                    when="a task is resolved in the chat",
                    args=(FILE_ID, TASK_ID),
                    kwargs={"resolved": RESOLVED},
                    on_error=HANDLER_FAILS,
                ),
                Call(
                    site="plugins/dispatch_slack/incident/interactive.py:3079",
                    when="a task that was not in the incident's document is resolved in the chat",
                    args=(FILE_ID, TASK_ID),
                    kwargs={"resolved": RESOLVED},
                    on_error=HANDLER_FAILS,
                ),
            ),
        ),
    ),
    notes=(
        "A new task without creator and owner is dropped.",
        "An item with the key `incident` fails.",
        "Raise where a task is not in the given document: then the other document is tried.",
    ),
)
