"""Whatever a plugin gets wrong, a verdict that is not green names something to mend."""

from typing import Any, Final, get_args

from attrs import evolve

from dispatch_interfaces.conformance.run.profiles import QUICK
from dispatch_interfaces.conformance.self_check.mutations import MUTATIONS, MutatedCall
from dispatch_interfaces.narrowing import is_dict, is_list

BRIEF: Final = evolve(QUICK, examples=2, rounds=1, shrink_seconds=0)
_BY_NAME: Final = {it.name: it for it in MUTATIONS}
_pretend: Final = _BY_NAME["drop the write"].lie


def _swallow(call: MutatedCall) -> Any:
    try:
        return call.proceed()
    except Exception:
        return None


def _lose(call: MutatedCall) -> Any:
    call.proceed()


def _share(call: MutatedCall) -> Any:
    answer = call.proceed()
    shared = call.memory.kept.setdefault("", answer)
    if is_dict(shared):
        shared.clear()
        shared.update(answer)
    elif is_list(shared):
        shared[:] = answer
    return shared


def _repeat(call: MutatedCall) -> Any:
    if "" not in call.memory.kept:
        call.memory.kept[""] = call.proceed()
    return call.memory.kept[""]


def _make_up(call: MutatedCall) -> Any:
    items = get_args(call.method.returns)
    answer = _pretend(call)
    return (
        [_pretend(evolve(call, method=evolve(call.method, returns=items[0])))]
        if answer == []
        else answer
    )
