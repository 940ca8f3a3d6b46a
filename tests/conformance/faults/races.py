"""Lets the threads of a requirement meet, so that a planted race is lost every time."""

import contextlib
import threading
import time


def among_several_threads() -> bool:
    """Whether the suite makes this call at the same time as others."""
    return _is_the_suites(threading.current_thread())


def _is_the_suites(thread: threading.Thread) -> bool:
    return thread.name.startswith("ThreadPoolExecutor")


class Meeting:
    """A point at which threads wait for each other; anywhere else it does nothing.

    Args:
        threads: How many of them go on together; all that the suite has started, if left out.
    """

    def __init__(self, threads: int | None = None) -> None:
        self._threads = threads
        self._barriers: dict[int, threading.Barrier] = {}

    def wait(self) -> None:
        """Wait until enough have come; for three seconds at most."""
        if among_several_threads():
            number = self._threads or sum(map(_is_the_suites, threading.enumerate()))
            barrier = self._barriers.setdefault(number, threading.Barrier(number))
            with contextlib.suppress(threading.BrokenBarrierError):
                barrier.wait(timeout=3)


def pause() -> None:
    """Give the other threads of a requirement time to come to the same point."""
    if among_several_threads():
        time.sleep(0.02)
