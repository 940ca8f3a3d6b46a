"""Measures two things in alternation, so that whatever else the machine does slows down both."""

import gc
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from timeit import Timer
from typing import Any, Final

_RUN: Final = 0.01
"""Seconds that one run of many calls takes, about."""

PYTEST: Final = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull)
"""pytest without what a project configures."""

ALONE: Final = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
"""Where pytest loads only the plugins that it is told to load."""

Call = Callable[[], Any]


def per_call(*calls: Call, rounds: int = 40) -> list[float]:
    """The processor time of one call of each, in seconds: the least of many runs in alternation."""
    timers = [Timer(it, timer=time.process_time) for it in calls]
    numbers = [_number(it) for it in timers]
    best = [float("inf") for _ in calls]
    for _ in range(rounds):
        for place, (timer, number) in enumerate(zip(timers, numbers, strict=True)):
            best[place] = min(best[place], timer.timeit(number) / number)
    gc.collect()
    return best


def _number(timer: Timer) -> int:
    number = 1
    while timer.timeit(number) < _RUN:
        number *= 2
    return number


def per_command(
    commands: Mapping[str, Sequence[str]], *, rounds: int, wall: bool = False, **how: Any
) -> dict[str, float]:
    """The least time of each of some commands, in seconds, of many runs in alternation.

    Args:
        commands: By name.
        rounds: How often each is run.
        wall: Whether the time on the clock counts, and not that of the processor.
        how: Where and how it is run, as `subprocess.run` takes it.

    Raises:
        CalledProcessError: One of them fails.
    """
    best = dict.fromkeys(commands, float("inf"))
    for _ in range(rounds):
        for name, command in commands.items():
            before, started = _of_children(), time.monotonic()
            subprocess.run(command, check=True, stdout=subprocess.PIPE, **how)
            took = time.monotonic() - started if wall else _of_children() - before
            best[name] = min(best[name], took)
    return best


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
