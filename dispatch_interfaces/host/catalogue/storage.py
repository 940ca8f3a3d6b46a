"""Every call of a storage plugin."""

from typing import Final

from dispatch_interfaces.host.calls import (
    CASE_STOPS,
    FINE,
    IGNORED,
    JOB_ENDS,
    LOGGED,
    OPENING_STOPS,
    REQUEST_FAILS,
    TIMELINE,
    Call,
    Frequency,
    HostMethod,
    HostType,
    Reads,
    ResultKind,
    Value,
)
from dispatch_interfaces.host.values import EMAILS

FOLDER_ID: Final = Value("folder_id", "str: id of a folder that create_file made")
ROOT_ID: Final = Value("root_id", "str: root_id of the settings, or of the subject's tag")
FILE_ID: Final = Value("file_id", "str: id of a file or document")
TEMPLATE_ID: Final = Value("template_id", "str: id of the document that is copied")
FOLDER_NAME: Final = Value("folder_name", "str: name or title of the incident or case")
FILE_NAME: Final = Value("file_name", 'str: "<name> - Incident Document" and the like')
DOCUMENT: Final = Value("file_type", 'str: "document"')
MIME_TYPE: Final = Value("mime_type", 'str: "text/plain", or "text/csv" for a sheet')

_FILE: Final = Reads(result=ResultKind.DICT, needs={"id": str, "weblink": str}, mutates=True)
_ONLY_ID: Final = Reads(result=ResultKind.DICT, needs={"id": str}, mutates=True)
_TEXT: Final = Reads(result=ResultKind.STR)
_COPY: Final = {"folder_id": FOLDER_ID, "file_id": TEMPLATE_ID, "name": FILE_NAME}
_MEMBERS: Final = {"team_drive_or_file_id": FOLDER_ID, "participants": EMAILS}
_READ: Final = {"file_id": FILE_ID, "mime_type": MIME_TYPE}

