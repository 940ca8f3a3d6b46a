"""Values as JSON: what is kept on disk of the calls of a run."""

import re
from collections.abc import Mapping
from typing import Any, Final

from attrs import field, frozen
from attrs.validators import instance_of

from dispatch_interfaces.narrowing import (
    is_dict,
    is_list,
    is_mapping,
    is_sequence,
    is_set,
    is_tuple,
)
from dispatch_interfaces.showing import printable

_KIND: Final = "~"
"""The key that marks what JSON has no form for."""

UNREADABLE: Final = (
    *(ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError),
)
"""What reading something raises that was not written like this."""

_ADDRESS: Final = re.compile(r" at 0x[0-9a-f]+")


@frozen
class Recorded:
    """An object of a class of the author's, as far as it could be written down."""

    text: str = field(validator=instance_of(str))
    attributes: Mapping[str, Any] = field(validator=instance_of(dict), hash=False)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.attributes[name]
        except KeyError:
            raise AttributeError(f"{self.text} was recorded without {name}") from None

    def __repr__(self) -> str:
        return self.text


def encode(value: Any, inside: bool = False) -> Any:
    """A value as JSON has it; `decode` gives it back.

    Mappings, sequences and sets of any class come back as plain ones. Of other objects their
    public attributes and their repr are kept.

    Args:
        value: The value.
        inside: Whether it is part of such an object; of objects in objects only the repr is kept.
    """
    if value is None or type(value) in (bool, int, float):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if is_mapping(value):
        if all(isinstance(key, str) for key in value) and _KIND not in value:
            return {str.__str__(key): encode(it, inside) for key, it in value.items()}
        pairs = [[encode(key, inside), encode(it, inside)] for key, it in value.items()]
        return {_KIND: "dict", "of": pairs}
    if isinstance(value, (bytes, bytearray)):
        return {_KIND: "bytes", "of": value.hex()}
    if is_set(value):
        return {_KIND: "set", "of": sorted((encode(it, inside) for it in value), key=repr)}
    if is_tuple(value) and not hasattr(value, "_fields"):
        return {_KIND: "tuple", "of": [encode(it, inside) for it in value]}
    if is_sequence(value) and not is_tuple(value):
        return [encode(it, inside) for it in value]
    public = {} if inside else _public(value)
    attributes = {name: encode(it, inside=True) for name, it in public.items()}
    return {_KIND: "object", "text": _text(value), "attributes": attributes}


def decode(value: Any) -> Any:
    """The value that `encode` was given, or one as like it as can be.

    Raises:
        LookupError, TypeError, ValueError: `encode` has not made this.
    """
    if is_list(value):
        return [decode(it) for it in value]
    if not is_dict(value):
        return value
    kind = value.get(_KIND)
    if kind is None:
        return {key: decode(it) for key, it in value.items()}
    if kind == "object":
        return Recorded(value["text"], decode(value["attributes"]))
    if kind == "bytes":
        return bytes.fromhex(value["of"])
    if kind == "dict":
        return {_key(decode(key)): decode(it) for key, it in value["of"]}
    if kind == "set":
        return {_key(decode(it)) for it in value["of"]}
    return {"tuple": tuple}[kind](decode(it) for it in value["of"])


def why_unreadable(error: BaseException) -> str:
    """What is wrong with something that could not be read, in few words."""
    return printable(str(error.args[0] if error.args else type(error).__name__))


def _key(value: Any) -> Any:
    """A value that was in a set, or a key: a set is one that does not change."""
    return frozenset(value) if is_set(value) else value


def _text(value: Any) -> str:
    """The repr without the address, which is another in every run."""
    return _ADDRESS.sub("", repr(value))


def _public(value: Any) -> dict[str, Any]:
    names = [it for it in dir(value) if not it.startswith("_")]
    found = {name: getattr(value, name, None) for name in names}
    return {name: it for name, it in found.items() if not callable(it)}
