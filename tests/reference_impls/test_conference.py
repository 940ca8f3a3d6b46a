"""Conferences and who is invited."""

import pytest

from dispatch_interfaces import InvalidRequestError
from reference_impls import InMemoryConference


def test_a_conference_has_all_that_the_application_reads() -> None:
    conferences, people = InMemoryConference(), ["ada@example.com"]
    made = conferences.create("incident-1", "Down", people)
    people.append("later@example.com")
    assert set(made) == {"id", "weblink", "challenge"}
    meeting = conferences.meetings()[made["id"]]
    assert (meeting.name, meeting.title) == ("incident-1", "Down")
    assert meeting.participants == ("ada@example.com",)
    assert conferences.create("incident-1", "Down", [])["id"] != made["id"]


def test_a_name_can_be_seen() -> None:
    with pytest.raises(InvalidRequestError):
        InMemoryConference().create(" ", "Down", [])
