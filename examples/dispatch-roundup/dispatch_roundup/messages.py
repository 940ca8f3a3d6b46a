"""The messages of an issue: the first, which says what it is about, and the description."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, Final
from uuid import NAMESPACE_OID, uuid4, uuid5

from dispatch_interfaces import PluginError
from dispatch_roundup.client import Tracker

DOMAIN: Final = "dispatch-roundup"
"""Behind the @ of each Message-ID: what has another was written by people."""


def key_of(title: str, about: Mapping[str, int | None]) -> str:
    """The Message-ID of the first message: the same for the same incident, else a new one.

    The title is part of it, since another application that uses the tracker counts its incidents
    from 1 as well.

    Args:
        title: Of the ticket.
        about: The id of the incident, case or task.
    """
    subject = next((f"{kind} {number}" for kind, number in about.items() if number), None)
    unique = uuid4() if subject is None else uuid5(NAMESPACE_OID, f"{subject}: {title}")
    return f"<{unique}@{DOMAIN}>"


def write(tracker: Tracker, author: str, key: str, text: str) -> str:
    """Make a message, and return its id. No issue has it yet."""
    return tracker.make("msg", {"content": text, "author": author, "date": ".", "messageid": key})


def forget(tracker: Tracker, messages: Iterable[str]) -> None:
    """Retire messages that no issue has. An account that may not do so leaves them there."""
    with suppress(PluginError):
        for message in messages:
            tracker.retire(f"msg/{message}")


class Description:
    """The next description of an issue: the one of its messages whose Message-ID says so.

    A message is replaced, and not edited: so the issue gets it in the same request as its other
    properties, and people on its nosy list are told.

    Args:
        tracker: Where the issue is.
        author: The account that writes.
        path: The issue: ``"issue/17"``.
        text: What it is to be; empty for none.
    """

    def __init__(self, tracker: Tracker, author: str, path: str, text: str) -> None:
        self._tracker, self._author, self._text = tracker, author, text
        self._mark = f".{path.replace('/', '')}@{DOMAIN}>"
        self._written = ""
        self._replaced = list[str]()

    def changes(self, issue: Mapping[str, Any]) -> dict[str, Any]:
        """What of an issue has to change for it; nothing if it is the description already."""
        linked = [it["id"] for it in issue["messages"]]
        own = {it["id"] for it in self._tracker.find("msg", messageid=self._mark)}
        self._replaced = [it for it in linked if it in own]
        now = [self._tracker.content(it) for it in self._replaced]
        if now == ([self._text] if self._text else []):
            self._replaced = []
            return {}
        if self._text and not self._written:
            key = f"<{uuid4()}{self._mark}"
            self._written = write(self._tracker, self._author, key, self._text)
        written = [self._written] if self._written else []
        return {
            "messages": [*(it for it in linked if it not in own), *written],
            # Else the tracker would open an issue again that gets a message.
            "status": issue["status"]["id"] if issue["status"] else "",
        }

    def kept(self) -> None:
        """The issue was changed: the description before is of no use."""
        forget(self._tracker, self._replaced)
        self._written = ""  # whoever replaces it retires it

    def dropped(self) -> None:
        """The issue was not changed: what was written for it is of no use."""
        forget(self._tracker, [self._written] if self._written else [])
