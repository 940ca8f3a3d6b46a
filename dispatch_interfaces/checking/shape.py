"""Whether a value has the shape that an annotation of the contract asks for."""

import types
from collections.abc import Callable, Collection, Sequence
from functools import cache
from typing import Any, Final, Literal, NamedTuple, Union, get_args, get_origin

from typing_extensions import get_protocol_members, is_protocol, is_typeddict

from dispatch_interfaces.checking.annotations import bare, hints
from dispatch_interfaces.narrowing import is_class, is_dict, is_mapping, is_sequence, is_tuple
from dispatch_interfaces.showing import shown


class _Problem(NamedTuple):
    """What is wrong with a value, or with something in it."""

    says: str
    path: str = ""
    """From the value that was asked of to what is wrong: ``"[0]['id']"``."""
    of: str = ""

    def at(self, step: str) -> "_Problem":
        return self._replace(path=step + self.path)


_Check = Callable[[Any], Sequence[_Problem]]

_FITS: Final[Sequence[_Problem]] = ()


def shape_problems(value: Any, annotation: Any, where: str = "the result") -> list[str]:
    """What is wrong with a value, one sentence each; empty if it has the annotated shape.

    Required keys must be there with the right type; extra keys are allowed. A record must be a
    dict, since the application updates it in place.
    """
    return [f"{it.of}{where}{it.path} {it.says}" for it in _check(annotation)(value)]


@cache
def _check(annotation: Any) -> _Check:
    """What finds the problems of a value: every result of a plugin is looked at, so it is kept."""
    annotation = bare(annotation)
    origin, args = get_origin(annotation), get_args(annotation)
    if annotation is Any or annotation is object:
        return lambda value: _FITS
    if annotation is None:
        return lambda value: _FITS if value is None else _is_not(value, "None")
    if is_typeddict(annotation):
        return _record_check(annotation)
    if _has_attributes(annotation):
        return _attributes_check(annotation)
    if origin is Literal:
        one = f"one of {', '.join(map(repr, args))}"
        fits: Callable[[Any], bool] = lambda value: isinstance(value, str) and value in args  # noqa: E731
        return lambda value: _FITS if fits(value) else _is_not(value, one)
    if origin in (Union, types.UnionType):
        names = " or ".join(map(_type_name, args))
        record = next((it for it in args if _has_attributes(it) or is_typeddict(it)), None)
        if record is not None and set(args) == {record, types.NoneType}:
            return lambda value: _FITS if value is None else _check(record)(value)
        none: Callable[[Any], bool] = lambda value: all(_check(it)(value) for it in args)  # noqa: E731
        return lambda value: _is_not(value, names) if none(value) else _FITS
    return _plain_check(origin or annotation, args)


def _plain_check(kind: Any, args: tuple[Any, ...]) -> _Check:
    kinds = (int, float) if kind is float else kind

    def check(value: Any) -> Sequence[_Problem]:
        if type(value) is kind and not args:
            return _FITS
        if not isinstance(value, kinds) or (isinstance(value, bool) and kind is not bool):
            return _is_not(value, _type_name(kinds))
        if isinstance(value, str) and kind is not str and issubclass(kind, Sequence):
            return [_Problem(f"is the str {_short(value)}, not a sequence of records")]
        if isinstance(value, str) and kind is Collection:
            return _is_not(value, "a collection of others")
        if is_mapping(value) and len(args) > 1:
            return [it for key, item in value.items() for it in _item_problems(key, item, *args)]
        if is_sequence(value) and args:
            of = _check(args[0])
            return [it.at(f"[{at}]") for at, item in enumerate(value) for it in of(item)]
        return _FITS

    return check


def _item_problems(key: Any, item: Any, keys: Any, items: Any) -> list[_Problem]:
    of_key = [it._replace(of="a key of ") for it in _check(keys)(key)]
    return of_key + [it.at(f"[{shown(key)}]") for it in _check(items)(item)]


def _record_check(record: Any) -> _Check:
    annotations = hints(record)

    def check(value: Any) -> Sequence[_Problem]:
        if not is_dict(value):
            return _is_not(value, f"a dict ({record.__name__})")
        problems: list[_Problem] = []
        for key, annotation in annotations.items():
            if key in value:
                problems += [it.at(f"[{key!r}]") for it in _check(annotation)(value[key])]
            elif key in record.__required_keys__:
                problems.append(_Problem(f"has no {key!r}: {_short(value)}"))
        return problems

    return check


def _has_attributes(annotation: Any) -> bool:
    """Whether it is a Protocol of properties."""
    return is_class(annotation) and is_protocol(annotation)


def _attributes_check(protocol: Any) -> _Check:
    properties = {
        name: hints(it.fget)["return"]
        for name in get_protocol_members(protocol)
        if isinstance(it := getattr(protocol, name, None), property)
    }

    def check(value: Any) -> Sequence[_Problem]:
        problems: list[_Problem] = []
        for name, annotation in sorted(properties.items()):
            found = _check(annotation)(getattr(value, name, None))
            if found and not hasattr(value, name):
                found = [_Problem(f"has no {name}: {_short(value)}")]
            else:
                found = [it.at(f".{name}") for it in found]
            problems += found
        return problems

    return check


def _is_not(value: Any, what: str) -> Sequence[_Problem]:
    return [_Problem(f"is {_short(value)}, not {what}")]


def _type_name(kind: Any) -> str:
    if is_tuple(kind):
        return " or ".join(map(_type_name, kind))
    if kind is None or kind is type(None):
        return "None"
    return str(getattr(kind, "__name__", kind))


def _short(value: Any) -> str:
    text = shown(value if not isinstance(value, str) or len(value) < 200 else value[:80])
    return text if len(text) <= 200 else f"{text[:200]}... ({type(value).__name__})"
