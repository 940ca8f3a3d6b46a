"""A plugin that is unavailable now and then: to see what a retry does."""

import functools
import random
import threading
from collections.abc import Callable
from typing import Any, Literal, TypeAlias, TypeVar, cast

from attrs import frozen

from dispatch_interfaces.contract import CONTRACTS, Contract
from dispatch_interfaces.errors import UnavailableError
from dispatch_interfaces.narrowing import class_of

P = TypeVar("P")

When: TypeAlias = Literal["before", "after"]
"""Whether a failed call had its effect: before it, or after."""


@frozen
class Failure:
    """One call that was made to fail."""

    method: str
    when: When


def flaky(plugin: P, seed: int, *, before: float = 0.2, after: float = 0.2) -> P:
    """A plugin whose documented methods raise UnavailableError now and then.

    A call that fails *before* its effect may be made again as it is. One that fails *after* it has
    done everything, as when an answer is lost on its way back: whoever makes it again creates a
    second drive, pages somebody twice. Run what calls your plugin over this one, and count.

    Args:
        plugin: The plugin; its other attributes, such as its observing methods, stay as they are.
        seed: Decides which calls fail; the same seed and calls give the same failures.
        before: The part of the calls that fails before the effect.
        after: The part that fails after it.

    Returns:
        An object that passes for the plugin, ``isinstance`` included. Its attribute ``failures``
        lists the calls that were made to fail, as `Failure`.

    Raises:
        ValueError: The plugin's ``type`` is no documented interface, or the parts exceed the whole.
    """
    contract = CONTRACTS.get(getattr(plugin, "type", ""))
    if contract is None:
        raise ValueError(f"{plugin!r} has no type that is a documented interface")
    if min(before, after) < 0 or before + after > 1:
        raise ValueError(f"before and after are parts of a whole, not {before} and {after}")
    return cast("P", _Flaky(plugin, contract, random.Random(seed), before, after))


class _Flaky:
    def __init__(
        self, plugin: Any, contract: Contract, draws: random.Random, before: float, after: float
    ) -> None:
        self.failures: list[Failure] = []
        self._plugin, self._contract, self._draws = plugin, contract, draws
        self._before, self._after = before, after
        self._lock = threading.Lock()

    @property  # type: ignore[misc]  # read-only: it passes for the plugin, as a mock does
    def __class__(self) -> type[Any]:  # pyright: ignore[reportIncompatibleMethodOverride]
        return class_of(self._plugin)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._plugin, name)
        return found if self._contract.method(name) is None else self._failing(name, found)

    def _failing(self, name: str, bound: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(bound)
        def failing(*args: Any, **kwargs: Any) -> Any:
            when = self._drawn(name)
            if when == "before":
                raise self._error(name, "the call did not come through")
            result = bound(*args, **kwargs)
            if when == "after":
                raise self._error(name, "the call came through, its answer did not")
            return result

        return failing

    def _drawn(self, method: str) -> When | None:
        with self._lock:
            drawn = self._draws.random()
            if drawn >= self._before + self._after:
                return None
            when: When = "before" if drawn < self._before else "after"
            self.failures.append(Failure(method, when))
            return when

    def _error(self, method: str, message: str) -> UnavailableError:
        return UnavailableError(message, interface=self._contract.interface, method=method)
