"""Whether a value has the shape that an annotation of the contract asks for."""

import types
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

from typing_extensions import is_typeddict

from dispatch_interfaces.checking.annotations import bare, hints
from dispatch_interfaces.narrowing import is_mapping, is_sequence, is_tuple
from dispatch_interfaces.showing import shown


def shape_problems(value: Any, annotation: Any, where: str = "the result") -> list[str]:
    """What is wrong with a value, one sentence each; empty if it has the annotated shape.

    Required keys must be there with the right type; extra keys are allowed. A record must be a
    dict, since the application updates it in place.
    """
    return list(_problems(value, annotation, where))


def _problems(value: Any, annotation: Any, where: str) -> Iterator[str]:
    annotation, origin, args = _read(annotation)
    if annotation is Any or annotation is object:
        return
    elif annotation is None or annotation is type(None):
        if value is not None:
            yield f"{where} is {_short(value)}, not None"
    elif is_typeddict(annotation):
        yield from _record_problems(value, annotation, where)
    elif origin is Literal:
        if not isinstance(value, str) or value not in args:
            yield f"{where} is {_short(value)}, not one of {', '.join(map(repr, args))}"
    elif origin in (Union, types.UnionType):
        if all(shape_problems(value, arg) for arg in args):
            names = " or ".join(_type_name(arg) for arg in args)
            yield f"{where} is {_short(value)}, not {names}"
    else:
        yield from _plain_problems(value, origin or annotation, args, where)


@cache
def _read(annotation: Any) -> tuple[Any, Any, tuple[Any, ...]]:
    """An annotation without qualifiers and aliases, its origin and its arguments."""
    annotation = bare(annotation)
    return annotation, get_origin(annotation), get_args(annotation)


def _plain_problems(value: Any, kind: Any, args: tuple[Any, ...], where: str) -> Iterator[str]:
    if kind is float:
        kind = (int, float)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        yield f"{where} is {_short(value)}, not {_type_name(kind)}"
    elif isinstance(value, str) and issubclass(kind, Sequence) and kind is not str:
        yield f"{where} is the str {_short(value)}, not a sequence of records"
    elif is_mapping(value) and args:
        for key, item in value.items():
            yield from _problems(key, args[0], f"a key of {where}")
            yield from _problems(item, args[1], f"{where}[{key!r}]")
    elif is_sequence(value) and args:
        for index, item in enumerate(value):
            yield from _problems(item, args[0], f"{where}[{index}]")


def _record_problems(value: Any, record: Any, where: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{where} is {_short(value)}, not a dict ({record.__name__})"
        return
    annotations = hints(record)
    for key in annotations:
        if key in value:
            yield from _problems(value[key], annotations[key], f"{where}[{key!r}]")
        elif key in record.__required_keys__:
            yield f"{where} has no {key!r}: {_short(value)}"


def _type_name(kind: Any) -> str:
    if is_tuple(kind):
        return " or ".join(map(_type_name, kind))
    if kind is None or kind is type(None):
        return "None"
    return str(getattr(kind, "__name__", kind))


def _short(value: Any) -> str:
    text = shown(value if not isinstance(value, str) or len(value) < 200 else value[:80])
    return text if len(text) <= 200 else f"{text[:200]}... ({type(value).__name__})"
