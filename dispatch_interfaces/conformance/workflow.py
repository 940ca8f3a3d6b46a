"""What a workflow plugin must do."""

from typing import Final, Protocol

from attrs import frozen

from dispatch_interfaces.conformance.common import add_common_requirements
from dispatch_interfaces.conformance.harness import Harness
from dispatch_interfaces.conformance.requirement import Suite
from dispatch_interfaces.contract import CONTRACTS
from dispatch_interfaces.protocols.workflow import WorkflowPlugin


class WorkflowObserver(Protocol):
    """Sees what the interface has no method for."""


@frozen(kw_only=True)
class WorkflowHarness(Harness[WorkflowPlugin, WorkflowObserver]):
    """How to bring a workflow plugin under test."""

    contract = CONTRACTS["workflow"]
    observer_type = WorkflowObserver


WORKFLOW: Final = Suite(WorkflowHarness)
add_common_requirements(WORKFLOW)
