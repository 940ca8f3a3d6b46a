"""What the application asks of values before it stores them."""

import re
from typing import Final, TypeVar

from dispatch_interfaces.showing import shown

T = TypeVar("T")

_ADDRESS: Final = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_NOWHERE: Final = (".local", ".test", ".invalid", ".localhost", ".onion")
_URL: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://[^/\s]+")


def address(value: object, what: str) -> str:
    """An address that mail can be delivered to, its domain in small letters.

    Raises:
        ValueError: It is none.
    """
    if not isinstance(value, str) or not _ADDRESS.fullmatch(value):
        raise ValueError(f"ValidationError: {what} is {shown(value)}, no address")
    name, _, domain = value.rpartition("@")
    if domain.lower().endswith(_NOWHERE):
        raise ValueError(f"ValidationError: {what} is {shown(value)}: nothing is delivered there")
    return f"{name}@{domain.lower()}"


def name(value: object, what: str) -> str:
    """A name of at least three characters.

    Raises:
        ValueError: It is none.
    """
    if not isinstance(value, str) or len(value) < 3 or not value.strip():
        raise ValueError(f"ValidationError: {what} is {shown(value)}, no name of three characters")
    return value


def text(value: object, what: str) -> str | None:
    """A text, or nothing.

    Raises:
        ValueError: It is something else.
    """
    if value is not None and not isinstance(value, str):
        raise ValueError(f"ValidationError: {what} is {shown(value)}, no text")
    return value


def weblink(value: object, what: str) -> str | None:
    """An absolute URL, an empty text, or nothing.

    Raises:
        ValueError: It is something else.
    """
    if value is None:
        return None
    if not isinstance(value, str) or (value and not _URL.match(value)):
        raise ValueError(f"ValidationError: {what} is {shown(value)}, no URL")
    return value


def there(value: T | None, what: str) -> T:
    """Something that the application takes for granted.

    Raises:
        AttributeError: It is not there.
    """
    if value is None:
        raise AttributeError(f"{what}: there is none")
    return value
