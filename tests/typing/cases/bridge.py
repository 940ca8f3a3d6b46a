"""A bridge names the class it carries and its settings."""

# verdict: accepted

import attrs

from dispatch_interfaces.host.bridge import TicketBridge
from dispatch_interfaces.host.configuration import secret
from reference_impls import InMemoryTicket


@attrs.frozen
class AcmeSettings:
    url: str
    token: str = secret()


class AcmeTicketForDispatch(TicketBridge):
    implementation = InMemoryTicket
    settings = AcmeSettings
