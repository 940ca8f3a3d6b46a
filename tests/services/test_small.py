"""What these services cannot do is declared, and the declaration is true."""

from typing import Final

import pytest
from attrs import evolve

from dispatch_interfaces.conformance import Result
from dispatch_interfaces.conformance.checker import Options, judge
from dispatch_interfaces.conformance.run.profiles import QUICK, Run
from dispatch_interfaces.conformance.targets import resolve
from tests.conformance.faults import all_faults
from tests.references import reference_of
from tests.services import engines, glossaries, metrics, pagers, plain, searches
from tests.services.habits import BRIEF, judged
from tests.services.small import HABITS

INTERFACES: Final = ("metric", "oncall", "term", "document-resolver", "workflow")


@pytest.mark.parametrize(
    "plugin", [metrics.SumsAndCounts, plain.CsvParticipant, plain.CalendarOncall]
)
def test_what_can_do_everything_declares_nothing(plugin: type) -> None:
    (target,) = resolve(plugin)
    judgement = judge(target, Options(strict=True, timeout=30, run=BRIEF))
    assert judgement.of(*set(Result) - {Result.PASSED}) == ()
    assert judgement.limits == ()


def test_a_limit_of_few_texts_shows_where_few_are_tried() -> None:
    few = Run(profile=evolve(QUICK, few_values=True))
    (target,) = resolve(pagers.BreaksLinesItsWay)
    judgement = judge(target, Options(strict=True, timeout=30, run=few))
    assert judgement.of(Result.NOT_OBSERVED) == ()
    assert judgement.exit_code == 0


_FAULTS: Final = {
    metrics.OpenTelemetryMetric: ("KeepsTheHighestGauge", "RoundsGauges", "IgnoresATagOfATimer"),
    metrics.PrometheusMetric: ("IgnoresATagOfAGauge", "FoldsNamesOfCounters"),
    metrics.StatsdMetric: ("DoesNotCountNone", "IgnoresATagOfACounter", "FoldsNamesOfTimers"),
    pagers.PagerDuty: ("RemembersTheFirstAnswer", "PagesEveryService", "SaysTheSameOnlyOnce"),
    glossaries.MediaWiki: ("ReturnsAPage", "NeverForgets", "CutsDefinitions", "SelectsByKeyword"),
    searches.Confluence: ("LooksAtTheFirstWordOnly", "ReturnsAPage", "NeverForgets"),
    engines.GitHubActions: (
        "NeverFails",
        "MakesParametersOfKeywords",
        "KeepsTheParametersByWorkflow",
        "ShowsOnlyTheLastArtifact",
    ),
}
"""Faults that a plugin can have behind its limits, by the plugin."""


@pytest.mark.parametrize(
    ("plugin", "name"), [(it, name) for it, names in _FAULTS.items() for name in names]
)
def test_a_fault_is_caught_behind_limits(plugin: type, name: str) -> None:
    (habit,) = (it for it in HABITS if it.plugin is plugin)
    reference = reference_of(habit.harness(habit.plugin).contract)
    faults = [it for it in all_faults() if issubclass(it.plugin_class, reference)]
    (fault,) = (it for it in faults if it.plugin_class.__name__ == name)
    judgement = judged(type(name, (plugin, fault.plugin_class), {}), habit)
    failed = {it.requirement for it in judgement.of(Result.FAILED, Result.ERROR)}
    assert failed == fault.requirements
