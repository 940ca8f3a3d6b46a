"""``dispatch-interfaces sweep``: remove what killed checks left on a live backend."""

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from dispatch_interfaces.cli.output import console, set_apart
from dispatch_interfaces.conformance.live.ledger import left_over
from dispatch_interfaces.conformance.live.sweep import Swept, sweep_ledger


@click.command("sweep")
@click.argument("ledgers", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--harness", metavar="NAME", help="the harness that opens the plugin, module:name")
def command(ledgers: tuple[Path, ...], harness: str | None) -> None:
    """Remove what checks of the live profile left behind when they were killed.

    Reads LEDGERS; without any, those in the cache of the current folder. Nothing is removed that
    is not in a ledger.

    Exits with 0 if nothing is left, 1 if something could not be removed, 2 if a ledger could not
    be used.
    """
    out = console()
    code = 0
    for path in ledgers or left_over():
        with set_apart():
            swept = sweep_ledger(path, harness)
        print_swept(swept, out)
        code = max(code, swept.exit_code)
    sys.exit(code)


def print_swept(swept: Swept, console: Console) -> None:
    """What became of one ledger."""
    console.print(Text(swept.ledger, "bold"), soft_wrap=True)
    if swept.problem:
        console.print(Text("  NOT SWEPT  ", "bold red") + Text(swept.problem), soft_wrap=True)
        return
    for it in swept.removed:
        console.print(Text("  removed  ", "green") + Text(it), soft_wrap=True)
    for left in swept.left_behind:
        console.print(
            Text("  LEFT  ", "bold red") + Text(f"{left.what}: {left.reason}"), soft_wrap=True
        )
