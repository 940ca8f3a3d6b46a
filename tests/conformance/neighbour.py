"""Another check of the same backend, whose calls come in between each two of ours.

Its calls are those of a check of a backend of its own, made again with the ids that are given now:
what comes in between is the same each time, and nothing is left to chance.
"""

import functools
import itertools
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, Final

from attrs import define, field, frozen

from dispatch_interfaces.conformance.checker import Options, judge
from dispatch_interfaces.conformance.reports.report import Judgement
from dispatch_interfaces.conformance.requirements.by_interface import SUITES
from dispatch_interfaces.conformance.run.harness import count_from
from dispatch_interfaces.conformance.run.profiles import Run
from dispatch_interfaces.conformance.targets import resolve
from dispatch_interfaces.contract import Contract
from tests.references import reference_of

_OF_THE_WORLD: Final = ("pass_time",)
"""What an observer does to the whole world of a test: nobody else can on a real backend."""


@frozen
class Call:
    """A call of a plugin or of its observer, and what it returned."""

    method: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    result: Any = None


def shared(contract: Contract, backend: Any, after: Callable[[Call], None]) -> type[Any]:
    """A class of plugins that all work on one backend.

    Args:
        contract: The interface.
        backend: What holds everything.
        after: Called after each call of any of them.
    """
    reference = reference_of(contract)

    def member(name: str) -> Callable[..., Any]:
        @functools.wraps(getattr(reference, name))
        def call(_self: Any, *args: Any, **kwargs: Any) -> Any:
            result = None
            try:
                result = getattr(backend, name)(*args, **kwargs)
            finally:
                after(Call(name, args, kwargs, result))
            return result

        return call

    hooks = SUITES[contract.interface].harness.hooks()
    names = [*(it for it in hooks if hasattr(reference, it)), *(it.name for it in contract.methods)]
    return type(f"Shared{reference.__name__}", (reference,), {it: member(it) for it in names})


def judged(
    contract: Contract, backend: Any, after: Callable[[Call], None], run: Run, keyword: str = ""
) -> Judgement:
    """A check of a backend that others work on, too."""
    plugin_class = shared(contract, backend, after)
    harness = SUITES[contract.interface].harness(
        open=plugin_class, shared_backend=True, sandbox=True, calls_per_second=1e6
    )
    (target,) = resolve(plugin_class, contract.interface, harness)
    count_from(1)
    return judge(target, Options(strict=True, run=run, keyword=keyword))


@define
class Neighbour:
    """Makes the calls of another check.

    Args:
        backend: What both work on.
        calls: What the other check does, again and again.
        at_once: How many calls of it come in between.
    """

    backend: Any
    calls: list[Call]
    at_once: int
    _next: Iterator[Call] = field(init=False)
    _given: dict[str, str] = field(factory=dict[str, str], init=False)
    """What it was given when it was alone, and what it is given now in its place."""

    def __attrs_post_init__(self) -> None:
        self._next = itertools.cycle(self.calls)

    def between(self, _call: Call) -> None:
        for call in itertools.islice(self._next, self.at_once):
            args, kwargs = self._now([list(call.args), call.kwargs])
            with suppress(Exception):
                result = getattr(self.backend, call.method)(*args, **kwargs)
                self._learn(call.result, result)

    def _now(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._given.get(value, value)
        if isinstance(value, list):
            return [self._now(it) for it in value]
        if isinstance(value, dict):
            return {key: self._now(it) for key, it in value.items()}
        return value

    def _learn(self, then: Any, now: Any) -> None:
        if isinstance(then, str) and isinstance(now, str):
            self._given[then] = now
        elif isinstance(then, dict) and isinstance(now, dict):
            for key in then.keys() & now.keys():
                self._learn(then[key], now[key])


def beside_another(
    contract: Contract, run: Run, at_once: int, backend: Any, keyword: str = ""
) -> Judgement:
    """A check of a backend, while another check of it goes on.

    Args:
        contract: The interface.
        run: How much both of them do.
        at_once: How many calls of the other come between two of ours.
        backend: A plugin that is its own observer.
        keyword: Of the requirements of both that are run.
    """
    calls = list[Call]()
    alone = judged(contract, reference_of(contract)(), calls.append, run, keyword)
    assert alone.exit_code == 0, alone
    theirs = [it for it in calls if it.method not in _OF_THE_WORLD]
    return judged(contract, backend, Neighbour(backend, theirs, at_once).between, run, keyword)
