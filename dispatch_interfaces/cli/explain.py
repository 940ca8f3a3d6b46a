"""``dispatch-interfaces explain``: what is asked for, and why."""

from typing import Any, Final

import click
from rich.console import Console
from rich.padding import Padding
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from dispatch_interfaces.cli.output import console, fail
from dispatch_interfaces.conformance.requirements.by_interface import REQUIREMENTS, SUITES
from dispatch_interfaces.conformance.requirements.rules import RULES
from dispatch_interfaces.conformance.run.requirement import Requirement, Strength, Suite
from dispatch_interfaces.suggestions import did_you_mean

RULES_OF_THE_CONTRACT: Final = "rules"


@click.command("explain")
@click.argument("subject")
def command(subject: str) -> None:
    """Explain a SUBJECT: a requirement such as STORAGE-014, an interface, or the rules.

    Of a requirement: the rule, why, the usual cause, examples. Of an interface such as STORAGE:
    all its requirements, a line each. With ``rules``: the fourteen rules of the contract.
    """
    out, interface = console(), subject.lower().replace("_", "-")
    if subject.upper() in REQUIREMENTS:
        print_requirement(REQUIREMENTS[subject.upper()], out)
    elif interface in SUITES:
        print_suite(SUITES[interface], out)
    elif subject.lower() == RULES_OF_THE_CONTRACT:
        print_rules(out)
    else:
        known = (*REQUIREMENTS, *(it.upper() for it in SUITES), RULES_OF_THE_CONTRACT.upper())
        fail(f"there is no requirement {subject!r}{did_you_mean(subject.upper(), known)}")


def print_suite(suite: Suite[Any], console: Console) -> None:
    """The requirements of one interface, a line each; then what they do not cover."""
    table = Table.grid(padding=(0, 2, 0, 0))
    for it in suite.requirements.values():
        level = it.level.value + (", stochastic" if it.stochastic else "")
        table.add_row(Text(it.id, "bold"), it.strength.value, Text(level, "dim"), Text(it.text))
    console.print(table)
    for label, reasons in (("NOT ABOUT", suite.not_about), ("UNTESTED", suite.untested)):
        for number, reason in reasons.items():
            console.print(Text(f"\n{label}", "yellow") + Text(f"  rule {number}: {reason}"))


def print_rules(console: Console) -> None:
    """The fourteen rules that the requirements make precise, and why each is there."""
    table = Table.grid(padding=(0, 2, 1, 0))
    for number, rule in RULES.items():
        table.add_row(Text(f"{number}.", "bold"), Text(rule.text) + Text(f"\n{rule.why}", "dim"))
    console.print(table)


def print_requirement(requirement: Requirement, console: Console) -> None:
    """Everything about one requirement: what ``explain`` shows."""
    rule = RULES[requirement.rule_number]
    strength = "must" if requirement.strength is Strength.MUST else "should"
    about = ", ".join(requirement.methods) or "the plugin as a whole"
    console.print(Text(requirement.id, "bold") + Text(f"  {requirement.text}"), soft_wrap=True)
    rows = [
        ("applies to", f"{requirement.contract.interface}: {about}"),
        ("strength", f"a plugin {strength} do this ({requirement.level.value} level)"),
        ("stochastic", "it can pass although the rule is broken" * requirement.stochastic),
        ("rule", f"{requirement.rule_number}. {rule.text}"),
        ("why", rule.why),
        ("usual cause", requirement.usual_cause),
        ("to fix", requirement.to_fix),
    ]
    if requirement.observes:
        rows.insert(2, ("observer", f"seen through {', '.join(requirement.observes)}"))
    table = Table.grid(padding=(0, 2, 0, 0))
    for label, text in rows:
        if text:
            table.add_row(Text(f"  {label}", "dim"), Text(text))
    console.print(table)
    for label, code in (("wrong", requirement.wrong), ("right", requirement.right)):
        console.print(Text(f"\n  {label}", "dim"))
        console.print(Padding(Syntax(code, "python", background_color="default"), (0, 0, 0, 4)))
