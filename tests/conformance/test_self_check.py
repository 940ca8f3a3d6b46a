"""A check that would not notice a worse plugin says so, and says what blinds it."""

import datetime
import json
from collections.abc import Mapping
from typing import Any

import jsonschema
import pytest
from attrs import evolve

from dispatch_interfaces import GroupRole, ParticipantGroup, unsupported
from dispatch_interfaces.conformance import (
    Judgement,
    MetricHarness,
    ParticipantGroupHarness,
    Result,
    Verdict,
    check,
)
from dispatch_interfaces.conformance.checker import Options, judge
from dispatch_interfaces.conformance.config import ExpectedFailure
from dispatch_interfaces.conformance.requirements.by_interface import REQUIREMENTS, SUITES
from dispatch_interfaces.conformance.run.profiles import QUICK, Run
from dispatch_interfaces.conformance.self_check.attempts import Blindness, SelfCheck
from dispatch_interfaces.conformance.targets import resolve
from dispatch_interfaces.contract import CONTRACTS
from reference_impls import (
    InMemoryMetric,
    InMemoryParticipantGroup,
    InMemoryTerm,
    InMemoryTicket,
    InMemoryWorkflow,
)
from tests.alternatives import ALTERNATIVES
from tests.references import contracts_with_a_reference, reference_of
from tests.report_schema import SCHEMA

BRIEF = Run(profile=evolve(QUICK, examples=2, shrink_seconds=0))
"""The mutations do not need the levels that try many sequences."""


class AcmeGroups(InMemoryParticipantGroup):
    """A plugin that conforms."""


def judged(plugin_class: type, harness: object = None, **options: Any) -> tuple[Judgement, Any]:
    (target,) = resolve(plugin_class, harness=harness)
    judgement = judge(target, Options(self_check=True, run=BRIEF, **options))
    assert judgement.self_check is not None
    return judgement, judgement.self_check


def expected(*requirements: str) -> tuple[ExpectedFailure, ...]:
    return tuple(
        ExpectedFailure(
            requirement=it,
            reason="known",
            link="https://acme.example/issues/1",
            expires=datetime.date.today(),
        )
        for it in requirements
    )


def blindness(found: SelfCheck, method: str, mutation: str) -> tuple[Blindness | None, str]:
    (attempt,) = (it for it in found.attempts if (it.method, it.mutation) == (method, mutation))
    return attempt.blindness, attempt.reason


@pytest.mark.parametrize(
    "plugin_class",
    [
        *(
            pytest.param(reference_of(it), marks=pytest.mark.slow if len(it.methods) > 4 else ())
            for it in contracts_with_a_reference()
        ),
        *(
            pytest.param(it, marks=[pytest.mark.slow, pytest.mark.thorough])
            for it in ALTERNATIVES.values()
        ),
    ],
    ids=lambda it: it.__name__,
)
def test_every_mutation_is_caught_in_every_method_of_what_conforms(plugin_class: type) -> None:
    judgement, found = judged(plugin_class)
    contract = CONTRACTS[judgement.interface]
    assert [f"{it.mutation} in {it.method}({it.argument})" for it in found.unnoticed] == []
    assert {it.method for it in found.caught} == {it.name for it in contract.methods}
    assert all(it.reason for it in found.attempts if not it.caught_by)
    assert all(REQUIREMENTS[it.caught_by].contract is contract for it in found.caught)
    assert judgement.exit_code == 0


@pytest.mark.parametrize(
    ("plugin_class", "method"), [(InMemoryTicket, "create"), (InMemoryWorkflow, "run")]
)
def test_what_is_made_twice_is_caught_where_it_is_counted(plugin_class: type, method: str) -> None:
    _, found = judged(plugin_class)
    assert (method, "do it twice") in {(it.method, it.mutation) for it in found.caught}


