"""Every call of a monitor plugin."""

from typing import Final

from dispatch_interfaces.host.calls import (
    FINE,
    HANDLER_FAILS,
    JOB_ENDS,
    Call,
    Frequency,
    HostMethod,
    HostType,
    Reads,
    ResultKind,
    Value,
)

LINK: Final = Value("monitor_weblink", "str: the link that is watched")
MODIFIED: Final = Value("last_modified", "datetime: naive, in UTC")
MATCH: Final = Value("match", "dict: the groups of a match, among them weblink")

MONITOR: Final = HostType(
    type="monitor",
    lookup="every enabled plugin to find links, the one enabled plugin to look after them",
    never_called=("get_status",),
    methods=(
        HostMethod(
            name="get_matchers",
            about="Compiled patterns of the links that can be watched.",
            calls=(
                Call(
                    site="plugins/dispatch_slack/incident/interactive.py:1101",
                    when="somebody says something in the channel of an incident",
                    reads=Reads(
                        result=ResultKind.ITERABLE,
                        items=Reads(
                            result=ResultKind.OBJECT,
                            needs={"finditer": object, "groupindex": object},
                        ),
                    ),
                    on_none=HANDLER_FAILS,
                    on_missing=HANDLER_FAILS,
                    on_error=HANDLER_FAILS,
                ),
            ),
        ),
        HostMethod(
            name="get_match_status",
            about="What has become of a link; nothing if it is unknown or has not changed.",
            calls=(
                Call(
                    site="monitor/scheduled.py:43",
                    when="the links of open incidents are looked after",
                    kwargs={"weblink": LINK, "last_modified": MODIFIED},
                    reads=Reads(result=ResultKind.DICT, needs={"state": str}),
                    on_none=FINE,
                    on_missing=JOB_ENDS,
                    on_error=JOB_ENDS,
                    often=Frequency.HALF_MINUTE,
                    note="The first status of a link fails in the application itself.",
                ),
                Call(
                    site="plugins/dispatch_slack/incident/interactive.py:1112",
                    when="somebody says a link in the channel of an incident",
                    args=(MATCH,),
                    reads=Reads(result=ResultKind.DICT, takes={"state": str, "title": str}),
                    on_none=FINE,
                    on_missing=HANDLER_FAILS,
                    on_error=HANDLER_FAILS,
                ),
            ),
        ),
    ),
    notes=(
        "A pattern needs a group named weblink.",
        "A link may come as a text or within a dict.",
        "Links of other monitors are asked about too: answer None.",
        "All values of a status are texts.",
    ),
)
