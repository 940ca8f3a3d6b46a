"""A service that shows late what was written: it is read when everything has to be seen."""

import threading
import time
from collections.abc import Callable
from typing import Any, Final

from attrs import define, field

from dispatch_interfaces.conformance.run.harness import Harness
from dispatch_interfaces.conformance.run.layers import Answer, Exchange
from dispatch_interfaces.conformance.run.threads import THREAD

_SLICE: Final = 1.0
"""Seconds after which it is told again that somebody waits."""

_NO_THREAD: Final = 0


@define(eq=False)
class Settling:
    """Waits before a read until the service has had its time to show the last write.

    To read again and again until the answer fits would end sooner, and see less: what must not
    happen shows late as well, and so does what is read only to be compared with later. This way
    each requirement sees what it would see of a service that shows everything at once.

    Args:
        harness: Says how long the service may take, and which calls read.
        clock: The time in seconds.
        sleep: Waits for some seconds.
        waiting: Called now and then while a read waits.
    """

    harness: Harness[Any, Any]
    clock: Callable[[], float] = field(factory=lambda: time.monotonic)
    sleep: Callable[[float], None] = field(factory=lambda: time.sleep)
    waiting: Callable[[], object] = field(default=lambda: None)
    waited: float = field(default=0.0, init=False)
    """Seconds that all reads have waited, those of threads side by side counted once each."""
    _written: dict[int, float] = field(init=False)
    """When each thread wrote last."""
    _lock: Any = field(factory=threading.Lock, init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        # Another process may have written just before.
        self._written = {_NO_THREAD: self.clock()}

    def keep(self, exchange: Exchange, answer: Answer) -> Any:
        """Ask when it is time to."""
        if exchange.by == "suite":
            return answer()
        if self.harness.reads(exchange.by, exchange.name):
            self._wait()
            return answer()
        try:
            return answer()
        finally:  # a call that raised may have written all the same
            self.wrote()

    def wrote(self) -> None:
        """Something was written just now."""
        with self._lock:
            self._written[THREAD.get()] = self.clock()

    def _wait(self) -> None:
        while (left := self._last() + self.harness.settle - self.clock()) > 0:
            pause = min(left, _SLICE)
            with self._lock:  # before it waits: who looks on grants that time
                self.waited += pause
            self.waiting()
            self.sleep(pause)

    def _last(self) -> float:
        """When the last write was that a read has to see.

        What other threads write at the same time may be seen or not: to wait until they are all
        done would have nobody read while somebody writes.
        """
        with self._lock:
            own = {it: self._written.get(it, 0.0) for it in (_NO_THREAD, THREAD.get())}
            seen = self._written if THREAD.get() == _NO_THREAD else own
            return max(seen.values())
