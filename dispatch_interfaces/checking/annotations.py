"""Whether a value with one annotation can fit where another annotation is asked for."""

import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import (
    Annotated,
    Any,
    Literal,
    Never,
    NewType,
    NoReturn,
    NotRequired,
    Required,
    Union,
    get_args,
    get_origin,
)

from typing_extensions import ReadOnly, TypeAliasType, TypeVar, get_type_hints, is_typeddict

from dispatch_interfaces.narrowing import class_of, is_class

_WRAPPERS = (Required, NotRequired, ReadOnly, Annotated)
_UNIONS = (Union, types.UnionType)


def resolved(annotation: Any, function: Callable[..., Any]) -> Any:
    """An annotation of a function, evaluated if it is a str; Any where that cannot be done."""
    if not isinstance(annotation, str):
        return annotation
    try:
        return eval(annotation, getattr(function, "__globals__", {}))
    except Exception:  # a name that was imported for the type checker only, say
        return Any


def misfit(given: Any, wanted: Any, every: bool = False) -> str:
    """Why a value annotated with the one cannot be what the other asks for; empty if it can.

    Only what is certain is told: a ``dict[str, str]`` may be the record that is wanted, and a str
    one of its literals; mypy, which knows less, says more.

    Args:
        given: The annotation that values have.
        wanted: The annotation of where they go.
        every: Whether every such value has to fit, as it has for a parameter, and not only some.
    """
    given, wanted = bare(given), bare(wanted)
    if given == wanted or Any in (given, wanted) or wanted is object or given in (Never, NoReturn):
        return ""
    if get_origin(given) in _UNIONS:
        return next(filter(None, (misfit(it, wanted, every) for it in get_args(given))), "")
    if get_origin(wanted) in _UNIONS:
        reasons = [misfit(given, it, every) for it in get_args(wanted)]
        return "" if "" in reasons else _is_not(given, wanted)
    if None in (given, wanted):
        possible = given is wanted or (given is object and not every)
        return "" if possible else _is_not(given, wanted)
    if get_origin(given) is Literal:
        return _literal_misfit(given, wanted, every)
    if get_origin(wanted) is Literal:
        kinds = {class_of(it) for it in get_args(wanted)}
        possible = not every and any(_related(given, it, every) for it in kinds)
        return "" if possible else _is_not(given, wanted)
    if is_typeddict(wanted):
        return _record_misfit(given, wanted, every)
    return _class_misfit(given, wanted, every)


def _is_not(given: Any, wanted: Any) -> str:
    return f"{name(given)} is not {name(wanted)}"


def name(annotation: Any) -> str:
    """An annotation as it is written: ``Sequence[File]``."""
    if annotation is ...:
        return "..."
    annotation = bare(annotation)
    args = get_args(annotation)
    if get_origin(annotation) in _UNIONS:
        return " | ".join(map(name, args))
    if get_origin(annotation) is Literal:
        return f"Literal[{', '.join(map(repr, args))}]"
    if annotation is None:
        return "None"
    plain = str(getattr(get_origin(annotation) or annotation, "__name__", annotation))
    return f"{plain}[{', '.join(map(name, args))}]" if args else plain


def bare(annotation: Any) -> Any:
    """Without aliases, qualifiers and names of its own."""
    if annotation is type(None):
        return None
    if isinstance(annotation, TypeAliasType):
        return bare(annotation.__value__)
    if isinstance(annotation, NewType):
        return bare(annotation.__supertype__)
    if get_origin(annotation) in _WRAPPERS:
        return bare(get_args(annotation)[0])
    if isinstance(annotation, (TypeVar, str)):
        return Any
    return annotation


def without_none(annotation: Any) -> Any:
    """An annotation of values that are not None."""
    whole = bare(annotation)
    if get_origin(whole) not in _UNIONS:
        return Never if whole is None else whole
    return Union[tuple(it for it in get_args(whole) if bare(it) is not None)]  # noqa: UP007


def _class(annotation: Any) -> type[Any] | None:
    """The class that values have at run time; None if nothing can be said."""
    found: Any = dict if is_typeddict(annotation) else get_origin(annotation) or annotation
    is_protocol = getattr(found, "_is_protocol", False)
    return found if is_class(found) and not is_protocol else None


def _related(given: Any, wanted: Any, every: bool) -> bool:
    """Whether an object of the one class may be, or always is, of the other."""
    one, other = _class(given), _class(wanted)
    if one is None or other is None:
        return True
    if one is bool and other in (int, float):
        return False  # as for the shape of a value: a bool is no number here
    if issubclass(one, other) or (one is int and other is float):
        return True
    return not every and issubclass(other, one)


def _literal_misfit(given: Any, wanted: Any, every: bool) -> str:
    if get_origin(wanted) is Literal:
        known = get_args(wanted)
        extra = [repr(it) for it in get_args(given) if it not in known]
        return f"{extra[0]} is not one of {', '.join(map(repr, known))}" if extra else ""
    kinds = {class_of(it) for it in get_args(given)}
    return next(filter(None, (misfit(it, wanted, every) for it in kinds)), "")


def _record_misfit(given: Any, wanted: Any, every: bool) -> str:
    if not _related(given, dict, every):
        return f"{name(given)} is no dict, and so no {name(wanted)}"
    keys = hints(wanted)
    if not is_typeddict(given):
        args = get_args(given)
        if len(args) != 2:
            return ""
        values = [misfit(args[1], keys[it], every) for it in _required(wanted)]
        return next(filter(None, [misfit(args[0], str, every), *values]), "")
    theirs = hints(given)
    for key in keys:
        if key not in theirs and key in _required(wanted):
            return f"{name(given)} has no key {key!r}"
        if key in theirs and key in _required(wanted) and key not in _required(given):
            return f"{name(given)} may lack the key {key!r}"
        reason = misfit(theirs[key], keys[key], every) if key in theirs else ""
        if reason:
            return f"{key!r} of {name(given)}: {reason}"
    return ""


def _class_misfit(given: Any, wanted: Any, every: bool) -> str:
    if not _related(given, wanted, every):
        return _is_not(given, wanted)
    kind, theirs, ours = _class(wanted), get_args(given), get_args(wanted)
    if kind is None or not ours:
        return ""
    if given is str and issubclass(kind, Sequence):
        return misfit(str, ours[0], every) and _is_not(given, wanted)
    fixed = kind is tuple and ... not in (*theirs, *ours)
    if fixed and theirs and len(theirs) != len(ours):
        return _is_not(given, wanted)
    if fixed or issubclass(kind, Mapping):
        pairs = list(zip(theirs, ours, strict=False))
    elif issubclass(kind, Iterable):
        pairs = [(it, ours[0]) for it in theirs if it is not ...]
    else:
        return ""
    return next(filter(None, (misfit(one, other, every) for one, other in pairs)), "")


@cache
def hints(record: Any) -> Mapping[str, Any]:
    """The annotations of a record, resolved, with their qualifiers."""
    return get_type_hints(record, include_extras=True)


def _required(record: Any) -> frozenset[str]:
    return frozenset(record.__required_keys__)
