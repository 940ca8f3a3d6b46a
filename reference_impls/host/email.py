"""Mails, kept in memory."""

import copy
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from dispatch_interfaces.errors import InvalidRequestError
from dispatch_interfaces.host.plugin import HostPlugin
from dispatch_interfaces.host.protocols.email import HostEmailPlugin


@frozen
class Mail:
    """A mail that was sent."""

    recipient: str
    cc: str | None
    subject: str
    text: str
    template: tuple[Mapping[str, Any], ...]
    notification_type: str
    items: tuple[Mapping[str, Any], ...]
    variables: Mapping[str, Any]


class InMemoryEmail(HostPlugin, HostEmailPlugin):
    """Mails that were sent; `mails` shows them, and `bounce` lets those to an address fail."""

    title = "In-memory mails"
    slug = "in-memory-email"
    type = "email"
    description = "Mails kept in memory"
    version = "1.0"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"

    def __init__(self) -> None:
        self._mails: list[Mail] = []
        self._bouncing: set[str] = set()
        self._lock = threading.Lock()

    def send(
        self,
        recipient: str,
        notification_text: str,
        notification_template: Sequence[Mapping[str, Any]],
        notification_type: str,
        items: list[dict[str, Any]] | None = None,
        **kwargs: Any,
    ) -> bool:
        """Send a mail; whether it arrived.

        The subject is the keyword ``subject``, or else the ``name`` in capitals and the text.

        Raises:
            InvalidRequestError: The address has no @.
        """
        if "@" not in recipient:
            raise InvalidRequestError(
                "an address has an @", interface=self.type, method="send", value=recipient
            )
        name = str(kwargs.get("name") or "")
        heading = f"{name.upper()} - {notification_text}" if name else notification_text
        with self._lock:
            if recipient in self._bouncing:
                return False
            self._mails.append(
                Mail(
                    recipient,
                    kwargs.get("cc"),
                    str(kwargs.get("subject") or heading),
                    notification_text,
                    tuple(dict(it) for it in notification_template),
                    str(notification_type),
                    tuple(copy.copy(it) for it in items or ()),
                    dict(kwargs),
                )
            )
            return True

    def mails(self, recipient: str | None = None) -> list[Mail]:
        """What arrived, in order; only what went to a recipient, if one is given."""
        with self._lock:
            return [it for it in self._mails if recipient in (None, it.recipient)]

    def bounce(self, recipient: str) -> None:
        """Let no mail to an address arrive from now on."""
        with self._lock:
            self._bouncing.add(recipient)
