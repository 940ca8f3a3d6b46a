"""Tickets of Dispatch as issues of the Roundup issue tracker."""

from dispatch_roundup.plugin import RoundupTicket
from dispatch_roundup.settings import RoundupSettings

__all__ = ["RoundupSettings", "RoundupTicket"]
