"""The calendars of an account, by the library caldav; its errors as those of the interfaces.

All that is asked is asked in the library's own terms, and of its answers the properties are read.
Its objects for events and tasks are left out: they mend what they take for broken, and with it
texts that people wrote.
"""

import logging
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import ClassVar, Final
from urllib.parse import quote, unquote, urlsplit

from attrs import frozen
from caldav import CalendarSet, DAVClient
from caldav.davclient import DAVResponse
from caldav.elements import cdav, dav
from caldav.elements.base import BaseElement
from caldav.lib import error
from icalendar import Calendar

from dispatch_caldav.settings import AccountSettings
from dispatch_interfaces import (
    AlreadyExistsError,
    NotFoundError,
    PermissionDeniedError,
    PluginError,
    RateLimitedError,
    UnavailableError,
)

_LOG: Final = logging.getLogger(__name__)

CONFLICT: Final = 409
CHANGED: Final = 412


@frozen
class Stored:
    """A calendar object, as the server holds it: one event or task, with its exceptions.

    Args:
        url: Its address.
        etag: What it is held against before it is replaced.
        calendar: Its text, parsed.
    """

    url: str
    etag: str
    calendar: Calendar


class Home:
    """The folder that holds the calendars. The id of a calendar is the last part of its address."""

    def __init__(self, client: DAVClient, url: str) -> None:
        self._client = client
        self._url = f"{url.rstrip('/')}/"

    def address(self, calendar_id: str) -> str:
        """The URL of a calendar; it need not be there.

        Raises:
            NotFoundError: No calendar can have such an id.
        """
        if calendar_id in ("", ".", "..") or "/" in calendar_id or not calendar_id.isprintable():
            raise NotFoundError("no calendar has such an id", value=calendar_id)
        return f"{self._url}{quote(calendar_id, safe='')}/"

    def names(self) -> dict[str, str]:
        """The names of all calendars, by their ids."""
        found = CalendarSet(self._client, url=self._url).calendars()
        return {_last_part(str(it.url)): it.name or "" for it in found}

    def name(self, calendar_id: str) -> str:
        """The name of a calendar.

        Raises:
            NotFoundError: There is no such calendar.
        """
        url = self.address(calendar_id)
        found = self._properties(self._client.propfind(url, _asking(dav.DisplayName()), 0), NAME)
        return next(iter(found.values()), {}).get(NAME) or calendar_id

    def make(self, calendar_id: str, name: str, component: str) -> None:
        """Make a calendar for components of a kind, such as ``"VTODO"``.

        Raises:
            AlreadyExistsError: It is there.
            NotFoundError: The folder is not.
        """
        try:
            CalendarSet(self._client, url=self._url).make_calendar(
                name=name, cal_id=calendar_id, supported_calendar_component_set=[component]
            )
        except error.MkcalendarError as conflict:
            self.name(calendar_id)  # a folder that is not there is a conflict as well
            raise AlreadyExistsError("the calendar is there", value=calendar_id) from conflict

    def events(self, calendar_id: str, start: datetime, end: datetime) -> list[Stored]:
        """The events of a calendar of which an occurrence may be between two points in time.

        Raises:
            NotFoundError: There is no such calendar.
        """
        within = cdav.CompFilter("VEVENT") + cdav.TimeRange(start, end)
        return self._query(calendar_id, within)

    def todos(self, calendar_id: str) -> list[Stored]:
        """All tasks of a calendar.

        Raises:
            NotFoundError: There is no such calendar.
        """
        return self._query(calendar_id, cdav.CompFilter("VTODO"))

    def changes(self, calendar_id: str) -> tuple[datetime, dict[str, datetime]]:
        """What time it is, and when each object of a calendar was last written.

        Both by the clock of the server, which may be another than ours.

        Raises:
            NotFoundError: There is no such calendar.
        """
        url = self.address(calendar_id)
        answer = self._client.propfind(url, _asking(_LastModified(), dav.GetEtag()), 1)
        found = self._properties(answer, MODIFIED, ETAG)
        now = _moment(str(answer.headers.get("Date", "")), datetime.now(UTC))
        return now, {
            href: _moment(it.get(MODIFIED), now)
            for href, it in found.items()
            if it.get(ETAG) and not href.endswith("/")  # the calendar itself is listed too
        }

    def read(self, calendar_id: str, hrefs: Iterable[str]) -> dict[str, Stored]:
        """Objects of a calendar, by their paths; one that has gone is left out."""
        asked = [dav.Href(value=quote(it)) for it in hrefs]
        if not asked:
            return {}
        root = cdav.CalendarMultiGet() + _asked(dav.GetEtag(), cdav.CalendarData()) + asked
        url = self.address(calendar_id)
        return self._stored(self._client.report(url, _xml(root), 1))

    def replace(self, stored: Stored) -> bool:
        """Write an object whose `calendar` was changed; false if somebody else was faster."""
        headers = {"If-Match": stored.etag, "Content-Type": "text/calendar; charset=utf-8"}
        answer = self._client.put(stored.url, stored.calendar.to_ical().decode(), headers)
        return answer.status not in (CHANGED, CONFLICT)

    def _query(self, calendar_id: str, which: BaseElement) -> list[Stored]:
        of = cdav.Filter() + (cdav.CompFilter("VCALENDAR") + which)
        asked = _asked(dav.GetEtag(), cdav.CalendarData())
        root = cdav.CalendarQuery() + asked + of
        url = self.address(calendar_id)
        return list(self._stored(self._client.report(url, _xml(root), 1)).values())

    def _stored(self, answer: DAVResponse) -> dict[str, Stored]:
        found = self._properties(answer, ETAG, DATA)
        stored = dict[str, Stored]()
        for href, it in found.items():
            if not (text := it.get(DATA)):
                continue
            try:
                calendar = Calendar.from_ical(text)
            except ValueError as problem:
                # Anybody may have written it, and the others are still to be read.
                _LOG.warning("%s makes no sense and is passed over: %s", href, problem)
                continue
            url = str(self._client.url.join(quote(href)))
            stored[href] = Stored(url, it.get(ETAG) or "", calendar)
        return stored

    def _properties(
        self, answer: DAVResponse, *tags: str
    ) -> Mapping[str, Mapping[str, str | None]]:
        """Some properties of everything that is told of, by path."""
        try:
            return answer.expand_simple_props([_TAGS[it]() for it in tags])
        except (error.DAVError, AssertionError, ValueError) as problem:
            raise UnavailableError("the answer of the server makes no sense") from problem