class Recorder:
    """A plugin whose calls are written down."""

    def __init__(self) -> None:
        self.plugin = AcmeGroups()
        self.seen: dict[str, dict[str, GroupRole]] = {}
        self.descriptions: dict[str, str | None] = {}

    def create(
        self,
        name: str,
        participants: list[str],
        description: str | None = None,
        role: GroupRole = "MEMBER",
    ) -> ParticipantGroup:
        made = self.plugin.create(name, participants, description, role)
        self.seen[made["email"]] = dict.fromkeys(participants, role)
        self.descriptions[made["email"]] = description
        return made

    def add(self, email: str, participants: list[str], role: GroupRole = "MEMBER") -> None:
        self.plugin.add(email, participants, role)
        self.seen[email].update(dict.fromkeys(participants, role))

    def remove(self, email: str, participants: list[str]) -> None:
        self.plugin.remove(email, participants)
        for it in participants:
            self.seen[email].pop(it, None)

    def delete(self, email: str) -> None:
        self.plugin.delete(email)
        del self.seen[email], self.descriptions[email]


class RepeatsWhatItSaw:
    """An observer that shows what was called, and never asks the plugin."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder

    def members(self, email: str) -> Mapping[str, str]:
        return self.recorder.seen.get(email, {})

    def description_of(self, email: str) -> str | None:
        return self.recorder.descriptions.get(email)


def test_an_observer_that_repeats_the_calls_it_saw_is_named() -> None:
    harness = ParticipantGroupHarness(open=Recorder, observer=RepeatsWhatItSaw)
    judgement, found = judged(AcmeGroups, harness)
    assert judgement.verdict is Verdict.CONFORMS
    assert judgement.exit_code == 1
    for method in ("add", "remove"):
        cause, reason = blindness(found, method, "drop the write")
        assert cause is Blindness.OBSERVER
        assert "the observer RepeatsWhatItSaw shows by members what was called" in reason
    assert blindness(found, "add", "swallow the error")[0] is None


def test_a_harness_that_opens_another_class_is_named() -> None:
    harness = ParticipantGroupHarness(open=InMemoryParticipantGroup)
    judgement, found = judged(AcmeGroups, harness)
    assert judgement.verdict is Verdict.CONFORMS
    assert judgement.exit_code == 1
    assert found.caught == ()
    assert {it.blindness for it in found.unnoticed} == {Blindness.NOT_REACHED}
    assert blindness(found, "create", "block")[1] == (
        "no call reached AcmeGroups.create: the harness opens InMemoryParticipantGroup"
    )


def test_a_method_that_the_object_has_of_its_own_is_named() -> None:
    class Replaces(AcmeGroups):
        def __init__(self) -> None:
            super().__init__()
            self.add = super().add  # type: ignore[method-assign]

    judgement, found = judged(Replaces)
    assert judgement.exit_code == 1
    assert {it.method for it in found.unnoticed} == {"add"}
    assert blindness(found, "add", "block")[1].endswith("the object has a add of its own")


def all_known(plugin_class: type) -> tuple[ExpectedFailure, ...]:
    """An entry for everything that fails; some is only tried when what is below it is known."""
    known: tuple[ExpectedFailure, ...] = ()
    while True:
        (target,) = resolve(plugin_class)
        failed = judge(target, Options(run=BRIEF, expected_failures=known)).of(Result.FAILED)
        new = [it.requirement for it in failed if not it.expected_failure]
        if not new:
            return known
        known += expected(*new)


class ForgetsToAdd(AcmeGroups):
    def add(self, email: str, participants: list[str], role: GroupRole = "MEMBER") -> None:
        super().add(email, [], role)


def test_what_is_expected_to_fail_is_named() -> None:
    judgement, found = judged(ForgetsToAdd, expected_failures=all_known(ForgetsToAdd))
    assert judgement.verdict is Verdict.TOO_MUCH_EXPECTED
    assert judgement.exit_code == 1
    assert {(it.method, it.blindness) for it in found.unnoticed} == {
        ("add", Blindness.EXPECTED_FAILURE)
    }
    _, reason = blindness(found, "add", "change the caller's list")
    assert reason.startswith("expected to fail: PARTICIPANT-GROUP-040, ")
    assert blindness(found, "remove", "drop the write")[0] is None


def test_of_a_plugin_that_passes_not_everything_can_be_expected_to_fail() -> None:
    ids = [it.id for it in SUITES["participant-group"].requirements.values() if not it.core]
    judgement, found = judged(AcmeGroups, expected_failures=expected(*ids))
    assert judgement.verdict is Verdict.DOES_NOT_CONFORM
    assert found.attempts == ()
    assert found.not_run == "AcmeGroups has to pass first"
    assert judgement.exit_code == 1


class DoesNothing(InMemoryMetric):
    gauge = counter = timer = lambda *args, **kwargs: None  # type: ignore[assignment]


def test_a_plugin_that_does_nothing_does_not_pass_at_all() -> None:
    judgement, found = judged(DoesNothing)
    assert judgement.verdict is Verdict.DOES_NOT_CONFORM
    assert found.not_run == "DoesNothing has to pass first"
    assert judgement.exit_code == 1


def test_a_plugin_that_does_nothing_as_expected_is_found_out() -> None:
    judgement, found = judged(DoesNothing, expected_failures=all_known(DoesNothing))
    assert judgement.verdict is Verdict.TOO_MUCH_EXPECTED
    assert judgement.exit_code == 1
    for method in ("gauge", "counter", "timer"):
        assert blindness(found, method, "drop the write")[0] is Blindness.EXPECTED_FAILURE


def test_an_observer_that_lacks_hooks_is_named_and_counts_if_strict() -> None:
    harness = MetricHarness(open=InMemoryMetric, observer=lambda plugin: Gauges(plugin))
    judgement, found = judged(InMemoryMetric, harness)
    assert {it.blindness for it in found.unnoticed} == {Blindness.NOT_OBSERVED}
    cause, reason = blindness(found, "counter", "drop the write")
    assert cause is Blindness.NOT_OBSERVED
    assert reason.startswith("the observer lacks counter_of, timer_of: METRIC-")
    assert blindness(found, "gauge", "drop the write")[0] is None
    assert found.exit_code(strict=False) == judgement.exit_code == 0
    assert found.exit_code(strict=True) == 1


class Gauges:
    """An observer of gauges only."""

    def __init__(self, plugin: InMemoryMetric) -> None:
        self.gauge_of = plugin.gauge_of


def test_a_method_that_is_unsupported_is_not_mutated() -> None:
    class NoTimers(InMemoryMetric):
        timer = unsupported("no timers")

    judgement, found = judged(NoTimers)
    assert {it.method for it in found.attempts} == {"gauge", "counter"}
    assert judgement.exit_code == 0


def test_over_one_backend_nothing_can_leak() -> None:
    shared = AcmeGroups()
    harness = ParticipantGroupHarness(open=lambda: shared, shared_backend=True)
    _, found = judged(AcmeGroups, harness)
    leaks = [it for it in found.attempts if it.mutation == "leak between instances"]
    assert {it.reason for it in leaks} == {"the harness says that all plugins share one backend"}
    assert found.unnoticed == ()


class Sealing(type(InMemoryTerm)):  # type: ignore[misc]
    def __setattr__(cls, name: str, value: object) -> None:
        if name == "get":
            raise TypeError("it is sealed")
        super().__setattr__(name, value)


class SealedTerms(InMemoryTerm, metaclass=Sealing):
    """A class whose methods cannot be replaced."""


def test_a_class_that_takes_no_other_methods_says_so_and_is_not_green() -> None:
    judgement, found = judged(SealedTerms)
    assert judgement.verdict is Verdict.CONFORMS
    assert found.not_run == "SealedTerms cannot be mutated: it is sealed"
    assert judgement.exit_code == 2


def test_nothing_stays_behind() -> None:
    before = dict(vars(AcmeGroups))
    judged(AcmeGroups)
    assert dict(vars(AcmeGroups)) == before
    assert check(AcmeGroups).passed


def test_it_is_asked_for() -> None:
    (judgement,) = check(AcmeGroups).judgements
    assert judgement.self_check is None


def test_the_matrix_is_in_the_json() -> None:
    report = check(InMemoryTerm, self_check=True)
    parsed = json.loads(report.to_json())
    jsonschema.Draft202012Validator(SCHEMA).validate(parsed)
    attempts = parsed["judgements"][0]["self_check"]["attempts"]
    assert {(it["mutation"], it["method"]): it["caught_by"] for it in attempts}[
        "answer stale", "get"
    ].startswith("TERM-")


def test_it_tells_of_each_requirement_so_that_each_has_time_of_its_own() -> None:
    told = list[str]()
    judged(AcmeGroups, progress=lambda _label, what: told.append(what))
    again = {it for it in told if it.startswith("self-check: PARTICIPANT-GROUP-")}
    assert len(again) > 40
