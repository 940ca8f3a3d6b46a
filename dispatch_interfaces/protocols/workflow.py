"""Automation outside the application; not stable. Source: seed, section Workflow."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, NotRequired, Protocol, TypeAlias

from typing_extensions import ReadOnly, TypedDict

from dispatch_interfaces.limits import Absent, AtMost, Limits, NoPlace, Text, Values
from dispatch_interfaces.protocols.plugin import Plugin

PROVISIONAL: Final = True
"""The documentation calls this interface not stable."""

WorkflowStatus: TypeAlias = Literal["Submitted", "Created", "Running", "Completed", "Failed"]
"""Closed and capitalised: the application refuses any other spelling. The last two are final."""


class WorkflowParameter(TypedDict):
    """One parameter that an instance was run with."""

    key: str
    """Its name."""
    value: Any
    """Its value, as `WorkflowPlugin.run` was given it."""


class Artifact(TypedDict):
    """A document that an instance made."""

    name: str
    """Its title, at least 3 characters."""
    resource_id: str
    """Its id, unique; the application would take one without for any other document."""
    resource_type: str
    """What kind of document it is; the application's daily job fails without."""
    weblink: NotRequired[str]
    """Absolute http(s) URL of the document."""
    description: NotRequired[str]
    """What it is about."""
    evergreen: NotRequired[bool]
    """Whether somebody is reminded to keep it up to date."""
    evergreen_owner: NotRequired[str]
    """E-mail address of who is reminded."""
    evergreen_reminder_interval: NotRequired[int]
    """Days between two reminders."""
    evergreen_last_reminder_at: NotRequired[str]
    """ISO 8601, UTC without offset."""
    created_at: NotRequired[str]
    """ISO 8601, UTC without offset."""
    updated_at: NotRequired[str]
    """ISO 8601, UTC without offset."""


class WorkflowInstance(TypedDict):
    """One run of a workflow.

    The seed returns nothing useful; this is defined from what the application reads, which writes
    every key that is there: leave out what is not known. Read-only keys let a plugin declare
    records of its own with more in them.

    Source: the application of September 2025, ``workflow/scheduled.py:37``.
    """

    resource_id: str
    """What `WorkflowPlugin.get_instance` takes as ``instance_id``."""
    status: WorkflowStatus
    """How far it is."""
    weblink: str
    """Absolute http(s) URL of the run."""
    artifacts: ReadOnly[Sequence[Artifact]]
    """What it made so far; may be empty. The application reads it without asking."""
    parameters: NotRequired[ReadOnly[Sequence[WorkflowParameter]]]
    """What it was run with."""
    run_reason: NotRequired[str]
    """Why it was run."""
    created_at: NotRequired[str]
    """ISO 8601, UTC without offset."""
    updated_at: NotRequired[str]
    """ISO 8601, UTC without offset."""


@dataclass(frozen=True, kw_only=True)
class WorkflowLimits(Limits):
    """What a workflow engine cannot do; a plugin's class has it as ``limits``."""

    parameter_name: Text | None = None
    """The names of parameters; those that become the same are one."""
    parameter: Text | None = None
    """The values of parameters that are text."""
    parameters: AtMost | None = None
    """The parameters of one run."""
    types: NoPlace | Absent | None = None
    """Values of parameters that are no text: shown as Python or JSON writes them, or rejected."""
    status: Values[WorkflowStatus] | None = None
    """How far an instance is; what is rejected it never is."""
    artifact: Text | None = None
    """The name of an artifact."""


class WorkflowPlugin(Plugin, Protocol):
    """Runs workflows in an external system."""

    type: str = "workflow"

    @abstractmethod
    def get_instance(self, workflow_id: str, instance_id: str, **kwargs: Any) -> WorkflowInstance:
        """Get one instance as it is now.

        Args:
            workflow_id: Id of the workflow.
            instance_id: The instance's ``resource_id``.
            **kwargs: Accepted and ignored.

        Returns:
            The instance. The seed returns nothing useful; see `WorkflowInstance`.

        Raises:
            NotFoundError: There is no such workflow, or it has no such instance.

        Source: seed, section Workflow.
        """
        ...

    @abstractmethod
    def run(self, workflow_id: str, params: dict[str, Any], **kwargs: Any) -> WorkflowInstance:
        """Start a workflow; each call makes a new instance.

        Args:
            workflow_id: Id of the workflow.
            params: What to run it with, JSON-like values by name; may be empty.
            **kwargs: Accepted and ignored.

        Returns:
            The new instance. The seed returns nothing useful, and the application ignores it;
            it is the only way to learn the ``instance_id``.

        Raises:
            NotFoundError: There is no such workflow.

        Source: seed, section Workflow.
        """
        ...
