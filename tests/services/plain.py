"""Plugins that an author writes in an afternoon; they can do all that is asked of them."""

import csv
import datetime
import json
import re
import threading
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from attrs import frozen
from icalendar import Calendar, Event, vCalAddress

from dispatch_interfaces import (
    InvalidRequestError,
    NotFoundError,
    OncallPlugin,
    ParticipantPlugin,
    ResolvedParticipants,
    UnavailableError,
)


class CsvParticipant(ParticipantPlugin):
    """A row of a table for each person, team and service, and whom it concerns."""

    title, slug = "Participants in a table", "csv-participant"
    author, author_url = "dispatch-interfaces", "https://example.com/dispatch-interfaces"

    def __init__(self) -> None:
        self._folder = TemporaryDirectory()
        self._path = Path(self._folder.name, "people.csv")
        self._path.touch()
        self._lock = threading.RLock()

    def __enter__(self) -> "CsvParticipant":
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def get(
        self,
        incident_type: str,
        incident_priority: str,
        incident_description: str,
        db_session: object = None,
    ) -> ResolvedParticipants:
        words = set(re.findall(r"\w+", incident_description.lower()))
        incident = ({incident_type}, {incident_priority}, words)
        individuals, teams = dict[str, Any](), dict[str, Any]()
        for kind, email, name, service, *wanted in self._rows():
            asked = zip(incident, map(json.loads, wanted), strict=True)
            if not all(it & set(one) for it, one in asked if one):
                continue
            if kind == "team":
                teams[email] = {"email": email, "name": name}
            elif email not in individuals or not service:
                stands_for = {"service_id": service} if service else {}
                individuals[email] = {"email": email, "name": name, **stands_for}
        return {"individuals": list(individuals.values()), "teams": list(teams.values())}

    def add_individual(self, email: str, name: str = "", **wanted: Iterable[str]) -> None:
        self._add("person", email, name, "", **wanted)

    def add_team(self, email: str, name: str = "", **wanted: Iterable[str]) -> None:
        self._add("team", email, name, "", **wanted)

    def add_service(self, service_id: str, oncall: str) -> None:
        self._add("service", oncall, "", service_id)

    def remove(self, email_or_service_id: str) -> None:
        with self._lock:
            self._write([it for it in self._rows() if email_or_service_id != (it[3] or it[1])])

    def _add(
        self,
        *cells: str,
        incident_types: Iterable[str] = (),
        incident_priorities: Iterable[str] = (),
        words: Iterable[str] = (),
    ) -> None:
        small = [it.lower() for it in words]
        wanted = [json.dumps(list(it)) for it in (incident_types, incident_priorities, small)]
        with self._lock:
            self._write([*self._rows(), [*cells, *wanted]])

    def _rows(self) -> list[list[str]]:
        with self._lock, self._path.open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))

    def _write(self, rows: list[list[str]]) -> None:
        with self._path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)


@frozen
class Mail:
    """A page, as it was sent."""

    email: str
    incident_name: str
    incident_title: str
    incident_description: str


class CalendarOncall(OncallPlugin):
    """A calendar for each service, whose events say who is on call and from when."""

    title, slug = "On call by the calendar", "calendar-oncall"
    author, author_url = "dispatch-interfaces", "https://example.com/dispatch-interfaces"

    def __init__(self) -> None:
        self._folder = TemporaryDirectory()
        self._mails: dict[str, list[Mail]] = {}
        self._lock = threading.Lock()

    def __enter__(self) -> "CalendarOncall":
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def get(self, service_id: str | None = None, service_name: str | None = None) -> str:
        if service_id is None and service_name is None:
            raise InvalidRequestError("which service?", method="get")
        for id, calendar in self._calendars():
            if id == service_id or (service_id is None and calendar.calendar_name == service_name):
                return _on_call(calendar)
        raise NotFoundError("no such calendar", value=service_id or service_name)

    def page(
        self, service_id: str, incident_name: str, incident_title: str, incident_description: str
    ) -> None:
        said = incident_name, incident_title, incident_description
        if not all(map(_can_be_sent, said)):
            raise InvalidRequestError("half a character cannot be sent", method="page")
        mail = Mail(self.get(service_id), *said)
        with self._lock:
            self._mails.setdefault(service_id, []).append(mail)

    def add_service(self, name: str) -> str:
        if not name.isprintable():
            raise InvalidRequestError("a name has one line", value=name)
        calendar = Calendar.new(name=name)
        if Calendar.from_ical(calendar.to_ical()).calendar_name != name:
            raise InvalidRequestError("a calendar would show another name", value=name)
        service_id = str(uuid.uuid4())
        self._path(service_id).write_bytes(calendar.to_ical())
        return service_id

    def set_oncall(self, service_id: str, email: str | None) -> None:
        calendar = Calendar.from_ical(self._path(service_id).read_bytes())
        calendar.subcomponents.clear()
        if email is not None:
            begun = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=1)
            attendees = [vCalAddress.new(email)]
            calendar.add_component(Event.new(start=begun, attendees=attendees))
        self._path(service_id).write_bytes(calendar.to_ical())

    def pages(self, service_id: str) -> list[Mail]:
        with self._lock:
            return list(self._mails.get(service_id, ()))

    def _calendars(self) -> Iterator[tuple[str, Calendar]]:
        for path in sorted(Path(self._folder.name).glob("*.ics")):
            yield path.stem, Calendar.from_ical(path.read_bytes())

    def _path(self, service_id: str) -> Path:
        return Path(self._folder.name, f"{service_id}.ics")


def _on_call(calendar: Calendar) -> str:
    now = datetime.datetime.now(datetime.UTC)
    for event in calendar.events:
        if event.start <= now:
            email: str = event.attendees[0].email
            return email
    raise UnavailableError("nobody is on call")


def _can_be_sent(text: str) -> bool:
    return not re.search("[\ud800-\udfff]", text)
