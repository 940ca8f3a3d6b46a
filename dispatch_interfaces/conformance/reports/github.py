"""A report as GitHub's workflow commands, which annotate the lines of a pull request."""

from pathlib import Path
from typing import Final

from dispatch_interfaces.conformance.reports.line_findings import (
    FindingLevel,
    failures,
    line_findings,
)
from dispatch_interfaces.conformance.reports.report import Report

_COMMANDS: Final = {
    FindingLevel.ERROR: "error",
    FindingLevel.WARNING: "warning",
    FindingLevel.NOTE: "notice",
}


def annotations(report: Report, folder: Path) -> list[str]:
    """One line per annotation.

    Args:
        report: The report.
        folder: The root of the author's repository, from which GitHub counts.
    """
    lines: list[str] = []
    for it in line_findings(report):
        where = {}
        if it.place is not None:
            where = {"file": _below(it.place.file, folder), "line": str(it.place.line)}
        properties = {**where, "title": f"{it.requirement} {it.text}"}
        lines.append(_command(_COMMANDS[it.severity], properties, it.message))
    for target, message in failures(report):
        lines.append(_command("error", {"title": f"{target} could not be judged"}, message))
    return lines


def _below(file: str, folder: Path) -> str:
    path = Path(file)
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.as_posix()


def _command(name: str, properties: dict[str, str], message: str) -> str:
    told = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {told}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
