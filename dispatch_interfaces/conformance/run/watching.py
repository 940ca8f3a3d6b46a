"""Holds every call of a plugin against the limits that it declares."""

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import define, field

from dispatch_interfaces.limits import Absent, Limit, Limits, NoPlace, Text, Values


@define
class Watch:
    """Knows which calls of one plugin have to be rejected, or may be, by what is declared.

    An interface whose limits depend on what was called before has a subclass of its own, which
    keeps that: names that are taken, the status that was reached. It is called from several
    threads.

    Args:
        limits: What the plugin declares.
    """

    limits: Any
    _of: Mapping[str, tuple[str, Limit]] = field(init=False)
    """The limit of a parameter, with its name: ``{"update.cost": ("cost", NoPlace(...))}``."""

    def __attrs_post_init__(self) -> None:
        declared: Limits = self.limits
        self._of = {
            where: (name, limit)
            for name, limit in declared.declared().items()
            for where in declared.about.get(name, ())
        }

    def must_reject(self, method: str, arguments: Mapping[str, Any]) -> str:
        """The limit by which a call has to be rejected, whatever was called before; or ``""``.

        Args:
            method: What is called.
            arguments: What is passed, by the names of the Protocol.
        """
        return next(self._against(method, arguments), "") if self._of else ""

    def may_reject(self, method: str, arguments: Mapping[str, Any], error: Exception) -> str:
        """The limit by which a call may be rejected after what was called before; or ``""``.

        Args:
            method: What was called.
            arguments: What was passed.
            error: What it raised: an `InvalidRequestError` or an `AlreadyExistsError`.
        """
        return ""

    def explains(self, method: str, arguments: Mapping[str, Any], error: Exception) -> str:
        """The declaration that explains a rejection: ``'steps=NoStep(...)'``; or ``""``.

        Asked only of limits that depend on what was called before.
        """
        return ""

    def note(self, method: str, arguments: Mapping[str, Any], result: Any) -> None:
        """Remember a call that returned, as far as the two above need it."""

    def without_place(self, method: str, arguments: Mapping[str, Any]) -> Iterator[str]:
        """The limits by which an argument is dropped."""
        for parameter, value in arguments.items():
            name, limit = self._of.get(f"{method}.{parameter}", ("", None))
            if value is not None and isinstance(limit, NoPlace):
                yield name

    def _against(self, method: str, arguments: Mapping[str, Any]) -> Iterator[str]:
        for parameter, value in arguments.items():
            found = self._of.get(f"{method}.{parameter}")
            if found is None or value is None:
                continue
            name, limit = found
            beyond = isinstance(limit, (Text, Values)) and not self.limits.takes(name, value)
            # A feature that is absent is asked for by a flag that is not the default.
            if beyond or (isinstance(limit, Absent) and value is False):
                yield name
