"""What a plugin raises, so that a caller can tell one failure from another.

Source: rules 5, 13 and 14 of the contract's meaning. Each error is also the built-in that a
caller who does not know this package would catch.
"""

import reprlib
from typing import Any, Final

_NO_VALUE: Final = object()

_short = reprlib.Repr()
_short.maxstring = _short.maxother = 100  # an id or an address is shown whole


class PluginError(Exception):
    """Base of everything a plugin raises on purpose.

    Args:
        message: What went wrong, in a sentence.
        interface: The interface it happened in (``"storage"``).
        method: The method that was called (``"delete_file"``).
        value: The value that was refused. Never a secret: it is part of the text.
    """

    interface: str
    method: str
    value: Any
    """The refused value, whole; the text shortens it. None if there is none."""

    def __init__(
        self, message: str, *, interface: str = "", method: str = "", value: Any = _NO_VALUE
    ) -> None:
        super().__init__(message)
        self.interface = interface
        self.method = method
        self.value = None if value is _NO_VALUE else value
        self._shown = "" if value is _NO_VALUE else f": {_short.repr(value)}"

    def __str__(self) -> str:
        where = ".".join(part for part in (self.interface, self.method) if part)
        return f"{where}: {self.args[0]}{self._shown}" if where else f"{self.args[0]}{self._shown}"


class NotFoundError(PluginError, LookupError):
    """Nothing has the given id, name or address."""


class AlreadyExistsError(PluginError):
    """Something has the given id, name or address already, and there can be only one."""


class InvalidRequestError(PluginError, ValueError):
    """An argument is not acceptable; nothing was changed."""


class NotSupportedError(PluginError, NotImplementedError):
    """The platform cannot do this at all. Declare it with `unsupported`."""


class PermissionDeniedError(PluginError, PermissionError):
    """The platform refuses the plugin's own credentials."""


class UnavailableError(PluginError):
    """The platform cannot do this now; the same call may succeed later."""


class RateLimitedError(UnavailableError):
    """The platform asks for fewer calls.

    Args:
        retry_after: Seconds to wait before the next call; None if the platform did not say.
    """

    retry_after: float | None

    def __init__(
        self,
        message: str,
        *,
        retry_after: float | None = None,
        interface: str = "",
        method: str = "",
        value: Any = _NO_VALUE,
    ) -> None:
        super().__init__(message, interface=interface, method=method, value=value)
        self.retry_after = retry_after
