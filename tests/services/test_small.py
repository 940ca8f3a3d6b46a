"""What these services cannot do is declared, and the declaration is true."""

from typing import Final

import pytest

from dispatch_interfaces.conformance import Result, check
from dispatch_interfaces.conformance.requirements.by_interface import SUITES
from dispatch_interfaces.limits import kinds_of
from tests.conformance.faults import all_faults
from tests.references import reference_of
from tests.services import engines, glossaries, metrics, pagers, searches
from tests.services.habits_small import (
    Habit,
    declared_conforms,
    judged,
    undeclared_fails,
    untrue_fails,
)
from tests.services.small import ALLOWED, COMPOSITE, HABITS

INTERFACES: Final = ("metric", "oncall", "term", "document-resolver", "workflow")


@pytest.mark.parametrize("habit", HABITS, ids=str)
def test_a_declared_habit_conforms(habit: Habit) -> None:
    declared_conforms(habit)


@pytest.mark.parametrize("habit", [it for it in HABITS if it.plugin not in ALLOWED], ids=str)
def test_an_undeclared_habit_is_told_what_to_declare(habit: Habit) -> None:
    undeclared_fails(habit)


@pytest.mark.parametrize("habit", HABITS, ids=str)
def test_a_declaration_that_is_not_true_fails(habit: Habit) -> None:
    untrue_fails(habit, reference_of(habit.harness(habit.plugin).contract))


@pytest.mark.parametrize("habit", [it for it in HABITS if it.plugin in ALLOWED], ids=str)
def test_what_is_allowed_need_not_be_declared(habit: Habit) -> None:
    undeclared = type(habit.plugin.__name__, (habit.plugin,), {"limits": None})
    assert judged(undeclared, habit).exit_code == 0


def test_a_metric_system_of_sums_and_counts_declares_nothing() -> None:
    assert check(metrics.SumsAndCounts, strict=True).exit_code == 0


@pytest.mark.parametrize("interface", INTERFACES)
def test_each_limit_has_a_proof_and_a_habit(interface: str) -> None:
    suite = SUITES[interface]
    limits = set(kinds_of(suite.contract.limits))
    assert set(suite.proofs) == limits
    shown = {
        name
        for it in HABITS
        if type(it.plugin.limits) is suite.contract.limits
        for name in it.plugin.limits.declared()
    }
    assert shown == limits


@pytest.mark.slow
@pytest.mark.parametrize(
    "habit", [it for it in HABITS if it.plugin in COMPOSITE], ids=lambda it: it.plugin.__name__
)
def test_every_mutation_is_caught_behind_limits(habit: Habit) -> None:
    found = judged(habit.plugin, habit, self_check=True).self_check
    assert found is not None
    assert [f"{it.mutation} in {it.method}({it.argument})" for it in found.unnoticed] == []
    assert not found.not_run


_FAULTS: Final = {
    metrics.OpenTelemetryMetric: ("KeepsTheHighestGauge", "RoundsGauges", "IgnoresATagOfATimer"),
    metrics.PrometheusMetric: ("IgnoresATagOfAGauge", "FoldsNamesOfCounters"),
    metrics.StatsdMetric: ("DoesNotCountNone", "IgnoresATagOfACounter", "FoldsNamesOfTimers"),
    pagers.PagerDuty: (
        "RemembersTheFirstAnswer",
        "PagesEveryService",
        "SaysTheSameOnlyOnce",
        "PagesWhoWasOnCallBefore",
    ),
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
