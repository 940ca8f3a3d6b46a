"""What a task plugin must do."""

from typing import Final, Protocol

from attrs import frozen

from dispatch_interfaces.conformance.common import add_common_requirements
from dispatch_interfaces.conformance.harness import Harness
from dispatch_interfaces.conformance.requirement import Suite
from dispatch_interfaces.contract import CONTRACTS
from dispatch_interfaces.protocols.task import TaskPlugin


class TaskObserver(Protocol):
    """Sees what the interface has no method for."""


@frozen(kw_only=True)
class TaskHarness(Harness[TaskPlugin, TaskObserver]):
    """How to bring a task plugin under test."""

    contract = CONTRACTS["task"]
    observer_type = TaskObserver


TASK: Final = Suite(TaskHarness)
add_common_requirements(TASK)
