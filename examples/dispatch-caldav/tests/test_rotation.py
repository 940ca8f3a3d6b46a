"""Who is on call, by events as calendar programs write them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dispatch_caldav import CalDavOncall
from dispatch_interfaces import InvalidRequestError, NotFoundError, UnavailableError
from tests.conftest import Service

ADA, GRACE, EDSGER = (f"ATTENDEE:mailto:{it}@example.com" for it in ("ada", "grace", "edsger"))
BERLIN = ZoneInfo("Europe/Berlin")

Oncall = Callable[..., CalDavOncall]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def who(oncall: Oncall, service: Service, text: str, **settings: str) -> str | None:
    """The name of the person on call at a point in time, in UTC."""
    try:
        return oncall(utc(text), **settings).get(service.id).partition("@")[0]
    except UnavailableError:
        return None


def test_a_shift_begins_where_the_one_before_ends(oncall: Oncall, service: Service) -> None:
    service.plan("DTSTART:20260302T090000Z", "DTEND:20260309T090000Z", ADA)
    service.plan("DTSTART:20260309T090000Z", "DTEND:20260316T090000Z", GRACE)
    at = ("2026-03-02T08:59:59", "2026-03-02T09:00:00", "2026-03-09T08:59:59.999999")
    assert [who(oncall, service, it) for it in at] == [None, "ada", "ada"]
    at = ("2026-03-09T09:00:00", "2026-03-16T08:59:59", "2026-03-16T09:00:00")
    assert [who(oncall, service, it) for it in at] == ["grace", "grace", None]


def test_a_rotation_recurs(oncall: Oncall, service: Service) -> None:
    for start, person in (("20260105", ADA), ("20260112", GRACE)):
        service.plan(
            f"DTSTART:{start}T080000Z", "DURATION:P7D", "RRULE:FREQ=WEEKLY;INTERVAL=2", person
        )
    at = (
        "2026-01-12T07:59:59",
        "2026-01-12T08:00:00",
        "2026-12-01T12:00:00",
        "2036-01-01T00:00:00",
    )
    assert [who(oncall, service, it) for it in at] == ["ada", "grace", "grace", "grace"]


def test_a_rotation_follows_the_clocks_of_its_zone(oncall: Oncall, service: Service) -> None:
    for hours, person in (("T090000", ADA), ("T210000", GRACE)):
        service.plan(
            f"DTSTART;TZID=Europe/Berlin:20260301{hours}",
            "DURATION:PT12H",
            "RRULE:FREQ=DAILY",
            person,
        )
    # Clocks go forward on 29 March: nine in the morning is at eight, and then at seven.
    at = (
        "2026-03-28T07:59:00",
        "2026-03-28T08:00:00",
        "2026-03-30T06:59:00",
        "2026-03-30T07:00:00",
    )
    assert [who(oncall, service, it) for it in at] == ["grace", "ada", "grace", "ada"]


@pytest.mark.parametrize(
    ("zone", "before", "begins"),
    [
        ("UTC", "2026-05-03T23:59:59", "2026-05-04T00:00:00"),
        ("Europe/Berlin", "2026-05-03T21:59:59", "2026-05-03T22:00:00"),
        ("Pacific/Auckland", "2026-05-03T11:59:59", "2026-05-03T12:00:00"),
        ("America/Los_Angeles", "2026-05-04T06:59:59", "2026-05-04T07:00:00"),
        ("Pacific/Kiritimati", "2026-05-03T09:59:59", "2026-05-03T10:00:00"),
    ],
)
def test_a_day_begins_in_the_zone_of_the_settings(
    oncall: Oncall, service: Service, zone: str, before: str, begins: str
) -> None:
    service.plan("DTSTART;VALUE=DATE:20260427", "DTEND;VALUE=DATE:20260504", ADA)
    service.plan("DTSTART;VALUE=DATE:20260504", GRACE)  # without an end: one day
    assert who(oncall, service, before, time_zone=zone) == "ada"
    assert who(oncall, service, begins, time_zone=zone) == "grace"
    end = (utc(begins) + timedelta(days=1)).replace(tzinfo=None).isoformat()
    assert who(oncall, service, end, time_zone=zone) is None


def test_a_time_without_a_zone_is_in_that_of_the_settings(oncall: Oncall, service: Service) -> None:
    service.plan("DTSTART:20260703T090000", "DTEND:20260703T170000", ADA)
    assert who(oncall, service, "2026-07-03T07:00:00", time_zone="Europe/Berlin") == "ada"
    assert who(oncall, service, "2026-07-03T15:00:00", time_zone="Europe/Berlin") is None


def test_the_hour_that_comes_twice_comes_twice(oncall: Oncall, service: Service) -> None:
    service.plan("DTSTART;TZID=Europe/Berlin:20261025T010000", "DTEND:20261025T010000Z", ADA)
    service.plan("DTSTART:20261025T010000Z", "DTEND;TZID=Europe/Berlin:20261025T040000", GRACE)
    # Half past two, in summer time and then in winter time.
    assert who(oncall, service, "2026-10-25T00:30:00") == "ada"
    assert who(oncall, service, "2026-10-25T01:30:00") == "grace"


def test_who_stands_in_counts(oncall: Oncall, service: Service) -> None:
    service.plan("DTSTART:20260601T000000Z", "DTEND:20260608T000000Z", ADA)
    service.plan("DTSTART:20260603T120000Z", "DTEND:20260603T140000Z", GRACE)
    at = ("2026-06-03T11:59:00", "2026-06-03T12:00:00", "2026-06-03T14:00:00")
    assert [who(oncall, service, it) for it in at] == ["ada", "grace", "ada"]


def test_an_occurrence_may_be_another_or_fall_out(oncall: Oncall, service: Service) -> None:
    of_all = ["UID:rotation", "DTSTAMP:20260101T000000Z"]
    service.put(
        [
            *("BEGIN:VEVENT", *of_all, "DTSTART:20260801T080000Z", "DTEND:20260801T160000Z"),
            *("RRULE:FREQ=DAILY;COUNT=5", "EXDATE:20260803T080000Z", ADA, "END:VEVENT"),
            *("BEGIN:VEVENT", *of_all, "RECURRENCE-ID:20260802T080000Z"),
            *("DTSTART:20260802T100000Z", "DTEND:20260802T180000Z", GRACE, "END:VEVENT"),
        ]
    )
    at = (
        "2026-08-01T09:00:00",
        "2026-08-02T09:00:00",
        "2026-08-02T17:00:00",
        "2026-08-03T09:00:00",
    )
    assert [who(oncall, service, it) for it in at] == ["ada", None, "grace", None]


@pytest.mark.parametrize(
    ("lines", "person"),
    [
        (["ORGANIZER:mailto:ada@example.com"], "ada"),
        (["ORGANIZER:mailto:ada@example.com", GRACE], "grace"),
        (["ATTENDEE;PARTSTAT=DECLINED:mailto:ada@example.com", GRACE], "grace"),
        (["ATTENDEE;CUTYPE=ROOM:mailto:room@example.com", GRACE], "grace"),
        (["ATTENDEE:tel:+49-30-1234", "ATTENDEE:MAILTO:grace@example.com"], "grace"),
        (["STATUS:CANCELLED", GRACE], None),
        (["SUMMARY:Ada"], None),
    ],
)
def test_an_event_names_a_person(
    oncall: Oncall, service: Service, lines: list[str], person: str | None
) -> None:
    service.plan("DTSTART:20260601T000000Z", "DTEND:20260602T000000Z", *lines)
    assert who(oncall, service, "2026-06-01T12:00:00") == person


def test_who_is_next_is_somebody_else(oncall: Oncall, service: Service) -> None:
    for day, person in ((1, ADA), (2, ADA), (3, GRACE)):
        service.plan(f"DTSTART:2026090{day}T000000Z", f"DTEND:2026090{day + 1}T000000Z", person)
    service.plan("DTSTART:20260901T200000Z", "DTEND:20260901T210000Z", EDSGER)
    at = (
        "2026-09-01T12:00:00",
        "2026-09-01T20:30:00",
        "2026-09-02T12:00:00",
        "2026-09-03T12:00:00",
    )
    following = [oncall(utc(it)).get_next_oncall(service.id) for it in at]
    assert following == ["edsger@example.com", "ada@example.com", "grace@example.com", None]


def test_who_went_off_shift_is_asked_how_it_was(oncall: Oncall, service: Service) -> None:
    service.plan("DTSTART:20260907T090000Z", "DTEND:20260914T090000Z", ADA)
    service.plan("DTSTART:20260914T090000Z", "DTEND:20260921T090000Z", GRACE)
    found = oncall(utc("2026-09-14T16:03:00")).did_oncall_just_go_off_shift(service.id, 16)
    assert found == {
        "email": "ada@example.com",
        "shift_start": "2026-09-07T09:00:00Z",
        "shift_end": "2026-09-14T09:00:00Z",
        "schedule_id": service.id,
        "schedule_name": f"Database {service.id}",
    }
    for day in ("2026-09-13", "2026-09-15"):
        later = oncall(utc(f"{day}T16:03:00"))
        assert later.did_oncall_just_go_off_shift(service.id, 16) is None


def test_a_service_is_found_by_its_name(oncall: Oncall, service: Service) -> None:
    service.plan("DTSTART:20260601T000000Z", "DTEND:20260602T000000Z", ADA)
    plugin = oncall(utc("2026-06-01T12:00:00"))
    assert plugin.get(service_name=f"Database {service.id}") == "ada@example.com"
    assert (plugin.get_service_url(service.id) or "").endswith(f"/dispatch/{service.id}/")
    with pytest.raises(NotFoundError):
        plugin.get(service_name=f"database {service.id}")
    with pytest.raises(InvalidRequestError):
        plugin.get()


@pytest.mark.parametrize(
    "unknown", ["", ".", "..", "../other", "no\nline", "\ud800", "%2e%2e", "é"]
)
def test_what_is_no_id_is_not_found(oncall: Oncall, service: Service, unknown: str) -> None:
    with pytest.raises(NotFoundError):
        oncall().get(unknown)
