"""What all subcommands say alike."""

import sys
from typing import NoReturn

import click
from rich.console import Console


def console() -> Console:
    """Prints to stdout. A table needs room: where there is no terminal, more than the usual 80."""
    return Console(file=sys.stdout, width=None if sys.stdout.isatty() else 120)


def fail(message: str) -> NoReturn:
    """Say what cannot be done, and exit with 2."""
    click.echo(f"error: {message}", err=True)
    sys.exit(2)
