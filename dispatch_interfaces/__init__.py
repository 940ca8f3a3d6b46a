"""Typed interfaces for plugins of the incident-management application Dispatch."""

from dispatch_interfaces.capabilities import explain, implements, unsupported
from dispatch_interfaces.errors import (
    AlreadyExistsError,
    InvalidRequestError,
    NotFoundError,
    NotSupportedError,
    PermissionDeniedError,
    PluginError,
    RateLimitedError,
    UnavailableError,
)
from dispatch_interfaces.protocols.conversation import (
    Block,
    Conversation,
    ConversationParticipant,
    ConversationPlugin,
    Message,
    MessageButton,
    MessageItem,
    MessageSelect,
    MessageSelectOption,
    MessageTemplate,
    MessageTemplateType,
)
from dispatch_interfaces.protocols.document import DocumentPlugin
from dispatch_interfaces.protocols.document_resolver import DocumentResolverPlugin, ResolvedDocument
from dispatch_interfaces.protocols.metric import MetricPlugin
from dispatch_interfaces.protocols.oncall import OncallPlugin
from dispatch_interfaces.protocols.participant import (
    ParticipantPlugin,
    ResolvedIndividual,
    ResolvedParticipants,
    ResolvedTeam,
)
from dispatch_interfaces.protocols.participant_group import (
    GroupRole,
    ParticipantGroup,
    ParticipantGroupPlugin,
)
from dispatch_interfaces.protocols.plugin import Plugin
from dispatch_interfaces.protocols.storage import (
    Drive,
    File,
    FileType,
    Role,
    StoragePlugin,
    UserType,
)
from dispatch_interfaces.protocols.task import (
    Task,
    TaskIndividual,
    TaskParticipant,
    TaskPlugin,
    TaskStatus,
)
from dispatch_interfaces.protocols.term import Definition, Term, TermPlugin
from dispatch_interfaces.protocols.ticket import Ticket, TicketPlugin, TicketStatus
from dispatch_interfaces.protocols.workflow import (
    Artifact,
    WorkflowInstance,
    WorkflowParameter,
    WorkflowPlugin,
    WorkflowStatus,
)

__version__ = "0.1.0"

__all__ = [
    "AlreadyExistsError",
    "Artifact",
    "Block",
    "Conversation",
    "ConversationParticipant",
    "ConversationPlugin",
    "Definition",
    "DocumentPlugin",
    "DocumentResolverPlugin",
    "Drive",
    "File",
    "FileType",
    "GroupRole",
    "InvalidRequestError",
    "Message",
    "MessageButton",
    "MessageItem",
    "MessageSelect",
    "MessageSelectOption",
    "MessageTemplate",
    "MessageTemplateType",
    "MetricPlugin",
    "NotFoundError",
    "NotSupportedError",
    "OncallPlugin",
    "ParticipantGroup",
    "ParticipantGroupPlugin",
    "ParticipantPlugin",
    "PermissionDeniedError",
    "Plugin",
    "PluginError",
    "RateLimitedError",
    "ResolvedDocument",
    "ResolvedIndividual",
    "ResolvedParticipants",
    "ResolvedTeam",
    "Role",
    "StoragePlugin",
    "Task",
    "TaskIndividual",
    "TaskParticipant",
    "TaskPlugin",
    "TaskStatus",
    "Term",
    "TermPlugin",
    "Ticket",
    "TicketPlugin",
    "TicketStatus",
    "UnavailableError",
    "UserType",
    "WorkflowInstance",
    "WorkflowParameter",
    "WorkflowPlugin",
    "WorkflowStatus",
    "__version__",
    "explain",
    "implements",
    "unsupported",
]
