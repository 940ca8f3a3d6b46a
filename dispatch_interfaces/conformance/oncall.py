"""What a oncall plugin must do."""

from typing import Final, Protocol

from attrs import frozen

from dispatch_interfaces.conformance.common import add_common_requirements
from dispatch_interfaces.conformance.harness import Harness
from dispatch_interfaces.conformance.requirement import Suite
from dispatch_interfaces.contract import CONTRACTS
from dispatch_interfaces.protocols.oncall import OncallPlugin


class OncallObserver(Protocol):
    """Sees what the interface has no method for."""


@frozen(kw_only=True)
class OncallHarness(Harness[OncallPlugin, OncallObserver]):
    """How to bring a oncall plugin under test."""

    contract = CONTRACTS["oncall"]
    observer_type = OncallObserver


ONCALL: Final = Suite(OncallHarness)
add_common_requirements(ONCALL)
