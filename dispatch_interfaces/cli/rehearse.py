"""``dispatch-interfaces rehearse``: what happens in an incident with a plugin."""

import json
import sys
from collections.abc import Iterator

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.text import Text

from dispatch_interfaces.cli.output import console, fail, print_json
from dispatch_interfaces.conformance.supervisor.messages import Asked
from dispatch_interfaces.conformance.supervisor.rehearsing import rehearse_supervised
from dispatch_interfaces.host.rehearsal import Call, Rehearsal, State, Step
from dispatch_interfaces.showing import printable

_STYLES = {
    State.PASSED: "green",
    State.WITHOUT: "dim",
    State.LOST: "yellow",
    State.FAILED: "bold red",
}


@click.command("rehearse")
@click.argument("targets", nargs=-1)
@click.option("--installed", is_flag=True, help="rehearse what installed packages offer")
@click.option("--without", multiple=True, metavar="TYPE", help="a project without such a plugin")
@click.option("--flaky", type=int, metavar="SEED", help="let services fail and recover")
@click.option("--timeout", type=float, default=30.0, help="seconds that one call may take")
@click.option("--calls", is_flag=True, help="show every call that the plugins got")
@click.option("--json", "as_json", is_flag=True, help="print all of it, for programs")
def command(
    targets: tuple[str, ...],
    installed: bool,
    without: tuple[str, ...],
    flaky: int | None,
    timeout: float,
    calls: bool,
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
    if as_json:
        print_json(json.dumps(rehearsal.plain(), indent=1))
    elif rehearsal.refused:
        fail(rehearsal.verdict)
    else:
        print_rehearsal(rehearsal, console(), calls=calls)
    sys.exit(rehearsal.exit_code)


def print_rehearsal(rehearsal: Rehearsal, out: Console, *, calls: bool = False) -> None:
    """The timeline, the end side by side, and the verdict."""
    mine = ", ".join(f"{it.name} ({it.type})" for it in rehearsal.players if it.mine)
    out.print(Text(f"rehearsed with {mine or 'references only'}", "bold"), soft_wrap=True)
    for act in rehearsal.acts:
        out.print(Text(f"\n{act.name}", "bold"))
        for step in act.steps:
            for text, style in _lines(step, calls):
                out.print(Text(text, style), soft_wrap=True)
    if rehearsal.differences:
        out.print(Text("\nnot as the application believes", "bold"))
    for it in rehearsal.differences:
        out.print(Text(f"  {it.what} of {it.of}"), soft_wrap=True)
        for label, items in (("missing", it.missing), ("not expected", it.unexpected)):
            if items:
                out.print(Text(f"    {label}: {', '.join(items)}", "yellow"), soft_wrap=True)
    good = rehearsal.exit_code == 0
    out.print(Text(f"\n{rehearsal.verdict}", "bold green" if good else "bold red"), soft_wrap=True)


def _lines(step: Step, calls: bool) -> Iterator[tuple[str, str]]:
    yield f"  {step.name}  {step.state.value}", _STYLES[step.state]
    for text in (*step.errors, *step.losses):
        yield f"    {text}", _STYLES[step.state]
    for call in step.calls:
        if call.mine and (calls or call.severity is not None):
            yield from _told(call)


def _told(call: Call) -> Iterator[tuple[str, str]]:
    yield f"    {call.written}", ""
    yield f"      {call.answer}", "dim"
    if call.made:
        yield f"      {call.made} ({call.site})", "yellow"
