"""``dispatch-interfaces explain``: what a requirement asks for, and why."""

import difflib

import click
from rich.console import Console
from rich.padding import Padding
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from dispatch_interfaces.cli.output import console, fail
from dispatch_interfaces.conformance.requirements.by_interface import REQUIREMENTS
from dispatch_interfaces.conformance.requirements.rules import RULES
from dispatch_interfaces.conformance.run.requirement import Requirement, Strength


@click.command("explain")
@click.argument("requirement")
def command(requirement: str) -> None:
    """Explain a REQUIREMENT such as STORAGE-014: the rule, why, the usual cause, examples."""
    found = REQUIREMENTS.get(requirement.upper())
    if found is None:
        close = difflib.get_close_matches(requirement.upper(), REQUIREMENTS, n=1)
        hint = f"; did you mean {close[0]}?" if close else ""
        fail(f"there is no requirement {requirement!r}{hint}")
    print_requirement(found, console())


def print_requirement(requirement: Requirement, console: Console) -> None:
    """Everything about one requirement: what ``explain`` shows."""
    rule = RULES[requirement.rule_number]
    strength = "must" if requirement.strength is Strength.MUST else "should"
    about = ", ".join(requirement.methods) or "the plugin as a whole"
    console.print(Text(requirement.id, "bold") + Text(f"  {requirement.text}"), soft_wrap=True)
    rows = [
        ("applies to", f"{requirement.contract.interface}: {about}"),
        ("strength", f"a plugin {strength} do this ({requirement.level.value} level)"),
        ("rule", f"{requirement.rule_number}. {rule.text}"),
        ("why", rule.why),
        ("usual cause", requirement.usual_cause),
        ("to fix", requirement.to_fix),
    ]
    if requirement.observes:
        rows.insert(2, ("observer", f"seen through {', '.join(requirement.observes)}"))
    table = Table.grid(padding=(0, 2, 0, 0))
    for label, text in rows:
        table.add_row(Text(f"  {label}", "dim"), Text(text))
    console.print(table)
    for label, code in (("wrong", requirement.wrong), ("right", requirement.right)):
        console.print(Text(f"\n  {label}", "dim"))
        console.print(Padding(Syntax(code, "python", background_color="default"), (0, 0, 0, 4)))
