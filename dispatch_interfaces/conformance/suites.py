"""The suites of all interfaces."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from dispatch_interfaces.conformance import stateful
from dispatch_interfaces.conformance.conversation import CONVERSATION
from dispatch_interfaces.conformance.document import DOCUMENT
from dispatch_interfaces.conformance.document_resolver import DOCUMENT_RESOLVER
from dispatch_interfaces.conformance.metric import METRIC
from dispatch_interfaces.conformance.oncall import ONCALL
from dispatch_interfaces.conformance.participant import PARTICIPANT
from dispatch_interfaces.conformance.participant_group import PARTICIPANT_GROUP
from dispatch_interfaces.conformance.requirement import Requirement, Suite
from dispatch_interfaces.conformance.storage import STORAGE
from dispatch_interfaces.conformance.task import TASK
from dispatch_interfaces.conformance.term import TERM
from dispatch_interfaces.conformance.ticket import TICKET
from dispatch_interfaces.conformance.workflow import WORKFLOW

# Each machine registers its requirement with the suite of its interface.
assert stateful

SUITES: Final[Mapping[str, Suite[Any]]] = MappingProxyType(
    {
        suite.contract.interface: suite
        for suite in (
            CONVERSATION,
            DOCUMENT,
            DOCUMENT_RESOLVER,
            METRIC,
            ONCALL,
            PARTICIPANT,
            PARTICIPANT_GROUP,
            STORAGE,
            TASK,
            TERM,
            TICKET,
            WORKFLOW,
        )
    }
)

REQUIREMENTS: Final[Mapping[str, Requirement]] = MappingProxyType(
    {id: it for suite in SUITES.values() for id, it in suite.requirements.items()}
)
"""Every requirement of every interface, by id."""
