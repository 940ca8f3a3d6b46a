"""What is behind an error, and whether the check itself is."""

from collections.abc import Iterator
from typing import Any, Final

from dispatch_interfaces.conformance.host.arguments import MadeUp, MadeUpError
from dispatch_interfaces.showing import class_name, message_of, told

_MADE_UP: Final = MadeUp.__name__
_LONGEST: Final = 20


def causes(error: BaseException) -> Iterator[BaseException]:
    """An error, what caused it, and so on; behind a retry that gave up is its last attempt."""
    seen = set[int]()
    link: BaseException | None = error
    while link is not None and id(link) not in seen and len(seen) < _LONGEST:
        seen.add(id(link))
        yield link
        link = _behind(link)


def _behind(error: BaseException) -> BaseException | None:
    try:
        last: Any = getattr(error, "last_attempt", None)
        found: Any = None if last is None else last.exception()
    except BaseException:  # an error is an object of the author's, too
        found = None
    if isinstance(found, BaseException):
        return found
    return error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def told_with_cause(error: BaseException) -> str:
    """What an error says and, if it was raised for another, what that one says."""
    *_, root = causes(error)
    if root is error:
        return told(error)
    if _gave_up(error):  # its own message has the address of an object, and nothing else
        return f"{class_name(error)}: the last attempt raised {told(root)}"
    return f"{told(error)}, caused by {told(root)}"


def _gave_up(error: BaseException) -> bool:
    """Whether an error ends several attempts."""
    try:
        return getattr(error, "last_attempt", None) is not None
    except BaseException:
        return False


def made_up(error: BaseException) -> str:
    """What of a made up object an error is about; empty if of none."""
    for it in causes(error):
        message = message_of(it)
        if isinstance(it, MadeUpError) or _MADE_UP in message:
            return message
    return ""
