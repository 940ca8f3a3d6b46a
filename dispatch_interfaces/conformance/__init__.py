"""The conformance suite: point it at a plugin, and it says what does not conform, and why."""

from dispatch_interfaces.extra import require_conformance

require_conformance()

from dispatch_interfaces.conformance.checker import check
from dispatch_interfaces.conformance.host.edition import HostHarness
from dispatch_interfaces.conformance.parametrized import Case, requirements_for
from dispatch_interfaces.conformance.reports.report import Judgement, Report, Verdict
from dispatch_interfaces.conformance.requirements.conversation import ConversationHarness
from dispatch_interfaces.conformance.requirements.document import DocumentHarness
from dispatch_interfaces.conformance.requirements.document_resolver import DocumentResolverHarness
from dispatch_interfaces.conformance.requirements.metric import MetricHarness
from dispatch_interfaces.conformance.requirements.oncall import OncallHarness
from dispatch_interfaces.conformance.requirements.participant import ParticipantHarness
from dispatch_interfaces.conformance.requirements.participant_group import ParticipantGroupHarness
from dispatch_interfaces.conformance.requirements.storage import StorageHarness
from dispatch_interfaces.conformance.requirements.task import TaskHarness
from dispatch_interfaces.conformance.requirements.term import TermHarness
from dispatch_interfaces.conformance.requirements.ticket import TicketHarness
from dispatch_interfaces.conformance.requirements.workflow import WorkflowHarness
from dispatch_interfaces.conformance.run.created import CannotBeRemoved, Created
from dispatch_interfaces.conformance.run.outcomes import Outcome, Result
from dispatch_interfaces.conformance.run.recording import CassetteError
from dispatch_interfaces.conformance.targets import TargetError

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
