"""``dispatch-interfaces show``: the two editions of the contract."""

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dispatch_interfaces.cli.output import console, fail
from dispatch_interfaces.conformance.supervisor.messages import Bridged
from dispatch_interfaces.conformance.supervisor.supervisor import ask_once
from dispatch_interfaces.conformance.targets import TargetError
from dispatch_interfaces.contract import CONTRACTS, Contract
from dispatch_interfaces.host.bridge import BRIDGES
from dispatch_interfaces.host.calls import Call, HostMethod, HostType, Severity
from dispatch_interfaces.host.catalogue import CATALOGUE
from dispatch_interfaces.host.differences import differences
from dispatch_interfaces.limits import kinds_of
from dispatch_interfaces.showing import printable
from dispatch_interfaces.suggestions import did_you_mean

if TYPE_CHECKING:
    from dispatch_interfaces.conformance.host.carried import Told

EDITIONS = ("documented", "host")

_STYLES = {
    Severity.ABORTS: "bold red",
    Severity.SKIPS: "red",
    Severity.LOSES: "yellow",
    Severity.HARMLESS: "dim",
}


@click.command("show")
@click.argument("interface", required=False)
@click.option("--edition", type=click.Choice(EDITIONS), default="documented")
@click.option("--bridge", metavar="TARGET", help="a plugin: what the application will ask in vain")
def command(interface: str | None, edition: str, bridge: str | None) -> None:
    """Show what an INTERFACE such as storage consists of; without one, list the interfaces.

    With --edition host, what the application calls, what the documentation says, where they
    differ, and what that costs. With --bridge, what a plugin lacks in the application.
    """
    out = console()
    if bridge is not None:
        try:
            print_bridge(bridge, out)
        except TargetError as error:
            fail(str(error))
        return
    known = CATALOGUE if edition == "host" else CONTRACTS
    if interface is None:
        print_interfaces(edition, out)
    elif interface not in known:
        fail(f"there is no interface {interface!r}{did_you_mean(interface, known)}")
    elif edition == "host":
        print_host_type(CATALOGUE[interface], out)
    else:
        print_contract(CONTRACTS[interface], out)


def print_interfaces(edition: str, console: Console) -> None:
    """The interfaces of an edition, each with its methods."""
    table = Table.grid(padding=(0, 2, 0, 0))
    if edition == "host":
        for it in CATALOGUE.values():
            documented = "" if it.type in CONTRACTS else "not documented"
            methods = ", ".join(method.name for method in it.methods) or "nothing is called"
            table.add_row(Text(it.type, "bold"), Text(documented, "dim"), methods)
    else:
        for contract in CONTRACTS.values():
            mark = "provisional" if contract.provisional else ""
            methods = ", ".join(method.name for method in contract.methods)
            table.add_row(Text(contract.interface, "bold"), Text(mark, "dim"), methods)
    console.print(table)


def print_contract(contract: Contract, console: Console) -> None:
    """What the documentation says of an interface, and which limits a plugin of it may declare."""
    mark = ", provisional: it may change in a minor version" if contract.provisional else ""
    console.print(Text(contract.interface, "bold") + Text(f"  documented{mark}\n"))
    for method in contract.methods:
        console.print(Text(f"  {method.declaration}"), soft_wrap=True)
    console.print(Text(f"\nlimits = {contract.limits.__name__}(...)", "bold"))
    table = Table.grid(padding=(0, 2, 0, 0))
    for name, kinds in kinds_of(contract.limits).items():
        told = " or ".join(it.__name__ for it in kinds)
        table.add_row(
            Text(f"  {name}"), Text(told, "cyan"), Text(contract.limit_texts[name], "dim")
        )
    console.print(table)


def print_host_type(found: HostType, console: Console) -> None:
    """What the application calls, how the documentation differs, and what that costs."""
    console.print(Text(found.type, "bold") + Text("  as the application calls it"))
    console.print(Text(f"  found as {found.lookup}", "dim"), soft_wrap=True)
    if found.settings:
        console.print(Text(f"  reads the settings {', '.join(found.settings)}", "dim"))
    differing = {id(it.call): it.problem for it in differences(found) if it.call is not None}
    for method in found.methods:
        _print_method(found, method, differing, console)
    unused = [*found.never_called]
    if unused:
        console.print(Text("\nNEVER CALLED  ", "yellow") + Text(", ".join(unused)), soft_wrap=True)
    for note in found.notes:
        console.print(Text("\nNOTE  ", "cyan") + Text(note), soft_wrap=True)
    number, wrong = len(found.calls), len(differing)
    if found.type in CONTRACTS:
        console.print(Text(f"\n{wrong} of {number} calls differ from the documentation"))


