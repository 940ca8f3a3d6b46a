"""The search for a sequence of calls that fails, and what the author is shown of it."""

import importlib
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import pytest
from attrs import evolve

from dispatch_interfaces import GroupRole
from dispatch_interfaces.conformance import ParticipantGroupHarness, Result, check
from dispatch_interfaces.conformance.requirements.by_interface import REQUIREMENTS
from dispatch_interfaces.conformance.run.outcomes import Outcome
from dispatch_interfaces.conformance.run.profiles import QUICK, Profile, Run
from dispatch_interfaces.conformance.run.runner import Runner
from reference_impls import InMemoryParticipantGroup
from tests.author import Author
from tests.conformance.faults.participant_group import DeletesTheDescriptionOfTheNext

_ANY_SEQUENCE = REQUIREMENTS["PARTICIPANT-GROUP-900"]
_ONCE = evolve(QUICK, examples=10)
_PATIENT = evolve(QUICK, shrink_seconds=600)
"""Made as short as can be, also on a busy machine."""


def _searched(
    plugin_class: type, *, seed: int = 0, profile: Profile = _PATIENT, cache: Path | None = None
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


ACME = """
from contextlib import contextmanager
from dispatch_interfaces.conformance import ParticipantGroupHarness
from tests.conformance.faults.participant_group import DeletesTheDescriptionOfTheNext

class AcmeGroups(DeletesTheDescriptionOfTheNext):
    def __init__(self, url):
        super().__init__()
        self.closed = False

class Observer:
    def __init__(self, plugin):
        assert not plugin.closed
        self.members, self.description_of = plugin.members, plugin.description_of

@contextmanager
def opened():
    plugin = AcmeGroups("https://acme.example")
    yield plugin
    plugin.closed = True

def make() -> AcmeGroups:
    return AcmeGroups("https://acme.example")

harness = ParticipantGroupHarness(open=opened, observer=Observer)
def make_harness():
    return harness
"""


@pytest.mark.parametrize(
    ("target", "harness"),
    [
        ("acme:AcmeGroups", lambda acme: "acme:harness"),
        ("acme:AcmeGroups", lambda acme: "acme:make_harness"),
        ("acme:AcmeGroups", lambda acme: acme.harness),
        ("acme:AcmeGroups", lambda acme: acme.make_harness),
        ("acme:make", lambda acme: None),
    ],
    ids=["named", "made-by-name", "passed", "made", "factory"],
)
def test_what_is_pasted_opens_the_plugin_as_the_author_does(
    author: Author, target: str, harness: Callable[[Any], object]
) -> None:
    author(acme=ACME)
    acme = importlib.import_module("acme")
    report = check(target, harness=harness(acme), keyword="GROUP-900", mypy=False)
    script = _script(report.judgements[0].outcome("PARTICIPANT-GROUP-900"))
    scope: dict[str, Any] = {}
    exec(script, scope)
    with pytest.raises(AssertionError):
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


class Slow(InMemoryParticipantGroup):
    """Takes as long as one of its seconds says: by its own clock, so that no test has to wait."""

    now: ClassVar[float] = 0.0
    to_open: ClassVar[float] = 0.0
    to_create: ClassVar[float] = 0.0
    calls: ClassVar[list[tuple[Any, ...]]] = []

    def __init__(self) -> None:
        super().__init__()
        Slow.now += self.to_open
        Slow.calls.append(())

    def create(self, *args: Any, **kwargs: Any) -> Any:
        Slow.now += self.to_create
        Slow.calls.append(args)
        return super().create(*args, **kwargs)

    def members(self, email: str) -> Any:
        Slow.calls.append((email,))
        return super().members(email)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> type[Slow]:
    for name, value in {"now": 0.0, "to_open": 0.0, "to_create": 0.0, "calls": []}.items():
        monkeypatch.setattr(Slow, name, value)
    monkeypatch.setattr("time.monotonic", lambda: Slow.now)
    return Slow


def test_what_the_time_cuts_short_is_not_observed(slow: type[Slow]) -> None:
    slow.to_open = 1
    outcome = _searched(slow, profile=evolve(QUICK, seconds=12))
    assert outcome.result is Result.NOT_OBSERVED
    assert outcome.reason == "12 of 40 sequences, time was up"


def test_the_time_cuts_a_sequence_short_too(slow: type[Slow]) -> None:
    slow.to_create = 3600
    outcome = _searched(slow)
    assert outcome.result is Result.NOT_OBSERVED
    assert outcome.reason == "0 of 40 sequences, time was up"


def test_what_so_many_calls_cut_short_is_not_observed() -> None:
    outcome = _searched(InMemoryParticipantGroup, profile=evolve(QUICK, calls=2000))
    assert outcome.result is Result.NOT_OBSERVED
    assert re.fullmatch(r"[12]\d of 40 sequences, 2,000 calls were made", outcome.reason)


def test_a_failure_counts_whatever_the_time(slow: type[Slow]) -> None:
    class SlowAndWrong(DeletesTheDescriptionOfTheNext):
        def __init__(self) -> None:
            super().__init__()
            Slow.now += 1

    found = _searched(SlowAndWrong, profile=evolve(QUICK, seconds=39, shrink_seconds=0))
    assert found.result is Result.FAILED


def test_a_slow_machine_tries_the_same(slow: type[Slow]) -> None:
    assert _searched(slow, profile=_ONCE).result is Result.PASSED
    calls, slow.calls = list(slow.calls), []
    slow.to_open = slow.to_create = 0.05
    assert _searched(slow, profile=_ONCE).result is Result.PASSED
    assert slow.calls == calls


@pytest.mark.parametrize("examples", [1, 12])
def test_there_are_as_many_sequences_as_the_profile_says(slow: type[Slow], examples: int) -> None:
    assert _searched(slow, profile=evolve(QUICK, examples=examples)).result is Result.PASSED
    opened = slow.calls.count(())
    assert opened == examples + 1  # and one to look at the hooks


def test_a_step_rereads_what_it_was_about(slow: type[Slow]) -> None:
    assert _searched(slow, profile=_ONCE).result is Result.PASSED
    read = sum(len(it) == 1 for it in slow.calls)
    # The group of the step and one other; all of them at the end of the sequence only.
    assert read < 2.5 * _ONCE.examples * _ONCE.steps


class ForgetsTheOldest(InMemoryParticipantGroup):
    """The third group takes the members of the first with it."""

    def create(self, *args: Any, **kwargs: Any) -> Any:
        made = super().create(*args, **kwargs)
        if len(self._groups) == 3:
            first = next(iter(self._groups))
            self.remove(first, [*self.members(first)])
        return made


def test_what_a_step_was_not_about_is_found_and_shown() -> None:
    *calls, last = _script(_searched(ForgetsTheOldest)).splitlines()
    assert calls[-1].startswith("    participantgroup_3 = plugin.create(")
    assert last.startswith("    assert dict(observer.members(participantgroup_1['email'])) ==")


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
