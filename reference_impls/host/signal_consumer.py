"""Signals in a queue, kept in memory."""

import threading
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from dispatch_interfaces.host.plugin import HostPlugin
from dispatch_interfaces.host.protocols.signal_consumer import HostSignalConsumerPlugin
from dispatch_interfaces.host.rows import Project, Session


class InMemorySignalConsumer(HostPlugin, HostSignalConsumerPlugin):
    """A queue of signals that is emptied once.

    Args:
        store: Makes a row of a signal: called with the session, the project and the signal. By
            default the signals are only kept; see `consumed`.
    """

    title = "In-memory signals"
    slug = "in-memory-signal-consumer"
    type = "signal-consumer"
    description = "A queue kept in memory"
    version = "1.0"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"

    def __init__(
        self, store: Callable[[Session, Project, Mapping[str, Any]], None] | None = None
    ) -> None:
        self._store = store
        self._queue: deque[Mapping[str, Any]] = deque()
        self._consumed: list[tuple[str, Mapping[str, Any]]] = []
        self._lock = threading.Lock()

    def consume(self, db_session: Session, project: Project) -> None:
        """Store every signal in the queue; one that cannot be stored stays, and is raised."""
        with self._lock:
            while self._queue:
                signal = self._queue[0]
                if self._store is not None:
                    self._store(db_session, project, signal)
                self._consumed.append((project.name, signal))
                self._queue.popleft()

    def put(self, signal: Mapping[str, Any]) -> None:
        """Put a signal into the queue."""
        with self._lock:
            self._queue.append(dict(signal))

    def consumed(self) -> list[tuple[str, Mapping[str, Any]]]:
        """The names of projects and the signals that were stored for them, in order."""
        with self._lock:
            return list(self._consumed)
