"""The hook by which installed packages take notice of a report."""

from copy import deepcopy
from functools import cache
from typing import Final

import pluggy

from dispatch_interfaces.conformance.reports.report import Report
from dispatch_interfaces.logs import logger
from dispatch_interfaces.registry.hooks import PROJECT, hookspec
from dispatch_interfaces.registry.installed import ask_each, hooks_of_packages

_LOG: Final = logger(PROJECT)


@hookspec
def dispatch_check_finished(report: Report) -> None:
    """Take notice of a check that came to its end: to store its report, say.

    Not called after a check of the static level, which imports nothing but what it judges.

    Args:
        report: What the check found out.
    """


def tell_finished(report: Report) -> None:
    """Call ``dispatch_check_finished`` of every package; a failure is logged, and stops nothing.

    What the packages get is a copy: the verdict is ours.
    """
    for name, _, error in ask_each(_hooks(), "dispatch_check_finished", report=deepcopy(report)):
        if error is not None:
            _LOG.error("dispatch_check_finished of %s failed", name, exc_info=error)


@cache
def _hooks() -> pluggy.PluginManager:
    import dispatch_interfaces.conformance.reports.hooks as these

    return hooks_of_packages(these)
