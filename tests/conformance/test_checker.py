import datetime
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from dispatch_interfaces import Drive, GroupRole, unsupported
from dispatch_interfaces.conformance import (
    Judgement,
    ParticipantGroupHarness,
    Result,
    StorageHarness,
    Verdict,
    check,
)
from dispatch_interfaces.conformance.checker import Options, judge
from dispatch_interfaces.conformance.config import ExpectedFailure
from dispatch_interfaces.conformance.run.profiles import QUICK, Run
from dispatch_interfaces.conformance.run.requirement import Level
from dispatch_interfaces.conformance.self_check.attempts import SelfCheck
from dispatch_interfaces.conformance.targets import resolve
from dispatch_interfaces.options import LevelName
from reference_impls import InMemoryMetric, InMemoryParticipantGroup, InMemoryStorage, InMemoryTerm

BRIEF = Run(profile=evolve(QUICK, examples=10, rounds=2, shrink_seconds=0))


class ForgetsMembers(InMemoryParticipantGroup):
    def add(self, email: str, participants: list[str], role: GroupRole = "MEMBER") -> None:
        super().add(email, [], role)


@pytest.mark.parametrize("level", ["static", "shape"])
def test_a_level_that_leaves_requirements_out_judges_nothing(level: LevelName) -> None:
    (judgement,) = check(InMemoryParticipantGroup, level=level).judgements
    assert judgement.verdict is Verdict.NOT_JUDGED
    assert {it.reason for it in judgement.of(Result.NOT_RUN)} == {f"beyond --level {level}"}
    assert {it.level for it in judgement.of(Result.PASSED)} <= {Level.STATIC, Level(level)}


def test_the_static_level_opens_nothing() -> None:
    def opens() -> None:
        raise AssertionError("was opened")

    harness = ParticipantGroupHarness(open=opens)
    (judgement,) = check(InMemoryParticipantGroup, harness=harness, level="static").judgements
    assert len(judgement.of(Result.PASSED)) == 6
    assert judgement.of(Result.ERROR, Result.FAILED) == ()


def test_a_keyword_selects_by_id_and_method_and_says_nothing_of_the_rest() -> None:
    report = check(InMemoryParticipantGroup, keyword="remove")
    (judgement,) = report.judgements
    ran = judgement.of(Result.PASSED)
    assert ran
    assert all("remove" in it.methods or "remove" in it.text.lower() for it in ran)
    assert judgement.verdict is Verdict.SELECTION_PASSES
    assert report.passed


def test_a_keyword_of_one_plugin_selects_nothing_of_another() -> None:
    report = check(InMemoryParticipantGroup, InMemoryTerm, keyword="GROUP-010")
    selection, nothing = (it.verdict for it in report.judgements)
    assert (selection, nothing) == (Verdict.SELECTION_PASSES, Verdict.NOTHING_SELECTED)
    assert report.passed
    assert check(InMemoryTerm, keyword="GROUP-010").exit_code == 2


def test_a_selection_is_not_mutated() -> None:
    report = check(InMemoryTerm, keyword="TERM-010", self_check=True)
    assert report.judgements[0].self_check == SelfCheck(
        not_run="a mutation may show anywhere: leave out the keyword"
    )
    assert report.exit_code == 2


def test_fail_fast_stops_at_what_counts() -> None:
    class ForgetsEveryone(ForgetsMembers):
        def delete(self, email: str) -> None:
            raise ValueError(email)

    (judgement,) = check(ForgetsEveryone, fail_fast=True).judgements
    (failed,) = judgement.of(Result.FAILED)
    stopped = judgement.of(Result.NOT_RUN)
    assert stopped
    assert {it.reason for it in stopped} == {f"stopped at the first failure: {failed.requirement}"}
    assert len(check(ForgetsEveryone, level="behaviour").judgements[0].of(Result.FAILED)) > 1


def test_strict_makes_a_should_count() -> None:
    (lenient,) = check(InMemoryParticipantGroup).judgements
    assert lenient.verdict is Verdict.CONFORMS
    assert check(InMemoryParticipantGroup, strict=True).passed


def test_without_an_observer_behaviour_is_reported_as_not_observed() -> None:
    harness = ParticipantGroupHarness(open=InMemoryParticipantGroup, observer=lambda _: object())
    report = check(InMemoryParticipantGroup, harness=harness)
    (judgement,) = report.judgements
    assert judgement.verdict is Verdict.CONFORMS_WHERE_OBSERVED
    assert "members" in judgement.of(Result.NOT_OBSERVED)[0].reason
    assert judgement.missing_hooks == ("members", "description_of")
    assert report.exit_code == 0
    assert check(InMemoryParticipantGroup, harness=harness, strict=True).exit_code == 1


