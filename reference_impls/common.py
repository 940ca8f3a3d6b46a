"""What several of the implementations need: a clock, ids, and the refusal of bad names."""

import itertools
from collections.abc import Callable
from typing import TypeAlias

from dispatch_interfaces.errors import InvalidRequestError

Clock: TypeAlias = Callable[[], float]
"""Returns the time as seconds since the epoch; `time.time`, or a test's own."""


class Ids:
    """Ids that are the same in every run: ``drive-1``, ``drive-2``, ``file-3``."""

    def __init__(self) -> None:
        self._count = itertools.count(1)

    def new(self, kind: str) -> str:
        """An id that was not given before; safe to call from several threads."""
        return f"{kind}-{next(self._count)}"


def require_name(name: str, *, interface: str, method: str) -> str:
    """The name as it is.

    Raises:
        InvalidRequestError: Nobody could see it.
    """
    if not name.strip():
        raise InvalidRequestError(
            "this cannot be a name", interface=interface, method=method, value=name
        )
    return require_text(name, interface=interface, method=method)


def require_text(text: str, *, interface: str, method: str) -> str:
    """The text as it is.

    Raises:
        InvalidRequestError: It holds half of a surrogate pair, which is no Unicode text.
    """
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InvalidRequestError(
            "this is no Unicode text", interface=interface, method=method, value=text
        ) from error
    return text
