"""What the application calls of a signal-consumer plugin."""

from abc import abstractmethod
from typing import Protocol

from dispatch_interfaces.host.rows import Project, Session


class HostSignalConsumerPlugin(Protocol):
    """Everything that the application calls."""

    @abstractmethod
    def consume(self, db_session: Session, project: Project) -> None:
        """Take signals from somewhere, and make rows of them.

        Source: the application of September 2025, ``cli.py:926``.
        """
        ...
