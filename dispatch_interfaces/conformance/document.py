"""What a document plugin must do."""

from typing import Final, Protocol

from attrs import frozen

from dispatch_interfaces.conformance.common import add_common_requirements
from dispatch_interfaces.conformance.harness import Harness
from dispatch_interfaces.conformance.requirement import Suite
from dispatch_interfaces.contract import CONTRACTS
from dispatch_interfaces.protocols.document import DocumentPlugin


class DocumentObserver(Protocol):
    """Sees what the interface has no method for."""


@frozen(kw_only=True)
class DocumentHarness(Harness[DocumentPlugin, DocumentObserver]):
    """How to bring a document plugin under test."""

    contract = CONTRACTS["document"]
    observer_type = DocumentObserver


DOCUMENT: Final = Suite(DocumentHarness)
add_common_requirements(DOCUMENT)
