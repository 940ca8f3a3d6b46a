"""The search for a sequence of calls that fails, and what the author is shown of it."""

import random
from pathlib import Path
from typing import Any, ClassVar

import pytest
from attrs import evolve

from dispatch_interfaces import GroupRole
from dispatch_interfaces.conformance import ParticipantGroupHarness, Result
from dispatch_interfaces.conformance.requirements.by_interface import REQUIREMENTS
from dispatch_interfaces.conformance.run.outcomes import Outcome
from dispatch_interfaces.conformance.run.profiles import QUICK, Profile, Run
from dispatch_interfaces.conformance.run.runner import Runner
from reference_impls import InMemoryParticipantGroup
from tests.conformance.faults.participant_group import DeletesTheDescriptionOfTheNext

_ANY_SEQUENCE = REQUIREMENTS["PARTICIPANT-GROUP-900"]
_ONCE = evolve(QUICK, examples=10)


def _searched(
    plugin_class: type, *, seed: int = 0, profile: Profile = QUICK, cache: Path | None = None
) -> Outcome:
    harness = ParticipantGroupHarness(open=plugin_class)
    run = Run(profile=profile, seed=seed, cache=cache)
    return Runner(harness, plugin_class, 30, run).outcome_of(_ANY_SEQUENCE)


def _script(outcome: Outcome) -> str:
    assert outcome.result is Result.FAILED
    assert outcome.finding is not None
    return outcome.finding.script


def test_the_shortest_sequence_is_shown_as_a_test_to_paste() -> None:
    assert _script(_searched(DeletesTheDescriptionOfTheNext)) == (
        "def test_participant_group_900():\n"
        f"    from {DeletesTheDescriptionOfTheNext.__module__}"
        " import DeletesTheDescriptionOfTheNext\n"
        "\n"
        "    plugin = observer = DeletesTheDescriptionOfTheNext()\n"
        "    participantgroup_1 = plugin.create('incident', [])\n"
        "    plugin.delete(participantgroup_1['email'])\n"
        "    plugin.create('incident', [], description='')\n"
        "    assert observer.description_of(participantgroup_1['email']) == ''"
    )


def test_what_is_pasted_fails_for_the_faulty_plugin_and_passes_for_a_right_one() -> None:
    script = _script(_searched(DeletesTheDescriptionOfTheNext))
    scope: dict[str, Any] = {}
    exec(script, scope)
    with pytest.raises(AssertionError):
        scope["test_participant_group_900"]()
    exec(script.replace("DeletesTheDescriptionOfTheNext()", "InMemory()"), scope)
    scope["InMemory"] = InMemoryParticipantGroup
    scope["test_participant_group_900"]()


def test_the_same_seed_draws_the_same() -> None:
    class Records(InMemoryParticipantGroup):
        names: ClassVar[list[str]] = []

        def create(self, name: str, *args: Any, **kwargs: Any) -> Any:
            self.names.append(name)
            return super().create(name, *args, **kwargs)

    drawn = []
    for seed in (1, 1, 2):
        Records.names = []
        assert _searched(Records, seed=seed, profile=_ONCE).result is Result.PASSED
        drawn.append(Records.names)
    assert drawn[0] == drawn[1] != drawn[2]


def test_a_failure_says_how_to_draw_it_again() -> None:
    finding = _searched(DeletesTheDescriptionOfTheNext, seed=7).finding
    assert finding is not None
    assert finding.repeat == "--profile quick --seed 7"


def test_a_failing_sequence_is_kept_for_the_next_run(tmp_path: Path) -> None:
    class Counts(DeletesTheDescriptionOfTheNext):
        opened = 0

        def __init__(self) -> None:
            super().__init__()
            Counts.opened += 1

    once = evolve(QUICK, shrink_seconds=0)
    _script(_searched(Counts, cache=tmp_path, profile=once))
    assert list((tmp_path / "examples").iterdir())
    first, Counts.opened = Counts.opened, 0
    _script(_searched(Counts, cache=tmp_path, profile=once, seed=99))
    # Opened for the kept sequence, for its repetition, and to look at the hooks; not for others.
    assert Counts.opened <= 4 < first


def test_when_making_it_shorter_takes_too_long_the_shortest_so_far_is_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = _script(_searched(DeletesTheDescriptionOfTheNext))
    clock = iter(range(10**6))
    monkeypatch.setattr("time.monotonic", lambda: float(next(clock)) / 1000)
    hasty = evolve(QUICK, seconds=10**6, shrink_seconds=0.3)
    cut_short = _script(_searched(DeletesTheDescriptionOfTheNext, profile=hasty))
    assert len(cut_short) >= len(whole)
    assert "assert observer" in cut_short


def test_no_more_sequences_are_begun_when_the_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    class Counts(InMemoryParticipantGroup):
        opened = 0

        def __init__(self) -> None:
            super().__init__()
            Counts.opened += 1

    clock = iter(range(10**6))
    monkeypatch.setattr("time.monotonic", lambda: float(next(clock)))
    assert _searched(Counts, profile=evolve(QUICK, seconds=1)).result is Result.PASSED
    assert Counts.opened <= 3


def test_a_plugin_that_fails_at_times_only_fails() -> None:
    draws = random.Random(0)

    class AtTimes(InMemoryParticipantGroup):
        def add(self, email: str, participants: list[str], role: GroupRole = "MEMBER") -> None:
            super().add(email, participants, role)
            if participants and draws.random() < 0.2:
                super().remove(email, participants)

    assert "plugin.add" in _script(_searched(AtTimes))


def test_a_harness_that_fails_is_no_failure_of_the_plugin() -> None:
    def opens() -> Any:
        raise ConnectionRefusedError("no backend")

    harness = ParticipantGroupHarness(open=opens)
    outcome = Runner(harness, InMemoryParticipantGroup).outcome_of(_ANY_SEQUENCE)
    assert outcome.result is Result.ERROR
    assert "no backend" in outcome.reason


def test_a_method_that_raises_is_shown_with_what_led_to_it() -> None:
    class Raises(InMemoryParticipantGroup):
        def remove(self, email: str, participants: list[str]) -> None:
            if len(participants) > 1:
                raise RuntimeError("only one at a time")
            super().remove(email, participants)

    outcome = _searched(Raises)
    assert _script(outcome).splitlines()[-1].startswith("    plugin.remove(participantgroup_1[")
    assert outcome.finding is not None
    assert "only one at a time" in outcome.finding.then
