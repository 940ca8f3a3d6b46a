"""A number of seconds on the command line."""

from typing import Any, Final

import click

from dispatch_interfaces.options import seconds


def _in_seconds(_context: click.Context, _parameter: click.Parameter, value: Any) -> float | None:
    try:
        return None if value is None else seconds(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


SECONDS: Final[dict[str, Any]] = {"type": str, "metavar": "SECONDS", "callback": _in_seconds}
"""What an option has that takes so many seconds, neither none nor for ever."""
