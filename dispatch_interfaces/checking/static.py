"""What can be said of a plugin class without an instance of it."""

import inspect
import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cached_property, partial, partialmethod
from typing import Any, Final, TypeAlias

from attrs import evolve, frozen

from dispatch_interfaces.capabilities import unsupported_reason, why_not
from dispatch_interfaces.checking.annotations import misfit, name, resolved, without_none
from dispatch_interfaces.checking.source import Place, place_of
from dispatch_interfaces.checking.stubs import inherited_stub
from dispatch_interfaces.checking.verbatim import is_as_documented
from dispatch_interfaces.contract import Contract, Method
from dispatch_interfaces.limits import Limits
from dispatch_interfaces.narrowing import class_of, found_in, is_class
from dispatch_interfaces.plugin import problems_by_attribute
from dispatch_interfaces.showing import only_printable, shown

_PROPERTIES: Final = (property, cached_property)
_UNBOUND: Final = (partial,) if sys.version_info < (3, 14) else ()
_Signatures: TypeAlias = Iterable[tuple[Method, inspect.Signature]]
"""Documented methods, each with the signature that the class gives it."""
_BY_POSITION: Final = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


class Aspect(StrEnum):
    """What of a class is read; a requirement of each interface is about each."""

    METHODS = "methods"
    PARAMETERS = "parameters"
    KINDS = "kinds of methods"
    ATTRIBUTES = "attributes"
    ANNOTATIONS = "annotations"
    LIMITS = "limits"


@frozen(field_transformer=only_printable)
class Problem:
    """One thing wrong with one member of a class."""

    member: str
    problem: str
    declaration: str = ""
    """The ``def`` line to paste in its place; empty if it is no method."""
    place: Place | None = None
    """Where in the author's source it is; None if that cannot be told."""

    def __str__(self) -> str:
        whole = f"{self.member} {self.problem}"
        return f"{whole}; write: {self.declaration}" if self.declaration else whole


def static_problems(plugin_class: type, contract: Contract) -> list[Problem]:
    """Everything below, in one list."""
    # Most methods of most classes are written as documented: only the others need a long look.
    others = [it for it in contract.methods if not is_as_documented(plugin_class, it)]
    looked_at = evolve(contract, methods=tuple(others))
    signatures = list(_signatures(plugin_class, looked_at))
    return [
        *missing_methods(plugin_class, looked_at),
        *kind_problems(plugin_class, looked_at),
        *_signature_problems(plugin_class, signatures),
        *_annotation_problems(plugin_class, signatures),
        *attribute_problems(plugin_class, contract),
        *limits_problems(plugin_class, contract),
    ]


def missing_methods(plugin_class: type, contract: Contract) -> list[Problem]:
    """The documented methods that a class neither has nor declares unsupported.

    One that ``__getattr__`` or ``__init__`` may give to the object is not missing: only a call
    can tell.
    """
    return [
        _problem(plugin_class, method, _why_missing(plugin_class, method.name))
        for method in contract.methods
        if not has_method(plugin_class, method.name)
        and not comes_with_object(plugin_class, method.name)
    ]


def has_method(plugin_class: type, name: str) -> bool:
    """Whether a class has a concrete method, or declares it unsupported.

    A property counts: it is there, and `kind_problems` says what is wrong with it. A stub of a base
    class does not.
    """
    found = found_in(plugin_class, name)
    if getattr(found, "__isabstractmethod__", False) or inherited_stub(plugin_class, name):
        return False
    return callable(getattr(plugin_class, name, None)) or isinstance(found, _PROPERTIES)


def _why_missing(plugin_class: type, name: str) -> str:
    base = inherited_stub(plugin_class, name)
    return (
        f"is missing: {base} only raises NotImplementedError"
        if base
        else why_not(plugin_class, name)
    )


def comes_with_object(plugin_class: type, name: str) -> bool:
    """Whether a method that the class does not have may be found in an object of it."""
    nothing = object()
    found = inspect.getattr_static(plugin_class, name, nothing)
    if found is nothing:
        return hasattr(plugin_class, "__getattr__")
    descriptor = hasattr(class_of(found), "__get__") and not callable(found)
    return descriptor and not isinstance(found, _PROPERTIES)


def kind_problems(plugin_class: type, contract: Contract) -> list[Problem]:
    """The documented methods that are there, but not as plain methods."""
    return [
        _problem(plugin_class, method, problem)
        for method in contract.methods
        for problem in _kind_problems(found_in(plugin_class, method.name))
    ]


def _kind_problems(found: Any) -> Iterator[str]:
    if isinstance(found, _PROPERTIES):
        yield "is a property, not a method"
        return
    # What a decorator made of an async function may be a plain one that waits for it: only the
    # outermost counts.
    function = getattr(found, "__func__", found)
    if isinstance(found, partialmethod):
        function = found.func
    elif callable(found) and not inspect.isroutine(function) and not isinstance(found, partial):
        function = type(found).__call__
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        yield "is async; the application calls it without await and would drop the result"
    elif inspect.isgeneratorfunction(function):
        yield "is a generator function; nothing in it runs until somebody iterates"


def signature_problems(plugin_class: type, contract: Contract) -> list[Problem]:
    """The methods that cannot be called in every documented way."""
    return _signature_problems(plugin_class, _signatures(plugin_class, contract))


def _signature_problems(plugin_class: type, signatures: _Signatures) -> list[Problem]:
    return [
        _problem(plugin_class, method, problem, own)
        for method, own in signatures
        for problem in _differences(method, own)
    ]


