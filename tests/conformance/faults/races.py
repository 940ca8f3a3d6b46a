"""Lets the threads of a requirement meet, so that a planted race is lost every time."""

import contextlib
import threading
import time


def among_several_threads() -> bool:
    """Whether the suite makes this call at the same time as others."""
    return threading.current_thread().name.startswith("ThreadPoolExecutor")


class Meeting:
    """A point at which threads wait for each other; anywhere else it does nothing.

    Args:
        threads: How many of them go on together.
    """

    def __init__(self, threads: int = 2) -> None:
        self._barrier = threading.Barrier(threads)

    def wait(self) -> None:
        """Wait until enough have come; for three seconds at most."""
        if among_several_threads():
            with contextlib.suppress(threading.BrokenBarrierError):
                self._barrier.wait(timeout=3)


def pause() -> None:
    """Give the other threads of a requirement time to come to the same point."""
    if among_several_threads():
        time.sleep(0.02)
