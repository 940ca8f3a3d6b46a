"""What a report says of single lines of an author's source, for tools that show it there."""

from collections import defaultdict
from collections.abc import Iterator
from enum import StrEnum
from itertools import groupby

from attrs import evolve, frozen

from dispatch_interfaces.checking.source import Place
from dispatch_interfaces.conformance.reports.finding_text import finding_rows
from dispatch_interfaces.conformance.reports.folded import folded, is_of_host, named
from dispatch_interfaces.conformance.reports.report import Judgement, Report
from dispatch_interfaces.conformance.run.outcomes import Finding, Outcome, Result
from dispatch_interfaces.conformance.run.requirement import Strength


class FindingLevel(StrEnum):
    """How much it matters; the words are those of SARIF."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@frozen
class LineFinding:
    """One thing to change, and where."""

    requirement: str
    text: str
    """What is required."""
    target: str
    member: str
    """The method or attribute it is about; empty if it is about the plugin as a whole."""
    severity: FindingLevel
    message: str
    place: Place | None


def line_findings(report: Report) -> Iterator[LineFinding]:
    """Every failed requirement; one that is about several members of the class, once for each.

    What says the same of several calls of the application is one.
    """
    for judgement in report.judgements:
        failed = judgement.of(Result.FAILED)
        for outcome in failed:
            if outcome.finding is not None and not is_of_host(outcome):
                yield from _line_findings(judgement, outcome, outcome.finding)
        for it in folded([it for it in failed if is_of_host(it)]):
            if it.first.finding is not None:
                for found in _line_findings(judgement, it.first, it.first.finding):
                    yield evolve(found, message="\n".join(filter(None, [found.message, it.same])))


def failures(report: Report) -> Iterator[tuple[str, str]]:
    """What kept plugins from being judged, which no line of their source tells: whose, and what."""
    for failure in report.not_loaded:
        yield failure.target, failure.message
    for judgement in report.judgements:
        reasons: dict[tuple[str, str], list[str]] = defaultdict(list)
        for outcome in judgement.of(Result.ERROR):
            alike = "" if is_of_host(outcome) else outcome.requirement
            reasons[outcome.reason, alike].append(outcome.requirement)
        for (reason, _), ids in reasons.items():
            yield judgement.target, f"{named(*ids)}: {reason}"


def _line_findings(
    judgement: Judgement, outcome: Outcome, finding: Finding
) -> Iterator[LineFinding]:
    for member, told, place in _told(outcome, finding):
        yield LineFinding(
            requirement=outcome.requirement,
            text=outcome.text,
            target=judgement.target,
            member=member,
            severity=_severity(judgement, outcome),
            message=told,
            place=place,
        )


def _told(outcome: Outcome, finding: Finding) -> Iterator[tuple[str, str, Place | None]]:
    """Which member, what is wrong with it, and where."""
    if not finding.problems:
        told = "\n".join(f"{label}: {text}" for label, text in finding_rows(outcome))
        yield next(iter(outcome.methods), ""), told, _place(finding.source)
    for (member, place), found in groupby(finding.problems, lambda it: (it.member, it.place)):
        several = list(found)
        told = f"{member} {'; '.join(it.problem for it in several)}"
        declaration = several[-1].declaration
        yield member, told + (f"\nwrite: {declaration}" if declaration else ""), place


def _severity(judgement: Judgement, outcome: Outcome) -> FindingLevel:
    if outcome.expected_failure or outcome.preview:
        return FindingLevel.NOTE
    binds = judgement.strict or outcome.strength is Strength.MUST
    return FindingLevel.ERROR if binds else FindingLevel.WARNING


def _place(source: str) -> Place | None:
    file, _, line = source.rpartition(":")
    return Place(file, int(line)) if file and line.isdigit() else None
