"""A rehearsal in a terminal: act by act, what an author's plugins were asked, and how it ended."""

from collections.abc import Iterator
from textwrap import shorten
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dispatch_interfaces.host.calls import Severity
from dispatch_interfaces.host.rehearsal import Act, Call, Rehearsal, Seen, State, Step

_STYLES: Final = {
    State.PASSED: "green",
    State.WITHOUT: "dim",
    State.LOST: "yellow",
    State.FAILED: "bold red",
}
_OF_CALLS: Final = {
    Severity.ABORTS: "bold red",
    Severity.SKIPS: "red",
    Severity.LOSES: "yellow",
    Severity.HARMLESS: "dim",
}
_LONGEST: Final = 150
"""Characters of a call that went well; the page and the JSON have all of it."""


def print_rehearsal(rehearsal: Rehearsal, console: Console) -> None:
    """Everything that an author wants to see first: the rest is in the page and in the JSON."""
    for act in rehearsal.acts:
        _print_act(act, console)
    if rehearsal.ending:
        console.print(Text("\nHow it ended", "bold"))
        alike = sum(it.shown is not None and not it.differs for it in rehearsal.ending)
        told = f"  {alike} of {len(rehearsal.ending)} things are as the application believes"
        console.print(Text(told, "dim"))
        for seen in rehearsal.ending:
            _print_seen(seen, console)
    style = "bold green" if rehearsal.exit_code == 0 else "bold red"
    console.print(Text(f"\n{rehearsal.verdict}", style), soft_wrap=True)
    console.print(Text(_counts(rehearsal), "dim"), soft_wrap=True)


def _counts(rehearsal: Rehearsal) -> str:
    number = {state: sum(it.state is state for it in rehearsal.steps) for state in State}
    told = [f"{count} {state.value}" for state, count in number.items() if count]
    return f"{len(rehearsal.steps)} steps: {', '.join(told)}  (exit code {rehearsal.exit_code})"


def _print_act(act: Act, console: Console) -> None:
    console.print(Text(f"\n{act.name}", "bold"))
    for step in act.steps:
        console.print(Text(f"  {step.state.value:8}", _STYLES[step.state]) + Text(step.name))
        for line in _lines(step):
            console.print(line, soft_wrap=True)


def _lines(step: Step) -> Iterator[Text]:
    for call in step.calls:
        if call.severity not in (None, Severity.HARMLESS):
            yield from _lines_of(call)
        elif call.mine:
            written = shorten(f"{call.written}  {call.answer}", _LONGEST, placeholder=" ...")
            yield Text(f"            {written}", "cyan")
    told = {call.made for call in step.calls}
    for reason in dict.fromkeys((*step.errors, *step.losses, *step.lacks)):
        if reason not in told:
            yield Text(f"            {reason}", _STYLES[step.state])


def _lines_of(call: Call) -> Iterator[Text]:
    """A call that something was the matter with, with all that is known of it."""
    style = "" if call.severity is None else _OF_CALLS[call.severity]
    yield Text(f"            {call.written}", style)
    yield Text(f"              {call.answer}", style)
    yield Text(f"              {call.made}  ({call.site})", style)


def _print_seen(seen: Seen, console: Console) -> None:
    """One thing side by side, unless it is as it should be."""
    title = f"  {seen.what} of {seen.of}"
    if seen.shown is None:
        console.print(Text(f"{title}: cannot be seen, {seen.reason}", "dim"), soft_wrap=True)
    if not seen.differs:
        return
    console.print(Text(title, "yellow"), soft_wrap=True)
    table = Table.grid(padding=(0, 2, 0, 0))
    for label, lines in (
        ("the application believes", seen.missing),
        (f"the {seen.type} plugin shows", seen.unexpected),
    ):
        table.add_row(Text(f"    {label}", "dim"), Text("\n".join(lines) or "nothing more"))
    console.print(table)
