"""What all subcommands say alike."""

import re
import sys
from typing import IO, Any, NoReturn, cast

import click
from rich.console import Console

from dispatch_interfaces.showing import printable, without_orders


class _Log:
    """A stream whose text may hold words of a plugin, read by people and by what runs the job."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return self._stream.write(without_orders(text))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def console() -> Console:
    """Prints to stdout. A table needs room: where there is no terminal, more than the usual 80."""
    log = cast("IO[str]", _Log(sys.stdout))
    return Console(file=log, width=None if sys.stdout.isatty() else 120)


def print_json(text: str) -> None:
    """Print JSON, in which only strings can hold what would be taken for a command."""
    print(re.sub(r"#(?=#(?:vso)?\[)", r"\\u0023", text))


def fail(message: str) -> NoReturn:
    """Say what cannot be done, and exit with 2."""
    click.echo(without_orders(printable(f"error: {message}")), err=True)
    sys.exit(2)
