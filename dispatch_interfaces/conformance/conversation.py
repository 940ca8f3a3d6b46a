"""What a conversation plugin must do."""

from typing import Final, Protocol

from attrs import frozen

from dispatch_interfaces.conformance.common import add_common_requirements
from dispatch_interfaces.conformance.harness import Harness
from dispatch_interfaces.conformance.requirement import Suite
from dispatch_interfaces.contract import CONTRACTS
from dispatch_interfaces.protocols.conversation import ConversationPlugin


class ConversationObserver(Protocol):
    """Sees what the interface has no method for."""


@frozen(kw_only=True)
class ConversationHarness(Harness[ConversationPlugin, ConversationObserver]):
    """How to bring a conversation plugin under test."""

    contract = CONTRACTS["conversation"]
    observer_type = ConversationObserver


CONVERSATION: Final = Suite(ConversationHarness)
add_common_requirements(CONVERSATION)
