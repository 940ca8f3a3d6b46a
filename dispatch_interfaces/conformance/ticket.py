"""What a ticket plugin must do."""

from typing import Final, Protocol

from attrs import frozen

from dispatch_interfaces.conformance.common import add_common_requirements
from dispatch_interfaces.conformance.harness import Harness
from dispatch_interfaces.conformance.requirement import Suite
from dispatch_interfaces.contract import CONTRACTS
from dispatch_interfaces.protocols.ticket import TicketPlugin


class TicketObserver(Protocol):
    """Sees what the interface has no method for."""


@frozen(kw_only=True)
class TicketHarness(Harness[TicketPlugin, TicketObserver]):
    """How to bring a ticket plugin under test."""

    contract = CONTRACTS["ticket"]
    observer_type = TicketObserver


TICKET: Final = Suite(TicketHarness)
add_common_requirements(TICKET)
