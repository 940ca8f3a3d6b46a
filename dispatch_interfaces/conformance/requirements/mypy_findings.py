"""What mypy finds wrong, added to the requirements that it is about."""

from collections.abc import Mapping, Sequence
from typing import Final

from attrs import evolve, field, frozen

from dispatch_interfaces.checking.mypy import MypyFailure, mypy_problems
from dispatch_interfaces.checking.static import Aspect, Problem
from dispatch_interfaces.conformance.requirements.by_interface import REQUIREMENTS
from dispatch_interfaces.conformance.run.outcomes import Finding, Outcome, Result
from dispatch_interfaces.contract import Contract

_NUMBERS: Final[Mapping[Aspect, str]] = {
    Aspect.METHODS: "002",
    Aspect.PARAMETERS: "003",
    Aspect.KINDS: "004",
    Aspect.ATTRIBUTES: "005",
    Aspect.ANNOTATIONS: "007",
}
"""The requirement of each interface that is about an aspect; see `common`."""


@frozen
class FoundByMypy:
    """What mypy finds wrong with a class, by the ids of requirements; or why it could not look."""

    problems: Mapping[str, tuple[Problem, ...]] = field(factory=dict[str, tuple[Problem, ...]])
    failure: str = ""


def with_mypy(outcomes: Sequence[Outcome], found: FoundByMypy, contract: Contract) -> list[Outcome]:
    """The outcomes of a check, with what mypy finds wrong added to those it is about."""
    id = _id(contract, Aspect.ANNOTATIONS)
    return [
        it
        if it.result is Result.NOT_SELECTED
        else evolve(it, result=Result.ERROR, reason=found.failure)
        if found.failure and it.requirement == id
        else _joined(it, found.problems.get(it.requirement, ()))
        for it in outcomes
    ]


def found_by_mypy(plugin_class: type, contract: Contract) -> FoundByMypy:
    """Ask mypy about a class."""
    try:
        found = mypy_problems(plugin_class, contract)
    except MypyFailure as error:
        return FoundByMypy(failure=str(error))
    return FoundByMypy({_id(contract, aspect): it for aspect, it in found.items()})


def _id(contract: Contract, aspect: Aspect) -> str:
    return f"{contract.prefix}-{_NUMBERS[aspect]}"


def _joined(outcome: Outcome, found: tuple[Problem, ...]) -> Outcome:
    if not found:
        return outcome
    finding = outcome.finding or Finding(
        expected="mypy to accept it as the interface",
        to_fix=REQUIREMENTS[outcome.requirement].to_fix,
    )
    finding = evolve(finding, problems=(*finding.problems, *found))
    return evolve(outcome, result=Result.FAILED, finding=finding)
