"""Every call of a document plugin."""

from typing import Final

from dispatch_interfaces.host.calls import (
    OPENING_STOPS,
    REQUEST_FAILS,
    Call,
    Consequence,
    HostMethod,
    HostType,
    Reads,
    ResultKind,
    Severity,
    Value,
)

DOCUMENT_ID: Final = Value("document_id", "str: id that the storage plugin gave the document")
HEADER: Final = Value("header", 'str: "Timeline"')
DOC_NAME: Final = Value("doc_name", 'str: "Incident", "Incident Review" or "Case"')
REQUEST: Final = Value("request", "list[dict]: requests in the form of Google Docs")

_REPORT_STOPS: Final = Consequence(Severity.ABORTS, "the report stops half-way")
_SUCCESS: Final = Reads(result=ResultKind.BOOL)
_TABLE: Final = Reads(result=ResultKind.TUPLE, length=4)
_REQUEST: Final = {"document_id": DOCUMENT_ID, "request": REQUEST}

DOCUMENT: Final = HostType(
    type="document",
    never_called=("get", "create", "delete"),
    methods=(
        HostMethod(
            name="update",
            about="Fill in the placeholders of a document.",
            calls=(
                Call(
                    site="document/flows.py:196",
                    when="an incident or case was opened, became stable or was closed",
                    args=(DOCUMENT_ID,),
                    variables=True,
                    on_error=OPENING_STOPS,
                    note="Without a working storage plugin, the id is missing and this stops.",
                ),
                Call(
                    site="report/flows.py:209",
                    when="an executive report is written",
                    args=(DOCUMENT_ID,),
                    variables=True,
                    on_error=_REPORT_STOPS,
                ),
                Call(
                    site="forms/service.py:202",
                    when="forms are exported",
                    args=(DOCUMENT_ID,),
                    variables=True,
                    on_error=REQUEST_FAILS,
                ),
            ),
        ),
        HostMethod(
            name="get_table_details",
            about="Where the table below a header is, in the positions of Google Docs.",
            required=False,
            calls=tuple(
                Call(
                    site=f"event/service.py:{line}",
                    when=f"the timeline of {what} is exported",
                    kwargs={"document_id": DOCUMENT_ID, "header": HEADER, "doc_name": DOC_NAME},
                    reads=_TABLE,
                    on_none=REQUEST_FAILS,
                    on_missing=REQUEST_FAILS,
                    on_error=REQUEST_FAILS,
                )
                for line, what in (
                    (368, "an incident"),
                    (478, "an incident"),
                    (641, "a case"),
                    (751, "a case"),
                )
            ),
        ),
        HostMethod(
            name="delete_table",
            about="Delete the table of an earlier export.",
            required=False,
            calls=tuple(
                Call(
                    site=f"event/service.py:{line}",
                    when=f"the timeline of {what} is exported once more",
                    kwargs=_REQUEST,
                    reads=_SUCCESS,
                    on_error=REQUEST_FAILS,
                )
                for line, what in ((385, "an incident"), (658, "a case"))
            ),
        ),
        HostMethod(
            name="insert",
            about="Change a document by requests of Google Docs.",
            required=False,
            calls=tuple(
                Call(
                    site=f"event/service.py:{line}",
                    when=f"the timeline of {what} is exported",
                    kwargs=_REQUEST,
                    reads=_SUCCESS,
                    on_none=REQUEST_FAILS,
                    on_error=REQUEST_FAILS,
                )
                for line, what in (
                    (402, "an incident"),
                    (466, "an incident"),
                    (557, "an incident"),
                    (675, "a case"),
                    (739, "a case"),
                    (830, "a case"),
                )
            ),
        ),
    ),
    notes=(
        "The keywords are names of placeholders: `name`, `title`, names with spaces and dots.",
        "Values are texts or None.",
        "Ids come from the storage plugin: both have to know the same.",
    ),
)
