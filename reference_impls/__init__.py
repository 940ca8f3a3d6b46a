"""A working in-memory implementation of every interface: to read, to copy, to test with."""

from reference_impls.conversation import InMemoryConversation
from reference_impls.document import InMemoryDocument
from reference_impls.document_resolver import InMemoryDocumentResolver
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
    "InMemoryConversation",
    "InMemoryDocument",
    "InMemoryDocumentResolver",
    "InMemoryMetric",
    "InMemoryOncall",
    "InMemoryParticipant",
    "InMemoryParticipantGroup",
    "InMemoryStorage",
    "InMemoryTask",
    "InMemoryTerm",
    "InMemoryTicket",
    "InMemoryWorkflow",
]
