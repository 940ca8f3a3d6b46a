"""Who is on call by the calendar, and pages by mail."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from dispatch_caldav.client import Home, opened
from dispatch_caldav.mail import composed, one_line_break, send
from dispatch_caldav.rotation import Shift, following, on_call, shifts, time_on_call
from dispatch_caldav.settings import OncallSettings
from dispatch_interfaces import (
    InvalidRequestError,
    NotFoundError,
    OncallLimits,
    OncallPlugin,
    Text,
    UnavailableError,
)

_MOMENT: Final = timedelta(seconds=1)
_AHEAD: Final = timedelta(days=60)
"""How far ahead somebody who is on call next is looked for."""
_LONGEST_SHIFT: Final = timedelta(days=14)
_BEFORE: Final = timedelta(hours=18)
_AFTER: Final = timedelta(hours=2)
_ONE_LINE_BREAK: Final = Text("a mail has one kind of line break", kept=one_line_break)


def _now() -> datetime:
    return datetime.now(UTC)


class CalDavOncall(OncallPlugin):
    """A calendar for each service: who attends the event of now is on call.

    The id of a service is the last part of its calendar's address, its name that of the calendar.
    Of events that overlap, the one that began last counts, so that a short one stands for somebody
    during a long one. An event names somebody by its first attendee who has not declined, or by its
    organizer.

    Args:
        settings: Where the calendars are, and who sends the mails.
        clock: The time.
    """

    title, slug = "On call by the calendar", "caldav-oncall"
    description = "Rotations as events of a CalDAV calendar, pages by mail"
    version = "1.0"
    author, author_url = "dispatch-interfaces", "https://example.com/dispatch-interfaces"

    limits = OncallLimits(
        incident_name=_ONE_LINE_BREAK,
        incident_title=_ONE_LINE_BREAK,
        incident_description=_ONE_LINE_BREAK,
    )

    def __init__(self, settings: OncallSettings, *, clock: Callable[[], datetime] = _now) -> None:
        self._settings = settings
        self._zone = ZoneInfo(settings.time_zone)
        self._clock = clock

    def get(self, service_id: str | None = None, service_name: str | None = None) -> str:
        if service_id is None and service_name is None:
            raise InvalidRequestError(
                "a service_id or a service_name is needed", interface=self.type, method="get"
            )
        with opened(self._settings) as home:
            if service_id is None:
                service_id = self._id_of(home, service_name)
            return self._on_call(home, service_id).person

    def page(
        self,
        service_id: str,
        incident_name: str,
        incident_title: str,
        incident_description: str,
        *,
        event_type: str = "incident",
    ) -> None:
        said = incident_name, incident_title, incident_description
        try:
            "".join(said).encode()
        except UnicodeEncodeError as error:
            raise InvalidRequestError(
                "a lone surrogate is no text", interface=self.type, method="page"
            ) from error
        with opened(self._settings) as home:
            name = home.name(service_id)
            person = self._on_call(home, service_id).person
        mail = composed(
            sender=self._settings.sender,
            to=person,
            service_id=service_id,
            service=name,
            kind=event_type,
            said=said,
        )
        send(mail, person, self._settings)

    # What only the application asks for.

    def get_next_oncall(self, service_id: str) -> str | None:
        """Whose shift is the next, other than who is on call now; None if there is nobody."""
        now = self._clock()
        with opened(self._settings) as home:
            shift = following(self._shifts(home, service_id, now, now + _AHEAD), now)
        return None if shift is None else shift.person

    def get_schedule_id_from_service_id(self, service_id: str) -> str | None:
        """A service has one schedule: its calendar."""
        return service_id

    def did_oncall_just_go_off_shift(self, schedule_id: str, hour: int) -> Mapping[str, str] | None:
        """Who was on call 18 hours before an hour of today, and is no more 2 hours after it.

        The application asks once a day, and asks PagerDuty so as well.
        """
        at = self._clock().replace(hour=hour, minute=0, second=0, microsecond=0)
        before, after = at - _BEFORE, at + _AFTER
        with opened(self._settings) as home:
            found = self._shifts(home, schedule_id, before - _LONGEST_SHIFT, after + _MOMENT)
            last, current = time_on_call(found, before), on_call(found, after)
            if last is None or (current is not None and current.person == last.person):
                return None
            name = home.name(schedule_id)
        return {
            "email": last.person,
            "shift_start": f"{last.start:%Y-%m-%dT%H:%M:%SZ}",
            "shift_end": f"{last.end:%Y-%m-%dT%H:%M:%SZ}",
            "schedule_id": schedule_id,
            "schedule_name": name,
        }

    def get_service_url(self, service_id: str) -> str | None:
        """The address of its calendar, which every calendar program can subscribe to."""
        with opened(self._settings) as home:
            return home.address(service_id)

    def _id_of(self, home: Home, name: str | None) -> str:
        for service_id, known_as in home.names().items():
            if known_as == name:
                return service_id
        raise NotFoundError(
            "no calendar has this name", interface=self.type, method="get", value=name
        )

    def _on_call(self, home: Home, service_id: str) -> Shift:
        now = self._clock()
        shift = on_call(self._shifts(home, service_id, now, now + _MOMENT), now)
        if shift is None:
            raise UnavailableError("nobody is on call now", interface=self.type, value=service_id)
        return shift

    def _shifts(self, home: Home, service_id: str, start: datetime, end: datetime) -> list[Shift]:
        # The server takes an all-day event for one in UTC, or in a zone of its own.
        day = timedelta(days=1)
        events = home.events(service_id, start - day, end + day)
        return shifts((it.calendar for it in events), start, end, self._zone)
