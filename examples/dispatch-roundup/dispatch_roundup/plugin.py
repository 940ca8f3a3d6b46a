"""A ticket is an issue of a Roundup tracker.

What an issue of the classic template has, it is given: a title, a status, a priority, whom it is
assigned to (the commander), keywords (the labels). The description is one of its messages. What the
tracker's schema has beyond these, the settings name; what it has not, the first message tells once.
"""

import re
import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from dispatch_interfaces import (
    InvalidRequestError,
    NoPlace,
    NotFoundError,
    PermissionDeniedError,
    PluginError,
    Text,
    Ticket,
    TicketLimits,
    TicketPlugin,
    TicketStatus,
    UnavailableError,
)
from dispatch_roundup.client import TRIES, Item, Tracker
from dispatch_roundup.messages import Description, forget, key_of, write
from dispatch_roundup.settings import RoundupSettings, pairs

_NAME: Final = re.compile(r"issue([1-9][0-9]{0,17})")


def kept(text: str) -> str:
    """What the tracker keeps of a text: no white space around it, and line ends of Unix."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


_NO_PROPERTY: Final = NoPlace("the classic template has no property for it")


class RoundupTicket(TicketPlugin):
    """Tickets in a Roundup tracker.

    The limits are those of the classic template. Where the settings name more properties, a
    subclass declares less: ``limits = replace(RoundupTicket.limits, incident_type=None)``.
    """

    title = "Roundup"
    slug = "roundup-ticket"
    description = "Tickets as issues of the Roundup issue tracker"
    version = "1.0"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"

    limits = TicketLimits(
        title=Text("the tracker strips texts, and changes their line ends", kept=kept),
        description=Text("the tracker strips messages", kept=str.strip),
        incident_type=_NO_PROPERTY,
        reporter=NoPlace("whoever makes an issue is its creator: the account of the plugin"),
        conversation_weblink=_NO_PROPERTY,
        document_weblink=_NO_PROPERTY,
        storage_weblink=_NO_PROPERTY,
        labels=Text("the tracker strips keywords, and none is empty", taken=bool, kept=kept),
        cost=_NO_PROPERTY,
    )

    def __init__(self, settings: RoundupSettings) -> None:
        self.settings = settings
        self.tracker = Tracker(settings.url, settings.username, settings.password, settings.timeout)
        self._properties = pairs(settings.properties)
        self._priorities = pairs(settings.priorities)
        self._statuses: Mapping[str, str] = {
            "active": settings.active,
            "stable": settings.stable,
            "closed": settings.closed,
        }
        # Threads take turns; a few locks are enough for any number of tickets.
        self._locks = [threading.Lock() for _ in range(64)]

    def create(
        self,
        title: str,
        incident_type: str,
        incident_priority: str,
        commander: str,
        reporter: str,
        *,
        severity: str | None = None,
        incident_id: int | None = None,
        case_id: int | None = None,
        task_id: int | None = None,
        incident_ticket_key: str | None = None,
        plugin_metadata: Mapping[str, Any] | None = None,
    ) -> Ticket:
        """Create an issue with its first message.

        The application says what a ticket is about (``incident_id``, ...). Asked again for the same
        one, because an answer was lost, it gets the ticket that is there.
        """
        told = {
            "Type": incident_type,
            "Severity": severity or "",
            "Reporter": reporter,
            "Task of": incident_ticket_key or "",
        }
        given = {
            "title": kept(title),
            "status": "active",
            "incident_type": incident_type,
            "priority": incident_priority,
            "commander_email": commander,
            "reporter_email": reporter,
            "severity": severity,
        }
        _require_texts(*told.values(), *given.values())
        # The tracker takes an issue without a title, and rejects one whose title is empty.
        properties = {
            **_entered(plugin_metadata),
            **self._looked_up({name: value for name, value in given.items() if value}),
        }
        about = {"incident": incident_id, "case": case_id, "task": task_id}
        key = key_of(title, about)
        lines = [f"{name}: {value}" for name, value in told.items() if value]
        first = "\n".join(["Opened by Dispatch.", *lines])
        with self._lock(key):
            made = self._made(key) if any(about.values()) else None
            ticket_id = f"issue{made or self._make(key, first, properties)}"
        return {
            "resource_id": ticket_id,
            "weblink": f"{self.tracker.url}/{ticket_id}",
            "resource_type": "roundup-issue",
        }

    def update(
        self,
        ticket_id: str,
        title: str | None = None,
        description: str | None = None,
        incident_type: str | None = None,
        priority: str | None = None,
        status: TicketStatus | None = None,
        commander_email: str | None = None,
        reporter_email: str | None = None,
        conversation_weblink: str | None = None,
        document_weblink: str | None = None,
        storage_weblink: str | None = None,
        labels: list[str] | None = None,
        cost: str | None = None,
        *,
        severity: str | None = None,
        resolution: str | None = None,
        conference_weblink: str | None = None,
        dispatch_weblink: str | None = None,
    ) -> None:
        """Change all that is given in one request."""
        given = {
            "title": title,
            "incident_type": incident_type,
            "priority": priority,
            "status": status,
            "commander_email": commander_email,
            "reporter_email": reporter_email,
            "conversation_weblink": conversation_weblink,
            "document_weblink": document_weblink,
            "storage_weblink": storage_weblink,
            "cost": cost,
            "severity": severity,
            "resolution": resolution,
            "conference_weblink": conference_weblink,
            "dispatch_weblink": dispatch_weblink,
        }
        _require_texts(description, *given.values(), *(labels or ()))
        path = _path(ticket_id)
        # Whatever can be rejected is looked up first, keywords that are not there are made last.
        properties = self._looked_up({it: v for it, v in given.items() if v is not None})
        if labels is not None:
            names = dict.fromkeys(map(kept, labels))
            if "" in names:
                raise InvalidRequestError("a keyword is not empty", value="")
            properties["keyword"] = [self._keyword(it) for it in names]
        self._write(path, properties, None if description is None else description.strip())

    def update_metadata(self, ticket_id: str, metadata: Mapping[str, Any] | None) -> None:
        """Set what the incident's new type says of the tracker's own properties."""
        self._write(_path(ticket_id), {}, entered=_entered(metadata))

    def delete(self, ticket_id: str) -> None:
        """Retire the issue: it is hidden, and an administrator can restore it."""
        self.tracker.retire(_path(ticket_id))

    def _write(
        self,
        path: str,
        properties: Mapping[str, Any],
        text: str | None = None,
        entered: Mapping[str, Any] | None = None,
    ) -> None:
        """Change an issue in one request, until it shows what it was given.

        The tracker compares the etag, and then writes what is not so already. Of two processes that
        write at once, each may win some properties: the last of them sees it, and writes all again.

        Args:
            path: The issue.
            properties: What it shows then.
            text: Its description; None to leave it as it is.
            entered: Further properties, which may show otherwise.
        """
        description = Description(self.tracker, self.settings.username, path, text or "")
        written = not entered
        with self._lock(path):
            for _ in range(TRIES):
                issue = self.tracker.item(path)
                described = {} if text is None else description.changes(issue.properties)
                if written and not described and _shows(issue, properties):
                    return
                changed = {**(entered or {}), **described, **properties}
                try:
                    if self.tracker.change(path, changed, issue.etag):
                        written = True
                        description.kept()
                except (InvalidRequestError, NotFoundError, PermissionDeniedError):
                    description.dropped()
                    raise
            description.dropped()
            raise UnavailableError("others change the ticket again and again")

    def _make(self, key: str, first: str, properties: Mapping[str, Any]) -> str:
        """Make an issue with its first message; returns its id."""
        message = write(self.tracker, self.settings.username, key, first)
        try:
            return self.tracker.make("issue", {**properties, "messages": [message]})
        except UnavailableError:
            made = self._made(key)
            if made is None:
                raise
            return made  # it was only the answer that was lost
        except PluginError:
            forget(self.tracker, [message])
            raise

    def _made(self, key: str) -> str | None:
        """The id of the issue that has this first message; None if there is none."""
        for message in self.tracker.find("msg", messageid=key):
            for issue in self.tracker.find("issue", messages=message["id"]):
                return str(issue["id"])
        return None

    def _looked_up(self, given: Mapping[str, str]) -> dict[str, Any]:
        """The tracker's properties for what is given by the application's names.

        Raises:
            InvalidRequestError: The tracker knows no such status, priority or person.
        """
        found = dict[str, Any]()
        for name, value in given.items():
            match name:
                case "title":
                    found["title"] = value
                case "status":
                    if value not in self._statuses:
                        raise InvalidRequestError("there is no such status", value=value)
                    found["status"] = self._named("status", self._statuses[value])
                case "priority":
                    known = self._priorities.get(value, value)
                    found["priority"] = value and self._named("priority", known)
                case "commander_email":
                    found["assignedto"] = value and self._person(value)
                case "reporter_email" if "reporter" in self._properties:
                    found[self._properties["reporter"]] = value and self._person(value)
                case _ if name in self._properties:
                    found[self._properties[name]] = value
        return found

    def _named(self, kind: str, name: str) -> str:
        """The id of a status or priority: a name that is a number would be taken for one."""
        found = self.tracker.named(kind, name)
        if found is None:
            raise InvalidRequestError(f"the tracker has no such {kind}", value=name)
        return found

    def _keyword(self, name: str) -> str:
        """The id of a keyword, which is made if it is not there."""
        find = partial(self.tracker.named, "keyword", name)
        return find() or self._make_once("keyword", {"name": name}, find)

    def _person(self, address: str) -> str:
        """The id of the user who has this address."""
        found = self._user(address)
        if found is None and self.settings.register_people:
            user = {"username": address, "address": address, "roles": "User"}
            found = self._make_once("user", user, partial(self._user, address))
        if found is None:
            raise InvalidRequestError("the tracker has no user with this address", value=address)
        return found

    def _make_once(
        self, kind: str, properties: Mapping[str, str], find: Callable[[], str | None]
    ) -> str:
        """The id of a new item, or of the one that somebody else has made meanwhile.

        One after the other, since the tracker stalls where two of one name are made at once.
        """
        with self._lock(kind):
            found = find()
            if found is None:
                try:
                    found = self.tracker.make(kind, properties)
                except (InvalidRequestError, UnavailableError):
                    found = find()
                    if found is None:
                        raise
        return found

    def _user(self, address: str) -> str | None:
        users = self.tracker.find("user", "address", address=address)
        alike = [it["id"] for it in users if it["address"].casefold() == address.casefold()]
        return min(alike, key=int, default=None)

    def _lock(self, name: str) -> threading.Lock:
        return self._locks[hash(name) % len(self._locks)]


def _path(ticket_id: str) -> str:
    """Where an issue is: ``"issue/17"`` for ``"issue17"``.

    Raises:
        NotFoundError: This is no name of an issue.
    """
    found = _NAME.fullmatch(ticket_id)
    if found is None:
        raise NotFoundError("there is no such ticket", value=ticket_id)
    return f"issue/{found[1]}"


def _shows(issue: Item, properties: Mapping[str, Any]) -> bool:
    """Whether an issue has these properties: texts, an item's id, or a list of ids."""
    for name, given in properties.items():
        found = issue.properties.get(name)
        if isinstance(given, list):
            if {it["id"] for it in found or ()} != set(given):
                return False
        elif (found["id"] if isinstance(found, Mapping) else found or "") != kept(given):
            return False
    return True


def _entered(metadata: Mapping[str, Any] | None) -> dict[str, Any]:
    """The tracker's properties that an administrator has entered at a type of incidents."""
    entries = (metadata or {}).get("metadata") or ()
    return {it["key"]: it.get("value") or "" for it in entries if it.get("key")}


def _require_texts(*texts: str | None) -> None:
    """Raise unless all texts are Unicode, before anything is asked or made.

    Raises:
        InvalidRequestError: There is a lone surrogate in one.
    """
    for text in texts:
        try:
            (text or "").encode()
        except UnicodeEncodeError as error:
            raise InvalidRequestError("this is no Unicode text", value=text) from error
