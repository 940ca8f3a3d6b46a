"""A finding in plain lines, the same for the terminal, pytest and whoever pastes it."""

import os
import textwrap
from pathlib import Path

from dispatch_interfaces.conformance.report import Outcome

_WIDTH = 100


def finding_lines(outcome: Outcome) -> list[str]:
    """What is required, what was done, what came back, what was expected, what to change."""
    result = outcome.result.value.upper()
    if outcome.expected_failure:
        result += ", as expected"
    if outcome.preview:
        result += ", preview"
    lines = [f"{outcome.requirement}  {outcome.strength.value}  {outcome.text}  {result}"]
    rows = [("because", outcome.reason), ("known", outcome.expected_failure)]
    if outcome.finding is not None:
        finding = outcome.finding
        verb, _, what = finding.outcome.partition(" ")
        if verb == "did":
            verb, what = "then", finding.outcome
        rows += [
            ("called", finding.called),
            (verb, what),
            ("expected", finding.expected),
            ("then", finding.then),
            ("printed", finding.printed.strip()),
            ("to fix", finding.to_fix),
            ("source", _near(finding.source)),
            ("repeat", finding.repeat),
        ]
    for label, text in rows:
        if text:
            lines += _wrapped(label, text)
    if outcome.finding is not None and outcome.finding.script:
        lines += ["", textwrap.indent(outcome.finding.script, "    ")]
    return lines


def traceback_text(outcome: Outcome) -> str:
    """The author's own traceback, indented; empty if nothing of theirs raised."""
    told = outcome.finding.traceback if outcome.finding else outcome.traceback
    return textwrap.indent(told, "    ")


def _near(source: str) -> str:
    """A path as short as it can be, seen from the current folder."""
    return source.removeprefix(f"{Path.cwd()}{os.sep}")


def _wrapped(label: str, text: str) -> list[str]:
    indent = " " * 12
    lines = [
        part
        for line in text.splitlines()
        for part in textwrap.wrap(line, _WIDTH - len(indent), break_on_hyphens=False) or [""]
    ]
    return [f"  {label:<10}{lines[0]}", *(indent + line for line in lines[1:])]
