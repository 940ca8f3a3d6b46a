"""Issues as in Jira: a summary of one line, labels without spaces, a workflow that ends."""

import re
from typing import Any, Final

from dispatch_interfaces import InvalidRequestError, NoPlace, NoStep, Text, TicketLimits
from tests.services.tracker import ACCOUNT, TrackerTicket, at_most

_NO_FIELD: Final = NoPlace("the project has no custom fields")


def one_line(text: str) -> bool:
    """Whether a text has one line, and something in it."""
    return len(text.splitlines()) == 1


def without_spaces(text: str) -> bool:
    """Whether a text has characters, and none of them white space."""
    return re.fullmatch(r"\S+", text) is not None


class JiraTicket(TrackerTicket):
    """Types, priorities and people are Jira's own; a closed issue stays closed."""

    limits = TicketLimits(
        title=Text("a summary is one line", longest=255, taken=one_line, kept=str.strip),
        description=Text("a field of text has 32767 characters", longest=32767),
        reporter=NoPlace("who may not modify the reporter is the reporter"),
        conversation_weblink=_NO_FIELD,
        document_weblink=_NO_FIELD,
        storage_weblink=_NO_FIELD,
        labels=Text("a label has no spaces", longest=255, taken=without_spaces),
        cost=_NO_FIELD,
        steps=NoStep("the workflow ends there", {"closed": ["active", "stable"]}),
    )

    def update(self, ticket_id: str, *args: Any, **kwargs: Any) -> None:
        to = kwargs.get("status")
        if to in ("active", "stable") and self.fields(ticket_id)["status"] == "closed":
            raise InvalidRequestError("there is no such transition", value=to)
        super().update(ticket_id, *args, **kwargs)

    def held(self, given: dict[str, Any]) -> dict[str, Any]:
        kept = ("title", "description", "incident_type", "priority", "commander_email", "status")
        held = {name: given[name] for name in (*kept, "labels") if name in given}
        if "title" in held:
            held["title"] = at_most(255, held["title"].strip())
            if not one_line(held["title"]):
                raise InvalidRequestError("the summary is one line", value=given["title"])
        at_most(32767, held.get("description", ""))
        for label in held.get("labels", ()):
            if not without_spaces(at_most(255, label)):
                raise InvalidRequestError("a label has no spaces", value=label)
        return {**held, "reporter_email": ACCOUNT}
