"""What a project enters in the application, in two forms: one for each plugin."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

import attrs

from dispatch_interfaces.host.configuration import secret


def _checked(check: Callable[[Any], object], told: str) -> Callable[..., None]:
    """A validator: what is false or raises is rejected with these words."""

    def validate(_settings: object, _field: object, value: Any) -> None:
        try:
            good = check(value)
        except (ValueError, OSError, LookupError):
            good = False
        if not good:
            raise ValueError(told)

    return validate


def _is_url(text: str) -> bool:
    return text.startswith(("http://", "https://"))


def _is_address(text: str) -> bool:
    return "@" in text and text.isprintable() and " " not in text


class Security(StrEnum):
    """How the connection to the mail server is encrypted."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@attrs.frozen(kw_only=True)
class AccountSettings:
    """How to reach the calendars."""

    url: str = attrs.field(
        validator=_checked(_is_url, "the http(s) address of the folder that holds the calendars")
    )
    """Where the calendars of the account are, such as ``https://calendar.example.com/dispatch/``."""
    user: str
    password: str = secret()
    timeout: float = attrs.field(
        default=10.0, validator=_checked(lambda it: it > 0, "a number of seconds above zero")
    )
    """Seconds that a server may take for an answer."""


@attrs.frozen(kw_only=True)
class OncallSettings(AccountSettings):
    """How to reach the calendars, and the server that takes mails."""

    time_zone: str = attrs.field(
        default="UTC", validator=_checked(ZoneInfo, "a time zone such as Europe/Berlin")
    )
    """Where an all-day event begins, and an event whose times have no zone."""
    sender: str = attrs.field(validator=_checked(_is_address, "an e-mail address"))
    """Whom pages come from."""
    mail_host: str
    mail_port: int = 587
    mail_security: Security = Security.STARTTLS
    mail_user: str = ""
    """Left empty where the server takes mails without a login."""
    mail_password: str = secret(default="")


@attrs.frozen(kw_only=True)
class TaskSettings(AccountSettings):
    """How to reach the task lists."""

    owner: str = attrs.field(validator=_checked(_is_address, "an e-mail address"))
    """Who owns a task that names no organizer: most programs write none."""
    make_lists: bool = True
    """Whether a list is made for each document of an open incident."""
