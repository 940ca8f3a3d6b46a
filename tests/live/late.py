"""Plugins that show late what was written: they read from how everything was some time ago."""

import copy
import copyreg
import functools
import itertools
import threading
import time
from collections.abc import Callable
from typing import Any

from dispatch_interfaces.conformance.requirements.by_interface import SUITES
from dispatch_interfaces.contract import CONTRACTS
from tests.references import reference_of

# A copy of a reference has locks of its own.
copyreg.pickle(type(threading.Lock()), lambda _lock: (threading.Lock, ()))
# From Python 3.12 on, to copy what counts is deprecated.
copyreg.pickle(itertools.count, lambda it: (itertools.count, (int(repr(it)[6:-1]),)))


class Clock:
    """The time, in which nobody has to wait."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self._lock = threading.Lock()

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.now += seconds


class _Late:
    """What is common to plugins that are late."""

    def __init__(self) -> None:
        super().__init__()
        self._before = list[tuple[float, dict[str, Any]]]()
        self._whole = threading.RLock()
        self._writing = False

    def _copied(self) -> dict[str, Any]:
        kept = ("_before", "_whole", "_writing")
        return copy.deepcopy({key: it for key, it in vars(self).items() if key not in kept})


def late(interface: str, delay: float, clock: Any = time, base: type | None = None) -> type:
    """A class of plugins that show a write only when so many seconds have gone by.

    Args:
        interface: The interface.
        delay: The seconds; infinite for what never shows.
        clock: What has `monotonic`.
        base: What is late; the reference if there is nothing else.
    """
    reference: type[Any] = base or reference_of(CONTRACTS[interface])
    harness = SUITES[interface].harness

    def then(self: Any, now: float) -> dict[str, Any]:
        """How everything was, so that all writes before it are seen and none after it."""
        before: list[tuple[float, dict[str, Any]]] = self._before
        copied: Callable[[], dict[str, Any]] = self._copied
        return next((state for at, state in before if at > now - delay), None) or copied()

    def method(by: str, name: str) -> Callable[..., Any]:
        original = getattr(reference, name)

        @functools.wraps(original)
        def write(self: Any, *args: Any, **kwargs: Any) -> Any:
            with self._whole:
                if not self._writing:
                    self._before.append((clock.monotonic(), self._copied()))
                was, self._writing = self._writing, True
                try:
                    return original(self, *args, **kwargs)
                finally:
                    self._writing = was
                    # From its end on it takes its time to show.
                    self._before[-1] = (clock.monotonic(), self._before[-1][1])

        @functools.wraps(original)
        def read(self: Any, *args: Any, **kwargs: Any) -> Any:
            with self._whole:
                if self._writing:
                    return original(self, *args, **kwargs)
                seen: Any = object.__new__(reference)
                vars(seen).update(copy.deepcopy(then(self, clock.monotonic())))
                return original(seen, *args, **kwargs)

        return read if harness.reads(by, name) else write

    hooks = [it for it in harness.hooks() if hasattr(reference, it)]
    own = [it.name for it in CONTRACTS[interface].methods]
    members = {name: method("observer", name) for name in hooks}
    members |= {name: method("plugin", name) for name in own}
    return type(f"Late{reference.__name__}", (_Late, reference), members)
