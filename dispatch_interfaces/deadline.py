"""Work that is not waited for beyond its time."""

import os
from collections.abc import Callable
from concurrent.futures import Future, wait
from contextvars import Context
from queue import SimpleQueue
from threading import Thread
from typing import Final


def within(seconds: float, work: Callable[[], None], more: Callable[[], float] = float) -> None:
    """Do some work, but wait no longer for it than so many seconds.

    In a thread and not by a signal: that works on every platform and for calls that block in C.
    One that never comes back is left behind; it is a daemon, so the process can still end.

    Args:
        seconds: How long.
        work: The work.
        more: Asked when the time is up: how many seconds it is to have in addition, all in all.
    """
    worker = _IDLE.pop() if _IDLE else _Worker()
    ended = Future[None]()
    worker.jobs.put((work, ended))
    done, granted = wait([ended], seconds).done, 0.0
    while not done and (added := more()) > granted:
        done, granted = wait([ended], added - granted).done, added
    if done:
        _IDLE.append(worker)
        ended.result()


class _Worker(Thread):
    """Does one thing after another: Hypothesis prepares each thread anew, which takes long."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.jobs = SimpleQueue[tuple[Callable[[], None], Future[None]]]()
        self.start()

    def run(self) -> None:
        while True:
            self._do(*self.jobs.get())

    def _do(self, work: Callable[[], None], ended: Future[None]) -> None:
        try:
            # No work finds what another has left in its context.
            Context().run(work)
        except BaseException as error:
            ended.set_exception(error)
        else:
            ended.set_result(None)


_IDLE: Final[list[_Worker]] = []
if hasattr(os, "register_at_fork"):  # not on Windows
    # Threads do not come along into a process that was forked.
    os.register_at_fork(after_in_child=_IDLE.clear)
