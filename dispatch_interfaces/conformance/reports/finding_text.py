"""A finding in plain lines, the same for the terminal, pytest and whoever pastes it."""

import os
import textwrap
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from dispatch_interfaces.checking.static import Problem
from dispatch_interfaces.conformance.run.outcomes import Outcome

_WIDTH = 100


def finding_lines(outcome: Outcome) -> list[str]:
    """What is required, what was done, what came back, what was expected, what to change."""
    result = outcome.result.value.upper()
    if outcome.expected_failure:
        result += ", as expected"
    if outcome.preview:
        result += ", preview"
    lines = [f"{outcome.requirement}  {outcome.strength.value}  {outcome.text}  {result}"]
    for label, text in finding_rows(outcome):
        lines += _wrapped(label, text)
    if outcome.finding is not None and outcome.finding.script:
        lines += ["", textwrap.indent(outcome.finding.script, "    ")]
    return lines


def finding_rows(outcome: Outcome) -> list[tuple[str, str]]:
    """The same below the first line, each with its label, whole and not wrapped."""
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
            *_problem_rows(finding.problems),
            ("printed", finding.printed.strip()),
            ("to fix", finding.to_fix),
            ("or write", finding.declare),
            ("source", "" if finding.problems else near(finding.source)),
            ("repeat", finding.repeat),
        ]
    return [(label, text) for label, text in rows if text]


def _problem_rows(problems: tuple[Problem, ...]) -> Iterator[tuple[str, str]]:
    for (member, place), found in groupby(problems, lambda it: (it.member, it.place)):
        several = list(found)
        yield "problem", f"{member} {'; '.join(it.problem for it in several)}"
        if place is not None:
            yield "at", near(str(place))
        yield "write", several[-1].declaration


def traceback_text(outcome: Outcome) -> str:
    """The author's own traceback, indented; empty if nothing of theirs raised."""
    told = outcome.finding.traceback if outcome.finding else outcome.traceback
    return textwrap.indent(told, "    ")


def near(source: str) -> str:
    """A path as short as it can be, seen from the current folder."""
    return source.removeprefix(f"{Path.cwd()}{os.sep}")


def _wrapped(label: str, text: str) -> list[str]:
    indent = " " * 12
    if label in ("write", "or write"):  # to be pasted
        return [f"  {label:<10}{text}"]
    lines = [
        part
        for line in text.splitlines()
        for part in textwrap.wrap(line, _WIDTH - len(indent), break_on_hyphens=False) or [""]
    ]
    return [f"  {label:<10}{lines[0]}", *(indent + line for line in lines[1:])]
