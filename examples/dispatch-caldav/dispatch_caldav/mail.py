"""Pages, as mails."""

import re
import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Final

from dispatch_caldav.settings import OncallSettings, Security
from dispatch_interfaces import PermissionDeniedError, PluginError, UnavailableError

SERVICE: Final = "X-Dispatch-Service"
"""The header with the id of the service that was paged."""

_LONGEST_SUBJECT: Final = 150
"""Characters; all of it is in the text."""


def one_line_break(text: str) -> str:
    """What a mail keeps of a text: it has lines, and no way to say how they were broken."""
    return re.sub("\r\n?", "\n", text)


def composed(
    *, sender: str, to: str, service_id: str, service: str, kind: str, said: tuple[str, str, str]
) -> EmailMessage:
    """A page: name, title and description of an incident or a case, as people read them.

    Args:
        sender: Whom it comes from.
        to: Who is on call.
        service_id: The service.
        service: Its name.
        kind: ``"incident"`` or ``"case"``.
        said: Name, title and description.
    """
    name, title, description = map(one_line_break, said)
    mail = EmailMessage()
    mail["From"], mail["To"] = sender, to
    mail["Subject"] = _subject(f"{name}: {title}")
    mail["Date"], mail["Message-ID"] = formatdate(), make_msgid(domain=sender.partition("@")[2])
    mail["X-Priority"] = "1"
    mail[SERVICE] = service_id
    labels = {"Service": one_line_break(service), kind.capitalize(): name, "Title": title}
    lines = [f"{label}: {_within(text)}" for label, text in labels.items()]
    text = "\n".join((*lines, "", description, ""))
    # Short lines of ASCII, whatever the text is: neither its spaces nor its length get lost.
    mail.set_content(text, cte="quoted-printable")
    return mail


def send(mail: EmailMessage, to: str, settings: OncallSettings) -> None:
    """Hand a mail for somebody over to the server.

    Raises:
        UnavailableError: The server did not take it; it may do so later.
        PermissionDeniedError: It rejects the login.
        PluginError: It does not want the mail.
    """
    try:
        connection = _connected(settings)
    except OSError as failed:
        raise UnavailableError(f"the mail server cannot be reached: {failed}") from failed
    try:
        connection.send_message(mail, to_addrs=[to])
    except smtplib.SMTPRecipientsRefused as refused:
        code, told = next(iter(refused.recipients.values()))
        raise _refusal(code, told) from refused
    except smtplib.SMTPResponseException as refused:
        raise _refusal(refused.smtp_code, refused.smtp_error) from refused
    except smtplib.SMTPNotSupportedError as lacking:
        raise PluginError(f"the mail server cannot send to such an address: {lacking}") from lacking
    except OSError as failed:
        raise UnavailableError(f"the mail server did not answer: {failed}") from failed
    finally:
        # It has the mail, or it has not: nothing that comes now changes that.
        with suppress(OSError):
            connection.quit()
        connection.close()


def _connected(settings: OncallSettings) -> smtplib.SMTP:
    where, timeout = (settings.mail_host, settings.mail_port), settings.timeout
    connection: smtplib.SMTP
    if settings.mail_security == Security.TLS:
        trusted = ssl.create_default_context()
        connection = smtplib.SMTP_SSL(*where, timeout=timeout, context=trusted)
    else:
        connection = smtplib.SMTP(*where, timeout=timeout)
    try:
        if settings.mail_security == Security.STARTTLS:
            connection.starttls(context=ssl.create_default_context())
        if settings.mail_user:
            connection.login(settings.mail_user, settings.mail_password)
    except smtplib.SMTPAuthenticationError as denied:
        connection.close()
        raise PermissionDeniedError("the mail server rejects the login") from denied
    except BaseException:
        connection.close()
        raise
    return connection


def _refusal(code: int, told: bytes | str) -> PluginError:
    text = told.decode(errors="replace") if isinstance(told, bytes) else told
    kind = UnavailableError if 400 <= code < 500 else PluginError
    return kind(f"the mail server rejects the page: {code} {text}")


def _subject(text: str) -> str:
    line = " ".join("".join(it if it.isprintable() else " " for it in text).split())
    return line if len(line) <= _LONGEST_SUBJECT else f"{line[: _LONGEST_SUBJECT - 1]}…"


def _within(text: str) -> str:
    """A text of several lines, below its label."""
    return text.replace("\n", "\n  ")
