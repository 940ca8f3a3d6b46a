"""Second implementations, built differently: the suite asks for the contract, not for our code.

Each keeps its data in another way than the reference, and wherever the contract leaves a choice, it
chooses otherwise: ids, the order of listings, weblinks, texts and classes of errors, extra keys and
parameters, what is refused.
"""

from collections.abc import Mapping
from typing import Any, Final

from tests.alternatives.event_task import EventTask
from tests.alternatives.event_workflow import EventWorkflow
from tests.alternatives.file_document import FileDocument
from tests.alternatives.file_participant_group import FileParticipantGroup
from tests.alternatives.indexed_document_resolver import IndexedDocumentResolver
from tests.alternatives.object_participant import ObjectParticipant
from tests.alternatives.piped_metric import PipedMetric
from tests.alternatives.piped_oncall import PipedOncall
from tests.alternatives.sqlite_conversation import SqliteConversation
from tests.alternatives.sqlite_storage import SqliteStorage
from tests.alternatives.sqlite_ticket import SqliteTicket
from tests.alternatives.trie_term import TrieTerm

SECOND: Final[Mapping[str, type[Any]]] = {
    "conversation": SqliteConversation,
    "document": FileDocument,
    "document-resolver": IndexedDocumentResolver,
    "metric": PipedMetric,
    "oncall": PipedOncall,
    "participant": ObjectParticipant,
    "participant-group": FileParticipantGroup,
    "storage": SqliteStorage,
    "task": EventTask,
    "term": TrieTerm,
    "ticket": SqliteTicket,
    "workflow": EventWorkflow,
}
"""One for each interface. Each is a context manager or needs none, and is its own observer."""
