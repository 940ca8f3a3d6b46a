"""Settings of a plugin as an attrs class, and the schema that the application asks for."""

import json
import typing
from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

import attrs

from dispatch_interfaces.errors import InvalidRequestError
from dispatch_interfaces.narrowing import class_of, is_class, is_dict

MASK: Final = "**********"
"""What is shown in place of a secret."""

_TYPES: Final[Mapping[Any, str]] = {str: "string", bool: "boolean", int: "integer", float: "number"}


def secret(**kwargs: Any) -> Any:
    """A field that holds a secret: never shown, neither in a repr nor in an answer.

    ``token: str = secret()``
    """
    metadata = {**kwargs.pop("metadata", {}), "secret": True}
    return attrs.field(repr=lambda _value: MASK, metadata=metadata, **kwargs)


class Configuration(dict[str, Any]):
    """The settings of one project, as the application keeps and shows them.

    As a mapping, which is how the application shows it, it has a mask in place of secrets. The
    settings themselves are its attributes, and `value`.
    """

    def __init__(self, value: Any) -> None:
        self.value = value
        super().__init__({name: MASK if hidden else it for name, it, hidden in _fields(value)})

    def __getattr__(self, name: str) -> Any:
        if name == "value":  # not set yet
            raise AttributeError(name)
        return getattr(self.value, name)

    def model_dump(self) -> dict[str, Any]:
        """What the application stores, encrypted: everything, with the secrets."""
        return {
            name: it.value if isinstance(it, Enum) else it for name, it, _ in _fields(self.value)
        }

    def __repr__(self) -> str:
        return repr(self.value)


def _fields(value: Any) -> list[tuple[str, Any, bool]]:
    return [
        (it.name, getattr(value, it.name), bool(it.metadata.get("secret")))
        for it in attrs.fields(class_of(value))
    ]


@attrs.frozen
class Schema:
    """What the application takes for a pydantic model: the four methods that it calls.

    Args:
        settings: An attrs class. Its fields are str, bool, int, float or a str Enum.
    """

    settings: type

    def schema(self) -> dict[str, Any]:
        """The JSON schema from which the application draws its form."""
        hints = typing.get_type_hints(self.settings)
        fields = attrs.fields(self.settings)
        return {
            "title": self.settings.__name__,
            "description": (self.settings.__doc__ or "").partition("\n")[0],
            "type": "object",
            "properties": {it.name: _property(it, hints[it.name]) for it in fields},
            "required": [it.name for it in fields if it.default is attrs.NOTHING],
        }

    def parse_obj(self, given: Mapping[str, Any]) -> Configuration:
        """The settings of what a user entered.

        Raises:
            InvalidRequestError: A field is missing, unknown or of the wrong type, or a secret is
                only its mask; the text names every one, and shows no secret.
        """
        hints = typing.get_type_hints(self.settings)
        fields = {it.name: it for it in attrs.fields(self.settings)}
        problems = [
            f"{name} is missing"
            for name, it in fields.items()
            if it.default is attrs.NOTHING and name not in given
        ]
        problems += [f"{name} is unknown" for name in given if name not in fields]
        values: dict[str, Any] = {}
        for name, it in fields.items():
            if name in given:
                try:
                    values[name] = _value(given[name], hints[name])
                except ValueError:
                    problems.append(f"{name} is not {_type_name(hints[name])}")
                if it.metadata.get("secret") and given[name] == MASK:
                    problems.append(f"{name} has to be entered again")
        if problems:
            raise InvalidRequestError(f"{self.settings.__name__}: {'; '.join(problems)}")
        return Configuration(self.settings(**values))

    def parse_raw(self, text: str | bytes) -> Configuration:
        """The settings of what the application stored.

        Raises:
            InvalidRequestError: It is no JSON object, or `parse_obj` refuses it.
        """
        try:
            given = json.loads(text)
        except ValueError as error:
            raise InvalidRequestError(f"{self.settings.__name__}: this is no JSON") from error
        if not is_dict(given):
            raise InvalidRequestError(f"{self.settings.__name__}: this is no JSON object")
        return self.parse_obj(given)


def _property(field: Any, kind: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"title": str(field.metadata.get("title", field.name))}
    if "description" in field.metadata:
        found["description"] = field.metadata["description"]
    if isinstance(kind, type) and issubclass(kind, Enum):
        found |= {"type": "string", "enum": [it.value for it in kind]}
    else:
        found["type"] = _TYPES.get(kind, "string")
    if field.metadata.get("secret"):
        found |= {"format": "password", "writeOnly": True}
    if field.default is not attrs.NOTHING and not field.metadata.get("secret"):
        default = field.default
        found["default"] = default.value if isinstance(default, Enum) else default
    return found


def _value(given: Any, kind: Any) -> Any:
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(given)
    if kind is float and type(given) is int:
        return float(given)
    if kind in _TYPES and type(given) is not kind and not (kind is str and isinstance(given, str)):
        raise ValueError
    return given


def _type_name(kind: Any) -> str:
    if is_class(kind) and issubclass(kind, Enum):
        return "one of " + ", ".join(repr(it.value) for it in kind)
    return str(getattr(kind, "__name__", kind))
