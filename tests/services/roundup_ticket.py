"""Issues as in Roundup 2, as its classic tracker was measured over its REST interface."""

from typing import Any, Final

from dispatch_interfaces import InvalidRequestError, NoPlace, Text, TicketLimits
from tests.services.tracker import ACCOUNT, TrackerTicket

_NO_PROPERTY: Final = NoPlace("the class issue has no such property")


def trimmed_lines(text: str) -> str:
    """A text without white space around it, whose lines end the way of Unix."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


class RoundupTicket(TrackerTicket):
    """Titles, messages and keywords are trimmed; who makes an issue is its creator."""

    limits = TicketLimits(
        title=Text("a title is trimmed, and its line ends are changed", kept=trimmed_lines),
        description=Text("the content of a message is trimmed", kept=str.strip),
        incident_type=_NO_PROPERTY,
        reporter=NoPlace("who makes an issue is its creator"),
        conversation_weblink=_NO_PROPERTY,
        document_weblink=_NO_PROPERTY,
        storage_weblink=_NO_PROPERTY,
        labels=Text("a keyword is trimmed, and has characters", taken=bool, kept=str.strip),
        cost=_NO_PROPERTY,
    )

    def held(self, given: dict[str, Any]) -> dict[str, Any]:
        kept = ("title", "description", "priority", "commander_email", "status", "labels")
        held = {name: given[name] for name in kept if name in given}
        if "title" in held:
            held["title"] = trimmed_lines(held["title"])
        if "description" in held:
            held["description"] = held["description"].strip()
        if "labels" in held:
            held["labels"] = list(dict.fromkeys(it.strip() for it in held["labels"]))
            if not all(held["labels"]):
                raise InvalidRequestError("a keyword has characters", value="")
        return {**held, "reporter_email": ACCOUNT}
