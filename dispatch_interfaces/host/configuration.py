"""Settings of a plugin as an attrs class, and the schema that the application asks for."""

import importlib
import json
import re
import typing
from collections.abc import Mapping
from enum import Enum
from typing import Any, Final, TypeAlias

import attrs

from dispatch_interfaces.errors import InvalidRequestError
from dispatch_interfaces.masking import MASK, hidden_of, learn_entered
from dispatch_interfaces.narrowing import class_of, is_class, is_dict, is_mapping

_MASKED: Final = re.compile(r"\*+|.*\*{5}.*", re.DOTALL)
"""A mask that was given back, whole, shortened or typed into; no generated secret looks like it."""

_Problem: TypeAlias = tuple[str, str]

_TYPES: Final[Mapping[Any, str]] = {str: "string", bool: "boolean", int: "integer", float: "number"}


def secret(**kwargs: Any) -> Any:
    """A field that holds a secret: never shown, neither in a repr nor in an answer.

    ``token: str = secret()``
    """
    metadata = {**kwargs.pop("metadata", {}), "secret": True}
    return attrs.field(repr=lambda _value: MASK, metadata=metadata, **kwargs)


class Configuration(dict[str, Any]):
    """The settings of one project, as the application keeps and shows them.

    As a mapping, which is how the application shows it, it has a mask in place of secrets; one
    that is empty is shown so. The settings themselves are its attributes, and `value`.
    """

    def __init__(self, value: Any) -> None:
        self.value = value
        super().__init__(
            {
                name: MASK if hidden and it not in (None, "") else it
                for name, it, hidden in _fields(value)
            }
        )

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
    """What the application takes for a pydantic model: the methods that it calls, and `parse`.

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
        """The settings of what a user entered in the application.

        Raises:
            ValueError: As in `parse`. Where pydantic is installed, as in the application, it is a
                pydantic ValidationError: of any other, the web page shows "Unknown".
        """
        found, problems = self._read(given)
        if found is None:
            raise _for_the_page(self.settings.__name__, problems)
        return found

    def parse(self, given: Mapping[str, Any]) -> Configuration:
        """The settings of what somebody entered.

        Raises:
            InvalidRequestError: A field is missing, unknown or of the wrong type, a secret is its
                mask, or the class rejects the values; the text names every problem, and shows no
                secret.
        """
        found, problems = self._read(given)
        if found is None:
            raise _invalid(self.settings.__name__, problems)
        return found

    def parse_raw(self, text: str | bytes) -> Configuration:
        """The settings of what the application stored.

        Raises:
            InvalidRequestError: It is no JSON object, or `parse` rejects it.
        """
        try:
            given = json.loads(text)
        except ValueError as error:
            raise InvalidRequestError(f"{self.settings.__name__}: this is no JSON") from error
        if not is_dict(given):
            raise InvalidRequestError(f"{self.settings.__name__}: this is no JSON object")
        return self.parse(given)

    def _read(self, given: Any) -> tuple[Configuration | None, list[_Problem]]:
        """The settings, or what is wrong: by field, and ``""`` for all together."""
        if not is_mapping(given):
            return None, [("", f"the settings are {class_of(given).__name__}, not an object")]
        hints = typing.get_type_hints(self.settings)
        fields = {it.name: it for it in attrs.fields(self.settings)}
        secrets = learn_entered(self, given)
        problems = [
            (name, "is missing")
            for name, it in fields.items()
            if it.default is attrs.NOTHING and name not in given
        ]
        problems += [(str(name), "is unknown") for name in given if name not in fields]
        values: dict[str, Any] = {}
        for name, it in fields.items():
            if name not in given:
                continue
            if it.metadata.get("secret") and _MASKED.fullmatch(str(given[name])):
                problems.append((name, "has to be entered again"))
                continue
            try:
                values[name] = _value(given[name], hints[name])
            except ValueError:
                problems.append((name, f"is not {_type_name(hints[name])}"))
        if problems:
            return None, problems
        try:
            return Configuration(self.settings(**values)), []
        except (TypeError, ValueError) as error:  # a validator; its text may show what it rejects
            text = str(error.args[0]) if error.args else type(error).__name__
            text = hidden_of(text, secrets)
            return None, [("", f"a value is not accepted: {MASK}" if text == MASK else text)]


def _invalid(title: str, problems: list[_Problem]) -> InvalidRequestError:
    return InvalidRequestError(f"{title}: {'; '.join(f'{at} {it}'.strip() for at, it in problems)}")


def _for_the_page(title: str, problems: list[_Problem]) -> ValueError:
    """The error of which the application's web page shows the messages, one after another."""
    try:
        pydantic: Any = importlib.import_module("pydantic_core")
    except ImportError:  # not in the application
        return _invalid(title, problems)
    lines = [
        {
            "type": pydantic.PydanticCustomError("settings", _encodable(f"{at} {it}.".strip())),
            "loc": (_encodable(at),) if at else (),
            "input": None,  # never what was entered: it would be part of the answer and of the log
        }
        for at, it in problems
    ]
    error: ValueError = pydantic.ValidationError.from_exception_data(title, lines)
    return error


def _encodable(text: str) -> str:
    return text.encode(errors="backslashreplace").decode()


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
