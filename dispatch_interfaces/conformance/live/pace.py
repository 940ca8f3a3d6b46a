"""Calls to a real remote backend: few at a time, and fewer when it asks for that."""

import secrets
import threading
import time
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from attrs import define, field

from dispatch_interfaces.conformance.run.layers import REMOTE, Exchange
from dispatch_interfaces.errors import RateLimitedError

_TRIES: Final = 6
_LONGEST_WAIT: Final = 60.0
"""Seconds to wait at most before a call is made again."""


def new_tag() -> str:
    """What goes into the names that one run makes up: ``"di-20261123-4f2a"``."""
    return f"di-{date.today():%Y%m%d}-{secrets.token_hex(2)}"


@define
class Pace:
    """Keeps calls apart, and makes one again when the backend asked for fewer.

    Args:
        per_second: Calls per second, of all threads together.
        clock: The time in seconds.
        sleep: Waits for some seconds.
    """

    per_second: float
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _next: float = field(default=0.0, init=False)
    _lock: Any = field(factory=threading.Lock, init=False, repr=False, eq=False)

    def call(self, call: Callable[[], Any]) -> Any:
        """Make a call when it is its turn.

        Raises:
            RateLimitedError: The backend still asked for fewer calls after several tries.
        """
        for number in range(_TRIES - 1):
            self._wait()
            try:
                return call()
            except RateLimitedError as error:
                wanted = 2.0**number if error.retry_after is None else error.retry_after
                self.sleep(min(wanted, _LONGEST_WAIT))
        self._wait()
        return call()

    def keep(self, exchange: Exchange, call: Callable[[], Any]) -> Any:
        """As `call`, for what goes to the backend; all else is answered at once."""
        return self.call(call) if exchange.by in REMOTE else call()

    def _wait(self) -> None:
        with self._lock:
            now = self.clock()
            turn = max(now, self._next)
            self._next = turn + 1 / self.per_second
        if turn > now:
            self.sleep(turn - now)
