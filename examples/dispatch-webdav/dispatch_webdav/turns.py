"""A lock for calls that take long."""

import threading
from collections import deque
from collections.abc import Generator
from contextlib import contextmanager


class Turns:
    """A lock that threads get in the order in which they ask for it.

    A plain lock often goes to the thread that has just given it back: one that reads in a loop
    would keep all others from writing.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting = deque[threading.Event]()
        """An event for each thread, the first of which has the lock."""

    @contextmanager
    def turn(self) -> Generator[None]:
        """Wait until it is this thread's turn, and keep it."""
        mine = threading.Event()
        with self._guard:
            self._waiting.append(mine)
            self._waiting[0].set()
        mine.wait()
        try:
            yield
        finally:
            with self._guard:
                self._waiting.popleft()
                if self._waiting:
                    self._waiting[0].set()
