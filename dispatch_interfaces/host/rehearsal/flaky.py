"""Services that fail and recover, by a seed."""

import random
from typing import Final

from dispatch_interfaces.errors import RateLimitedError, UnavailableError

_OFTEN: Final = 0.03
"""How likely a service goes down at a call."""
_LONGEST: Final = 3
"""How many calls it fails at most before it recovers."""


class Weather:
    """Decides before each call whether the service behind the plugin is there.

    Args:
        seed: The same decides alike; None for a service that is always there.
    """

    def __init__(self, seed: int | None) -> None:
        self._random = None if seed is None else random.Random(seed)
        self._down: dict[str, tuple[int, str]] = {}

    def __call__(self, plugin_type: str, method: str) -> Exception | None:
        """What a call ends with; None if it may be made."""
        if self._random is None:
            return None
        left, what = self._down.get(plugin_type, (0, ""))
        if not left:
            if self._random.random() >= _OFTEN:
                return None
            left = self._random.randint(1, _LONGEST)
            what = self._random.choice(("is down", "is busy", "did not answer in time"))
        self._down[plugin_type] = (left - 1, what)
        text = f"the service {what}"
        if what == "is busy":
            return RateLimitedError(
                text, interface=plugin_type, method=method, retry_after=self._random.randint(1, 60)
            )
        if what == "is down":
            return UnavailableError(text, interface=plugin_type, method=method)
        return TimeoutError(f"{plugin_type}.{method}: {text}")
