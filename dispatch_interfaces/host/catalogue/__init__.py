"""Every call that the application makes, by plugin type."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dispatch_interfaces.host.calls import HostType
from dispatch_interfaces.host.catalogue.artificial_intelligence import ARTIFICIAL_INTELLIGENCE
from dispatch_interfaces.host.catalogue.auth_mfa import AUTH_MFA
from dispatch_interfaces.host.catalogue.auth_provider import AUTH_PROVIDER
from dispatch_interfaces.host.catalogue.conference import CONFERENCE
from dispatch_interfaces.host.catalogue.contact import CONTACT
from dispatch_interfaces.host.catalogue.conversation import CONVERSATION
from dispatch_interfaces.host.catalogue.definition import DEFINITION
from dispatch_interfaces.host.catalogue.document import DOCUMENT
from dispatch_interfaces.host.catalogue.document_resolver import DOCUMENT_RESOLVER
from dispatch_interfaces.host.catalogue.email import EMAIL
from dispatch_interfaces.host.catalogue.investigation_tooling import INVESTIGATION_TOOLING
from dispatch_interfaces.host.catalogue.metric import METRIC
from dispatch_interfaces.host.catalogue.monitor import MONITOR
from dispatch_interfaces.host.catalogue.oncall import ONCALL
from dispatch_interfaces.host.catalogue.participant import PARTICIPANT
from dispatch_interfaces.host.catalogue.participant_group import PARTICIPANT_GROUP
from dispatch_interfaces.host.catalogue.signal_consumer import SIGNAL_CONSUMER
from dispatch_interfaces.host.catalogue.signal_enrichment import SIGNAL_ENRICHMENT
from dispatch_interfaces.host.catalogue.source import SOURCE
from dispatch_interfaces.host.catalogue.storage import STORAGE
from dispatch_interfaces.host.catalogue.tag import TAG
from dispatch_interfaces.host.catalogue.task import TASK
from dispatch_interfaces.host.catalogue.term import TERM
from dispatch_interfaces.host.catalogue.ticket import TICKET
from dispatch_interfaces.host.catalogue.workflow import WORKFLOW

CATALOGUE: Final[Mapping[str, HostType]] = MappingProxyType(
    {
        it.type: it
        for it in (
            ARTIFICIAL_INTELLIGENCE,
            AUTH_MFA,
            AUTH_PROVIDER,
            CONFERENCE,
            CONTACT,
            CONVERSATION,
            DEFINITION,
            DOCUMENT,
            DOCUMENT_RESOLVER,
            EMAIL,
            INVESTIGATION_TOOLING,
            METRIC,
            MONITOR,
            ONCALL,
            PARTICIPANT,
            PARTICIPANT_GROUP,
            SIGNAL_CONSUMER,
            SIGNAL_ENRICHMENT,
            SOURCE,
            STORAGE,
            TAG,
            TASK,
            TERM,
            TICKET,
            WORKFLOW,
        )
    }
)
"""The types that the application knows, by name."""
