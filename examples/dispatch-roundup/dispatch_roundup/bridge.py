"""The class that the application loads."""

from dispatch_interfaces.host.bridge import TicketBridge
from dispatch_roundup.plugin import RoundupTicket
from dispatch_roundup.settings import RoundupSettings


class RoundupTicketForDispatch(TicketBridge):
    """Issues of Roundup as the tickets of incidents, cases and tasks."""

    implementation = RoundupTicket
    settings = RoundupSettings
