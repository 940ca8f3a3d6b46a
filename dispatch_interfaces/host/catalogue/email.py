"""Every call of an email plugin."""

from typing import Final

from dispatch_interfaces.host.calls import (
    LOGGED,
    REQUEST_FAILS,
    Call,
    Consequence,
    Frequency,
    HostMethod,
    HostType,
    Reads,
    ResultKind,
    Value,
)
from dispatch_interfaces.host.values import ITEMS, MESSAGE_TYPE, NAME, TEMPLATE, TEXT, WEBLINK

RECIPIENT: Final = Value("email", "str: address of a person or a group, not validated")
MAIL_SUBJECT: Final = Value("mail_subject", "str: subject of the mail")
CC: Final = Value("cc", "str | None: address of the project's owner")
FULL_NAME: Final = Value("full_name", "str: of who is written to")

_MAIL: Final = (RECIPIENT, TEXT, TEMPLATE, MESSAGE_TYPE)
_LISTED: Final = {"name": NAME, "subject": MAIL_SUBJECT, "items": ITEMS}
_FEEDBACK: Final = {**_LISTED, "cc": CC, "contact_fullname": FULL_NAME, "contact_weblink": WEBLINK}


def _with_variables(site: str, when: str, on_error: Consequence = LOGGED) -> Call:
    return Call(site=site, when=when, args=_MAIL, variables=True, on_error=on_error)


EMAIL: Final = HostType(
    type="email",
    methods=(
        HostMethod(
            name="send",
            about="Send a mail.",
            calls=(
                _with_variables("incident/messaging.py:228", "somebody joins an incident"),
                _with_variables("incident/messaging.py:275", "a form was completed"),
                _with_variables("notification/service.py:115", "somebody subscribed"),
                Call(
                    site="task/flows.py:73",
                    when="tasks are overdue",
                    args=_MAIL,
                    kwargs=_LISTED,
                    on_error=LOGGED,
                    often=Frequency.HOURLY,
                ),
                *(
                    Call(
                        site=f"feedback/incident/messaging.py:{line}",
                        when=f"feedback on {what} is reported",
                        args=_MAIL,
                        kwargs=_FEEDBACK,
                        on_error=LOGGED,
                        often=Frequency.DAILY,
                    )
                    for line, what in ((50, "incidents"), (100, "cases"))
                ),
                Call(
                    site="evergreen/scheduled.py:70",
                    when="documents are to be kept up to date",
                    args=_MAIL,
                    kwargs=_LISTED,
                    reads=Reads(result=ResultKind.BOOL),
                    on_none=LOGGED,
                    on_error=LOGGED,
                    often=Frequency.WEEKLY,
                    note="Only what is true counts as sent; else it is sent again next time.",
                ),
                _with_variables("report/messaging.py:90", "a tactical report was written"),
                _with_variables(
                    "report/messaging.py:130", "an executive report was written", REQUEST_FAILS
                ),
            ),
        ),
    ),
    notes=(
        "Keywords are names of variables: `name`, `title`, `type`, `status`, `description`.",
        "Values of items may be datetimes.",
        "A call that is made again after a failure may send a mail twice.",
    ),
)
