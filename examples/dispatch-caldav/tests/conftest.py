"""The servers, and what is planned on them."""

import uuid
from collections.abc import Callable, Generator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from attrs import define
from icalendar import Calendar

from dispatch_caldav import CalDavOncall, CalDavTask, OncallSettings, Security, TaskSettings
from dispatch_caldav.testing import Folder, TaskListObserver, oncall_settings, task_settings
from tests.server import Server, running


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Generator[Server]:
    folder: Path = tmp_path_factory.mktemp("servers")
    with running(folder) as server, pytest.MonkeyPatch.context() as patch:
        for name, value in server.environment.items():
            patch.setenv(name, value)
        yield server


@pytest.fixture
def folder(servers: Server) -> Folder:
    """The calendars of the account, as another one sees them."""
    return Folder(servers.environment["CALDAV_URL"])


@define
class Service:
    """A calendar, in which events can be written as programs write them."""

    id: str
    folder: Folder

    def plan(self, *lines: str) -> None:
        """Write an event: its lines, with those that each event has before them."""
        uid = uuid.uuid4()
        self.put(["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260101T000000Z", *lines, "END:VEVENT"])

    def put(self, lines: list[str]) -> None:
        """Write an object, whatever is in it."""
        begin = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tests//EN"]
        text = "".join(f"{it}\r\n" for it in (*begin, *lines, "END:VCALENDAR"))
        self.folder.put(f"{self.id}/{uuid.uuid4()}.ics", text.encode())


@pytest.fixture
def service(folder: Folder) -> Service:
    service_id = str(uuid.uuid4())
    folder.make(service_id, f"Database {service_id}", "VEVENT")
    return Service(service_id, folder)


@pytest.fixture
def oncall(servers: Server) -> Callable[..., CalDavOncall]:
    """Makes a plugin; called with the time, and settings that differ."""

    def make(now: datetime | None = None, **changes: Any) -> CalDavOncall:
        entered = {**oncall_settings(), "mail_security": Security.NONE, **changes}
        settings = OncallSettings(**entered)
        return CalDavOncall(settings, clock=lambda: now or datetime.now(UTC))

    return make


@pytest.fixture
def task(servers: Server) -> Callable[..., CalDavTask]:
    """Makes a plugin; called with settings that differ."""
    return lambda **changes: CalDavTask(TaskSettings(**{**task_settings(), **changes}))


@pytest.fixture
def people(servers: Server) -> TaskListObserver:
    """Who write tasks."""
    return TaskListObserver(servers.environment["CALDAV_URL"])


def parsed(path: Path) -> Calendar:
    """A calendar object in the files of the server."""
    return Calendar.from_ical(path.read_bytes())
