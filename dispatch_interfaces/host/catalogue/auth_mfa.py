"""Every call of an auth-mfa plugin."""

from typing import Final

from dispatch_interfaces.host.calls import (
    HANDLER_FAILS,
    REQUEST_FAILS,
    Call,
    HostMethod,
    HostType,
    Reads,
    ResultKind,
    Value,
)
from dispatch_interfaces.host.values import PROJECT_ID, SESSION, USER

ACTION: Final = Value("action", 'str: "signal-snooze" and the like')
CHALLENGE_ID: Final = Value("challenge_id", "UUID: challenge_id of a challenge")
PAYLOAD: Final = Value("mfa_payload", "MfaPayload: action, project_id and challenge_id as a str")

_CHALLENGED: Final = {
    "action": ACTION,
    "current_user": USER,
    "db_session": SESSION,
    "project_id": PROJECT_ID,
}
_STATUS: Final = Reads(result=ResultKind.STR, one_of=("approved", "denied", "expired", "pending"))

AUTH_MFA: Final = HostType(
    type="auth-mfa",
    never_called=("send_push_notification", "validate_mfa"),
    methods=(
        HostMethod(
            name="create_mfa_challenge",
            about="Begin a challenge: an object with its id, and the URL of the page to answer it.",
            calls=tuple(
                Call(
                    site=f"plugins/dispatch_slack/case/interactive.py:{line}",
                    when=when,
                    kwargs=_CHALLENGED,
                    reads=Reads(result=ResultKind.TUPLE, length=2),
                    on_none=HANDLER_FAILS,
                    on_missing=HANDLER_FAILS,
                    on_error=HANDLER_FAILS,
                    note="It has three seconds, until the chat gives up.",
                )
                for line, when in (
                    (1082, "a signal is snoozed"),
                    (2852, "somebody confirms what a signal has seen"),
                )
            ),
        ),
        HostMethod(
            name="wait_for_challenge",
            about="Wait until a challenge is answered, for five minutes at most.",
            calls=tuple(
                Call(
                    site=f"plugins/dispatch_slack/case/interactive.py:{line}",
                    when=when,
                    kwargs={"challenge_id": CHALLENGE_ID, "db_session": SESSION},
                    reads=_STATUS,
                    on_none=HANDLER_FAILS,
                    on_missing=HANDLER_FAILS,
                    on_error=HANDLER_FAILS,
                    note="A thread of the chat waits as long.",
                )
                for line, when in (
                    (1093, "a signal is snoozed"),
                    (2875, "somebody confirms what a signal has seen"),
                )
            ),
        ),
        HostMethod(
            name="validate_mfa_token",
            about="Take the answer to a challenge.",
            calls=(
                Call(
                    site="auth/views.py:398",
                    when="somebody answers a challenge in the page",
                    args=(PAYLOAD, USER, SESSION),
                    reads=Reads(result=ResultKind.STR),
                    on_none=REQUEST_FAILS,
                    on_missing=REQUEST_FAILS,
                    on_error=REQUEST_FAILS,
                    note="Errors of one family of the application come to HTTP 400.",
                ),
            ),
        ),
    ),
    notes=(
        "Return that a challenge was denied; the application has a text for it.",
        "The id of a challenge is a UUID here and a str there.",
    ),
)
