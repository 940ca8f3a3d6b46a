"""A working in-memory implementation of every interface: to read, to copy, to test with."""

from reference_impls.conversation import InMemoryConversation
from reference_impls.document import InMemoryDocument
from reference_impls.document_resolver import InMemoryDocumentResolver
from reference_impls.host.artificial_intelligence import InMemoryArtificialIntelligence
from reference_impls.host.auth_mfa import InMemoryAuthMfa
from reference_impls.host.auth_provider import InMemoryAuthProvider
from reference_impls.host.conference import InMemoryConference
from reference_impls.host.contact import InMemoryContact
from reference_impls.host.email import InMemoryEmail
from reference_impls.host.investigation_tooling import InMemoryInvestigationTooling
from reference_impls.host.monitor import InMemoryMonitor
from reference_impls.host.signal_consumer import InMemorySignalConsumer
from reference_impls.host.source import InMemorySource
from reference_impls.host.tag import InMemoryTag
from reference_impls.linked import Linked, Workspaces
from reference_impls.metric import InMemoryMetric
from reference_impls.oncall import InMemoryOncall
from reference_impls.participant import InMemoryParticipant
from reference_impls.participant_group import InMemoryParticipantGroup
from reference_impls.storage import InMemoryStorage
from reference_impls.task import InMemoryTask
from reference_impls.term import InMemoryTerm
from reference_impls.ticket import InMemoryTicket
from reference_impls.workflow import InMemoryWorkflow

__all__ = [
    "InMemoryArtificialIntelligence",
    "InMemoryAuthMfa",
    "InMemoryAuthProvider",
    "InMemoryConference",
    "InMemoryContact",
    "InMemoryConversation",
    "InMemoryDocument",
    "InMemoryDocumentResolver",
    "InMemoryEmail",
    "InMemoryInvestigationTooling",
    "InMemoryMetric",
    "InMemoryMonitor",
    "InMemoryOncall",
    "InMemoryParticipant",
    "InMemoryParticipantGroup",
    "InMemorySignalConsumer",
    "InMemorySource",
    "InMemoryStorage",
    "InMemoryTag",
    "InMemoryTask",
    "InMemoryTerm",
    "InMemoryTicket",
    "InMemoryWorkflow",
    "Linked",
    "Workspaces",
]
