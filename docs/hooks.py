"""Puts into the pages what the code knows: the requirements and the rules."""

import re
from collections.abc import Iterator
from typing import Any

from dispatch_interfaces.conformance.requirement import Requirement
from dispatch_interfaces.conformance.rules import RULES
from dispatch_interfaces.conformance.suites import SUITES

_PLACE = re.compile(r"^<!-- (requirements: ([a-z-]+)|rules) -->$", re.M)


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Replace ``<!-- requirements: storage -->`` and ``<!-- rules -->``; called by mkdocs."""
    return _PLACE.sub(lambda it: _requirements(it[2]) if it[2] else _rules(), markdown)


def _requirements(interface: str) -> str:
    return "\n".join(
        line for it in SUITES[interface].requirements.values() for line in _requirement(it)
    )


def _requirement(requirement: Requirement) -> Iterator[str]:
    level = f"{requirement.level.value} level"
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
