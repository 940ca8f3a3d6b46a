"""Puts into the pages what the code knows: the requirements, the rules and the calls."""

import inspect
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dispatch_interfaces.conformance.host import carried
from dispatch_interfaces.conformance.requirements.by_interface import SUITES
from dispatch_interfaces.conformance.requirements.rules import RULES
from dispatch_interfaces.conformance.run.requirement import Requirement, Suite
from dispatch_interfaces.contract import CONTRACTS
from dispatch_interfaces.host.bridge import BRIDGES
from dispatch_interfaces.host.calls import Call, Frequency, HostMethod, Severity
from dispatch_interfaces.host.catalogue import CATALOGUE
from dispatch_interfaces.host.differences import differences
from dispatch_interfaces.limits import kinds_of
from dispatch_interfaces.options import CheckOptions, RunOptions, declared

sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks.figures import shown as figures_shown
from docs.programs import programs
from tests.services.table import HABITS

_GALLERY = Path(__file__).parents[1] / "examples" / "results.json"
_JUDGED = Path(__file__).parents[1] / "tests" / "conformance" / "judged.json"

_PLACE = re.compile(
    r"^<!-- (?:(?P<requirements>requirements): (?P<interface>[a-z-]+)"
    r"|host: (?P<host>[a-z-]+)|figures: (?P<figures>[a-z]+)"
    r"|(?P<bridge>bridge)|(?P<rules>rules)|(?P<limits>limits)|(?P<habits>habits)|(?P<gallery>gallery)"
    r"|(?P<programs>programs)|(?P<options>options)|coverage) -->$",
    re.M,
)


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Replace ``<!-- requirements: storage -->`` and the like; called by mkdocs."""
    return _PLACE.sub(_filled, markdown)


def _filled(place: re.Match[str]) -> str:
    if place["requirements"]:
        return _requirements(place["interface"])
    if place["host"]:
        return "\n".join(_host(place["host"]))
    if place["figures"]:
        return "\n".join(figures_shown(place["figures"]))
    if place["limits"]:
        return "\n".join(_limits())
    if place["habits"]:
        return "\n".join(_habits())
    if place["gallery"]:
        return "\n".join(_gallery())
    if place["bridge"]:
        return "\n".join(_carried())
    if place["programs"]:
        return "\n".join(_programs())
    if place["options"]:
        return "\n".join(_options())
    return _rules() if place["rules"] else "\n".join(_coverage())


def _requirements(interface: str) -> str:
    return "\n".join(
        line for it in SUITES[interface].requirements.values() for line in _requirement(it)
    )


def _requirement(requirement: Requirement) -> Iterator[str]:
    level = f"{requirement.level.value} level" + ", stochastic" * requirement.stochastic
    rule = f"[rule {requirement.rule_number}](../contract.md#rule-{requirement.rule_number})"
    yield f"### {requirement.id} {{ #{requirement.id.lower()} }}\n"
    yield f"**{requirement.strength.value}** ({level}, {rule}): {requirement.text}\n"
    if requirement.observes:
        yield f"Seen through: {', '.join(f'`{name}`' for name in requirement.observes)}.\n"
    yield f"*To fix:* {requirement.to_fix}\n"
    yield f"*Usual cause:* {requirement.usual_cause}\n"
    for label, code in (("Wrong", requirement.wrong), ("Right", requirement.right)):
        yield f'```python title="{label}"\n{code}\n```\n'


def _rules() -> str:
    return "\n".join(
        f"## Rule {number} {{ #rule-{number} }}\n\n{rule.text}\n\n*Why:* {rule.why}\n"
        for number, rule in RULES.items()
    )


def _host(name: str) -> Iterator[str]:
    found, contract = CATALOGUE[name], CONTRACTS.get(name)
    yield f"The application finds it as {found.lookup}.\n"
    if found.settings:
        yield f"It reads these settings itself: {', '.join(f'`{it}`' for it in found.settings)}.\n"
    differing = {id(it.call): it.problem for it in differences(found) if it.call is not None}
    if contract is not None:
        yield f"{len(differing)} of {len(found.calls)} calls differ from the documentation.\n"
    if found.calls:
        level = "[static level](../application.md#without-a-configuration)"
        yield (
            f"Of each of these {len(found.calls)} calls, the {level} reads off the class whether "
            "the method is there, is more than a stub, and takes the arguments.\n"
        )
    for method in found.methods:
        yield f"### {method.name} {{ #{method.name} }}\n"
        yield f"{method.about}\n"
        if contract is not None:
            documented = contract.method(method.name)
            told = f"`{documented.declaration}`" if documented else "not at all"
            yield f"*Documented:* {told}\n"
        if name in BRIDGES:
            yield f"*Bridged:* {_bridged(name, method)}\n"
        for it in method.calls:
            yield from _call(method, it, differing.get(id(it), ""))
        yield ""
    if found.never_called:
        yield f"Never called: {', '.join(f'`{it}`' for it in found.never_called)}.\n"
    yield from (f"- {it}" for it in found.notes)


def _call(method: HostMethod, call: Call, problem: str) -> Iterator[str]:
    """One call, and what its mistakes cost, as an entry of a list."""
    often = "" if call.often is Frequency.ON_EVENT else f" ({call.often.value})"
    yield f"- **{call.site}**, when {call.when}{often}  "
    needs = [f"`{key}` ({kind.__name__})" for key, kind in call.reads.needs.items()]
    reads = call.reads.result.value + (f" with {', '.join(needs)}" if needs else "")
    items = call.reads.items
    if items is not None and items.forbids:
        reads += f", without {', '.join(f'`{it}`' for it in items.forbids)} in an item"
    yield f"  `{method.name}({call.written})`; reads {reads}"
    if problem:
        yield f"    - *differs:* {problem}"
    for what, cost in (
        ("None", call.on_none),
        ("a key missing or of the wrong type", call.on_missing),
        ("an error", call.on_error),
    ):
        if cost.severity is not Severity.HARMLESS:
            yield f"    - *{what}:* {cost.text}"
    if call.note:
        yield f"    - {call.note}"


def _bridged(name: str, method: HostMethod) -> str:
    """What the bridge does, as it says itself."""
    said = inspect.getdoc(vars(BRIDGES[name])[method.name])
    if said:
        return said.replace("\n", " ")
    if method.name in BRIDGES[name].methods:
        return "asks the plugin for it, if it has it; otherwise the application goes on without."
    return "passes it on in the documented shape."


def _carried() -> Iterator[str]:
    """Every call of the application to a bridge, and what becomes of it."""
    for interface in BRIDGES:
        yield f"## {interface} {{ #{interface} }}\n"
        yield "| the application calls | arguments | errors | without such a method |"
        yield "|---|---|---|---|"
        for it in carried.told(interface):
            sites = "<br>".join(f"`{site}`" for site in it.sites)
            arguments = "<br>".join(f"`{argument}`" for argument in it.arguments) or "none"
            costs = {**BRIDGES[interface].methods, **BRIDGES[interface].needed}.get(it.method, "")
            without = "; ".join(filter(None, (it.without, costs)))
            yield f"| **{it.method}**<br>{sites} | {arguments} | {it.errors} | {without} |"
        yield ""


def _programs() -> Iterator[str]:
    yield "## Where they disagree\n"
    yield "| program | all others | but | reason |"
    yield "|---|---|---|---|"
    for it in programs():
        verdict, other = ("accepted", "refused") if it.accepted else ("refused", "accepted")
        for checker, reason in it.exceptions.items():
            yield f"| {it.title} | {verdict} | {checker}: {other} | {reason} |"
    yield ""
    for heading, some in (
        ("Accepted", [it for it in programs() if it.accepted]),
        ("Refused", [it for it in programs() if not it.accepted]),
    ):
        yield f"## {heading}\n"
        for it in some:
            yield f'??? note "{it.title}"\n'
            yield "    ```python"
            yield from (f"    {line}".rstrip() for line in it.shown.splitlines())
            yield "    ```\n"


def _options() -> Iterator[str]:
    yield "| command | `check()` | pytest | what it does |"
    yield "|---|---|---|---|"
    for_pytest = {it.name for it in declared(RunOptions)}
    for it in declared(CheckOptions):
        dashed = it.name.replace("_", "-")
        metavar = it.help.metavar or ("" if it.kind is bool else dashed.upper())
        flags = ", ".join(filter(None, (it.help.short, it.help.flag or f"--{dashed}")))
        command = f"{flags} {metavar}".rstrip()
        of_pytest = f"`--dispatch-{dashed}`" if it.name in for_pytest else ""
        about = f"[{it.help.text}]({it.help.page})" if it.help.page else it.help.text
        if it.choices:
            about += f": {', '.join(f'`{choice}`' for choice in it.choices)}"
        yield f"| `{command}` | `{it.name}` | {of_pytest} | {about} |"


def _limits() -> Iterator[str]:
    yield "| interface | limit | kind | about |\n|---|---|---|---|"
    for contract in CONTRACTS.values():
        page = f"interfaces/{contract.module}.md"
        for name, kinds in kinds_of(contract.limits).items():
            told = " or ".join(f"`{it.__name__}`" for it in kinds)
            about = contract.limit_texts[name]
            yield f"| [{contract.interface}]({page}) | `{name}` | {told} | {about} |"


def _habits() -> Iterator[str]:
    yield "| habit | who | interface | limit |\n|---|---|---|---|"
    for it in HABITS:
        yield f"| {it.name} | {it.who} | {it.plugin.type} | `{it.limit}` |"


def _gallery() -> Iterator[str]:
    yield "| interface | package | service | passed | limits | verdict | seconds |"
    yield "|---|---|---|--:|--:|---|--:|"
    for it in json.loads(_GALLERY.read_text("utf-8")):
        yield (
            f"| {it['interface']} | `{it['package']}` | {it['service']} | {it['passed']} "
            f"| {it['limits']} | {it['verdict']} | {it['seconds']} |"
        )


def _coverage() -> Iterator[str]:
    yield "## Rules by interface\n"
    yield (
        "The number of requirements; a dash where the interface is not about the rule, and "
        "*untested* where no requirement can tell, or can tell all of it.\n"
    )
    yield f"| rule | {' | '.join(SUITES)} |"
    yield f"|---|{'---|' * len(SUITES)}"
    for number, rule in RULES.items():
        cells = " | ".join(_cell(suite, number) for suite in SUITES.values())
        yield f"| [{number}](contract.md#rule-{number}) {rule.text} | {cells} |"
    for heading, told in (("Not about", "not_about"), ("Untested", "untested")):
        yield f"\n### {heading}\n"
        for number in RULES:
            reasons: dict[str, list[str]] = defaultdict(list)
            for interface, suite in SUITES.items():
                if number in getattr(suite, told):
                    reasons[getattr(suite, told)[number]].append(interface)
            for reason, interfaces in reasons.items():
                yield f"- rule {number}, {', '.join(interfaces)}: {reason}"
    proofs = _proofs()
    for interface, suite in SUITES.items():
        yield f"\n## {interface} {{ #{interface} }}\n"
        yield "| requirement | level | rule | tested by | proved by |\n|---|---|---|---|---|"
        page = f"interfaces/{suite.contract.module}.md"
        for it in suite.requirements.values():
            function = (
                f"`{it.function.__module__.rpartition('conformance.')[2]}.{it.function.__name__}`"
            )
            faults = ", ".join(f"`{name}`" for name in proofs[it.id])
            yield (
                f"| [{it.id}]({page}#{it.id.lower()}) | {it.level.value} | {it.rule_number} "
                f"| {function} | {faults} |"
            )


def _cell(suite: Suite[Any], rule: int) -> str:
    """How many requirements a suite has for a rule, or why it has none."""
    count = sum(it.rule_number == rule for it in suite.requirements.values())
    told = [str(count)] if count else []
    if rule in suite.untested:
        told.append("untested")
    return ", ".join(told) or "\u2013"


def _proofs() -> dict[str, list[str]]:
    """The faulty plugins of each requirement, by its id, as the tests have written them down."""
    return {id: it[-1] for id, it in json.loads(_JUDGED.read_text("utf-8")).items()}
