"""What can be said of a plugin class without an instance of it."""

import inspect
from collections.abc import Iterator
from typing import Any, Final

from attrs import frozen

from dispatch_interfaces.capabilities import unsupported_reason
from dispatch_interfaces.contract import Contract, Method

_NAMED: Final = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)


@frozen
class StaticProblem:
    """One thing wrong with one method of a class."""

    method: str
    problem: str
    declaration: str
    """The documented ``def`` line, to paste."""

    def __str__(self) -> str:
        return f"{self.method}: {self.problem}; documented: {self.declaration}"


def missing_methods(plugin_class: type, contract: Contract) -> list[StaticProblem]:
    """The documented methods that a class neither has nor declares unsupported."""
    return [
        StaticProblem(method.name, "is missing", method.declaration)
        for method in contract.methods
        if not has_method(plugin_class, method.name)
    ]


def has_method(plugin_class: type, name: str) -> bool:
    """Whether a class has a concrete method, or declares it unsupported.

    A property counts: it is there, and `kind_problems` says what is wrong with it.
    """
    found = inspect.getattr_static(plugin_class, name, None)
    there = callable(getattr(plugin_class, name, None)) or isinstance(found, property)
    return there and not getattr(found, "__isabstractmethod__", False)


def kind_problems(plugin_class: type, contract: Contract) -> list[StaticProblem]:
    """The documented methods that are there, but not as plain methods."""
    return [
        StaticProblem(method.name, problem, method.declaration)
        for method in contract.methods
        for problem in _kind_problems(inspect.getattr_static(plugin_class, method.name, None))
    ]


def _kind_problems(found: Any) -> Iterator[str]:
    if isinstance(found, property):
        yield "is a property, not a method"
        return
    function = inspect.unwrap(getattr(found, "__func__", found)) if callable(found) else found
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        yield "is async; the application calls it without await and would drop the result"
    elif inspect.isgeneratorfunction(function):
        yield "is a generator function; nothing in it runs until somebody iterates"


def signature_problems(plugin_class: type, contract: Contract) -> list[StaticProblem]:
    """The methods that cannot be called in every documented way."""
    problems: list[StaticProblem] = []
    for method in contract.methods:
        if unsupported_reason(plugin_class, method.name) or not has_method(
            plugin_class, method.name
        ):
            continue
        own = _own_signature(plugin_class, method.name)
        if own is not None:
            problems += [
                StaticProblem(method.name, problem, method.declaration)
                for problem in _differences(method, own)
            ]
    return problems


def _own_signature(plugin_class: type, name: str) -> inspect.Signature | None:
    """As the caller of an instance sees it; None where Python cannot tell (C code)."""
    found = inspect.getattr_static(plugin_class, name, None)
    try:
        whole = inspect.signature(getattr(plugin_class, name))
    except (TypeError, ValueError):
        return None
    bound_already = isinstance(found, (staticmethod, classmethod)) or not inspect.isroutine(found)
    parameters = list(whole.parameters.values())
    takes_self = parameters and parameters[0].kind is not inspect.Parameter.VAR_POSITIONAL
    return whole if bound_already or not takes_self else whole.replace(parameters=parameters[1:])


def _differences(method: Method, own: inspect.Signature) -> Iterator[str]:
    documented = list(method.signature.parameters.values())
    theirs = own.parameters
    kinds = {it.kind for it in theirs.values()}
    any_position = inspect.Parameter.VAR_POSITIONAL in kinds
    any_keyword = inspect.Parameter.VAR_KEYWORD in kinds
    positional = [
        name
        for name, it in theirs.items()
        if it.kind in (it.POSITIONAL_ONLY, it.POSITIONAL_OR_KEYWORD)
    ]
    for index, wanted in enumerate(documented):
        if wanted.kind is inspect.Parameter.VAR_KEYWORD:
            if not any_keyword:
                yield f"does not take **{wanted.name}"
        elif wanted.name not in theirs:
            if not any_keyword:
                yield f"has no parameter {wanted.name}"
            elif not any_position:
                yield f"takes {wanted.name} by keyword only, not as argument {index + 1}"
        else:
            yield from _parameter_differences(wanted, theirs[wanted.name], index, positional)
    for name, it in theirs.items():
        if (
            name not in method.signature.parameters
            and it.default is it.empty
            and it.kind in (*_NAMED, it.POSITIONAL_ONLY)
        ):
            yield f"requires a parameter {name} that nobody passes"


def _parameter_differences(
    wanted: inspect.Parameter, own: inspect.Parameter, index: int, positional: list[str]
) -> Iterator[str]:
    name = wanted.name
    if own.kind is own.KEYWORD_ONLY:
        yield f"takes {name} by keyword only, not as argument {index + 1}"
    elif own.kind is own.POSITIONAL_ONLY:
        yield f"takes {name} by position only, not as a keyword"
    elif name in positional and positional.index(name) != index:
        yield f"takes {name} as argument {positional.index(name) + 1}, not {index + 1}"
    if wanted.default is not wanted.empty:
        if own.default is own.empty:
            yield f"requires {name}, which may be omitted"
        elif own.default != wanted.default:
            yield f"has the default {name}={own.default!r}, not {wanted.default!r}"
