"""Each lie in each method of each reference, and what the suite makes of it."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from enum import StrEnum
from typing import Final

from attrs import evolve, frozen

from dispatch_interfaces.conformance import Judgement, Result, Verdict
from dispatch_interfaces.conformance.checker import Options, judge
from dispatch_interfaces.conformance.run.profiles import QUICK, Run
from dispatch_interfaces.conformance.self_check.mutations import Mutation
from dispatch_interfaces.conformance.self_check.replacing import mutated
from dispatch_interfaces.conformance.targets import resolve
from dispatch_interfaces.contract import Contract, Method
from tests.references import contracts_with_a_reference, reference_of

BRIEF: Final = Run(profile=evolve(QUICK, examples=2, steps=5, rounds=1, shrink_seconds=0))


@frozen
class Fault:
    """A lie that a method tells, or all methods."""

    contract: Contract
    methods: tuple[Method, ...]
    lie: Mutation
    aim: str

    def __str__(self) -> str:
        return f"{self.place}: {self.lie.name}"

    @property
    def place(self) -> str:
        """Where the lie is told: ``"ticket.update.title"``."""
        name = self.methods[0].name if len(self.methods) == 1 else "*"
        return ".".join(filter(None, (self.contract.interface, name, self.aim)))


def faults(lies: Iterable[Mutation], *, everywhere: bool = False) -> Iterator[Fault]:
    """The lies in all methods in which they can be told.

    Args:
        lies: Those to tell.
        everywhere: Whether all methods of an interface tell one together, too.
    """
    for contract in contracts_with_a_reference():
        for lie in lies:
            told = [it for it in contract.methods if lie.aims(it)]
            for method in told:
                for aim in lie.aims(method):
                    yield Fault(contract, (method,), lie, aim)
            if everywhere and len(told) > 1 and all(lie.aims(it) == ("",) for it in told):
                yield Fault(contract, tuple(told), lie, "")


def judged(fault: Fault, run: Run = BRIEF, *, fail_fast: bool = False) -> Judgement:
    """What the suite makes of a reference with a fault."""
    reference = reference_of(fault.contract)
    plugin_class = type(f"Faulty{reference.__name__}", (reference,), {})
    with ExitStack() as lies:
        for method in fault.methods:
            lies.enter_context(mutated(plugin_class, method, fault.lie, fault.aim))
        (target,) = resolve(plugin_class)
        return judge(target, Options(strict=True, timeout=5, run=run, fail_fast=fail_fast))


class Ending(StrEnum):
    """How a faulty plugin fares."""

    CAUGHT = "caught, with a finding"
    RED = "red without a finding"
    PASSED = "passed"


def ending_of(fault: Fault) -> Ending:
    """How a fault fares; one that a brief look lets through is given the whole profile."""
    ending = _ending(judged(fault, fail_fast=True))
    return ending if ending is Ending.CAUGHT else _ending(judged(fault, Run()))


def _ending(judgement: Judgement) -> Ending:
    if any(it.finding for it in judgement.of(Result.FAILED)):
        return Ending.CAUGHT
    return Ending.PASSED if judgement.verdict is Verdict.CONFORMS else Ending.RED
