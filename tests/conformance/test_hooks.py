"""What an observer leaves out is not observed; what it shows wrongly is its own error."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from attrs import asdict, evolve

from dispatch_interfaces.conformance import MetricHarness, OncallHarness, Result, Verdict
from dispatch_interfaces.conformance.checker import Options, judge
from dispatch_interfaces.conformance.requirements.by_interface import SUITES
from dispatch_interfaces.conformance.run.profiles import QUICK, Run
from dispatch_interfaces.conformance.targets import resolve
from reference_impls import InMemoryMetric, InMemoryOncall
from reference_impls.metric import TimerStats
from tests.references import contracts_with_a_reference, reference_of

BRIEF = Run(profile=evolve(QUICK, examples=2, rounds=1))

NOTHING_WITHOUT = {"document-resolver": ["add_document"], "term": ["add_term"]}
"""Hooks without which there is nothing to look at, so that no behaviour is seen at all."""


def _each_hook() -> Iterator[Any]:
    for contract in contracts_with_a_reference():
        for hook in SUITES[contract.interface].harness.hooks():
            yield pytest.param(contract.interface, hook, id=f"{contract.interface}-{hook}")


@pytest.mark.parametrize(("interface", "left_out"), list(_each_hook()))
def test_a_hook_that_is_left_out_is_not_observed(interface: str, left_out: str) -> None:
    suite = SUITES[interface]
    hooks = [it for it in suite.harness.hooks() if it != left_out]
    harness = suite.harness(
        open=(plugin_class := reference_of(suite.contract)),
        observer=lambda plugin: SimpleNamespace(**{it: getattr(plugin, it) for it in hooks}),
    )
    (target,) = resolve(plugin_class, interface, harness)
    judgement = judge(target, Options(run=BRIEF))
    others = judgement.of(*set(Result) - {Result.PASSED})
    wrong = [it for it in others if it.result is not Result.NOT_OBSERVED]
    assert [f"{it.requirement}: {it.finding or it.reason}" for it in wrong] == []
    assert {it.reason for it in others} == {f"needs an observer with {left_out}"}
    alone = left_out in NOTHING_WITHOUT.get(interface, ())
    seen = Verdict.NOT_JUDGED if alone else Verdict.CONFORMS_WHERE_OBSERVED
    assert judgement.verdict is seen


def _oncall_shown_as(page: type[Any]) -> Any:
    """A harness over the reference whose pages are shown by another class."""

    class Observer:
        def __init__(self, plugin: InMemoryOncall) -> None:
            self.plugin = plugin
            self.add_service, self.set_oncall = plugin.add_service, plugin.set_oncall

        def pages(self, service_id: str) -> list[Any]:
            return [page(**asdict(it)) for it in self.plugin.pages(service_id)]

    return OncallHarness(open=InMemoryOncall, observer=Observer)


def test_a_record_of_the_observer_that_lacks_something_is_told_as_the_observers() -> None:
    class Page:
        def __init__(self, email: str, incident_name: str, incident_title: str, **_: Any) -> None:
            self.email, self.incident_name = email, incident_name
            self.incident_title = incident_title

    (target,) = resolve(InMemoryOncall, None, _oncall_shown_as(Page))
    errors = judge(target, Options(run=BRIEF)).of(Result.ERROR)
    assert len(errors) > 5
    for it in errors:
        assert it.reason.startswith(
            "observer.pages is wrong: the result[0] has no incident_description: "
        )


@pytest.mark.parametrize(
    "result", ["incident-1", None, [1], {"a": "b"}], ids=lambda it: type(it).__name__
)
def test_a_method_of_the_observer_that_returns_something_else_is_an_error(result: Any) -> None:
    class Observer:
        def __init__(self, plugin: InMemoryOncall) -> None:
            self.add_service, self.set_oncall = plugin.add_service, plugin.set_oncall

        def pages(self, service_id: str) -> Any:
            return result

    harness = OncallHarness(open=InMemoryOncall, observer=Observer)
    (target,) = resolve(InMemoryOncall, None, harness)
    outcome = judge(target, Options(run=BRIEF)).outcome("ONCALL-001")
    assert outcome.result is Result.ERROR
    assert outcome.reason.startswith("observer.pages is wrong: the result")


class _CountAndTotal:
    """What a metric system shows that keeps no shortest and no longest time."""

    def __init__(self, stats: TimerStats) -> None:
        self.count, self.total = stats.count, stats.total


class _NoEnds(_CountAndTotal):
    minimum = maximum = None


@pytest.mark.parametrize("shown", [_CountAndTotal, _NoEnds])
def test_a_metric_system_may_keep_no_shortest_and_no_longest_time(shown: Any) -> None:
    class Observer:
        def __init__(self, plugin: InMemoryMetric) -> None:
            self.gauge_of, self.counter_of = plugin.gauge_of, plugin.counter_of
            self.plugin = plugin

        def timer_of(self, name: str, tags: dict[str, Any] | None = None) -> Any:
            found = self.plugin.timer_of(name, tags)
            return shown(found) if found else None

    harness = MetricHarness(open=InMemoryMetric, observer=Observer)
    (target,) = resolve(InMemoryMetric, None, harness)
    judgement = judge(target, Options(run=BRIEF, strict=True))
    assert judgement.verdict is Verdict.CONFORMS
    assert judgement.outcome("METRIC-060").result is Result.PASSED
