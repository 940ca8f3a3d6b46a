"""Plugins of services that show late what was written."""

import math
import re
from pathlib import Path
from typing import Any, Final

import pytest
from attrs import evolve

from dispatch_interfaces.conformance import Report, Result, check
from dispatch_interfaces.conformance.checker import Options, judge
from dispatch_interfaces.conformance.reports.report import Judgement
from dispatch_interfaces.conformance.requirements.by_interface import SUITES
from dispatch_interfaces.conformance.requirements.stateful.pasted_test import PastedTest
from dispatch_interfaces.conformance.run.harness import count_from
from dispatch_interfaces.conformance.run.layers import Exchange
from dispatch_interfaces.conformance.run.outcomes import Finding
from dispatch_interfaces.conformance.run.profiles import QUICK, Run
from dispatch_interfaces.conformance.run.settling import Settling
from dispatch_interfaces.conformance.run.threads import THREAD
from dispatch_interfaces.conformance.targets import resolve
from dispatch_interfaces.contract import CONTRACTS
from reference_impls import InMemoryParticipantGroup, InMemoryTicket
from tests.author import Author
from tests.conformance.faults import Fault, all_faults
from tests.live.commands import run
from tests.live.late import Clock, late
from tests.references import contracts_with_a_reference

FEW: Final = Run(
    profile=evolve(QUICK, examples=2, steps=8, seconds=120, shrink_seconds=0, threads=2, rounds=1)
)
LATE: Final = ("ticket", "conversation", "storage", "participant-group")
SAMPLED: Final = 40
"""Every so many-eth faulty plugin is taken."""


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The time by which the suite waits."""
    clock = Clock()
    monkeypatch.setattr("dispatch_interfaces.conformance.run.settling.time", clock)
    return clock


def judged(plugin_class: type, interface: str, settle: float, **options: Any) -> Judgement:
    count_from(70_001)  # so that no made up name is like an id
    harness = SUITES[interface].harness(open=plugin_class, settle=settle)
    (target,) = resolve(plugin_class, interface, harness)
    return judge(target, Options(strict=True, run=FEW, **options))


def ends(judgement: Judgement) -> dict[str, Any]:
    """How each requirement ended, and what was found."""
    return {
        it.requirement: (it.result, _unnumbered(f"{it.reason} {found.expected} {found.then}"))
        for it in judgement.outcomes
        if not it.level.searches  # there, chance decides what is found first
        for found in [it.finding or Finding()]
    }


def _unnumbered(text: str) -> str:
    """A text without the numbers in the names that a run makes up."""
    return re.sub(r"\d+", "", text)


@pytest.mark.parametrize("interface", LATE)
def test_what_shows_in_time_conforms(interface: str, clock: Clock) -> None:
    judgement = judged(late(interface, 0.3, clock), interface, settle=1)
    assert judgement.exit_code == 0, judgement.of(Result.FAILED, Result.ERROR, Result.BLOCKED)
    assert not judgement.of(Result.FAILED, Result.ERROR, Result.BLOCKED, Result.NOT_OBSERVED)


@pytest.mark.parametrize("interface", LATE)
def test_what_shows_late_fails_where_the_harness_does_not_say_so(
    interface: str, clock: Clock
) -> None:
    assert judged(late(interface, 0.3, clock), interface, settle=0).of(Result.FAILED)
    assert judged(late(interface, 3, clock), interface, settle=1).of(Result.FAILED)


@pytest.mark.parametrize("interface", LATE)
def test_what_never_shows_is_found_as_without(interface: str, clock: Clock) -> None:
    never = late(interface, math.inf, clock)
    with_it, without = (ends(judged(never, interface, settle)) for settle in (1, 0))
    assert with_it == without
    assert Result.FAILED in {result for result, *_ in without.values()}


@pytest.mark.parametrize("fault", all_faults()[::SAMPLED], ids=str)
def test_no_fault_escapes(fault: Fault, clock: Clock) -> None:
    (target,) = resolve(fault.plugin_class, harness=fault.harness)
    target = evolve(target, harness=evolve(target.harness, settle=0.2))
    profile = evolve(QUICK, seconds=120, shrink_seconds=0)
    judgement = judge(target, Options(strict=True, timeout=5, run=Run(profile=profile)))
    failed = {it.requirement for it in judgement.of(Result.FAILED, Result.ERROR)}
    assert failed == fault.requirements


class RefusesTooLate(InMemoryTicket):
    """Writes the fields that it can before it refuses the others."""

    def update(self, ticket_id: str, *args: Any, **kwargs: Any) -> None:
        for name, value in kwargs.items():
            super().update(ticket_id, *args, **{name: value})


def test_what_must_not_happen_and_shows_late_is_found(clock: Clock) -> None:
    plugin_class = late("ticket", 0.3, clock, base=RefusesTooLate)
    found = judged(plugin_class, "ticket", 1, keyword="TICKET-0").of(Result.FAILED)
    prompt = judged(RefusesTooLate, "ticket", 0, keyword="TICKET-0").of(Result.FAILED)
    assert [it.requirement for it in found] == [it.requirement for it in prompt] != []


def outcomes(report: Report) -> dict[str, tuple[Result, str]]:
    return {it.requirement: (it.result, it.reason) for it in report.judgements[0].outcomes}


@pytest.mark.parametrize("delay", [0.3, math.inf])
def test_a_replay_ends_as_the_run_did_and_does_not_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock, delay: float
) -> None:
    monkeypatch.chdir(tmp_path)
    plugin_class, tape = late("participant-group", delay, clock), Path("run.jsonl")
    harness = SUITES["participant-group"].harness(
        open=plugin_class, settle=1, sandbox=True, calls_per_second=1e6
    )
    recorded = check(plugin_class, harness=harness, profile="live", record=tape)
    now = clock.monotonic()
    replayed = check(plugin_class, harness=harness, replay=tape)
    assert outcomes(replayed) == outcomes(recorded)
    assert recorded.passed is (delay < 1)
    assert clock.monotonic() == now


def test_waiting_is_not_the_plugins_time(author: Author) -> None:
    author(
        acme_late="""
        from dispatch_interfaces.conformance import ParticipantGroupHarness
        from tests.live.late import late

        AcmeGroups = late("participant-group", 0.3)
        harness = ParticipantGroupHarness(open=AcmeGroups, settle=4)
        """
    )
    target = ("acme_late:AcmeGroups", "--harness", "acme_late:harness", "-k", "GROUP-020")
    code, output = run("check", *target, "--timeout", "2")
    assert code == 0, output
    assert "selection passes" in output


@pytest.mark.parametrize("settle", [-1, math.nan, math.inf, "soon", None])
def test_it_is_a_number_of_seconds(settle: Any) -> None:
    harness = SUITES["participant-group"].harness(open=InMemoryParticipantGroup, settle=settle)
    assert harness.problems() == (f"settle is a number of seconds, zero or more: {settle!r}",)
    report = check(InMemoryParticipantGroup, harness=harness, keyword="GROUP-001")
    assert "settle is a number of seconds" in report.judgements[0].outcomes[0].reason


@pytest.mark.parametrize(
    ("interface", "reading"),
    [
        ("storage", {"get", "list", "list_files", "permissions", "user_types", "trashed_drives"}),
        ("task", {"list"}),
        ("oncall", {"get", "pages"}),
        ("workflow", {"get_instance", "instances"}),
        ("document", {"text"}),
    ],
)
def test_which_calls_read(interface: str, reading: set[str]) -> None:
    harness = SUITES[interface].harness
    own = {it.name for it in CONTRACTS[interface].methods if harness.reads("plugin", it.name)}
    assert own | {it for it in harness.hooks() if harness.reads("observer", it)} == reading


@pytest.mark.parametrize("interface", [it.interface for it in contracts_with_a_reference()])
def test_nothing_that_makes_something_only_reads(interface: str) -> None:
    harness = SUITES[interface].harness
    made = [it.rpartition(".") for it in harness.creates]
    assert not [name for by, _, name in made if harness.reads(by or "plugin", name)]


def test_a_thread_waits_for_what_it_wrote_itself_and_for_what_was_there(clock: Clock) -> None:
    harness = SUITES["storage"].harness(open=object, settle=1)
    settling = Settling(harness)
    write, read = (Exchange("STORAGE-020", "plugin", it) for it in ("create", "list"))

    def waited(thread: int, exchange: Exchange) -> float:
        token, before = THREAD.set(thread), clock.monotonic()
        settling.keep(exchange, lambda: None)
        THREAD.reset(token)
        return round(clock.monotonic() - before, 6)

    assert waited(0, read) == 1  # another process may have written before
    assert waited(0, read) == 0
    assert waited(1, write) == 0
    clock.sleep(0.25)
    assert waited(2, read) == 0
    assert waited(1, read) == 0.75
    assert waited(2, write) == 0
    assert waited(0, read) == 1
    assert waited(0, write) == 0
    assert waited(3, read) == 1
    assert settling.waited == 3.75


def test_a_write_that_raised_may_have_written(clock: Clock) -> None:
    settling = Settling(SUITES["storage"].harness(open=object, settle=1))
    clock.sleep(5)

    def fail() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        settling.keep(Exchange("STORAGE-020", "plugin", "create"), fail)
    settling.keep(Exchange("STORAGE-020", "observer", "permissions"), lambda: None)
    assert settling.waited == 1


def test_a_test_to_paste_waits_too() -> None:
    pasted = PastedTest(CONTRACTS["storage"], 0.5, SUITES["storage"].harness.reads)
    pasted.add("plugin", "create", ("drive", []), {})
    pasted.add("plugin", "list", (), {})
    pasted.add("plugin", "list", (), {})
    pasted.add("plugin", "delete", ("drive-1",), {})
    pasted.end("len(plugin.list())", {}, 0)
    pause = "    time.sleep(0.5)  # what was written may show late"
    assert pasted.test("it", []).splitlines() == [
        "import time",
        "",
        "",
        "def test_it():",
        "    plugin.create('drive', [])",
        pause,
        "    plugin.list()",
        "    plugin.list()",
        "    plugin.delete('drive-1')",
        pause,
        "    assert len(plugin.list()) == 0",
    ]
