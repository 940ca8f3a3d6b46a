"""The references as the application loads them: to rehearse with, where an author has no plugin.

They have every method that the application calls, also those that the documentation does not know.
Those of storage, documents and tasks are linked: they share their files.
"""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from attrs import frozen

from dispatch_interfaces import NotFoundError
from dispatch_interfaces.host import bridge
from dispatch_interfaces.host.configuration import Schema
from reference_impls.conversation import InMemoryConversation
from reference_impls.document import InMemoryDocument
from reference_impls.document_resolver import InMemoryDocumentResolver
from reference_impls.host.artificial_intelligence import InMemoryArtificialIntelligence
from reference_impls.host.conference import InMemoryConference
from reference_impls.host.contact import InMemoryContact
from reference_impls.host.email import InMemoryEmail
from reference_impls.host.monitor import InMemoryMonitor
from reference_impls.host.signal_consumer import InMemorySignalConsumer
from reference_impls.host.source import InMemorySource
from reference_impls.host.tag import InMemoryTag
from reference_impls.linked import LinkedDocument, LinkedTask
from reference_impls.metric import InMemoryMetric
from reference_impls.oncall import InMemoryOncall
from reference_impls.participant import InMemoryParticipant
from reference_impls.participant_group import InMemoryParticipantGroup
from reference_impls.storage import InMemoryStorage
from reference_impls.term import InMemoryTerm
from reference_impls.ticket import InMemoryTicket
from reference_impls.workflow import InMemoryWorkflow


class Conversations(InMemoryConversation):
    """Renames, threads, canvases, and all else."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.canvases: dict[str, str] = {}

    def rename(self, conversation_id: str, name: str) -> None:
        self._conversation("rename", conversation_id).name = name

    def unarchive(self, conversation_id: str) -> None:
        self._conversation("unarchive", conversation_id).archived = False

    def set_description(self, conversation_id: str, description: str) -> None:
        self.asked.append(f"set_description {description}")

    def add_bookmark(self, conversation_id: str, weblink: str | None, title: str) -> None:
        self.asked.append(f"add_bookmark {title}")

    def remove_user(self, conversation_id: str, user_email: str) -> None:
        self._conversation("remove_user", conversation_id).members.pop(user_email, None)

    def get_all_member_emails(self, conversation_id: str) -> Iterable[str]:
        return list(self.members(conversation_id))

    def create_threaded(
        self, case: Any, conversation_id: str, db_session: Any
    ) -> Mapping[str, Any]:
        sent = self.send(conversation_id, case.title, {}, "case-notification")
        weblink = f"https://chat.example.com/{conversation_id}"
        return {"id": conversation_id, "weblink": weblink, "timestamp": sent["timestamp"]}

    def update_thread(self, case: Any, conversation_id: str, ts: str) -> None:
        self.asked.append(f"update_thread {ts}")

    def create_engagement_threaded(self, **engagement: Any) -> Mapping[str, Any]:
        return {"timestamp": engagement["thread_id"]}

    def update_signal_message(self, **message: Any) -> None:
        self.asked.append("update_signal_message")

    def get_conversation(self, conversation_id: str, **kwargs: Any) -> list[str]:
        return [it["text"] for it in self.messages(conversation_id)]

    def get_conversation_replies(self, conversation_id: str, thread_ts: str) -> list[str]:
        return [it["text"] for it in self.messages(conversation_id)]

    def fetch_events(self, **kwargs: Any) -> list[tuple[Any, str]]:
        return []

    def create_canvas(
        self, conversation_id: str, title: str, user_emails: list[str], content: str
    ) -> str:
        self.canvases["canvas-1"] = content
        return "canvas-1"

    def edit_canvas(self, canvas_id: str, content: str) -> bool:
        self.canvases[canvas_id] = content
        return True


class Drives(InMemoryStorage):
    """Documents that can be write-protected."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.readonly: list[str] = []

    def open(self, file_id: str) -> None:
        self.opened.append(file_id)

    def mark_readonly(self, file_id: str) -> None:
        self.readonly.append(file_id)

    def drive_of(self, file_id: str) -> str:
        with self._lock:
            self._file("drive_of", file_id)
            return self._path(file_id)[-1]


class Documents(LinkedDocument):
    """Files of the stand-in storage, and others that it is given; tables are only asked for."""

    def __init__(self, storage: InMemoryStorage | None = None) -> None:
        super().__init__(storage)
        self._others: set[str] = set()

    def add_document(self, text: str, document_id: str | None = None) -> str:
        """Write a text into a file; one that another storage has made is a document from now on."""
        try:
            return super().add_document(text, document_id)
        except NotFoundError:
            if document_id is None:
                raise
            with self._lock:
                self._others.add(document_id)
                self._versions[document_id] = [text]
            return document_id

    def update(self, document_id: str, **kwargs: Any) -> None:
        """Fill in the placeholders that there is a keyword for."""
        kind = InMemoryDocument if document_id in self._others else LinkedDocument
        kind.update(self, document_id, **kwargs)

    def _document(self, method: str, document_id: str) -> list[str]:
        if document_id in self._others:
            return self._versions[document_id]
        return super()._document(method, document_id)

    def get_table_details(
        self, document_id: str, header: str, doc_name: str
    ) -> tuple[bool, int, int, list[int]]:
        return (False, len(self.text(document_id)), -1, [])

    def insert(self, document_id: str, request: list[dict[str, Any]]) -> bool:
        return True

    def delete_table(self, document_id: str, request: list[dict[str, Any]]) -> bool:
        return True


