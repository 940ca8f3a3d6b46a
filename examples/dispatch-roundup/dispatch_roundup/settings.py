"""What an administrator enters."""

from typing import Any, Final

import attrs
import httpx

from dispatch_interfaces.host.configuration import secret

PROPERTIES: Final = (
    "incident_type",
    "reporter",
    "conversation_weblink",
    "document_weblink",
    "storage_weblink",
    "conference_weblink",
    "dispatch_weblink",
    "cost",
    "severity",
    "resolution",
)
"""What an issue of the classic template has no property for, and another schema may have."""


def pairs(text: str) -> dict[str, str]:
    """Names with what they stand for: ``"High=urgent, Low=wish"``.

    Raises:
        ValueError: A part is not of this form.
    """
    found = dict[str, str]()
    for part in filter(None, (it.strip() for it in text.split(","))):
        name, equals, value = (it.strip() for it in part.partition("="))
        if not (name and equals and value):
            raise ValueError(f"{part!r} is not of the form name=value")
        found[name] = value
    return found


def _is_address(_instance: Any, _field: Any, url: str) -> None:
    try:
        scheme = httpx.URL(url).scheme
    except httpx.InvalidURL as error:
        raise ValueError(f"the url is none: {error}") from error
    if scheme not in ("http", "https"):
        raise ValueError("the url begins with http:// or https://")


def _are_pairs(_instance: Any, _field: Any, text: str) -> None:
    pairs(text)


def _name_properties(_instance: Any, _field: Any, text: str) -> None:
    if unknown := set(pairs(text)) - set(PROPERTIES):
        raise ValueError(f"{', '.join(sorted(unknown))}: known are {', '.join(PROPERTIES)}")


def _is_positive(_instance: Any, _field: Any, seconds: float) -> None:
    if seconds <= 0:
        raise ValueError("the timeout is more than 0 seconds")


@attrs.frozen
class RoundupSettings:
    """How to reach a Roundup tracker, and what its schema calls things."""

    url: str = attrs.field(validator=_is_address)
    """The address of the tracker, as its own config.ini has it."""
    username: str
    password: str = secret()
    timeout: float = attrs.field(default=10.0, validator=_is_positive)
    """How many seconds the tracker may be silent."""
    active: str = "in-progress"
    """The tracker's status for an incident that is active."""
    stable: str = "testing"
    closed: str = "resolved"
    priorities: str = attrs.field(default="", validator=_are_pairs)
    """The tracker's names for priorities: ``"High=urgent, Low=wish"``. Others are the same."""
    properties: str = attrs.field(default="", validator=_name_properties)
    """Properties that the tracker's schema has added: ``"incident_type=kind, cost=cost"``."""
    register_people: bool = False
    """Whether people whose address the tracker does not know become its users."""