def _print_method(
    found: HostType, method: HostMethod, differing: dict[int, str], console: Console
) -> None:
    contract = CONTRACTS.get(found.type)
    documented = contract.method(method.name) if contract else None
    console.print(Text(f"\n{method.name}", "bold") + Text(f"  {method.about}"), soft_wrap=True)
    if contract is not None:
        told = documented.declaration if documented else "not documented"
        console.print(Text(f"  documented  {told}", "dim"), soft_wrap=True)
    for call in method.calls:
        console.print(Text(f"  {call.site}", "cyan") + Text(f"  {call.when}"), soft_wrap=True)
        table = Table.grid(padding=(0, 2, 0, 0))
        for label, text, style in _rows(method, call, differing.get(id(call), "")):
            table.add_row(Text(f"    {label}", "dim"), Text(text, style))
        console.print(table)


def _rows(method: HostMethod, call: Call, problem: str) -> Iterator[tuple[str, str, str]]:
    yield "called", f"{method.name}({call.written})", ""
    needs = [f"{key} ({kind.__name__})" for key, kind in call.reads.needs.items()]
    items = call.reads.items
    without = [] if items is None else [f"no {it} in an item" for it in items.forbids]
    yield "reads", ", ".join([call.reads.result.value, *needs, *without]), ""
    if problem:
        told = f"{problem}: {call.on_error.text}"
        yield "differs", told, _STYLES[call.on_error.severity]
    for label, consequence in (
        ("on None", call.on_none),
        ("on missing", call.on_missing),
        ("on error", call.on_error),
    ):
        if consequence.severity is not Severity.HARMLESS:
            yield label, consequence.text, _STYLES[consequence.severity]
    yield "often", call.often.value, ""
    if call.note:
        yield "note", call.note, ""


def print_bridge(target: str, console: Console) -> None:
    """What becomes of each call of the application when a plugin is bridged.

    Raises:
        TargetError: The target could not be found or loaded.
    """
    from dispatch_interfaces.conformance.host.carried import told

    for it in ask_once(tuple[Bridged, ...], "bridged", target):
        if it.missing is None:
            fail(f"the application never calls a {it.interface} plugin")
        console.print(Text(printable(it.label), "bold") + Text(f"  {it.interface}, bridged"))
        bridge = BRIDGES[it.interface]
        cost = {**bridge.methods, **bridge.needed}
        for method, calls in groupby(told(it.interface), lambda call: call.method):
            style = "yellow" if method in it.missing else ""
            about = _about(method, CATALOGUE[it.interface].method(method))
            console.print(Text(f"\n{method}", f"bold {style}") + Text(f"  {about}"), soft_wrap=True)
            for call in calls:
                _print_carried(call, method in it.missing, console)
        console.print()
        for name in it.missing:
            needed = name in bridge.needed
            label = Text("NEEDED", "bold red") if needed else Text("MISSING", "yellow")
            console.print(label + Text(f"  {name}: {cost[name]}", ""), soft_wrap=True)
        _print_dropped(it, console)
        if not it.missing and not it.dropped:
            console.print("It has everything that the application may ask for.")


def _print_carried(call: "Told", missing: bool, console: Console) -> None:
    console.print(Text(f"  {', '.join(call.sites)}", "cyan"))
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_row(Text("    passes", "dim"), "; ".join(call.arguments) or "nothing")
    if missing:
        table.add_row(Text("    missing", "dim"), Text(call.without, "yellow"))
    else:
        table.add_row(Text("    errors", "dim"), call.errors)
    console.print(table)


def _print_dropped(it: Bridged, console: Console) -> None:
    """What the application passes and the plugin does not take, and what that costs."""
    offered = BRIDGES[it.interface].keywords
    for dropped in it.dropped:
        method, _, keyword = dropped.partition(".")
        told_of = Text("DROPPED", "yellow") + Text(f"  {method}({keyword}=): ", "")
        console.print(told_of + Text(offered[method][keyword]), soft_wrap=True)


def _about(name: str, method: HostMethod | None) -> str:
    return method.about if method else "the application asks the bridge, and it has to guess"
