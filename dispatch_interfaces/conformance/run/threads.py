"""Calls made at the same time, from several threads, on a schedule that a seed decides."""

import random
import sys
import sysconfig
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from pathlib import Path
from types import FrameType
from typing import Any, Final, TypeVar

import dispatch_interfaces

T = TypeVar("T")

THREAD: Final = ContextVar("THREAD", default=0)
"""Which of the threads of `in_parallel` this is, from 1; 0 for none of them."""

_GIVE_WAY: Final = 0.1
"""The part of all steps of a plugin at which its thread lets the others go on."""

_OURS: Final = str(Path(dispatch_interfaces.__file__).parent)
_STDLIB: Final = sysconfig.get_paths()["stdlib"]
_INSTALLED: Final = sysconfig.get_paths()["purelib"]


def in_parallel(calls: Sequence[Callable[[], T]], seed: str = "0") -> list[T]:
    """Start all calls at once, a thread each; the results in the order of the calls.

    The interpreter switches threads as often as it can meanwhile, and the plugin's own code gives
    way in the middle of its steps, so that a race shows also on few cores.

    Args:
        calls: What to call, a thread each. An error of any is raised here.
        seed: Decides where the threads give way.
    """
    start = threading.Barrier(len(calls))

    def run(number: int, call: Callable[[], T]) -> T:
        THREAD.set(number + 1)
        start.wait()
        before = sys.gettrace()
        sys.settrace(_Schedule(f"{seed}:{number}").enter)
        try:
            return call()
        finally:
            sys.settrace(before)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(len(calls)) as pool:
            return list(pool.map(run, range(len(calls)), calls))
    finally:
        sys.setswitchinterval(interval)


class _Schedule:
    """Where one thread gives way to the others, as a trace function sees its steps.

    Since 3.10 the interpreter switches threads at calls and at the ends of loops only: a plain
    `n = self.n`, `self.n = n + 1` would hardly ever be interrupted, and in production once a month.
    """

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)

    def enter(self, frame: FrameType, event: str, arg: Any) -> Callable[..., Any] | None:
        """Look at the steps of a plugin's function; the library's and our own are left alone."""
        file = frame.f_code.co_filename
        if file.startswith((_OURS, "<frozen")):
            return None
        if file.startswith(_STDLIB) and not file.startswith(_INSTALLED):
            return None
        frame.f_trace_opcodes = True
        frame.f_trace_lines = False
        return self._step

    def _step(self, frame: FrameType, event: str, arg: Any) -> Callable[..., Any]:
        if event == "opcode" and self._random.random() < _GIVE_WAY:
            time.sleep(1e-6)
        return self._step
