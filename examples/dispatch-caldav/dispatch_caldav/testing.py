"""How the conformance suite and rehearsals try the plugins on a server.

Where it is, they read from the environment:

=====================  ============================================================
`CALDAV_URL`           the folder of the account's calendars
`CALDAV_OTHER_URL`     another folder, for the second project of a rehearsal
`CALDAV_USER`          the plugin's account, with `CALDAV_PASSWORD`
`CALDAV_ADMIN`         the observer's account, with `CALDAV_ADMIN_PASSWORD`
`CALDAV_FOLDER`        where Radicale keeps its files; without, the observer sleeps
`MAIL_PORT`            where a mail server on this machine takes mails
`MAIL_FOLDER`          the Maildir in which it puts them
=====================  ============================================================
"""

import mailbox
import os
import re
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import httpx
from attrs import frozen
from icalendar import Calendar, Event, Todo, vCalAddress

from dispatch_caldav.bridge import CalDavOncallForDispatch, CalDavTaskForDispatch
from dispatch_caldav.mail import SERVICE
from dispatch_caldav.oncall import CalDavOncall
from dispatch_caldav.settings import OncallSettings, Security, TaskSettings
from dispatch_caldav.task import CalDavTask, list_id
from dispatch_interfaces import InvalidRequestError, NotFoundError
from dispatch_interfaces.conformance import Created, HostHarness, OncallHarness, TaskHarness
from dispatch_interfaces.host.rehearsal import Part

_MAKE: Final = """<?xml version="1.0" encoding="utf-8"?>
<C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop>
<D:displayname>{name}</D:displayname><C:supported-calendar-component-set>
<C:comp name="{component}"/></C:supported-calendar-component-set>
</D:prop></D:set></C:mkcalendar>"""
_NAMES: Final = '<D:propfind xmlns:D="DAV:"><D:prop><D:displayname/></D:prop></D:propfind>'
_NO_XML: Final = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_CHECKED: Final = "check-of-the-bridge"
"""The service, and the file, with which the calls of the application are tried: always the same."""

_PAGE: Final = re.compile(
    r"Service: .*(?:\n  .*)*\n(?:Incident|Case): (?P<incident_name>.*(?:\n  .*)*)\n"
    r"Title: (?P<incident_title>.*(?:\n  .*)*)\n\n(?P<incident_description>(?:.|\n)*)\n"
)


