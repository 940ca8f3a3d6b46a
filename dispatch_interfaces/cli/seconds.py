"""A number of seconds on the command line."""

from typing import Any

import click

from dispatch_interfaces.options import seconds


class Seconds(click.ParamType):  # type: ignore[type-arg]  # generic since click 8.3
    """So many seconds, neither none nor for ever."""

    name = "seconds"

    def convert(self, value: Any, param: Any, ctx: click.Context | None) -> float:
        """Raise `click.BadParameter` for what cannot be waited for."""
        try:
            return seconds(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)
