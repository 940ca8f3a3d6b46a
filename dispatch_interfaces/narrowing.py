"""``isinstance``, ``type`` and the like for values of which nothing is known.

A type checker that narrows Any by ``isinstance(value, dict)`` is left with a dict of unknown
things; these say that they may be anything.
"""

from collections.abc import Mapping, Sequence, Set
from typing import Any, cast

from typing_extensions import TypeIs


def class_of(value: object) -> type[Any]:
    """The class of an object."""
    return type(value)


def full_name(value: Any) -> str:
    """A class or function by its module and name: ``"acme.plugin:AcmeStorage"``."""
    return f"{value.__module__}:{value.__qualname__}"


def vars_of(value: object) -> dict[str, Any]:
    """The attributes of an object itself; empty for one with slots."""
    return cast("dict[str, Any]", getattr(value, "__dict__", {}))


def found_in(owner: type, name: str) -> Any:
    """What a class has under a name, by itself, a base or its metaclass; None if nothing.

    As `inspect.getattr_static`, which takes ten times as long: no code of the class is run.
    """
    for it in (*owner.__mro__, *class_of(owner).__mro__):
        if name in vars(it):
            return vars(it)[name]
    return None


def is_class(value: object) -> TypeIs[type[Any]]:
    """Whether it is a class."""
    return isinstance(value, type)


def is_dict(value: object) -> TypeIs[dict[Any, Any]]:
    """Whether it is a dict, which can be changed in place."""
    return isinstance(value, dict)


def is_mapping(value: object) -> TypeIs[Mapping[Any, Any]]:
    """Whether it has values by keys."""
    return isinstance(value, Mapping)


def is_list(value: object) -> TypeIs[list[Any]]:
    """Whether it is a list, which can be changed in place."""
    return isinstance(value, list)


def is_tuple(value: object) -> TypeIs[tuple[Any, ...]]:
    """Whether it is a tuple."""
    return isinstance(value, tuple)


def is_sequence(value: object) -> TypeIs[Sequence[Any]]:
    """Whether it has items in an order; a str has."""
    return isinstance(value, Sequence)


def is_set(value: object) -> TypeIs[Set[Any]]:
    """Whether it is a set, frozen or not."""
    return isinstance(value, Set)
