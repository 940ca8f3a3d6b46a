"""A report in the Static Analysis Results Interchange Format, SARIF 2.1.0 of OASIS."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from dispatch_interfaces.checking.source import Place
from dispatch_interfaces.conformance.reports.line_findings import (
    LineFinding,
    failures,
    line_findings,
)
from dispatch_interfaces.conformance.reports.report import Report
from dispatch_interfaces.conformance.requirements.by_interface import REQUIREMENTS
from dispatch_interfaces.conformance.requirements.rules import RULES

_ROOT: Final = "SRCROOT"
_SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def to_sarif(report: Report, folder: Path) -> str:
    """The failed requirements of a report, as code-scanning services take them.

    Args:
        report: The report.
        folder: The root of the author's repository; files below it are named from there.
    """
    found = list(line_findings(report))
    rules = {it.requirement: it for it in found}
    index = {id: number for number, id in enumerate(rules)}
    notifications = [
        {"level": "error", "message": {"text": f"{target}: {message}"}}
        for target, message in failures(report)
    ]
    run = {
        "tool": {
            "driver": {
                "name": "dispatch-interfaces",
                "version": report.version,
                "rules": [_rule(it) for it in rules.values()],
            }
        },
        "originalUriBaseIds": {_ROOT: {"uri": f"{folder.as_uri()}/"}},
        "invocations": [
            {
                "executionSuccessful": not notifications,
                "exitCode": report.exit_code,
                "toolExecutionNotifications": notifications,
            }
        ],
        "results": [_result(it, index[it.requirement], folder) for it in found],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule(found: LineFinding) -> Mapping[str, Any]:
    rule: dict[str, Any] = {
        "id": found.requirement,
        "shortDescription": {"text": found.text},
        "defaultConfiguration": {"level": found.severity.value},
    }
    requirement = REQUIREMENTS.get(found.requirement)
    if requirement is not None:  # the calls of the application have no more to say
        wrong, right = requirement.wrong, requirement.right
        whole = RULES[requirement.rule_number]
        rule["fullDescription"] = {"text": f"{whole.text} {whole.why}"}
        rule["help"] = {
            "text": f"{requirement.usual_cause}\nTo fix: {requirement.to_fix}",
            "markdown": f"{requirement.usual_cause}\n\n**To fix:** {requirement.to_fix}\n\n"
            f"Wrong:\n\n```python\n{wrong}\n```\n\nRight:\n\n```python\n{right}\n```\n",
        }
    return rule


def _result(found: LineFinding, index: int, folder: Path) -> Mapping[str, Any]:
    result: dict[str, Any] = {
        "ruleId": found.requirement,
        "ruleIndex": index,
        "level": found.severity.value,
        "message": {"text": found.message},
        # What makes it the same finding after the lines have moved.
        "partialFingerprints": {
            "requirement/v1": f"{found.requirement}/{found.target}/{found.member}"
        },
    }
    if found.place is not None:
        result["locations"] = [_location(found.place, folder)]
    return result


def _location(place: Place, folder: Path) -> Mapping[str, Any]:
    path = Path(place.file)
    artifact = {"uri": path.as_uri() if path.is_absolute() else path.as_posix()}
    if path.is_relative_to(folder):
        artifact = {"uri": path.relative_to(folder).as_posix(), "uriBaseId": _ROOT}
    return {"physicalLocation": {"artifactLocation": artifact, "region": {"startLine": place.line}}}