class Folder:
    """The calendars of an account, as another one sees them over HTTP.

    Args:
        url: Where they are.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._client = httpx.Client(
            base_url=url,
            auth=(os.environ["CALDAV_ADMIN"], os.environ["CALDAV_ADMIN_PASSWORD"]),
            headers={"Content-Type": "text/calendar; charset=utf-8"},
            timeout=30,
        )

    def make(self, calendar_id: str, name: str, component: str) -> None:
        """Make a calendar.

        Raises:
            InvalidRequestError: XML has no way to say its name.
        """
        if _NO_XML.search(name):
            raise InvalidRequestError("the name has a character that XML has not", value=name)
        body = _MAKE.format(name=escape(name), component=component)
        answer = self._ask("MKCALENDAR", f"{calendar_id}/", content=body.encode())
        if answer.status_code != 409:  # there already
            answer.raise_for_status()

    def names(self) -> dict[str, str]:
        """The names of all calendars, by their ids."""
        answer = self._ask("PROPFIND", "", content=_NAMES, headers={"Depth": "1"})
        tree = ElementTree.fromstring(answer.raise_for_status().content)
        return {
            unquote(each.findtext("{DAV:}href", "").rstrip("/").rpartition("/")[2]): each.findtext(
                ".//{DAV:}displayname", ""
            )
            for each in tree
        }

    def delete(self, path: str) -> None:
        """Remove a calendar, or an object of one.

        Raises:
            NotFoundError: It is not there.
        """
        answer = self._ask("DELETE", path)
        if answer.status_code == 404:
            raise NotFoundError("it is not there", value=path)
        answer.raise_for_status()

    def read(self, path: str) -> Calendar:
        """An object, or all of a calendar."""
        return Calendar.from_ical(self._ask("GET", path).raise_for_status().content)

    def write(self, path: str, component: Event | Todo) -> None:
        """Put an object in the place of another, or of none."""
        calendar = Calendar.new()
        calendar.add_component(component)
        self.put(path, calendar.to_ical())

    def put(self, path: str, text: bytes) -> None:
        """Put a text in the place of an object, or of none."""
        self._ask("PUT", path, content=text).raise_for_status()

    def _ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        return self._client.request(method, path, **more)


@frozen
class Page:
    """A mail that the server took."""

    service_id: str
    email: str
    incident_name: str
    incident_title: str
    incident_description: str
    subject: str
    text: str


class RotationObserver:
    """Plans who is on call, and reads the mails that were sent.

    Args:
        url: Where the calendars are.
    """

    def __init__(self, url: str) -> None:
        self.folder = Folder(url)

    def add_service(self, name: str) -> str:
        service_id = str(uuid.uuid4())
        self.folder.make(service_id, name, "VEVENT")
        return service_id

    def set_oncall(self, service_id: str, email: str | None) -> None:
        """One event stands for all: from an hour ago, for a week."""
        if email is None:
            with suppress(NotFoundError):
                self.folder.delete(f"{service_id}/shift.ics")
            return
        start = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
        event = Event.new(
            uid=f"{service_id}-shift",
            summary="On call",
            start=start,
            end=start + timedelta(days=7),
            attendees=[vCalAddress.new(email)],
        )
        self.folder.write(f"{service_id}/shift.ics", event)

    def pages(self, service_id: str) -> list[Page]:
        """Those of a service, in the order in which the server took them."""
        return [it for it in all_pages() if it.service_id == service_id]


class TaskListObserver:
    """Writes tasks as a calendar program does, and reads them.

    Args:
        url: Where the task lists are.
    """

    def __init__(self, url: str) -> None:
        self.folder = Folder(url)

    def add_file(self, file_id: str | None = None) -> str:
        known_as = f"file-{uuid.uuid4()}" if file_id is None else file_id
        self.folder.make(list_id(known_as), known_as, "VTODO")
        return known_as

    def create_task(
        self, file_id: str, description: str, creator: str, assignees: Sequence[str]
    ) -> str:
        task_id, now = str(uuid.uuid4()), datetime.now(UTC)
        todo = Todo.new(
            uid=task_id,
            summary=description,
            organizer=vCalAddress.new(creator),
            attendees=[vCalAddress.new(it) for it in assignees],
            created=now,
            last_modified=now,
        )
        self._write(file_id, todo)
        return task_id

    def assign_task(self, file_id: str, task_id: str, assignees: Sequence[str]) -> None:
        todo = self._read(file_id, task_id)
        todo.pop("ATTENDEE", None)
        for email in assignees:
            todo.add("ATTENDEE", vCalAddress.new(email))
        self._write(file_id, todo)

    def resolve_task(self, file_id: str, task_id: str) -> None:
        self._set_status(file_id, task_id, "COMPLETED")

    def reopen_task(self, file_id: str, task_id: str) -> None:
        self._set_status(file_id, task_id, "IN-PROCESS")

    def pass_time(self, seconds: float) -> None:
        """Radicale goes by the time of its files."""
        if "CALDAV_FOLDER" not in os.environ:
            time.sleep(seconds)
            return
        for path in Path(os.environ["CALDAV_FOLDER"]).glob("collection-root/*/*/*.ics"):
            then = path.stat().st_mtime - seconds
            os.utime(path, (then, then))

    def list(self, file_id: str, **_: object) -> Sequence[Mapping[str, str]]:
        """For the end of a rehearsal: the tasks as they are."""
        return [
            {
                "resource_id": str(it["UID"]),
                "description": str(it["SUMMARY"]),
                "status": "Resolved" if it.get("STATUS") == "COMPLETED" else "Open",
            }
            for it in self.folder.read(f"{list_id(file_id)}/").todos
        ]

    def _set_status(self, file_id: str, task_id: str, status: str) -> None:
        todo = self._read(file_id, task_id)
        todo.pop("STATUS", None)
        todo.add("STATUS", status)
        self._write(file_id, todo)

    def _read(self, file_id: str, task_id: str) -> Todo:
        return self.folder.read(f"{list_id(file_id)}/{task_id}.ics").todos[0]

    def _write(self, file_id: str, todo: Todo) -> None:
        self.folder.write(f"{list_id(file_id)}/{todo['UID']}.ics", todo)


def all_pages() -> list[Page]:
    """What the mail server has taken, the first first."""
    folder = os.environ["MAIL_FOLDER"]
    return [_page(folder, it) for it in sorted(mailbox.Maildir(folder).keys(), key=_order)]


def _order(key: str) -> tuple[int, ...]:
    """By when it came: seconds, their millionths, and a count."""
    found = re.match(r"(\d+)\.M(\d+)P\d+Q(\d+)", key)
    return tuple(map(int, found.groups())) if found else ()


@cache  # a mail does not change
def _page(folder: str, key: str) -> Page:
    raw = mailbox.Maildir(folder).get_bytes(key)
    mail: EmailMessage = message_from_bytes(raw, policy=policy.default)
    text = str(mail.get_content())
    found = _PAGE.fullmatch(text)
    assert found, f"this is no page: {text!r}"
    said = {name: it.replace("\n  ", "\n") for name, it in found.groupdict().items()}
    said["incident_description"] = found["incident_description"]
    return Page(
        service_id=mail[SERVICE], email=mail["X-RcptTo"], subject=mail["Subject"], text=text, **said
    )


def oncall_settings(url: str | None = None) -> dict[str, Any]:
    """What a project enters for `CalDavOncall`."""
    return {
        **_account(url),
        "sender": "dispatch@example.com",
        "mail_host": "127.0.0.1",
        "mail_port": int(os.environ["MAIL_PORT"]),
        "mail_security": Security.NONE.value,
    }


def task_settings(url: str | None = None) -> dict[str, Any]:
    """What a project enters for `CalDavTask`."""
    return {**_account(url), "owner": "sre@example.com"}


def _account(url: str | None) -> dict[str, Any]:
    return {
        "url": url or os.environ["CALDAV_URL"],
        "user": os.environ["CALDAV_USER"],
        "password": os.environ["CALDAV_PASSWORD"],
    }


def open_oncall() -> CalDavOncall:
    settings = {**oncall_settings(), "mail_security": Security.NONE}
    return CalDavOncall(OncallSettings(**settings))


def open_task() -> CalDavTask:
    return CalDavTask(TaskSettings(**task_settings()))


def remove(_plugin: object, created: Created) -> None:
    """Remove the calendar of a service, or the task list of a file, with all that is in it."""
    folder = Folder(os.environ["CALDAV_URL"])
    if created.kind == "file":
        folder.delete(f"{list_id(created.result)}/")
    elif created.answered:
        folder.delete(f"{created.result}/")
    else:
        for calendar_id, name in folder.names().items():
            if name == created.arguments["name"]:
                folder.delete(f"{calendar_id}/")


def oncall_harness() -> OncallHarness:
    return OncallHarness(
        open=open_oncall,
        observer=lambda _plugin: RotationObserver(os.environ["CALDAV_URL"]),
        remove=remove,
        shared_backend=True,
        sandbox=True,
        calls_per_second=500,
    )


def task_harness() -> TaskHarness:
    return TaskHarness(
        open=open_task,
        observer=lambda _plugin: TaskListObserver(os.environ["CALDAV_URL"]),
        remove=remove,
        shared_backend=True,
        sandbox=True,
        calls_per_second=500,
        age=3600 if "CALDAV_FOLDER" in os.environ else 20,
    )


def oncall_host_harness() -> HostHarness:
    def prepare(_plugin: object) -> dict[str, str]:
        rota = RotationObserver(os.environ["CALDAV_URL"])
        rota.folder.make(_CHECKED, _CHECKED, "VEVENT")
        rota.set_oncall(_CHECKED, "grace@example.com")
        return {"service_id": _CHECKED, "schedule_id": _CHECKED}

    return HostHarness(configuration=oncall_settings(), prepare=prepare)


def task_host_harness() -> HostHarness:
    def prepare(_plugin: object) -> dict[str, str]:
        people = TaskListObserver(os.environ["CALDAV_URL"])
        file_id = people.add_file(_CHECKED)
        made = people.create_task(file_id, "Check the bridge", "ada@example.com", [])
        return {"task_file_id": file_id, "task_id": made}

    return HostHarness(configuration=task_settings(), prepare=prepare)


def oncall_part() -> Part:
    return Part(
        plugin_class=CalDavOncallForDispatch,
        settings=oncall_settings(),
        other_settings=oncall_settings(os.environ["CALDAV_OTHER_URL"]),
        observer=_in_the_project(RotationObserver),
    )


def task_part() -> Part:
    return Part(
        plugin_class=CalDavTaskForDispatch,
        settings=task_settings(),
        other_settings=task_settings(os.environ["CALDAV_OTHER_URL"]),
        observer=_in_the_project(TaskListObserver),
    )


def _in_the_project(observer: Callable[[str], Any]) -> Callable[[Any], Any]:
    """Looks where the settings of the project say that the calendars are."""
    return lambda bridge: observer(bridge.configuration.url)
