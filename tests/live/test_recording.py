"""A run that is written down, and run again without its backend."""

import json
import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dispatch_interfaces import File, InvalidRequestError, NotFoundError, RateLimitedError
from dispatch_interfaces.conformance import Report, Result, check
from dispatch_interfaces.conformance.run.endings import HarnessError, NotObserved
from dispatch_interfaces.conformance.run.layers import Exchange
from dispatch_interfaces.conformance.run.recording import CassetteError, Recording, Replay
from dispatch_interfaces.options import ProfileName
from reference_impls import InMemoryParticipantGroup, InMemoryStorage
from tests.live.commands import GROUPS, STORAGE, run
from tests.live.plugins import HttpGroups, HttpStorage
from tests.live.server import Backend

TAPE = Path("run.jsonl")


def outcomes(report: Report) -> dict[str, tuple[Result, str]]:
    return {it.requirement: (it.result, it.reason) for it in report.judgements[0].outcomes}


@pytest.mark.parametrize(
    ("plugin_class", "harness"),
    [
        pytest.param(HttpStorage, STORAGE[2], id="storage", marks=pytest.mark.slow),
        pytest.param(HttpGroups, GROUPS[2], id="groups"),
    ],
)
def test_a_replay_ends_as_the_run_did(
    backend: Backend, plugin_class: type, harness: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded = check(plugin_class, harness=harness, profile="live", record=TAPE, seed=3)
    calls = len(backend.calls)
    monkeypatch.delenv("ACME_URL")  # opening the plugin would fail
    replayed = check(plugin_class, harness=harness, replay=TAPE)
    assert outcomes(replayed) == outcomes(recorded)
    assert replayed.passed
    assert len(backend.calls) == calls
    assert (replayed.profile, replayed.seed) == ("live", 3)


class Failing(InMemoryParticipantGroup):
    """Has one mistake in every method."""

    class Refused(ValueError):
        """An error of its own."""

    def create(self, name: str, participants: list[str], *args: Any, **kwargs: Any) -> Any:
        if not name.strip():
            raise self.Refused("no name")
        made = super().create(name, participants, *args, **kwargs)
        participants.append("changed@example.com")
        return made

    def add(self, email: str, participants: list[str], role: Any = "MEMBER") -> None:
        super().add(email, participants[:1], role)

    def delete(self, email: str) -> None:
        """Forgets to."""


@pytest.mark.parametrize("profile", ["quick", "live"])
def test_a_replay_fails_as_the_run_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, profile: ProfileName
) -> None:
    from dispatch_interfaces.conformance import ParticipantGroupHarness

    monkeypatch.chdir(tmp_path)
    harness = ParticipantGroupHarness(open=Failing, sandbox=True, calls_per_second=100_000)
    recorded = check(Failing, harness=harness, profile=profile, record=TAPE)
    replayed = check(Failing, harness=harness, replay=TAPE)
    assert outcomes(replayed) == outcomes(recorded)
    failed = recorded.judgements[0].of(Result.FAILED)
    assert len(failed) > 3
    for it in failed:
        again = replayed.judgements[0].outcome(it.requirement).finding
        assert it.finding is not None
        assert again is not None
        assert (again.called, again.expected) == (it.finding.called, it.finding.expected)


def test_the_report_says_that_it_is_a_replay_and_how_old(backend: Backend) -> None:
    run("check", *GROUPS, "--profile", "live", "--record", str(TAPE))
    head, *entries = TAPE.read_text().splitlines()
    then = (datetime.now(UTC) - timedelta(days=3, hours=1)).isoformat(timespec="seconds")
    TAPE.write_text("\n".join([json.dumps({**json.loads(head), "recorded": then}), *entries, ""]))
    code, output = run("check", *GROUPS, "--replay", str(TAPE))
    assert code == 0, output
    assert f"REPLAYED  recorded 3 days ago ({then}); nothing was opened" in output
    replayed = json.loads(run("check", *GROUPS, "--replay", str(TAPE), "--json")[1])["replayed"]
    assert replayed["recorded"] == then
    assert replayed["age"] == pytest.approx(timedelta(days=3, hours=1).total_seconds(), abs=120)


def test_a_recording_of_an_older_suite_says_so(backend: Backend) -> None:
    run("check", *GROUPS, "--profile", "live", "--record", str(TAPE))
    TAPE.write_text(TAPE.read_text().replace("PARTICIPANT-GROUP-020", "PARTICIPANT-GROUP-019"))
    report = check(HttpGroups, harness=GROUPS[2], replay=TAPE)
    outcome = report.judgements[0].outcome("PARTICIPANT-GROUP-020")
    assert outcome.result is Result.ERROR
    assert "record it again" in outcome.reason
    assert report.exit_code == 2


def test_what_is_no_recording_is_refused(backend: Backend) -> None:
    with pytest.raises(CassetteError, match="cannot be read: No such file"):
        Replay(Path("nowhere.jsonl"))
    code, output = run("check", *GROUPS, "--replay", str(TAPE), "--record", str(TAPE))
    assert (code, output) == (2, "error: --record and --replay exclude each other\n")


def test_a_replay_is_not_mutated(backend: Backend) -> None:
    run("check", *GROUPS, "--profile", "live", "--record", str(TAPE))
    code, output = run("check", *GROUPS, "--replay", str(TAPE), "--self-check")
    assert code == 2
    assert "a recording cannot be mutated" in output


