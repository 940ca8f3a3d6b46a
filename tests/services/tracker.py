"""Tickets in a tracker that holds other than it is given."""

import inspect
from typing import Any, Final

from dispatch_interfaces import InvalidRequestError, Ticket
from reference_impls import InMemoryTicket

ACCOUNT: Final = "incident-bot@example.com"
"""Whose token it is that all requests are made with."""

_NAMES: Final = list(inspect.signature(InMemoryTicket.update).parameters)[2:]


class TrackerTicket(InMemoryTicket):
    """Passes the fields of each call through `held`, on their way into the tracker."""

    def create(
        self, title: str, incident_type: str, incident_priority: str, commander: str, reporter: str
    ) -> Ticket:
        held = self.held(
            {
                "title": title,
                "incident_type": incident_type,
                "priority": incident_priority,
                "commander_email": commander,
                "reporter_email": reporter,
            }
        )
        names = ("title", "incident_type", "priority", "commander_email", "reporter_email")
        return super().create(*(held.get(it, "") for it in names))

    def update(self, ticket_id: str, *args: Any, **kwargs: Any) -> None:
        self.fields(ticket_id)  # raises if there is no such ticket
        given = {**dict(zip(_NAMES, args, strict=False)), **kwargs}
        held = self.held({name: value for name, value in given.items() if value is not None})
        super().update(ticket_id, **held)

    def held(self, given: dict[str, Any]) -> dict[str, Any]:
        """The fields as the tracker holds them.

        Raises:
            InvalidRequestError: It cannot.
        """
        return given


def at_most(longest: int, text: str) -> str:
    """The text, if it is no longer.

    Raises:
        InvalidRequestError: It is.
    """
    if len(text) > longest:
        raise InvalidRequestError(f"at most {longest} characters", value=text)
    return text
