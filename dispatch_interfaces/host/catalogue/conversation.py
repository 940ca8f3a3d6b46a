"""Every call of a conversation plugin."""

from collections.abc import Mapping
from typing import Any, Final

from dispatch_interfaces.host.calls import (
    CASE_STOPS,
    FINE,
    HANDLER_FAILS,
    IGNORED,
    JOB_ENDS,
    LOGGED,
    OPENING_STOPS,
    REQUEST_FAILS,
    TIMELINE,
    UPDATE_STOPS,
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
from dispatch_interfaces.host.values import (
    BLOCKS,
    CASE,
    EMAIL,
    EMAILS,
    ITEMS,
    MESSAGE_TYPE,
    NAME,
    NO_TEMPLATE,
    SESSION,
    TEMPLATE,
    TEXT,
    TITLE,
    WEBLINK,
)

CHANNEL: Final = Value("channel_id", "str: id of a conversation that create made")
TARGET: Final = Value("target", "str: name or id of a channel, as an admin has entered it")
THREAD: Final = Value("thread_id", "str: timestamp of the first message of a thread")
TIMESTAMP: Final = Value("ts", "str: timestamp of a message to write anew")
COMMAND: Final = Value("command", 'str: "assign-role" and the like, or None')
TOPIC: Final = Value("topic", "str: of any length, with emoji")
PERSIST: Final = Value("persist", "bool: True, the message is pinned")
SUBJECT: Final = Value("case", "Incident or Case: a row of the application")
EVENT_ID: Final = Value("plugin_event_id", "int: id of the kind of activity")
OLDEST: Final = Value("oldest", "float: seconds since the epoch")
SIGNAL: Final = Value("signal_instance", "SignalInstance: a row of the application")
ENGAGEMENT: Final = Value("engagement", "SignalEngagement: a row of the application")
ENGAGEMENT_STATUS: Final = Value("engagement_status", 'str: "new"')
USER_ROW: Final = Value("user_row", "DispatchUser: a row of the application")
CASE_ID: Final = Value("case_id", "int: id of the case")
YES: Final = Value("yes", "bool: True")
REACTION: Final = Value("important_reaction", "str | None: name of an emoji")
CANVAS: Final = Value("canvas_id", "str: what create_canvas returned")
CONTENT: Final = Value("content", "str: Markdown")
EXTRA: Final = Value("extra", "list[dict]: what the buttons of the message are about")
TASK_TEXT: Final = Value("task_text", "str: of the task")

_NOTICE_STOPS: Final = Consequence(Severity.ABORTS, "nobody is told, and what follows is left out")
_JOINING_STOPS: Final = Consequence(Severity.ABORTS, "the joining of somebody stops half-way")
_MESSAGE: Final = (CHANNEL, TEXT, TEMPLATE, MESSAGE_TYPE)
_DIRECT: Final = (EMAIL, TEXT, TEMPLATE, MESSAGE_TYPE)
_EPHEMERAL: Final = (CHANNEL, EMAIL, TEXT, TEMPLATE, MESSAGE_TYPE)
_MADE: Final = Reads(
    result=ResultKind.DICT,
    needs={"id": str, "weblink": str},
    takes={"timestamp": str},
    mutates=True,
)
_TIMED: Final = Reads(result=ResultKind.DICT, takes={"timestamp": str})


def _send(site: str, when: str, on_error: Consequence, note: str = "", **more: Any) -> Call:
    given: Mapping[str, Any] = {"args": _MESSAGE, "variables": True, **more}
    return Call(site=site, when=when, on_error=on_error, note=note, **given)


def _direct(site: str, when: str, on_error: Consequence, **more: Any) -> Call:
    return Call(
        site=site, when=when, args=_DIRECT, kwargs={"items": ITEMS}, on_error=on_error, **more
    )


CONVERSATION: Final = HostType(
    type="conversation",
    never_called=(
        "open_dialog",
        "open_modal",
        "get_participant_username",
        "get_participant_email",
        "delete_canvas",
    ),
    methods=(
        HostMethod(
            name="create",
            about="Make a channel.",
            calls=(
                Call(
                    site="conversation/flows.py:204",
                    when="an incident is opened",
                    args=(NAME,),
                    reads=_MADE,
                    on_none=LOGGED,
                    on_missing=OPENING_STOPS,
                    on_error=TIMELINE,
                    note="The channel exists already when a key turns out to be missing.",
                ),
                Call(
                    site="conversation/flows.py:78",
                    when="a case gets a channel of its own",
                    kwargs={"name": NAME},
                    reads=_MADE,
                    on_none=LOGGED,
                    on_missing=CASE_STOPS,
                    on_error=LOGGED,
                    note="A timestamp in the result makes a thread of the case.",
                ),
            ),
        ),
        HostMethod(
            name="create_threaded",
            about="Begin a thread for a case, in a channel that is there.",
            required=False,
            calls=(
                Call(
                    site="conversation/flows.py:66",
                    when="a case is opened in a thread",
                    kwargs={"case": CASE, "conversation_id": TARGET, "db_session": SESSION},
                    reads=_MADE,
                    on_none=LOGGED,
                    on_missing=CASE_STOPS,
                    on_error=LOGGED,
                ),
            ),
        ),
        HostMethod(
            name="update_thread",
            about="Show a case as it is now at the beginning of its thread.",
            required=False,
            calls=(
                Call(
                    site="conversation/flows.py:132",
                    when="a case in a thread was changed",
                    kwargs={"case": CASE, "conversation_id": CHANNEL, "ts": THREAD},
                    on_error=TIMELINE,
                ),
                Call(
                    site="case/flows.py:245",
                    when="a case in a thread was changed",
                    kwargs={"case": CASE, "conversation_id": CHANNEL, "ts": THREAD},
                    on_error=Consequence(Severity.ABORTS, "the update of the case stops half-way"),
                ),
            ),
        ),
        HostMethod(
            name="send",
            about="Say something to everybody in a channel.",
            calls=(
                _send("incident/messaging.py:448", "an incident was changed", UPDATE_STOPS),
                _send("incident/messaging.py:796", "somebody has a new role", UPDATE_STOPS),
                _send("incident/messaging.py:912", "an incident has a new commander", UPDATE_STOPS),
                _send("incident/messaging.py:941", "a status report is due", JOB_ENDS),
                _send(
                    "monitor/flows.py:32",
                    "the state of a monitored link has changed",
                    JOB_ENDS,
                    often=Frequency.HALF_MINUTE,
                ),
                _send(
                    "workflow/flows.py:19",
                    "a workflow was run",
                    REQUEST_FAILS,
                    note="Without a conversation plugin, this fails as well.",
                ),
                _send("case/messaging.py:243", "a case was changed", _NOTICE_STOPS),
                _send(
                    "notification/service.py:115",
                    "somebody subscribed to notifications",
                    LOGGED,
                    args=(TARGET, TEXT, TEMPLATE, MESSAGE_TYPE),
                ),
                *(
                    Call(
                        site=site,
                        when=when,
                        args=(CHANNEL, TEXT, NO_TEMPLATE, MESSAGE_TYPE),
                        kwargs={"blocks": BLOCKS},
                        on_error=on_error,
                    )
                    for site, when, on_error in (
                        ("incident/messaging.py:635", "somebody joins", _JOINING_STOPS),
                        ("incident/messaging.py:768", "several people join", OPENING_STOPS),
                        ("case/messaging.py:471", "help for a case is shown", LOGGED),
                        ("conversation/flows.py:169", "a case becomes an incident", LOGGED),
                    )
                ),
                *(
                    Call(
                        site=site,
                        when=when,
                        args=(CHANNEL, TEXT, NO_TEMPLATE, MESSAGE_TYPE),
                        kwargs={"blocks": BLOCKS, "ts": THREAD},
                        on_error=on_error,
                    )
                    for site, when, on_error in (
                        (
                            "incident/messaging.py:626",
                            "somebody joins a case in a thread",
                            _JOINING_STOPS,
                        ),
                        (
                            "incident/messaging.py:759",
                            "several people join a case in a thread",
                            CASE_STOPS,
                        ),
                        (
                            "conversation/flows.py:148",
                            "a case in a thread becomes an incident",
                            LOGGED,
                        ),
                    )
                ),
                Call(
                    site="report/messaging.py:55",
                    when="a tactical report is written",
                    args=(CHANNEL, TEXT, TEMPLATE),
                    kwargs={"notification_type": MESSAGE_TYPE, "persist": PERSIST},
                    variables=True,
                    on_error=REQUEST_FAILS,
                ),
                Call(
                    site="case/messaging.py:547",
                    when="a case in a thread is presented",
                    kwargs={
                        "conversation_id": CHANNEL,
                        "text": TEXT,
                        "message_template": NO_TEMPLATE,
                        "notification_type": MESSAGE_TYPE,
                        "blocks": BLOCKS,
                        "ts": THREAD,
                    },
                    on_error=_NOTICE_STOPS,
                ),
            ),
        ),
        HostMethod(
            name="send_direct",
            about="Say something to one person.",
            calls=(
                _direct("incident/messaging.py:980", "an incident should be closed", JOB_ENDS),
                _direct("incident/messaging.py:1034", "feedback is asked for", UPDATE_STOPS),
                _direct("incident/messaging.py:1126", "tips are given", OPENING_STOPS),
                _direct("incident/messaging.py:1076", "a task reminds its owner", LOGGED),
                _direct("case/messaging.py:509", "feedback on a case is asked for", LOGGED),
                _direct(
                    "feedback/service/messaging.py:88",
                    "feedback on a shift is asked for",
                    LOGGED,
                    often=Frequency.DAILY,
                ),
                _direct(
                    "plugins/dispatch_slack/feedback/interactive.py:465",
                    "feedback was given",
                    LOGGED,
                ),
                _direct("report/messaging.py:195", "a report is due", JOB_ENDS),
                _direct("case/messaging.py:75", "a case is new for too long", JOB_ENDS),
                _direct("case/messaging.py:113", "a case is triaged for too long", JOB_ENDS),
            ),
        ),
        HostMethod(
            name="send_ephemeral",
            about="Say something that one person in a channel sees.",
            calls=(
                *(
                    Call(site=site, when=when, args=_EPHEMERAL, variables=True, on_error=on_error)
                    for site, when, on_error in (
                        ("incident/messaging.py:149", "somebody joins an incident", OPENING_STOPS),
                        ("incident/messaging.py:1161", "an incident needs its type", UPDATE_STOPS),
                        ("incident/messaging.py:1201", "an event is to be reported", LOGGED),
                    )
                ),
                *(
                    Call(
                        site=site,
                        when=when,
                        args=(CHANNEL, EMAIL, TEXT),
                        kwargs={"blocks": BLOCKS},
                        on_error=UPDATE_STOPS,
                        often=Frequency.NEVER,
                        note="Nobody calls the function that this is in.",
                    )
                    for site, when in (
                        ("incident/messaging.py:829", "tags would be suggested"),
                        ("incident/messaging.py:870", "tasks would be shown"),
                        ("conversation/messaging.py:32", "a message would be sent"),
                    )
                ),
                Call(
                    site="case/messaging.py:379",
                    when="somebody joins a case",
                    kwargs={
                        "conversation_id": CHANNEL,
                        "user": EMAIL,
                        "text": TEXT,
                        "message_template": TEMPLATE,
                        "notification_type": MESSAGE_TYPE,
                    },
                    variables=True,
                    on_error=CASE_STOPS,
                ),
                Call(
                    site="case/messaging.py:413",
                    when="somebody joins a case in a thread",
                    kwargs={
                        "conversation_id": CHANNEL,
                        "user": EMAIL,
                        "text": TEXT,
                        "blocks": BLOCKS,
                    },
                    on_error=CASE_STOPS,
                ),
                Call(
                    site="task/flows.py:117",
                    when="somebody was added because of a task",
                    args=(CHANNEL, EMAIL, TEXT),
                    kwargs={
                        "message_template": TEMPLATE,
                        "notification_type": MESSAGE_TYPE,
                        "task_creator": EMAIL,
                        "task_description": TASK_TEXT,
                        "task_weblink": WEBLINK,
                    },
                    on_error=LOGGED,
                ),
            ),
        ),
        HostMethod(
            name="send_message",
            about="Show blocks in a channel, without a text.",
            required=False,
            calls=(
                Call(
                    site="case/flows.py:897",
                    when="a case was made an incident",
                    kwargs={"conversation_id": CHANNEL, "blocks": BLOCKS},
                    on_error=REQUEST_FAILS,
                ),
            ),
        ),
        HostMethod(
            name="add",
            about="Add people to a channel.",
            calls=(
                Call(
                    site="conversation/flows.py:505",
                    when="people join a case",
                    args=(CHANNEL, EMAILS),
                    on_error=CASE_STOPS,
                ),
                Call(
                    site="conversation/flows.py:549",
                    when="people join an incident",
                    args=(CHANNEL, EMAILS),
                    on_error=TIMELINE,
                ),
            ),
        ),
        HostMethod(
            name="add_to_thread",
            about="Add people to a thread.",
            required=False,
            calls=(
                Call(
                    site="conversation/flows.py:489",
                    when="people join a case in a thread",
                    args=(CHANNEL, THREAD, EMAILS),
                    on_error=CASE_STOPS,
                ),
            ),
        ),
        HostMethod(
            name="remove_user",
            about="Remove somebody from a channel.",
            required=False,
            calls=tuple(
                Call(
                    site=site,
                    when=when,
                    kwargs={"conversation_id": CHANNEL, "user_email": EMAIL},
                    on_error=LOGGED,
                )
                for site, when in (
                    ("incident/flows.py:1233", "somebody leaves an incident"),
                    ("case/flows.py:215", "somebody leaves a case"),
                )
            ),
        ),
        HostMethod(
            name="get_all_member_emails",
            about="Everybody in a channel, to be made participants.",
            required=False,
            calls=(
                Call(
                    site="incident/scheduled.py:369",
                    when="the members of open incidents are synced",
                    args=(CHANNEL,),
                    reads=Reads(result=ResultKind.ITERABLE, items=Reads(result=ResultKind.STR)),
                    on_none=JOB_ENDS,
                    on_missing=JOB_ENDS,
                    on_error=JOB_ENDS,
                    often=Frequency.HOURLY,
                ),
            ),
        ),
        HostMethod(
            name="archive",
            about="Archive a channel; one that is archived stays so.",
            calls=tuple(
                Call(site=site, when=when, args=(CHANNEL,), on_error=TIMELINE)
                for site, when in (
                    ("conversation/flows.py:259", "an incident or case is closed"),
                    ("conversation/flows.py:582", "an incident or case is deleted"),
                )
            ),
        ),
        HostMethod(
            name="unarchive",
            about="Open an archived channel again.",
            required=False,
            calls=(
                Call(
                    site="conversation/flows.py:284",
                    when="a closed incident or case is opened again",
                    args=(CHANNEL,),
                    on_error=TIMELINE,
                ),
            ),
        ),
        HostMethod(
            name="rename",
            about="Give a channel another name.",
            required=False,
            calls=(
                Call(
                    site="incident/flows.py:199",
                    when="a case with a channel becomes an incident",
                    kwargs={"conversation_id": CHANNEL, "name": NAME},
                    on_error=OPENING_STOPS,
                ),
                Call(
                    site="conversation/flows.py:578",
                    when="an incident or case is deleted",
                    args=(CHANNEL, NAME),
                    on_error=LOGGED,
                    note="If it fails, the channel is not archived either.",
                ),
            ),
        ),
        HostMethod(
            name="set_topic",
            about="Set the topic of a channel.",
            calls=(
                Call(
                    site="conversation/flows.py:330",
                    when="an incident was opened or changed",
                    args=(CHANNEL, TOPIC),
                    on_error=TIMELINE,
                ),
            ),
        ),
        HostMethod(
            name="set_description",
            about="Say what a channel is for.",
            required=False,
            calls=(
                Call(
                    site="conversation/flows.py:390",
                    when="an incident was opened",
                    args=(CHANNEL, TOPIC),
                    on_error=TIMELINE,
                ),
            ),
        ),
        HostMethod(
            name="add_bookmark",
            about="Keep a link where everybody in a channel sees it.",
            required=False,
            calls=(
                Call(
                    site="conversation/flows.py:443",
                    when="the resources of an incident were made",
                    args=(CHANNEL, WEBLINK),
                    kwargs={"title": TITLE},
                    on_error=TIMELINE,
                ),
            ),
        ),
        HostMethod(
            name="get_participant_avatar_url",
            about="The picture of somebody, found by address.",
            calls=tuple(
                Call(
                    site=site,
                    when=when,
                    args=(EMAIL,),
                    reads=Reads(result=ResultKind.STR),
                    on_none=FINE,
                    on_error=_NOTICE_STOPS,
                )
                for site, when in (
                    ("incident/messaging.py:589", "somebody joins"),
                    ("incident/messaging.py:718", "somebody has a new role"),
                )
            ),
        ),
        HostMethod(
            name="get_command_name",
            about="What users type for a command of the application.",
            calls=tuple(
                Call(
                    site=site,
                    when=when,
                    args=(COMMAND,),
                    reads=Reads(result=ResultKind.ANYTHING),
                    on_none=FINE,
                    on_error=on_error,
                )
                for site, when, on_error in (
                    ("incident/messaging.py:967", "an incident should be closed", JOB_ENDS),
                    ("incident/messaging.py:1107", "tips are given", OPENING_STOPS),
                    ("incident/messaging.py:1108", "tips are given", OPENING_STOPS),
                    ("incident/messaging.py:1111", "tips are given", OPENING_STOPS),
                    ("incident/messaging.py:1112", "tips are given", OPENING_STOPS),
                    ("report/messaging.py:180", "a report is due", JOB_ENDS),
                    ("case/messaging.py:457", "help for a case is shown", _NOTICE_STOPS),
                )
            ),
        ),
        HostMethod(
            name="create_engagement_threaded",
            about="Ask somebody about a signal.",
            required=False,
            calls=(
                Call(
                    site="signal/flows.py:298",
                    when="a signal concerns somebody",
                    kwargs={
                        "signal_instance": SIGNAL,
                        "case": CASE,
                        "conversation_id": CHANNEL,
                        "thread_id": THREAD,
                        "user": USER_ROW,
                        "engagement": ENGAGEMENT,
                        "engagement_status": ENGAGEMENT_STATUS,
                    },
                    reads=_TIMED,
                    on_none=CASE_STOPS,
                    on_missing=CASE_STOPS,
                    on_error=CASE_STOPS,
                ),
            ),
        ),
        HostMethod(
            name="update_signal_message",
            about="Show the signals of a case as they are now.",
            required=False,
            calls=(
                Call(
                    site="signal/flows.py:321",
                    when="a case has one more signal",
                    kwargs={
                        "case_id": CASE_ID,
                        "conversation_id": CHANNEL,
                        "db_session": SESSION,
                        "thread_id": THREAD,
                    },
                    on_error=CASE_STOPS,
                ),
            ),
        ),
        HostMethod(
            name="get_conversation",
            about="What was said in a channel.",
            required=False,
            calls=tuple(
                Call(
                    site=site,
                    when=when,
                    kwargs={
                        "conversation_id": CHANNEL,
                        "include_user_details": YES,
                        "important_reaction": REACTION,
                    },
                    on_none=FINE,
                    on_error=REQUEST_FAILS,
                )
                for site, when in (
                    ("ai/service.py:645", "somebody wants to read in"),
                    ("ai/service.py:741", "a tactical report is suggested"),
                )
            ),
        ),
        HostMethod(
            name="get_conversation_replies",
            about="What was said in a thread.",
            required=False,
            calls=(
                Call(
                    site="ai/service.py:220",
                    when="signals are analysed by earlier cases",
                    kwargs={"conversation_id": CHANNEL, "thread_ts": THREAD},
                    reads=Reads(result=ResultKind.ITERABLE, items=Reads(result=ResultKind.STR)),
                    on_none=HANDLER_FAILS,
                    on_missing=HANDLER_FAILS,
                    on_error=HANDLER_FAILS,
                ),
            ),
        ),
        HostMethod(
            name="fetch_events",
            about="Activity of people, to be counted as cost.",
            required=False,
            calls=tuple(
                Call(
                    site=site,
                    when=when,
                    kwargs={
                        "db_session": SESSION,
                        "subject": SUBJECT,
                        "plugin_event_id": EVENT_ID,
                        "oldest": OLDEST,
                    },
                    reads=Reads(
                        result=ResultKind.ITERABLE, items=Reads(result=ResultKind.TUPLE, length=2)
                    ),
                    on_none=LOGGED,
                    on_missing=LOGGED,
                    on_error=LOGGED,
                    often=Frequency.HOURLY,
                )
                for site, when in (
                    ("incident_cost/service.py:226", "the cost of incidents is counted"),
                    ("case_cost/service.py:195", "the cost of cases is counted"),
                )
            ),
        ),
        HostMethod(
            name="create_canvas",
            about="Make a page within a channel.",
            required=False,
            calls=tuple(
                Call(
                    site=site,
                    when=when,
                    kwargs={
                        "conversation_id": CHANNEL,
                        "title": TITLE,
                        "user_emails": EMAILS,
                        "content": CONTENT,
                    },
                    reads=Reads(result=ResultKind.STR),
                    on_none=LOGGED,
                    on_missing=LOGGED,
                    on_error=LOGGED,
                )
                for site, when in (
                    ("canvas/flows.py:73", "an incident is opened"),
                    ("canvas/flows.py:145", "a case is opened"),
                )
            ),
        ),
        HostMethod(
            name="edit_canvas",
            about="Write a page within a channel anew.",
            required=False,
            calls=tuple(
                Call(
                    site=site,
                    when=when,
                    kwargs={"canvas_id": CANVAS, "content": CONTENT},
                    reads=Reads(result=ResultKind.BOOL),
                    on_none=LOGGED,
                    on_error=LOGGED,
                )
                for site, when in (
                    ("canvas/flows.py:246", "the people of an incident have changed"),
                    ("canvas/flows.py:415", "the people of a case have changed"),
                )
            ),
        ),
    ),
    notes=(
        "Variables of templates come as keywords: `name`, `type`, `status`; not all are texts.",
        "A template is a list of parts; with blocks it is empty.",
        "Blocks are those of Slack: another platform translates them, or shows the text.",
        f"The results of all messages are passed over ({IGNORED.text}).",
        "Of the errors of plugins, the application knows those of Slack alone.",
    ),
)
