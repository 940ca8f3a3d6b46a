"""What failed the last time, kept in the author's own cache."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Final

from dispatch_interfaces.conformance.reports.report import Report
from dispatch_interfaces.conformance.run.json_values import UNREADABLE
from dispatch_interfaces.conformance.run.outcomes import Result

_FILE: Final = "failed.json"
_WENT_WRONG: Final = (Result.FAILED, Result.ERROR)
_NOTHING_NEW: Final = (Result.NOT_RUN, Result.NOT_SELECTED, Result.BLOCKED)


def failed_before(cache: Path | None) -> frozenset[str]:
    """The ids of all requirements that failed when they were last run."""
    if cache is None:
        return frozenset()
    try:
        kept = json.loads((cache / _FILE).read_text("utf-8"))
        return frozenset(it for it in kept if isinstance(it, str))
    except (OSError, *UNREADABLE):  # none, or somebody has been at it
        return frozenset()


def remember_failed(cache: Path | None, report: Report) -> None:
    """Keep them for the next run; what this one left out is as it was."""
    if cache is None:
        return
    outcomes = [it for judgement in report.judgements for it in judgement.outcomes]
    known = {it.requirement for it in outcomes if it.result not in _NOTHING_NEW}
    failed = {it.requirement for it in outcomes if it.result in _WENT_WRONG}
    kept = sorted(failed_before(cache) - known | failed)
    with suppress(OSError):  # a full disk changes nothing about the verdict
        (cache / _FILE).write_text(json.dumps(kept), "utf-8")
