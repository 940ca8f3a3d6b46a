"""Whatever a plugin gets wrong, a verdict that is not green names something to mend.

A fault is one lie, told by one method of a reference, or by all of them. Most are told apart by
the requirements that ask for the opposite; here it only matters that none of them leaves its author
with nothing to look for, and that none is said of the suite.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from typing import Any, Final, get_args, get_origin

import pytest
from attrs import evolve, frozen

from dispatch_interfaces.conformance import Result, Verdict
from dispatch_interfaces.conformance.checker import Options, judge
from dispatch_interfaces.conformance.run.profiles import QUICK, Run
from dispatch_interfaces.conformance.self_check.mutations import (
    BLOCK,
    MUTATIONS,
    MutatedCall,
    Mutation,
    no_defect,
)
from dispatch_interfaces.conformance.self_check.replacing import mutated
from dispatch_interfaces.conformance.targets import resolve
from dispatch_interfaces.contract import Contract, Method
from dispatch_interfaces.narrowing import is_dict, is_list
from tests.references import contracts_with_a_reference, reference_of

BRIEF: Final = Run(profile=evolve(QUICK, examples=2, steps=5, rounds=1, shrink_seconds=0))
_PRETEND: Final = next(it for it in MUTATIONS if it.name == "drop the write")


def _swallow(call: MutatedCall) -> Any:
    try:
        return call.proceed()
    except Exception:
        return None


def _lose(call: MutatedCall) -> None:
    call.proceed()


def _share(call: MutatedCall) -> Any:
    answer = call.proceed()
    shared = call.memory.kept.setdefault("", answer)
    if shared is not answer and is_dict(shared):
        shared.clear()
        shared.update(answer)
    if shared is not answer and is_list(shared):
        shared[:] = answer
    return shared


def _repeat(call: MutatedCall) -> Any:
    if "" not in call.memory.kept:
        call.memory.kept[""] = call.proceed()
    return call.memory.kept[""]


def _add(call: MutatedCall) -> Any:
    def one() -> None: ...

    one.__annotations__["return"] = get_args(call.method.returns)[0]
    return [_PRETEND.lie(evolve(call, method=Method("one", one))), *call.proceed()]


def _fail(_: MutatedCall) -> None:
    raise OSError("the line is busy")


def _exit(_: MutatedCall) -> None:
    raise SystemExit(3)


def _answer_a_number(call: MutatedCall) -> int:
    call.proceed()
    return 17


def _after(calls: int, lie: Callable[[MutatedCall], Any]) -> Callable[[MutatedCall], Any]:
    """Tell a lie once a plugin has been called so often: a preparation may be the first to see."""

    def later(call: MutatedCall) -> Any:
        key = id(call.plugin)  # the memory keeps the plugins: no two have the same
        call.memory.kept[key] = call.memory.kept.get(key, 0) + 1
        return lie(call) if call.memory.kept[key] > calls else call.proceed()

    return later


def _where(condition: Callable[[Method], Any]) -> Callable[[Method], tuple[str, ...]]:
    return lambda method: ("",) if condition(method) else ()


def _answers(method: Method) -> bool:
    return method.returns is not type(None)


def _lists(method: Method) -> bool:
    return bool(get_args(method.returns)) and get_origin(method.returns) is not None


def _lie(
    name: str,
    lie: Callable[[MutatedCall], Any],
    condition: Callable[[Method], Any] = lambda _: True,
) -> Mutation:
    return Mutation(name, "", lie, _where(condition), "")


QUICKLY: Final = (
    _lie("return None for an error", _swallow, lambda it: _answers(it) and "Raises:" in it.doc),
    _lie("pretend", _PRETEND.lie),
)
AT_LENGTH: Final = (
    *(it for it in MUTATIONS if it not in (_PRETEND, BLOCK)),
    _lie("lose the answer", _lose, _answers),
    _lie("share one answer", _share, lambda it: _answers(it) and it.returns is not str),
    _lie("repeat the first answer", _repeat, _answers),
    _lie("answer with more", _add, _lists),
    _lie("raise", _fail),
    _lie("exit", _exit),
    _lie("answer with a number", _answer_a_number),
    _lie("raise the second time", _after(1, _fail)),
    _lie("pretend the second time", _after(1, _PRETEND.lie)),
    _lie("lose the third answer", _after(2, _lose), _answers),
)


@frozen
class Fault:
    """A lie that a method tells, or all methods."""

    contract: Contract
    methods: tuple[Method, ...]
    mutation: Mutation
    aim: str

    def __str__(self) -> str:
        names = self.methods[0].name if len(self.methods) == 1 else "*"
        where = ".".join(filter(None, (self.contract.interface, names, self.aim)))
        return f"{where}: {self.mutation.name}"

    @property
    def may_conform(self) -> str:
        """Why the suite may say nothing of it; empty if it must."""
        none = [no_defect(self.mutation, self.contract, it, self.aim) for it in self.methods]
        name, interface = self.mutation.name, self.contract.interface
        untold = _UNTOLD.get((name, interface)) or _UNTOLD.get((name, ""))
        return untold or (none[0] if all(none) else "")


_ALREADY: Final = "the store may hold what the suite did not put there"

_UNTOLD: Final[Mapping[tuple[str, str], str]] = {
    ("share one answer", ""): "who reads an answer at once, and alone, sees what is true",
    ("answer with more", "document-resolver"): _ALREADY,
    ("answer with more", "term"): _ALREADY,
}


def _faults(mutations: tuple[Mutation, ...]) -> Iterator[Fault]:
    for contract in contracts_with_a_reference():
        for mutation in mutations:
            told = [it for it in contract.methods if mutation.aims(it)]
            for method in told:
                for aim in mutation.aims(method):
                    yield Fault(contract, (method,), mutation, aim)
            if len(told) > 1 and all(mutation.aims(it) == ("",) for it in told):
                yield Fault(contract, tuple(told), mutation, "")


def _at_length() -> Iterator[Any]:
    """As proof; of the two largest interfaces, which have half of them, every fourth."""
    for number, it in enumerate(_faults(AT_LENGTH)):
        left_out = it.contract.interface in ("conversation", "storage") and number % 4
        marks = [pytest.mark.slow, *([pytest.mark.thorough] if left_out else [])]
        yield pytest.param(it, id=str(it), marks=marks)


@pytest.mark.parametrize(
    "fault", [*(pytest.param(it, id=str(it)) for it in _faults(QUICKLY)), *_at_length()]
)
def test_a_verdict_that_is_not_green_names_something_to_mend(fault: Fault) -> None:
    reference = reference_of(fault.contract)
    plugin_class = type(f"Faulty{reference.__name__}", (reference,), {})
    with ExitStack() as lies:
        for method in fault.methods:
            lies.enter_context(mutated(plugin_class, method, fault.mutation, fault.aim))
        (target,) = resolve(plugin_class)
        judgement = judge(target, Options(strict=True, timeout=5, run=BRIEF))
    if judgement.verdict is Verdict.CONFORMS:
        assert fault.may_conform
        return
    findings = [it.finding for it in judgement.of(Result.FAILED)]
    assert findings, [f"{it.requirement}: {it.reason}" for it in judgement.of(Result.BLOCKED)]
    assert all(
        it and (it.expected or it.problems) and (it.to_fix or it.problems) for it in findings
    )
    assert [it.reason for it in judgement.of(Result.ERROR) if "the suite" in it.reason] == []
