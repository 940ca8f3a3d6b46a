"""From the events of a calendar to who is on call when."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from typing import Final

import recurring_ical_events
from attrs import frozen
from icalendar import Calendar, Event, vCalAddress

_LOG: Final = logging.getLogger(__name__)
_DAY: Final = timedelta(days=1)
_THINGS: Final = ("ROOM", "RESOURCE")


@frozen
class Shift:
    """A person on call, from a point in time up to another, which is not part of it."""

    person: str
    start: datetime
    end: datetime


def shifts(
    calendars: Iterable[Calendar], start: datetime, end: datetime, zone: tzinfo
) -> list[Shift]:
    """All shifts that touch a span of time.

    Args:
        calendars: Each has one event, with its exceptions if it recurs.
        start: Where the span begins.
        end: Where it ends.
        zone: Where all-day events begin, and events whose times have no zone.
    """
    found = list[Shift]()
    for calendar in calendars:
        try:
            found += _shifts(calendar, start, end, zone)
        except Exception as problem:
            # Anybody may have written it, and it must not keep the others from being paged.
            _LOG.warning("an event that makes no sense is passed over: %s", problem)
    return found


def on_call(shifts: Iterable[Shift], now: datetime) -> Shift | None:
    """The shift that counts: what begins within another takes its place."""
    current = [it for it in shifts if it.start <= now < it.end]
    return max(current, key=lambda it: (it.start, -it.end.timestamp(), it.person), default=None)


def following(shifts: Sequence[Shift], now: datetime) -> Shift | None:
    """The next shift of somebody else than is on call now."""
    current = on_call(shifts, now)
    person = None if current is None else current.person
    # Who is on call changes only where a shift begins or ends.
    turns = sorted({it for shift in shifts for it in (shift.start, shift.end) if it > now})
    then = (on_call(shifts, it) for it in turns)
    return next((it for it in then if it is not None and it.person != person), None)


def time_on_call(shifts: Sequence[Shift], at: datetime) -> Shift | None:
    """Who is on call at a point in time, from when and how long without anybody else."""
    shift = on_call(shifts, at)
    if shift is None:
        return None
    turns = sorted({it for each in shifts for it in (each.start, each.end)})
    start, end = shift.start, shift.end
    spans = list(pairwise(turns))
    for begin, stop in (it for it in spans if it[0] > at):
        current = on_call(shifts, begin)
        if current is None or current.person != shift.person:
            end = begin
            break
        end = stop
    for begin, _ in reversed([it for it in spans if it[0] <= at]):
        current = on_call(shifts, begin)
        if current is None or current.person != shift.person:
            break
        start = begin
    return Shift(shift.person, start, end)


def _shifts(calendar: Calendar, start: datetime, end: datetime, zone: tzinfo) -> Iterator[Shift]:
    # The zone of an all-day event is not in the calendar: look a day further on either side.
    for event in recurring_ical_events.of(calendar).between(start - _DAY, end + _DAY):
        person = _person(event)
        if person is None or str(event.get("STATUS", "")).upper() == "CANCELLED":
            continue
        # Of an occurrence, DTEND is always there, and what it was made from may be as well.
        first, last = event["DTSTART"].dt, event["DTEND"].dt
        if last == first and not isinstance(first, datetime):
            last += _DAY  # a day without an end
        shift = Shift(person, _moment(first, zone), _moment(last, zone))
        if shift.start < end and shift.end > start:
            yield shift


def _moment(value: date | datetime, zone: tzinfo) -> datetime:
    """In UTC: two times of one zone would be compared by what their clocks show."""
    if not isinstance(value, datetime):
        value = datetime.combine(value, time.min)
    if value.tzinfo is None:
        value = value.replace(tzinfo=zone)
    return value.astimezone(UTC)


def _person(event: Event) -> str | None:
    """The first attendee who has not declined, or else the organizer."""
    attendees = [it for it in event.attendees if _may_come(it)]
    asked = [*attendees, *([event.organizer] if event.organizer is not None else [])]
    return next((email for it in asked if (email := address(it)) is not None), None)


def _may_come(attendee: vCalAddress) -> bool:
    declined = str(attendee.params.get("PARTSTAT", "")).upper() == "DECLINED"
    return not declined and str(attendee.params.get("CUTYPE", "")).upper() not in _THINGS


def address(person: vCalAddress) -> str | None:
    """The e-mail address of somebody; None if it is something else, such as a telephone."""
    email = str(person.email)
    return email if "@" in email and email.isprintable() and ":" not in email else None
