"""Issues as on GitHub: open or closed, with a title, a body, labels and an assignee."""

from typing import Any, Final

from dispatch_interfaces import InvalidRequestError, NoPlace, Text, TicketLimits, Values
from tests.services.tracker import ACCOUNT, TrackerTicket, at_most

_NO_FIELD: Final = NoPlace("an issue has no field for it")


class GitHubTicket(TrackerTicket):
    """All that an issue has no field of its own for is dropped."""

    limits = TicketLimits(
        title=Text("a title has 256 characters, and some", longest=256, taken=bool, kept=str.strip),
        description=Text("a body has 65536 characters", longest=65536),
        incident_type=_NO_FIELD,
        priority=_NO_FIELD,
        reporter=NoPlace("whose token it is opens all issues"),
        conversation_weblink=_NO_FIELD,
        document_weblink=_NO_FIELD,
        storage_weblink=_NO_FIELD,
        labels=Text("50 characters, whose case does not matter", longest=50, kept=str.lower),
        cost=_NO_FIELD,
        status=Values("an issue is open or closed", {"stable": "active"}),
    )

    def held(self, given: dict[str, Any]) -> dict[str, Any]:
        held = dict[str, Any]()
        if "title" in given:
            held["title"] = at_most(256, given["title"].strip())
            if not held["title"]:
                raise InvalidRequestError("an issue has a title", value=given["title"])
        if "description" in given:
            held["description"] = at_most(65536, given["description"])
        if "labels" in given:
            held["labels"] = list(dict.fromkeys(at_most(50, it.lower()) for it in given["labels"]))
        if "commander_email" in given:
            held["commander_email"] = given["commander_email"]
        if "status" in given:
            held["status"] = "active" if given["status"] == "stable" else given["status"]
        return {**held, "reporter_email": ACCOUNT}
