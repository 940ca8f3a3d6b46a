"""Every call of a ticket plugin."""

from typing import Final

from dispatch_interfaces.host.calls import (
    CASE_STOPS,
    LOGGED,
    OPENING_STOPS,
    REQUEST_FAILS,
    Call,
    HostMethod,
    HostType,
    Reads,
    ResultKind,
    Value,
)
from dispatch_interfaces.host.values import DESCRIPTION, EMAIL, METADATA, SESSION, TITLE, WEBLINK

INCIDENT_ID: Final = Value("incident_id", "int: id of the incident")
CASE_ID: Final = Value("case_id", "int: id of the case")
TASK_ID: Final = Value("task_number", "int: id of the task")
TICKET_ID: Final = Value("ticket_id", "str: resource_id of the ticket")
CASE_TICKET_ID: Final = Value("case_ticket_id", "str: resource_id of the ticket of a case")
TYPE: Final = Value("type_name", "str: name of the type, free text of the project")
PRIORITY: Final = Value("priority_name", "str: name of the priority, free text of the project")
SEVERITY: Final = Value("severity_name", "str: name of the severity, free text of the project")
STATUS: Final = Value("incident_status", 'str: "active", "stable" or "closed"')
CASE_STATUS: Final = Value("case_status", 'str: "new", "triage", "escalated", "stable", "closed"')
COST: Final = Value("cost", "Decimal or the int 0: never a str")
TASK_TITLE: Final = Value("task_title", "str | None: description of the task")
RESOLUTION: Final = Value("resolution", "str | None: how the case was resolved")

_TICKET: Final = Reads(
    result=ResultKind.DICT,
    needs={"resource_id": str},
    takes={"weblink": str, "resource_type": str},
    mutates=True,
)

TICKET: Final = HostType(
    type="ticket",
    methods=(
        HostMethod(
            name="create",
            about="Make the ticket of an incident, after which the incident is named.",
            calls=(
                Call(
                    site="ticket/flows.py:47",
                    when="an incident is opened",
                    args=(INCIDENT_ID, TITLE, EMAIL, EMAIL, METADATA),
                    kwargs={"db_session": SESSION},
                    reads=_TICKET,
                    on_none=LOGGED,
                    on_missing=OPENING_STOPS,
                    on_error=LOGGED,
                    note="Type, severity and priority follow with the first update.",
                ),
            ),
        ),
        HostMethod(
            name="update",
            about="Bring a ticket up to date with its incident.",
            calls=(
                Call(
                    site="ticket/flows.py:116",
                    when="an incident was opened or changed",
                    kwargs={
                        "ticket_id": TICKET_ID,
                        "title": TITLE,
                        "description": DESCRIPTION,
                        "incident_type": TYPE,
                        "incident_severity": SEVERITY,
                        "incident_priority": PRIORITY,
                        "status": STATUS,
                        "commander_email": EMAIL,
                        "reporter_email": EMAIL,
                        "conversation_weblink": WEBLINK,
                        "document_weblink": WEBLINK,
                        "storage_weblink": WEBLINK,
                        "conference_weblink": WEBLINK,
                        "dispatch_weblink": WEBLINK,
                        "cost": COST,
                        "incident_type_plugin_metadata": METADATA,
                    },
                    on_error=LOGGED,
                    note="A documented signature fails here, and nobody sees it.",
                ),
            ),
        ),
        HostMethod(
            name="update_metadata",
            about="Take over what a new type says of the tracker's own fields.",
            required=False,
            calls=(
                Call(
                    site="ticket/flows.py:360",
                    when="the type of an incident is changed",
                    kwargs={"ticket_id": TICKET_ID, "metadata": METADATA},
                    on_error=LOGGED,
                ),
            ),
        ),
        HostMethod(
            name="create_case_ticket",
            about="Make the ticket of a case, after which the case is named.",
            calls=(
                Call(
                    site="ticket/flows.py:167",
                    when="a case is opened",
                    args=(CASE_ID, TITLE, EMAIL, METADATA),
                    kwargs={"db_session": SESSION},
                    reads=_TICKET,
                    on_none=LOGGED,
                    on_missing=CASE_STOPS,
                    on_error=LOGGED,
                ),
            ),
        ),
        HostMethod(
            name="update_case_ticket",
            about="Bring a ticket up to date with its case.",
            calls=(
                Call(
                    site="ticket/flows.py:237",
                    when="a case was opened or changed",
                    kwargs={
                        "ticket_id": CASE_TICKET_ID,
                        "title": TITLE,
                        "description": DESCRIPTION,
                        "resolution": RESOLUTION,
                        "case_type": TYPE,
                        "case_severity": SEVERITY,
                        "case_priority": PRIORITY,
                        "status": CASE_STATUS,
                        "assignee_email": EMAIL,
                        "document_weblink": WEBLINK,
                        "storage_weblink": WEBLINK,
                        "dispatch_weblink": WEBLINK,
                        "case_type_plugin_metadata": METADATA,
                    },
                    on_error=LOGGED,
                    note='A weblink that is not there yet is "" here, and None for incidents.',
                ),
            ),
        ),
        HostMethod(
            name="create_task_ticket",
            about="Make a ticket of a task.",
            required=False,
            calls=(
                Call(
                    site="ticket/flows.py:311",
                    when="somebody wants a ticket of a task",
                    kwargs={
                        "task_id": TASK_ID,
                        "title": TASK_TITLE,
                        "assignee_email": EMAIL,
                        "reporter_email": EMAIL,
                        "incident_ticket_key": TICKET_ID,
                        "task_plugin_metadata": METADATA,
                        "db_session": SESSION,
                    },
                    reads=_TICKET,
                    on_none=LOGGED,
                    on_missing=REQUEST_FAILS,
                    on_error=LOGGED,
                    note="The dict goes to the browser: JSON must have a form for all of it.",
                ),
            ),
        ),
        HostMethod(
            name="delete",
            about="Delete a ticket.",
            required=False,
            calls=(
                Call(
                    site="ticket/flows.py:271",
                    when="an incident or case is deleted",
                    kwargs={"ticket_id": TICKET_ID},
                    on_error=LOGGED,
                ),
            ),
        ),
    ),
    notes=(
        "The incident is named after resource_id: with None it loses its name.",
        "It is the name of the channel, the groups and the folders too: keep it short and plain.",
        'A resource_type of "jira-error-ticket" asks for `create` once more later.',
    ),
)