STORAGE: Final = HostType(
    type="storage",
    settings=("root_id", "open_on_close", "read_only"),
    never_called=("create", "delete", "list", "archive", "list_files", "update", "add_file"),
    methods=(
        HostMethod(
            name="create_file",
            about="Make a folder, or an empty document.",
            calls=(
                Call(
                    site="storage/flows.py:51",
                    when="the folder of an incident or case is made",
                    kwargs={"parent_id": ROOT_ID, "name": FOLDER_NAME, "participants": EMAILS},
                    reads=_FILE,
                    on_none=LOGGED,
                    on_missing=OPENING_STOPS,
                    on_error=LOGGED,
                    note="The participants are usually addresses of groups.",
                ),
                Call(
                    site="storage/flows.py:66",
                    when="the first folder within it is made",
                    kwargs={"parent_id": FOLDER_ID, "name": FOLDER_NAME},
                    reads=_FILE,
                    on_none=OPENING_STOPS,
                    on_missing=OPENING_STOPS,
                    on_error=OPENING_STOPS,
                    note="It may become the folder that is stored, in place of the one above it.",
                ),
                Call(
                    site="storage/flows.py:71",
                    when="the second folder within it is made",
                    kwargs={"parent_id": FOLDER_ID, "name": FOLDER_NAME},
                    on_error=OPENING_STOPS,
                ),
                Call(
                    site="document/flows.py:52",
                    when="the document of an incident or case is made, without a template",
                    kwargs={"parent_id": FOLDER_ID, "name": FILE_NAME, "file_type": DOCUMENT},
                    reads=_FILE,
                    on_none=LOGGED,
                    on_missing=OPENING_STOPS,
                    on_error=LOGGED,
                ),
                Call(
                    site="forms/service.py:152",
                    when="forms are exported",
                    kwargs={"parent_id": ROOT_ID, "name": FOLDER_NAME},
                    reads=_FILE,
                    on_none=REQUEST_FAILS,
                    on_missing=REQUEST_FAILS,
                    on_error=REQUEST_FAILS,
                ),
            ),
        ),
        HostMethod(
            name="copy_file",
            about="Make a document from a template.",
            calls=(
                Call(
                    site="document/flows.py:43",
                    when="the document of an incident or case is made from a template",
                    kwargs=_COPY,
                    reads=_FILE,
                    on_none=LOGGED,
                    on_missing=OPENING_STOPS,
                    on_error=LOGGED,
                ),
                Call(
                    site="report/flows.py:155",
                    when="an executive report is written",
                    kwargs=_COPY,
                    reads=_FILE,
                    on_none=REQUEST_FAILS,
                    on_missing=REQUEST_FAILS,
                    on_error=REQUEST_FAILS,
                ),
                Call(
                    site="forms/service.py:163",
                    when="forms are exported",
                    kwargs=_COPY,
                    reads=_ONLY_ID,
                    on_none=REQUEST_FAILS,
                    on_missing=REQUEST_FAILS,
                    on_error=REQUEST_FAILS,
                ),
            ),
        ),
        HostMethod(
            name="move_file",
            about="Put a file into a folder, where it may be already.",
            calls=(
                Call(
                    site="document/flows.py:49",
                    when="a copied document is put into its folder",
                    args=(FOLDER_ID,),
                    kwargs={"file_id": FILE_ID},
                    on_error=LOGGED,
                ),
                Call(
                    site="report/flows.py:169",
                    when="an executive report is put into its folder",
                    kwargs={"new_folder_id": FOLDER_ID, "file_id": FILE_ID},
                    on_error=REQUEST_FAILS,
                ),
                Call(
                    site="forms/service.py:168",
                    when="exported forms are put into their folder",
                    kwargs={"new_folder_id": FOLDER_ID, "file_id": FILE_ID},
                    on_error=REQUEST_FAILS,
                ),
            ),
        ),
        HostMethod(
            name="get",
            about="The text of a document.",
            calls=(
                Call(
                    site="incident/scheduled.py:75",
                    when="incidents are tagged by the words of their documents",
                    args=(FILE_ID, MIME_TYPE),
                    reads=_TEXT,
                    on_none=JOB_ENDS,
                    on_missing=JOB_ENDS,
                    on_error=FINE,
                    often=Frequency.HOURLY,
                    note="An id of another plugin, or of what is gone, is usual: raise for it.",
                ),
                Call(
                    site="document/scheduled.py:46",
                    when="the terms in all documents are counted",
                    args=(FILE_ID, MIME_TYPE),
                    reads=_TEXT,
                    on_none=JOB_ENDS,
                    on_missing=JOB_ENDS,
                    on_error=FINE,
                    often=Frequency.DAILY,
                ),
                Call(
                    site="ai/service.py:404",
                    when="an incident is summed up",
                    kwargs=_READ,
                    reads=_TEXT,
                    on_none=LOGGED,
                    on_missing=LOGGED,
                    on_error=LOGGED,
                ),
                *(
                    Call(
                        site=f"ai/service.py:{line}",
                        when="tags are suggested from the documents of an incident",
                        kwargs=_READ,
                        reads=_TEXT,
                        on_none=REQUEST_FAILS,
                        on_missing=REQUEST_FAILS,
                        on_error=REQUEST_FAILS,
                    )
                    for line in (495, 515, 526)
                ),
            ),
        ),
        HostMethod(
            name="add_participant",
            about="Give people or groups access.",
            calls=(
                Call(
                    site="storage/flows.py:124",
                    when="a case becomes an incident, whose people get access to its folder",
                    kwargs=_MEMBERS,
                    on_error=LOGGED,
                ),
            ),
        ),
        HostMethod(
            name="remove_participant",
            about="Take access away.",
            required=False,
            calls=(
                Call(
                    site="storage/flows.py:134",
                    when="somebody loses access to a folder",
                    kwargs=_MEMBERS,
                    on_error=LOGGED,
                    often=Frequency.NEVER,
                    note="No flow gets here.",
                ),
            ),
        ),
        HostMethod(
            name="open",
            about="Let everybody of the organisation read a document.",
            required=False,
            calls=(
                Call(
                    site="document/flows.py:263",
                    when="an incident is closed, with open_on_close in the settings",
                    args=(FILE_ID,),
                    on_none=IGNORED,
                    on_error=TIMELINE,
                ),
            ),
        ),
        HostMethod(
            name="mark_readonly",
            about="Keep a document from being changed.",
            required=False,
            calls=(
                Call(
                    site="document/flows.py:308",
                    when="an incident is closed, with read_only in the settings",
                    args=(FILE_ID,),
                    on_none=IGNORED,
                    on_error=TIMELINE,
                ),
            ),
        ),
        HostMethod(
            name="delete_file",
            about="Delete a folder with all that is in it.",
            calls=(
                Call(
                    site="storage/flows.py:165",
                    when="an incident or case is deleted",
                    kwargs={"file_id": FOLDER_ID},
                    on_error=LOGGED,
                ),
            ),
        ),
    ),
    notes=(
        "A file type that is left out has to mean a folder.",
        "Without settings, the root is looked for in None: "
        f"{OPENING_STOPS.text}, and {CASE_STOPS.text}.",
    ),
)
