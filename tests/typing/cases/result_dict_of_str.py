"""A dict[str, str] is no record, though at run time it may be right."""

# verdict: refused

from dispatch_interfaces import TicketPlugin


class AcmeTicket(TicketPlugin):
    def create(  # refused
        self, title: str, incident_type: str, incident_priority: str, commander: str, reporter: str
    ) -> dict[str, str]:  # refused
        return {"weblink": "https://acme.example/1", "resource_id": "1", "resource_type": "acme"}