def test_a_call_that_did_not_return_does_not_keep_a_replay_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = threading.Event()

    class Hanging(InMemoryParticipantGroup):
        def delete(self, email: str) -> None:
            release.wait(60)

    monkeypatch.chdir(tmp_path)
    recorded = check(Hanging, record=TAPE, keyword="delete_", timeout=2)
    release.set()
    replayed = check(Hanging, replay=TAPE, keyword="delete_", timeout=2)
    assert recorded.judgements[0].of(Result.FAILED)
    assert outcomes(replayed) == outcomes(recorded)


def test_a_replay_says_which_call_ended_the_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("acme_ends.py").write_text(
        "import os\n"
        "from reference_impls import InMemoryParticipantGroup\n"
        "class Ends(InMemoryParticipantGroup):\n"
        "    def delete(self, email): os._exit(0)\n"
    )
    target = ("acme_ends:Ends", "-k", "delete_", "--format", "json")
    code, recorded = run("check", *target, "--record", str(TAPE))
    assert code == 1
    assert "ended the process with exit status 0" in recorded
    code, replayed = run("check", *target, "--replay", str(TAPE))
    assert code == 1
    assert '"outcome": "did not return"' in replayed
    assert "not called like this" not in replayed


def test_what_a_process_was_just_writing_counts_for_nothing(tmp_path: Path) -> None:
    path = tmp_path / TAPE
    with closing(Recording(path, "quick", 1)) as recording:
        recording.layer("acme:Groups", "")
    whole = path.read_text()
    path.write_text(whole + '{"question": 1, "targ')
    with closing(Recording.going_on(path)):
        assert path.read_text() == whole
    assert Replay(path).run.seed == 1


class SlowToList(InMemoryStorage):
    """Listing takes longer than it does of a recording, so that there is time for fewer of it."""

    def list_files(self, drive_id: str, q: str | None = None) -> list[File]:
        time.sleep(0.02)
        return super().list_files(drive_id, q)


def test_a_replay_looks_as_often_as_the_run_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    recorded = check(SlowToList, record=TAPE, keyword="STORAGE-313")
    replayed = check(SlowToList, replay=TAPE, keyword="STORAGE-313")
    assert outcomes(recorded)["STORAGE-313"] == (Result.PASSED, "")
    assert outcomes(replayed) == outcomes(recorded)


def test_a_replay_is_cut_short_where_the_run_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = [0]

    class SlowToOpen(InMemoryParticipantGroup):
        def __init__(self) -> None:
            super().__init__()
            seconds[0] += 10

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("time.monotonic", lambda: float(seconds[0]))
    recorded = check(SlowToOpen, record=TAPE, keyword="GROUP-900")
    opened = seconds[0]
    replayed = check(SlowToOpen, replay=TAPE, keyword="GROUP-900")
    cut_short = (Result.NOT_OBSERVED, "6 of 40 sequences, time was up")
    assert outcomes(recorded)["PARTICIPANT-GROUP-900"] == cut_short
    assert outcomes(replayed) == outcomes(recorded)
    assert seconds[0] == opened


class AcmeError(NotFoundError):
    """An error of an author."""


@pytest.mark.parametrize(
    "error",
    [
        NotFoundError("no group", interface="participant-group", method="add", value="x"),
        RateLimitedError("slow down", retry_after=7),
        InvalidRequestError("no", value=["a"]),
        AcmeError("of mine", value=3),
        KeyError("key"),
        FileNotFoundError(2, "no such file", "acme.txt"),
        SystemExit(3),
        HarnessError("the observer failed"),
        NotObserved("needs an observer with members"),
    ],
    ids=lambda it: type(it).__name__,
)
def test_errors_come_back_as_they_were(tmp_path: Path, error: BaseException) -> None:
    def fail() -> None:
        raise error

    exchange = Exchange("STORAGE-020", "plugin", "get", ("file-1",))
    recording = Recording(tmp_path / "tape", "live", 0)
    with pytest.raises(type(error)):
        recording.layer("acme:Storage", "")(exchange, fail)
    recording.close()
    with pytest.raises(BaseException) as found:  # noqa: PT011 - that is what is looked at below
        Replay(tmp_path / "tape").layer("acme:Storage")(exchange, lambda: None)
    again = found.value
    assert type(again).__name__ == type(error).__name__
    assert type(again).__module__ == type(error).__module__
    assert str(again) == str(error)
    assert again.args == error.args
    assert getattr(again, "retry_after", None) == getattr(error, "retry_after", None)
    assert [it for it in type(again).__mro__ if it.__module__ != type(error).__module__] == [
        it for it in type(error).__mro__ if it.__module__ != type(error).__module__
    ]


def test_changed_arguments_are_changed_again(tmp_path: Path) -> None:
    def change(people: list[str], tags: dict[str, list[int]]) -> None:
        people.append("b")
        tags["x"].append(2)

    recording = Recording(tmp_path / "tape", "quick", 0)
    people, tags = ["a"], {"x": [1]}
    exchange = Exchange("STORAGE-020", "plugin", "create", (people,), {"tags": tags})
    recording.layer("acme", "")(exchange, lambda: change(people, tags))
    recording.close()
    people, tags = ["a"], {"x": [1]}
    exchange = Exchange("STORAGE-020", "plugin", "create", (people,), {"tags": tags})
    assert Replay(tmp_path / "tape").layer("acme")(exchange, lambda: None) is None
    assert (people, tags) == (["a", "b"], {"x": [1, 2]})
