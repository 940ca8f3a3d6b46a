"""``dispatch-interfaces list``: what installed packages offer."""

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dispatch_interfaces.cli.output import console, fail, print_json
from dispatch_interfaces.cli.packages import MANY, require_offers, tell_left_out
from dispatch_interfaces.conformance.packages import Listing
from dispatch_interfaces.conformance.reports.terminal import print_load_failure
from dispatch_interfaces.conformance.supervisor.supervisor import listing
from dispatch_interfaces.conformance.targets import TargetError


@click.command("list")
@click.option(
    "--package",
    "packages",
    multiple=True,
    metavar="NAME",
    help=f"only what this package offers, {MANY}",
)
@click.option("--json", "as_json", is_flag=True, help="print it as JSON")
def command(packages: tuple[str, ...], as_json: bool) -> None:
    """List what installed packages offer, where it comes from, and what is broken and why."""
    require_offers(packages)
    try:
        found = listing(packages)
    except TargetError as error:
        fail(f"what is installed: {error}")
    if as_json:
        print_json(found.to_json())
    else:
        print_listing(found, console())
    tell_left_out(packages, "lists")


def print_listing(listing: Listing, console: Console) -> None:
    """A table of what packages offer, then what is wrong with some of it, and why."""
    if not (listing.rows or listing.broken):
        console.print("no installed package offers a plugin")
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column in ("plugin", "slug", "interface", "version", "from", "state"):
        table.add_column(column, overflow="fold")
    for it in listing.rows:
        state = Text("refused", "bold red") if it.problems else Text("ready", "green")
        # Texts: what a package says of itself is no markup.
        said = (it.title or it.plugin, it.slug, it.interface, it.version, it.origin)
        table.add_row(*map(Text, said), state)
    console.print(table)
    for it in listing.rows:
        if it.problems:
            told = "\n".join(["", *(f"  {problem}" for problem in it.problems)])
            head = Text("\nREFUSED", "bold red") + Text(f"  {it.plugin} ({it.origin})")
            console.print(head + Text(told), soft_wrap=True)
    for failure in listing.broken:
        print_load_failure(failure, console)
