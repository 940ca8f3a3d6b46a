"""What a participant plugin must do."""

from typing import Final, Protocol

from attrs import frozen

from dispatch_interfaces.conformance.common import add_common_requirements
from dispatch_interfaces.conformance.harness import Harness
from dispatch_interfaces.conformance.requirement import Suite
from dispatch_interfaces.contract import CONTRACTS
from dispatch_interfaces.protocols.participant import ParticipantPlugin


class ParticipantObserver(Protocol):
    """Sees what the interface has no method for."""


@frozen(kw_only=True)
class ParticipantHarness(Harness[ParticipantPlugin, ParticipantObserver]):
    """How to bring a participant plugin under test."""

    contract = CONTRACTS["participant"]
    observer_type = ParticipantObserver


PARTICIPANT: Final = Suite(ParticipantHarness)
add_common_requirements(PARTICIPANT)
