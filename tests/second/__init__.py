"""Second implementations, built differently: the suite asks for the contract, not for our code.

Each keeps its data in another way than the reference, and wherever the contract leaves a choice, it
chooses otherwise: ids, the order of listings, weblinks, texts and classes of errors, extra keys and
parameters, what is refused.
"""

from collections.abc import Mapping
from typing import Any, Final

from tests.second.event_task import EventTask
from tests.second.event_workflow import EventWorkflow
from tests.second.file_document import FileDocument
from tests.second.file_participant_group import FileParticipantGroup
from tests.second.indexed_document_resolver import IndexedDocumentResolver
from tests.second.object_participant import ObjectParticipant
from tests.second.piped_metric import PipedMetric
from tests.second.piped_oncall import PipedOncall
from tests.second.sqlite_conversation import SqliteConversation
from tests.second.sqlite_storage import SqliteStorage
from tests.second.sqlite_ticket import SqliteTicket
from tests.second.trie_term import TrieTerm

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
