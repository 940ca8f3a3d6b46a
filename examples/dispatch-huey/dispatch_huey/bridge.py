"""The plugin as the application loads it."""

from dispatch_huey.plugin import HueyWorkflow
from dispatch_huey.settings import HueySettings
from dispatch_interfaces.host.bridge import WorkflowBridge


class HueyWorkflowForDispatch(WorkflowBridge):
    """Workflows in a huey queue."""

    implementation = HueyWorkflow
    settings = HueySettings
