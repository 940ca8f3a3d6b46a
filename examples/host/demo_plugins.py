"""The twelve in-memory plugins, with a small company in them, as a package offers them."""

from collections.abc import Iterable

from dispatch_interfaces import Plugin
from dispatch_interfaces.hooks import hookimpl
from reference_impls import (
    InMemoryConversation,
    InMemoryDocument,
    InMemoryDocumentResolver,
    InMemoryMetric,
    InMemoryOncall,
    InMemoryParticipant,
    InMemoryParticipantGroup,
    InMemoryStorage,
    InMemoryTask,
    InMemoryTerm,
    InMemoryTicket,
    InMemoryWorkflow,
)

RUNBOOK = "Runbook for {{name}}: ask in {{channel}}, write down in {{ticket}}."


class DemoConversation(InMemoryConversation):
    def __init__(self) -> None:
        super().__init__()
        for name in ("ada", "bob", "carol"):
            self.register(f"{name}@example.com", name)


class DemoParticipant(InMemoryParticipant):
    def __init__(self) -> None:
        super().__init__()
        self.add_individual("ada@example.com", "Ada", incident_types=["Outage"])
        self.add_individual("bob@example.com", "Bob", words=["database"])


class DemoOncall(InMemoryOncall):
    def __init__(self) -> None:
        super().__init__()
        self.set_oncall(self.add_service("Databases"), "carol@example.com")


class DemoDocumentResolver(InMemoryDocumentResolver):
    def __init__(self) -> None:
        super().__init__()
        self.add_document("Database runbook", words=["database"])


class DemoDocument(InMemoryDocument):
    def __init__(self) -> None:
        super().__init__()
        (found,) = DemoDocumentResolver().get("Outage", "High", "database")
        self.add_document(RUNBOOK, found["resource_id"])


class DemoTask(InMemoryTask):
    def __init__(self) -> None:
        super().__init__()
        self.create_task(self.add_file("review"), "Add an index", "ada@example.com")


class DemoTerm(InMemoryTerm):
    def __init__(self) -> None:
        super().__init__()
        self.add_term("failover", ["Moving to the standby database"])


class DemoWorkflow(InMemoryWorkflow):
    def __init__(self) -> None:
        super().__init__()
        self.add_workflow("restart")


@hookimpl
def dispatch_plugins() -> Iterable[type[Plugin]]:
    return [
        DemoConversation,
        DemoDocument,
        DemoDocumentResolver,
        InMemoryMetric,
        DemoOncall,
        DemoParticipant,
        InMemoryParticipantGroup,
        InMemoryStorage,
        DemoTask,
        DemoTerm,
        InMemoryTicket,
        DemoWorkflow,
    ]
