"""``dispatch-interfaces rehearse``: what happens in an incident with a plugin."""

import json
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from dispatch_interfaces.cli.output import console, fail, print_json
from dispatch_interfaces.cli.seconds import SECONDS
from dispatch_interfaces.conformance.reports.rehearsal_page import rehearsal_page
from dispatch_interfaces.conformance.reports.rehearsal_terminal import print_rehearsal
from dispatch_interfaces.conformance.supervisor.messages import Asked
from dispatch_interfaces.conformance.supervisor.rehearsing import rehearse_supervised
from dispatch_interfaces.showing import printable


@click.command("rehearse")
@click.argument("targets", nargs=-1)
@click.option("--installed", is_flag=True, help="rehearse what installed packages offer")
@click.option("--without", multiple=True, metavar="TYPE", help="a project without such a plugin")
@click.option("--flaky", type=int, metavar="SEED", help="let services fail and recover")
@click.option("--timeout", default="30", help="how long one call may take", **SECONDS)
@click.option(
    "--html",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="write all of it as a page",
)
@click.option("--json", "as_json", is_flag=True, help="print all of it, for programs")
def command(
    targets: tuple[str, ...],
    installed: bool,
    without: tuple[str, ...],
    flaky: int | None,
    timeout: float,
    html: Path | None,
    as_json: bool,
) -> None:
    """Play incidents, cases and jobs over TARGETS: acme.dispatch, or acme.dispatch:AcmeTicket.

    They are bridges, or plugins written to the application; references play what is missing.

    Exits with 0 if an incident opens, runs and closes, 1 if not, 2 if it cannot be rehearsed.
    """
    if installed == bool(targets):
        fail("name what is to be rehearsed, or say --installed")
    asked = Asked(targets, installed, without, flaky, timeout)
    err = Console(file=sys.stderr)
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    # No thread may be there when a process is forked: it is drawn whenever something begins.
    with Progress(
        *columns, console=err, transient=True, disable=not err.is_terminal, auto_refresh=False
    ) as progress:
        task = progress.add_task("loading")

        def show(step: str) -> None:
            progress.update(task, description=printable(step), refresh=True)

        rehearsal = rehearse_supervised(asked, show)
    if html is not None and not rehearsal.refused:
        html.write_text(rehearsal_page(rehearsal), encoding="utf-8")
    if as_json:
        print_json(json.dumps(rehearsal.plain(), indent=1))
    elif rehearsal.refused:
        fail(rehearsal.verdict)
    else:
        print_rehearsal(rehearsal, console())
    sys.exit(rehearsal.exit_code)
