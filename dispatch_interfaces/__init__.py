"""Typed interfaces for plugins of the incident-management application Dispatch."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
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
    from dispatch_interfaces.limits import (
        Absent,
        AtMost,
        Limit,
        Limits,
        NoPlace,
        NoStep,
        Text,
        Unique,
        Values,
        cut,
        limits_of,
    )
    from dispatch_interfaces.protocols.conversation import (
        Block,
        Conversation,
        ConversationLimits,
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
    from dispatch_interfaces.protocols.document import DocumentLimits, DocumentPlugin
    from dispatch_interfaces.protocols.document_resolver import (
        DocumentResolverLimits,
        DocumentResolverPlugin,
        ResolvedDocument,
    )
    from dispatch_interfaces.protocols.metric import MetricLimits, MetricPlugin
    from dispatch_interfaces.protocols.oncall import OncallLimits, OncallPlugin
    from dispatch_interfaces.protocols.participant import (
        ParticipantLimits,
        ParticipantPlugin,
        ResolvedIndividual,
        ResolvedParticipants,
        ResolvedTeam,
    )
    from dispatch_interfaces.protocols.participant_group import (
        GroupRole,
        ParticipantGroup,
        ParticipantGroupLimits,
        ParticipantGroupPlugin,
    )
    from dispatch_interfaces.protocols.plugin import Plugin
    from dispatch_interfaces.protocols.storage import (
        Drive,
        File,
        FileType,
        Role,
        StorageLimits,
        StoragePlugin,
        UserType,
    )
    from dispatch_interfaces.protocols.task import (
        Task,
        TaskIndividual,
        TaskLimits,
        TaskParticipant,
        TaskPlugin,
        TaskStatus,
    )
    from dispatch_interfaces.protocols.term import Definition, Term, TermLimits, TermPlugin
    from dispatch_interfaces.protocols.ticket import (
        Ticket,
        TicketLimits,
        TicketPlugin,
        TicketStatus,
    )
    from dispatch_interfaces.protocols.workflow import (
        Artifact,
        WorkflowInstance,
        WorkflowLimits,
        WorkflowParameter,
        WorkflowPlugin,
        WorkflowStatus,
    )

__version__ = "0.1.0"

__all__ = [
    "Absent",
    "AlreadyExistsError",
    "Artifact",
    "AtMost",
    "Block",
    "Conversation",
    "ConversationLimits",
    "ConversationParticipant",
    "ConversationPlugin",
    "Definition",
    "DocumentLimits",
    "DocumentPlugin",
    "DocumentResolverLimits",
    "DocumentResolverPlugin",
    "Drive",
    "File",
    "FileType",
    "GroupRole",
    "InvalidRequestError",
    "Limit",
    "Limits",
    "Message",
    "MessageButton",
    "MessageItem",
    "MessageSelect",
    "MessageSelectOption",
    "MessageTemplate",
    "MessageTemplateType",
    "MetricLimits",
    "MetricPlugin",
    "NoPlace",
    "NoStep",
    "NotFoundError",
    "NotSupportedError",
    "OncallLimits",
    "OncallPlugin",
    "ParticipantGroup",
    "ParticipantGroupLimits",
    "ParticipantGroupPlugin",
    "ParticipantLimits",
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
    "StorageLimits",
    "StoragePlugin",
    "Task",
    "TaskIndividual",
    "TaskLimits",
    "TaskParticipant",
    "TaskPlugin",
    "TaskStatus",
    "Term",
    "TermLimits",
    "TermPlugin",
    "Text",
    "Ticket",
    "TicketLimits",
    "TicketPlugin",
    "TicketStatus",
    "UnavailableError",
    "Unique",
    "UserType",
    "Values",
    "WorkflowInstance",
    "WorkflowLimits",
    "WorkflowParameter",
    "WorkflowPlugin",
    "WorkflowStatus",
    "__version__",
    "cut",
    "explain",
    "implements",
    "limits_of",
    "unsupported",
]

_MODULES: Final = (
    "capabilities",
    "errors",
    "limits",
    "protocols.conversation",
    "protocols.document",
    "protocols.document_resolver",
    "protocols.metric",
    "protocols.oncall",
    "protocols.participant",
    "protocols.participant_group",
    "protocols.plugin",
    "protocols.storage",
    "protocols.task",
    "protocols.term",
    "protocols.ticket",
    "protocols.workflow",
)


def _imported(name: str) -> Any:
    """Import what has a public name when it is first asked for: one interface is not all of them.

    The names of an interface mostly begin as its module is called: `StoragePlugin` is looked for
    in ``storage`` first.
    """
    if any(name == it.partition(".")[0] for it in _MODULES):  # as if it was imported above
        return import_module(f"{__name__}.{name}")
    if name in __all__:
        begins = name.lower().startswith
        for it in sorted(_MODULES, key=lambda it: not begins(it.split(".")[-1].replace("_", ""))):
            found = getattr(import_module(f"{__name__}.{it}"), name, None)
            if found is not None:
                globals()[name] = found
                return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


if not TYPE_CHECKING:  # or every name would be there
    __getattr__ = _imported
