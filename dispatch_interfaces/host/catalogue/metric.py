"""Every call of a metric plugin."""

from typing import Final

from dispatch_interfaces.host.calls import (
    REQUEST_FAILS,
    Call,
    Consequence,
    Frequency,
    HostMethod,
    HostType,
    Severity,
    Value,
)

METRIC_NAME: Final = Value("metric_name", 'str: "server.call.counter" and the like')
METRIC_VALUE: Final = Value("metric_value", "float: seconds, of a timer")
NO_VALUE: Final = Value("no_value", "None: count one")
TAGS: Final = Value("metric_tags", "dict: str to str or int; status_code is an int")

_RESULT_LOST: Final = Consequence(
    Severity.ABORTS, "what was measured ends with the error, and its result is lost"
)
_COUNTED: Final = {"value": NO_VALUE, "tags": TAGS}

METRIC: Final = HostType(
    type="metric",
    lookup="every plugin whose slug is in the environment variable METRIC_PROVIDERS",
    methods=(
        HostMethod(
            name="gauge",
            about="Record a value.",
            required=False,
            calls=(
                Call(
                    site="metrics.py:26",
                    when="something is measured",
                    args=(METRIC_NAME, METRIC_VALUE),
                    kwargs={"tags": TAGS},
                    on_error=_RESULT_LOST,
                    often=Frequency.NEVER,
                    note="Nobody calls it.",
                ),
            ),
        ),
        HostMethod(
            name="counter",
            about="Count something, by one.",
            calls=(
                Call(
                    site="metrics.py:34",
                    when="a request was answered, a function called, a signal received",
                    args=(METRIC_NAME,),
                    kwargs=_COUNTED,
                    on_error=REQUEST_FAILS,
                    often=Frequency.REQUEST,
                ),
            ),
        ),
        HostMethod(
            name="timer",
            about="Record how long something took, in seconds.",
            calls=(
                Call(
                    site="metrics.py:42",
                    when="a request was answered or a function called",
                    args=(METRIC_NAME, METRIC_VALUE),
                    kwargs={"tags": TAGS},
                    on_error=_RESULT_LOST,
                    often=Frequency.REQUEST,
                ),
            ),
        ),
    ),
    notes=(
        "Neither a configuration nor a project is set: take settings from the environment.",
        "A slug that is not there fails at every metric.",
        "The application's own decorators for counting must not be put on a metric plugin: "
        "they call it.",
    ),
)