def test_one_failure_hides_no_other() -> None:
    class BreaksTwice(ForgetsMembers):
        slug = ""

    (judgement,) = check(BreaksTwice).judgements
    failed = {it.requirement for it in judgement.of(Result.FAILED)}
    assert "PARTICIPANT-GROUP-005" in failed
    assert any("add" in it.methods for it in judgement.of(Result.FAILED))
    assert judgement.of(Result.NOT_RUN, Result.ERROR) == ()


def expecting(plugin_class: type, *requirements: str) -> Judgement:
    entries = tuple(
        ExpectedFailure(
            requirement=it, reason="known", link="#7", expires=datetime.date(9999, 1, 1)
        )
        for it in requirements
    )
    (target,) = resolve(plugin_class)
    return judge(target, Options(expected_failures=entries, run=BRIEF))


def test_an_expected_failure_is_shown_and_does_not_count() -> None:
    judgement = expecting(ForgetsMembers)
    failed = [it.requirement for it in judgement.of(Result.FAILED)]
    assert judgement.verdict is Verdict.DOES_NOT_CONFORM
    # Each of the last two levels waits for those below it, and so fails later.
    for _ in range(2):
        found = expecting(ForgetsMembers, *failed).of(Result.FAILED)
        failed = [it.requirement for it in found]
    expected = expecting(ForgetsMembers, *failed)
    assert expected.verdict is Verdict.TOO_MUCH_EXPECTED
    assert [it.expected_failure for it in expected.of(Result.FAILED)] == ["known"] * len(failed)


class Secretive(InMemoryParticipantGroup):
    """Conforms but for one thing."""

    def delete(self, email: str) -> None:
        try:
            super().delete(email)
        except LookupError:
            raise ValueError(email) from None


def test_what_fails_as_expected_spoils_no_strict_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert check(Secretive, strict=True).exit_code == 1
    Path("pyproject.toml").write_text(
        "[[tool.dispatch-interfaces.expected_failures]]\n"
        'requirement = "PARTICIPANT-GROUP-070"\n'
        'reason = "the platform has one error for all"\n'
    )
    report = check(Secretive, strict=True)
    (judgement,) = report.judgements
    assert judgement.verdict is Verdict.CONFORMS
    assert (judgement.told, report.exit_code) == ("conforms, 1 expected failure", 0)


def test_an_expected_failure_that_passes_fails() -> None:
    judgement = expecting(InMemoryParticipantGroup, "PARTICIPANT-GROUP-010")
    assert judgement.verdict is Verdict.DOES_NOT_CONFORM
    finding = judgement.outcome("PARTICIPANT-GROUP-010").finding
    assert finding is not None
    assert finding.to_fix == "take PARTICIPANT-GROUP-010 out of the expected failures"


def test_progress_is_told_of_every_requirement_that_runs() -> None:
    told: list[Any] = []
    (target,) = resolve(InMemoryParticipantGroup)
    options = Options(
        level=Level.STATIC, progress=lambda label, requirement: told.append((label, requirement))
    )
    judge(target, options)
    assert told == [
        (target.label, f"PARTICIPANT-GROUP-00{number}") for number in (2, 3, 4, 5, 7, 9)
    ]


def test_nothing_to_check_is_an_error() -> None:
    with pytest.raises(Exception, match="nothing to check"):
        check()


class Delegating:
    """Hands everything on that it does not have itself."""

    title, slug, type = "Delegating", "delegating", "metric"
    author, author_url = "Acme", "https://acme.example"

    def __init__(self) -> None:
        self.inner = InMemoryMetric()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


class DelegatingBadly(Delegating):
    def __getattr__(self, name: str) -> Any:
        if name == "timer":
            raise AttributeError(name)
        return super().__getattr__(name)


def test_methods_that_only_an_object_has_are_judged_by_calling_them() -> None:
    good, bad = check(Delegating, DelegatingBadly).judgements
    assert good.verdict is Verdict.CONFORMS
    assert bad.verdict is Verdict.DOES_NOT_CONFORM
    assert bad.outcome("METRIC-002").result is Result.PASSED
    (failed,) = bad.of(Result.FAILED)
    assert failed.methods == ("timer",)
    assert failed.finding is not None
    assert failed.finding.then == "it is missing"


class ByHand(InMemoryStorage):
    """Its platform has drives, but only people make them."""

    slug = "by-hand"
    create = unsupported("drives are made by hand")


def test_drives_that_the_plugin_cannot_make_are_made_by_the_harness() -> None:
    assert check(ByHand).judgements[0].counts()[Result.NOT_OBSERVED] > 100

    def make_drive(plugin: ByHand, name: str, participants: list[str]) -> Drive:
        return InMemoryStorage.create(plugin, name, participants)

    harness = StorageHarness(open=ByHand, make_drive=make_drive)
    (judgement,) = check(ByHand, harness=harness).judgements
    assert judgement.verdict is Verdict.CONFORMS_WHERE_OBSERVED
    assert judgement.counts()[Result.PASSED] > 100
    assert {it.methods for it in judgement.of(Result.UNSUPPORTED)} == {("create",)}