def annotation_problems(plugin_class: type, contract: Contract) -> list[Problem]:
    """The annotations that no documented value fits, of parameters, or that fit none, of results.

    What is not annotated is not judged.
    """
    return _annotation_problems(plugin_class, _signatures(plugin_class, contract))


def _annotation_problems(plugin_class: type, signatures: _Signatures) -> list[Problem]:
    return [
        _problem(plugin_class, method, problem, own)
        for method, own in signatures
        for problem in _misfits(plugin_class, method, own)
    ]


def attribute_problems(plugin_class: type, contract: Contract) -> list[Problem]:
    """What is wrong with the attributes by which a plugin says who it is."""
    found = [
        Problem(attribute, problem, place=place_of(plugin_class, attribute))
        for attribute, problem in problems_by_attribute(plugin_class)
    ]
    own = getattr(plugin_class, "type", None)
    if isinstance(own, str) and own.strip() and own != contract.interface:
        problem = f"is {own!r}, not {contract.interface!r}: it would be looked up as that"
        found.append(Problem("type", problem, place=place_of(plugin_class, "type")))
    return found


def limits_problems(plugin_class: type, contract: Contract) -> list[Problem]:
    """What is wrong with the limits that a class declares; a plugin need not declare any."""
    found = found_in(plugin_class, "limits")
    kind = contract.limits
    if found is None or isinstance(found, kind):
        return []
    if is_class(found) and issubclass(found, Limits):
        problem = f"is the class {found.__name__}, not one of its objects"
    else:
        problem = f"is {shown(found, 100)}, not {name(kind)}: it would be ignored"
    declaration = f"limits = {kind.__name__}(...)"
    return [Problem("limits", problem, declaration, place_of(plugin_class, "limits"))]


def _problem(
    plugin_class: type, method: Method, problem: str, own: inspect.Signature | None = None
) -> Problem:
    own_extra = [
        it
        for it in (own.parameters.values() if own else ())
        if it.kind is it.VAR_KEYWORD or it.default is not it.empty
    ]
    declaration = method.declare(*own_extra)
    return Problem(method.name, problem, declaration, place_of(plugin_class, method.name))


def _signatures(plugin_class: type, contract: Contract) -> _Signatures:
    """The methods whose signatures can be told, as the caller of an instance sees them."""
    for method in contract.methods:
        found = found_in(plugin_class, method.name)
        judged = has_method(plugin_class, method.name) and not isinstance(found, _PROPERTIES)
        if judged and unsupported_reason(plugin_class, method.name) is None:
            own = own_signature(plugin_class, method.name)
            if own is not None:
                yield method, own


def own_signature(plugin_class: type, name: str) -> inspect.Signature | None:
    """The signature of a method as the caller of an instance sees it, without making one.

    None where Python cannot tell, as of most code in C.
    """
    found = found_in(plugin_class, name)
    try:
        whole = inspect.signature(getattr(plugin_class, name))
    except (TypeError, ValueError):
        return None
    # Only what has __get__ is given the object: a function is, a callable object is not. That of a
    # partial does nothing but warn before Python 3.14.
    unbound = (staticmethod, classmethod, *_UNBOUND)
    takes_self = hasattr(class_of(found), "__get__") and not isinstance(found, unbound)
    parameters = list(whole.parameters.values())
    if takes_self and parameters and parameters[0].kind in _BY_POSITION:
        return whole.replace(parameters=parameters[1:])
    return whole


def _differences(method: Method, own: inspect.Signature) -> Iterator[str]:
    documented, theirs = method.signature.parameters, own.parameters
    kinds = {it.kind for it in theirs.values()}
    any_position = inspect.Parameter.VAR_POSITIONAL in kinds
    any_keyword = inspect.Parameter.VAR_KEYWORD in kinds
    positional = [name for name, it in theirs.items() if it.kind in _BY_POSITION]
    renamed: set[str] = set()
    for index, wanted in enumerate(documented.values()):
        if wanted.kind is wanted.VAR_KEYWORD:
            if not any_keyword:
                yield f"does not take **{wanted.name}"
        elif wanted.name in theirs:
            yield from _parameter_differences(wanted, theirs[wanted.name], index, positional)
        elif not any_keyword:
            other = positional[index] if index < len(positional) else ""
            if other and other not in documented:
                renamed.add(other)
                yield f"has no parameter {wanted.name}: argument {index + 1} is called {other}"
            else:
                yield f"has no parameter {wanted.name}"
        elif not any_position:
            yield f"takes {wanted.name} by keyword only, not as argument {index + 1}"
    for own_name, it in theirs.items():
        needed = it.default is it.empty and it.kind in (*_BY_POSITION, it.KEYWORD_ONLY)
        if needed and own_name not in documented and own_name not in renamed:
            yield f"requires a parameter {own_name} that nobody passes"


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
            yield f"has the default {name}={shown(own.default)}, not {wanted.default!r}"


def _misfits(plugin_class: type, method: Method, own: inspect.Signature) -> Iterator[str]:
    function = inspect.unwrap(getattr(plugin_class, method.name))
    for wanted in method.signature.parameters.values():
        theirs = own.parameters.get(wanted.name)
        if theirs is not None and theirs.annotation is not theirs.empty:
            taken, given = resolved(theirs.annotation, function), method.takes[wanted.name]
            if theirs.default is None:  # `x: str = None` takes None, whatever the annotation says
                given = without_none(given)
            reason = misfit(given, taken, every=True)
            if reason:
                yield f"does not take every {wanted.name} that may be passed: {reason}"
    if own.return_annotation is not own.empty:
        reason = misfit(resolved(own.return_annotation, function), method.returns)
        if reason:
            yield f"does not return {name(method.returns)}: {reason}"