class Oncalls(InMemoryOncall):
    """The next one, shifts, and pages of services."""

    def get_next_oncall(self, service_id: str) -> str | None:
        return "grace@example.com"

    def get_schedule_id_from_service_id(self, service_id: str) -> str | None:
        return f"schedule-of-{service_id}"

    def did_oncall_just_go_off_shift(self, schedule_id: str, hour: int) -> Mapping[str, str]:
        return {
            "email": "ada@example.com",
            "shift_start": "2025-09-01T09:00:00Z",
            "shift_end": "2025-09-08T09:00:00Z",
            "schedule_name": schedule_id,
        }

    def get_service_url(self, service_id: str) -> str | None:
        return f"https://oncall.example.com/{service_id}"


class Tasks(LinkedTask):
    """Tasks that the application may resolve, in files as those of `Documents`."""

    def __init__(self, storage: InMemoryStorage | None = None) -> None:
        super().__init__(storage)
        self._others: set[str] = set()

    def add_file(self, file_id: str | None = None) -> str:
        """Have tasks in a file, also in one that another storage has made."""
        try:
            return super().add_file(file_id)
        except NotFoundError:
            if file_id is None:
                raise
            self._others.add(file_id)
            return file_id

    def update(self, file_id: str, task_id: str, resolved: bool) -> None:
        if resolved:
            self.resolve_task(file_id, task_id)
        else:
            self.reopen_task(file_id, task_id)

    def _file(self, method: str, file_id: str) -> Any:
        if file_id in self._others:
            return self._started(file_id)
        return super()._file(method, file_id)


class Tickets(InMemoryTicket):
    """Tickets that can be deleted."""

    def __init__(self) -> None:
        super().__init__()
        self.metadata: dict[str, Any] = {}

    def update_metadata(self, ticket_id: str, metadata: Mapping[str, Any] | None) -> None:
        self.metadata[ticket_id] = metadata

    def delete(self, ticket_id: str) -> None:
        if self._tickets.pop(ticket_id, None) is None:
            raise NotFoundError("no ticket has this id", value=ticket_id)


class Conversation(bridge.ConversationBridge):
    implementation = Conversations


class Document(bridge.DocumentBridge):
    implementation = Documents

    @classmethod
    def make(cls, settings: Any) -> Any:
        return cls.implementation(cls._shared.setdefault(Drives, Drives()))


class Oncall(bridge.OncallBridge):
    implementation = Oncalls


class Storage(bridge.StorageBridge):
    implementation = Drives

    @classmethod
    def make(cls, settings: Any) -> Any:
        return cls._shared.setdefault(cls.implementation, cls.implementation())


class Task(bridge.TaskBridge):
    implementation = Tasks

    @classmethod
    def make(cls, settings: Any) -> Any:
        return cls.implementation(cls._shared.setdefault(Drives, Drives()))


class Ticket(bridge.TicketBridge):
    implementation = Tickets


class Workflow(bridge.WorkflowBridge):
    implementation = InMemoryWorkflow


class DocumentResolver(bridge.DocumentResolverBridge):
    implementation = InMemoryDocumentResolver
    slug = "stand-in-document-resolver"


class Metric(bridge.MetricBridge):
    implementation = InMemoryMetric
    slug = "stand-in-metric"


class Participant(bridge.ParticipantBridge):
    implementation = InMemoryParticipant
    slug = "stand-in-participant"


class ParticipantGroup(bridge.ParticipantGroupBridge):
    implementation = InMemoryParticipantGroup
    slug = "stand-in-participant-group"


class Term(bridge.TermBridge):
    implementation = InMemoryTerm
    slug = "stand-in-term"


@frozen
class ModelSettings:
    """What the application itself reads of a language model's settings."""

    chat_completion_model: str = "gpt-4o"


class ArtificialIntelligence(InMemoryArtificialIntelligence):
    """One with the setting that the application reads."""

    configuration_schema: ClassVar[Any] = Schema(ModelSettings)


class Conference(InMemoryConference):
    """Meetings."""


class Contact(InMemoryContact):
    """People."""


class Email(InMemoryEmail):
    """Mails."""


class Monitor(InMemoryMonitor):
    """Builds."""


class SignalConsumer(InMemorySignalConsumer):
    """Signals."""


class Source(InMemorySource):
    """Sources of data."""


class Tag(InMemoryTag):
    """Tags."""
