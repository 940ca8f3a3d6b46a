"""What the application calls of an investigation-tooling plugin."""

from abc import abstractmethod
from typing import Protocol

from dispatch_interfaces.host.rows import CaseRow


class HostInvestigationToolingPlugin(Protocol):
    """Everything that the application calls."""

    @abstractmethod
    def create_investigation(self, case: CaseRow) -> str | None:
        """Begin an investigation of a case; what to say about it.

        Source: the application of September 2025,
        ``plugins/dispatch_slack/case/interactive.py:3195``.
        """
        ...
