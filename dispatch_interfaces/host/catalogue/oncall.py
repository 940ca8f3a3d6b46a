"""Every call of an oncall plugin."""

from typing import Final

from dispatch_interfaces.host.calls import (
    CASE_STOPS,
    FINE,
    HANDLER_FAILS,
    JOB_ENDS,
    OPENING_STOPS,
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
from dispatch_interfaces.host.values import DESCRIPTION, NAME, TITLE

SERVICE_ID: Final = Value("service_id", "str: external_id of the service, as the author knows it")
CASE_EVENT: Final = Value("case_event", 'str: "case"')
SCHEDULE_ID: Final = Value("schedule_id", "str: what get_schedule_id_from_service_id returned")
HOUR: Final = Value("hour", "int: 6 or 16")

_EMAIL: Final = Reads(result=ResultKind.STR)
_ENGAGING_STOPS: Final = Consequence(Severity.ABORTS, "engaging the service stops half-way")
_PAGE: Final = {
    "service_id": SERVICE_ID,
    "incident_name": NAME,
    "incident_title": TITLE,
    "incident_description": DESCRIPTION,
}

ONCALL: Final = HostType(
    type="oncall",
    lookup="the one enabled plugin of this type, or the one whose slug is the type of the service",
    methods=(
        HostMethod(
            name="get",
            about="Who is on call for a service: an address.",
            calls=(
                Call(
                    site="incident/service.py:58",
                    when="an incident is opened: who becomes its commander",
                    kwargs={"service_id": SERVICE_ID},
                    reads=_EMAIL,
                    on_none=FINE,
                    on_error=OPENING_STOPS,
                ),
                Call(
                    site="incident/flows.py:979",
                    when="a service is engaged for an incident",
                    kwargs={"service_id": SERVICE_ID},
                    reads=_EMAIL,
                    on_none=_ENGAGING_STOPS,
                    on_error=_ENGAGING_STOPS,
                ),
                Call(
                    site="case/flows.py:1407",
                    when="a service is engaged for a case",
                    kwargs={"service_id": SERVICE_ID},
                    reads=_EMAIL,
                    on_none=_ENGAGING_STOPS,
                    on_error=_ENGAGING_STOPS,
                ),
                Call(
                    site="service/flows.py:28",
                    when="a case or signal looks for its assignee",
                    kwargs={"service_id": SERVICE_ID},
                    reads=_EMAIL,
                    on_none=FINE,
                    on_error=CASE_STOPS,
                ),
                Call(
                    site="conversation/flows.py:349",
                    when="the description of a conversation is written",
                    args=(SERVICE_ID,),
                    reads=_EMAIL,
                    on_none=FINE,
                    on_error=OPENING_STOPS,
                ),
                Call(
                    site="forms/type/service.py:99",
                    when="a form is sent to who is on call",
                    args=(SERVICE_ID,),
                    reads=_EMAIL,
                    on_none=FINE,
                    on_error=REQUEST_FAILS,
                ),
                Call(
                    site="plugins/dispatch_core/plugin.py:571",
                    when="the participants of an incident are resolved",
                    args=(SERVICE_ID,),
                    reads=_EMAIL,
                    on_none=OPENING_STOPS,
                    on_error=OPENING_STOPS,
                ),
            ),
        ),
        HostMethod(
            name="page",
            about="Page who is on call.",
            calls=(
                Call(
                    site="incident/flows.py:421",
                    when="an incident is opened whose priority pages the commander",
                    kwargs=_PAGE,
                    on_error=OPENING_STOPS,
                ),
                Call(
                    site="incident/flows.py:1003",
                    when="a service is engaged for an incident, with a page",
                    kwargs=_PAGE,
                    on_error=_ENGAGING_STOPS,
                ),
                Call(
                    site="case/flows.py:333",
                    when="a case is opened whose priority pages the assignee",
                    kwargs=_PAGE,
                    on_error=CASE_STOPS,
                ),
                Call(
                    site="case/flows.py:1434",
                    when="a service is engaged for a case, with a page",
                    kwargs={**_PAGE, "event_type": CASE_EVENT},
                    on_error=_ENGAGING_STOPS,
                ),
            ),
        ),
        HostMethod(
            name="get_next_oncall",
            about="Who is on call next for a service.",
            required=False,
            calls=(
                Call(
                    site="incident/service.py:309",
                    when="a commander is engaged by a policy that engages the next one too",
                    kwargs={"service_id": SERVICE_ID},
                    reads=_EMAIL,
                    on_none=FINE,
                    on_error=OPENING_STOPS,
                ),
            ),
        ),
        HostMethod(
            name="get_schedule_id_from_service_id",
            about="The schedule of a service.",
            required=False,
            calls=(
                Call(
                    site="feedback/service/scheduled.py:194",
                    when="feedback on shifts is asked for, of a service with health metrics",
                    kwargs={"service_id": SERVICE_ID},
                    reads=_EMAIL,
                    on_none=FINE,
                    on_error=JOB_ENDS,
                    often=Frequency.DAILY,
                ),
            ),
        ),
        HostMethod(
            name="did_oncall_just_go_off_shift",
            about="Whose shift has just ended.",
            required=False,
            calls=(
                Call(
                    site="feedback/service/scheduled.py:96",
                    when="feedback on shifts is asked for, of a service with health metrics",
                    args=(SCHEDULE_ID, HOUR),
                    reads=Reads(
                        result=ResultKind.DICT,
                        needs={"email": str, "shift_end": str, "schedule_name": str},
                        takes={"shift_start": str},
                    ),
                    on_none=FINE,
                    on_missing=JOB_ENDS,
                    on_error=JOB_ENDS,
                    often=Frequency.DAILY,
                ),
            ),
        ),
        HostMethod(
            name="get_service_url",
            about="The page of a service.",
            required=False,
            calls=(
                Call(
                    site="plugins/dispatch_slack/case/interactive.py:2479",
                    when="a case is edited in the chat, whose type has an oncall service",
                    args=(SERVICE_ID,),
                    reads=Reads(result=ResultKind.STR),
                    on_none=FINE,
                    on_error=HANDLER_FAILS,
                ),
            ),
        ),
    ),
    notes=(
        "The type of a service must be the plugin's slug, or the plugin is passed over.",
        "`service_name` is never passed.",
        "An address goes into a field that validates it: it must be one that can be delivered to.",
    ),
)
