"""Work that is not waited for beyond its time."""

import os
import threading
import time
from contextvars import ContextVar
from typing import Final

import pytest

from dispatch_interfaces.deadline import within

WORD: Final = ContextVar("WORD", default="none")


def test_work_is_waited_for_and_its_thread_does_the_next() -> None:
    threads: list[int] = []
    for _ in range(3):
        within(60, lambda: threads.append(threading.get_ident()))
    assert len(threads) == 3
    assert set(threads) == {threads[0]} != {threading.get_ident()}


def test_work_that_does_not_come_back_keeps_its_thread_and_nobody_waiting() -> None:
    release = threading.Event()
    threads: list[int] = []

    def hang() -> None:
        threads.append(threading.get_ident())
        release.wait()

    started = time.monotonic()
    within(2, hang)
    assert time.monotonic() - started < 60
    within(60, lambda: threads.append(threading.get_ident()))
    release.set()
    assert threads[0] != threads[1]


def test_what_is_raised_is_raised_here_and_the_thread_goes_on() -> None:
    threads: list[int] = []

    def leave() -> None:
        threads.append(threading.get_ident())
        raise SystemExit(3)

    with pytest.raises(SystemExit):
        within(60, leave)
    within(60, lambda: threads.append(threading.get_ident()))
    assert threads[0] == threads[1]


def test_nothing_is_left_in_the_context() -> None:
    seen: list[str] = []

    def leave() -> None:
        seen.append(WORD.get())
        WORD.set("left")

    within(60, leave)
    within(60, leave)
    assert seen == ["none", "none"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_forked_process_has_threads_of_its_own() -> None:
    within(60, lambda: None)
    child = os.fork()
    if child == 0:
        within(60, lambda: os._exit(7))
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
