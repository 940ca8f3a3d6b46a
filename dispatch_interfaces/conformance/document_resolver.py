"""What a document-resolver plugin must do."""

from typing import Final, Protocol

from attrs import frozen

from dispatch_interfaces.conformance.common import add_common_requirements
from dispatch_interfaces.conformance.harness import Harness
from dispatch_interfaces.conformance.requirement import Suite
from dispatch_interfaces.contract import CONTRACTS
from dispatch_interfaces.protocols.document_resolver import DocumentResolverPlugin


class DocumentResolverObserver(Protocol):
    """Sees what the interface has no method for."""


@frozen(kw_only=True)
class DocumentResolverHarness(Harness[DocumentResolverPlugin, DocumentResolverObserver]):
    """How to bring a document-resolver plugin under test."""

    contract = CONTRACTS["document-resolver"]
    observer_type = DocumentResolverObserver


DOCUMENT_RESOLVER: Final = Suite(DocumentResolverHarness)
add_common_requirements(DOCUMENT_RESOLVER)
