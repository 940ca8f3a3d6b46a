"""The query language of `StoragePlugin.list_files`."""

import re
from typing import Final, Literal, TypeAlias, get_args

from attrs import frozen

from dispatch_interfaces import FileType, InvalidRequestError

Subject: TypeAlias = Literal["name", "part of the name", "type", "parent"]

_TOKEN: Final = re.compile(r"\s*('(?:[^'\\]|\\['\\])*'|=|\w+)")
_ESCAPED: Final = re.compile(r"\\(.)")


@frozen
class Condition:
    """What one condition of a query asks of a file.

    Args:
        subject: What is looked at.
        value: What it must be, or contain.
    """

    subject: Subject
    value: str

    def holds(self, *, name: str, type: FileType, parent: str) -> bool:
        """Whether a file that is called so, of that type and in that place, is asked for."""
        match self.subject:
            case "name":
                return name == self.value
            case "part of the name":
                return self.value in name
            case "type":
                return type == self.value
            case "parent":
                return parent == self.value


def parse(query: str) -> tuple[Condition, ...]:
    """The conditions of a query, all of which must hold.

    Raises:
        InvalidRequestError: The query is not of the language, or empty.
    """
    tokens = _tokens(query)
    # Every condition has three tokens, and one stands between two conditions.
    if len(tokens) % 4 != 3:
        raise _malformed(query)
    if any(joint != "and" for joint in tokens[3::4]):
        raise _malformed(query)
    return tuple(
        _condition(query, *tokens[start : start + 3]) for start in range(0, len(tokens), 4)
    )


def quoted(text: str) -> str:
    r"""A text as it is written in a query: ``it's`` becomes ``'it\'s'``."""
    return "'" + re.sub(r"(['\\])", r"\\\1", text) + "'"


def _tokens(query: str) -> list[str]:
    query = query.rstrip()
    tokens: list[str] = []
    position = 0
    while position < len(query):
        found = _TOKEN.match(query, position)
        if found is None:
            raise _malformed(query)
        tokens.append(found[1])
        position = found.end()
    return tokens


def _condition(query: str, first: str, second: str, third: str) -> Condition:
    match first, second, third:
        case "name", "=", value if _is_text(value):
            return Condition("name", _unquoted(value))
        case "name", "contains", value if _is_text(value):
            return Condition("part of the name", _unquoted(value))
        case "type", "=", value if _is_text(value) and _unquoted(value) in get_args(FileType):
            return Condition("type", _unquoted(value))
        case value, "in", "parents" if _is_text(value):
            return Condition("parent", _unquoted(value))
        case _:
            raise _malformed(query)


def _is_text(token: str) -> bool:
    return token.startswith("'")


def _unquoted(token: str) -> str:
    return _ESCAPED.sub(r"\1", token[1:-1])


def _malformed(query: str) -> InvalidRequestError:
    return InvalidRequestError(
        "this is no query", interface="storage", method="list_files", value=query
    )
