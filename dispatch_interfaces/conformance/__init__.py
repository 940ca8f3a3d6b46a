"""The conformance suite: point it at a plugin, and it says what does not conform, and why."""

from dispatch_interfaces.conformance.cases import Case, requirements_for
from dispatch_interfaces.conformance.cassette import CassetteError
from dispatch_interfaces.conformance.checker import check
from dispatch_interfaces.conformance.conversation import ConversationHarness
from dispatch_interfaces.conformance.document import DocumentHarness
from dispatch_interfaces.conformance.document_resolver import DocumentResolverHarness
from dispatch_interfaces.conformance.host.judge import HostHarness
from dispatch_interfaces.conformance.live.created import CannotBeRemoved, Created
from dispatch_interfaces.conformance.metric import MetricHarness
from dispatch_interfaces.conformance.oncall import OncallHarness
from dispatch_interfaces.conformance.participant import ParticipantHarness
from dispatch_interfaces.conformance.participant_group import ParticipantGroupHarness
from dispatch_interfaces.conformance.report import Judgement, Outcome, Report, Result, Verdict
from dispatch_interfaces.conformance.storage import StorageHarness
from dispatch_interfaces.conformance.targets import TargetError
from dispatch_interfaces.conformance.task import TaskHarness
from dispatch_interfaces.conformance.term import TermHarness
from dispatch_interfaces.conformance.ticket import TicketHarness
from dispatch_interfaces.conformance.workflow import WorkflowHarness

__all__ = [
    "CannotBeRemoved",
    "Case",
    "CassetteError",
    "ConversationHarness",
    "Created",
    "DocumentHarness",
    "DocumentResolverHarness",
    "HostHarness",
    "Judgement",
    "MetricHarness",
    "OncallHarness",
    "Outcome",
    "ParticipantGroupHarness",
    "ParticipantHarness",
    "Report",
    "Result",
    "StorageHarness",
    "TargetError",
    "TaskHarness",
    "TermHarness",
    "TicketHarness",
    "Verdict",
    "WorkflowHarness",
    "check",
    "requirements_for",
]
