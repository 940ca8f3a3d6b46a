"""Tickets of trackers that have one habit each."""

import re
import unicodedata
from collections.abc import Callable
from functools import partial
from typing import Any, Final, cast

from dispatch_interfaces import (
    InvalidRequestError,
    NoPlace,
    NoStep,
    Text,
    TicketLimits,
    Values,
    cut,
)
from tests.services.tracker import ACCOUNT, TrackerTicket


def without(field: str, limit: str, because: str) -> type[TrackerTicket]:
    """Tickets that have no place for a field."""

    def held(_: TrackerTicket, given: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in given.items() if name != field}

    limits = TicketLimits(**cast("Any", {limit: NoPlace(because)}))
    return type(f"Without_{field}", (TrackerTicket,), {"held": held, "limits": limits})


def with_text(field: str, limit: Text, name: str) -> type[TrackerTicket]:
    """Tickets of which a field is kept, or rejected, as a limit says."""

    def kept(text: str) -> str:
        if not limit.takes(text):
            raise InvalidRequestError("the tracker does not take this", value=text)
        return limit.in_force(text)

    def held(_: TrackerTicket, given: dict[str, Any]) -> dict[str, Any]:
        if field not in given:
            return given
        value = given[field]
        new = list(dict.fromkeys(map(kept, value))) if field == "labels" else kept(value)
        return {**given, field: new}

    limits = TicketLimits(**cast("Any", {field: limit}))
    return type(name, (TrackerTicket,), {"held": held, "limits": limits})


class Account(TrackerTicket):
    """Whose token it is takes a part that it was not given."""

    plays: str

    def held(self, given: dict[str, Any]) -> dict[str, Any]:
        return {**given, self.plays: ACCOUNT}


class AccountReports(Account):
    plays = "reporter_email"
    limits = TicketLimits(reporter=NoPlace("the account of the token opens every issue"))


class AccountCommands(Account):
    plays = "commander_email"
    limits = TicketLimits(commander=NoPlace("the project assigns what the account opens to it"))


class StaysClosed(TrackerTicket):
    limits = TicketLimits(steps=NoStep("the workflow ends there", {"closed": ["active", "stable"]}))

    def update(self, ticket_id: str, *args: Any, **kwargs: Any) -> None:
        to = kwargs.get("status")
        if to in ("active", "stable") and self.fields(ticket_id)["status"] == "closed":
            raise InvalidRequestError("there is no such transition", value=to)
        super().update(ticket_id, *args, **kwargs)


class OpenOrClosed(TrackerTicket):
    limits = TicketLimits(status=Values("an issue is open or closed", {"stable": "active"}))

    def held(self, given: dict[str, Any]) -> dict[str, Any]:
        return {**given, "status": "active"} if given.get("status") == "stable" else given


class NeverStable(TrackerTicket):
    limits = TicketLimits(status=Values("an issue is open or closed", rejected=["stable"]))

    def held(self, given: dict[str, Any]) -> dict[str, Any]:
        if given.get("status") == "stable":
            raise InvalidRequestError("there is no such status", value="stable")
        return given


def unix_lines(text: str) -> str:
    """A text whose lines end the way of Unix."""
    return text.replace("\r\n", "\n")


def underscored(text: str) -> str:
    """A text with underscores in place of white space."""
    return "_".join(text.split())


def has_no_spaces(text: str) -> bool:
    """Whether a text has no white space."""
    return not re.search(r"\s", text)


COMPOSED: Final[Callable[[str], str]] = partial(unicodedata.normalize, "NFC")

LabelsWithoutSpaces = with_text(
    "labels", Text("labels have no spaces", taken=has_no_spaces), "LabelsWithoutSpaces"
)
LabelsUnderscored = with_text(
    "labels", Text("labels have no spaces", kept=underscored), "LabelsUnderscored"
)
LabelsFolded = with_text(
    "labels", Text("the case of labels does not matter", kept=str.lower), "LabelsFolded"
)
LabelsShort = with_text("labels", Text("a label has 50 characters", longest=50), "LabelsShort")
TitleShort = with_text("title", Text("a summary has 255 characters", longest=255), "TitleShort")
TitleCut = with_text("title", Text("a summary has 255 characters", kept=cut(255)), "TitleCut")
TitleBytes = with_text("title", Text("a column of 255 bytes", most_bytes=255), "TitleBytes")
TitleTrimmed = with_text("title", Text("titles are trimmed", kept=str.strip), "TitleTrimmed")
TitleNeeded = with_text("title", Text("an issue has a title", taken=bool), "TitleNeeded")
TitleComposed = with_text("title", Text("the database composes", kept=COMPOSED), "TitleComposed")
DescriptionTrimmed = with_text(
    "description", Text("the editor trims", kept=str.strip), "DescriptionTrimmed"
)
DescriptionOfUnixLines = with_text(
    "description", Text("lines end the way of Unix", kept=unix_lines), "DescriptionOfUnixLines"
)
DescriptionComposed = with_text(
    "description", Text("the database composes", kept=COMPOSED), "DescriptionComposed"
)
WeblinksShort = with_text(
    "document_weblink", Text("a URL has 255 characters", longest=255), "WeblinksShort"
)


class TypesFolded(TrackerTicket):
    """The types are known beforehand, in small letters."""

    limits = TicketLimits(incident_type=Text("types are small letters", kept=str.lower))

    def held(self, given: dict[str, Any]) -> dict[str, Any]:
        kind = given.get("incident_type", "").lower()
        if kind not in ("security", "outage", ""):
            raise InvalidRequestError("there is no such type", value=given["incident_type"])
        return {**given, "incident_type": kind} if "incident_type" in given else given