class _LastModified(BaseElement):
    """The library has no class for it."""

    tag: ClassVar[str] = "{DAV:}getlastmodified"


NAME: Final = dav.DisplayName.tag
ETAG: Final = dav.GetEtag.tag
DATA: Final = cdav.CalendarData.tag
MODIFIED: Final = _LastModified.tag
_TAGS: Final[Mapping[str, type[BaseElement]]] = {
    it.tag: it for it in (dav.DisplayName, dav.GetEtag, cdav.CalendarData, _LastModified)
}


@contextmanager
def opened(settings: AccountSettings) -> Generator[Home]:
    """The calendars of an account, over a connection of one's own.

    One for each call: the library does not promise that threads can share a client.
    """
    client = _Client(
        settings.url,
        username=settings.user,
        password=settings.password,
        auth_type="basic",  # otherwise the library sends a second request after each failure
        timeout=settings.timeout,  # type: ignore[arg-type]  # it may well be a fraction
    )
    with client:
        yield Home(client, settings.url)


class _Client(DAVClient):
    """Raises the errors of the interfaces; lets through what its callers know how to take."""

    def request(
        self,
        url: str,
        method: str = "GET",
        body: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> DAVResponse:
        try:
            answer = super().request(url, method, body, headers or {})
        except PluginError:  # from within: the library calls this again, to log in
            raise
        except error.AuthorizationError as denied:
            raise PermissionDeniedError(
                f"the calendar server denies access: {denied.reason}"
            ) from denied
        except (OSError, SyntaxError) as failed:  # no connection, no answer in time; no XML
            raise UnavailableError(f"the calendar server cannot be used: {failed}") from failed
        status, path = answer.status, urlsplit(str(url)).path
        if status == 429 or (status == 503 and "Retry-After" in answer.headers):
            wait = _seconds(str(answer.headers.get("Retry-After", "")))
            raise RateLimitedError("the calendar server asks for fewer calls", retry_after=wait)
        if status >= 500:
            raise UnavailableError(f"the calendar server failed with {status}")
        if status == 404:
            raise NotFoundError("the calendar server has no such calendar", value=_last_part(path))
        if status < 400 and not _is_answer(answer, method):
            raise UnavailableError(f"what answers at {path} is no calendar server")
        if status >= 400 and status not in (405, CONFLICT, CHANGED):
            raise PluginError(f"the calendar server rejects {method} with {status}", value=path)
        return answer


def _is_answer(answer: DAVResponse, method: str) -> bool:
    """Whether a calendar server answers so, and not a page on which to log in."""
    if method in ("PROPFIND", "REPORT"):
        tree = answer.tree
        return answer.status == 207 and tree is not None and tree.tag == dav.MultiStatus.tag
    return answer.status in (201, 204) if method in ("MKCALENDAR", "PUT") else True


def _asked(*properties: BaseElement) -> BaseElement:
    return dav.Prop() + list(properties)


def _asking(*properties: BaseElement) -> str:
    return _xml(dav.Propfind() + _asked(*properties))


def _xml(root: BaseElement) -> str:
    return str(root)


def _last_part(url: str) -> str:
    return unquote(url.rstrip("/").rpartition("/")[2])


def _moment(text: str | None, now: datetime) -> datetime:
    """A point in time of HTTP; now, where the server does not tell."""
    try:
        return parsedate_to_datetime(text or "").astimezone(UTC)
    except ValueError:
        return now


def _seconds(text: str) -> float | None:
    """What Retry-After says: a number, or a point in time; None if it says neither."""
    if text.strip().isdigit():
        return float(text)
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (at.astimezone(UTC) - datetime.now(UTC)).total_seconds())
