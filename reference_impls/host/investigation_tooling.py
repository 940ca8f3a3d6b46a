"""Investigations of cases, kept in memory."""

import threading

from dispatch_interfaces.host.plugin import HostPlugin
from dispatch_interfaces.host.protocols.investigation_tooling import HostInvestigationToolingPlugin
from dispatch_interfaces.host.rows import CaseRow


class InMemoryInvestigationTooling(HostPlugin, HostInvestigationToolingPlugin):
    """Investigations that were begun; `investigated` shows of what."""

    title = "In-memory investigations"
    slug = "in-memory-investigation-tooling"
    type = "investigation-tooling"
    description = "Investigations kept in memory"
    version = "1.0"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"

    def __init__(self) -> None:
        self._cases: list[str] = []
        self._lock = threading.Lock()

    def create_investigation(self, case: CaseRow) -> str:
        """Begin an investigation; once for each case."""
        with self._lock:
            if case.name in self._cases:
                return f"{case.name} is being investigated already"
            self._cases.append(case.name)
            return f"the investigation of {case.name} has begun"

    def investigated(self) -> list[str]:
        """The names of the cases, in order."""
        with self._lock:
            return list(self._cases)
