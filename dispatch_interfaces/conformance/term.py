"""What a term plugin must do."""

from typing import Final, Protocol

from attrs import frozen

from dispatch_interfaces.conformance.common import add_common_requirements
from dispatch_interfaces.conformance.harness import Harness
from dispatch_interfaces.conformance.requirement import Suite
from dispatch_interfaces.contract import CONTRACTS
from dispatch_interfaces.protocols.term import TermPlugin


class TermObserver(Protocol):
    """Sees what the interface has no method for."""


@frozen(kw_only=True)
class TermHarness(Harness[TermPlugin, TermObserver]):
    """How to bring a term plugin under test."""

    contract = CONTRACTS["term"]
    observer_type = TermObserver


TERM: Final = Suite(TermHarness)
add_common_requirements(TERM)
