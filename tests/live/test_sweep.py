"""A check of the live profile that was killed, and what is swept up after it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import pytest

from dispatch_interfaces.conformance.config import PluginConfig
from dispatch_interfaces.conformance.live import ledger
from dispatch_interfaces.conformance.run.created import Created
from tests.author import Author
from tests.live.commands import GROUPS, STORAGE, held, ledgers, others, run
from tests.live.server import Backend

ROOT = Path(__file__).parents[2]


@contextmanager
def running(*target: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A check in a process of its own; killed at the end, as by `kill -9`, with its children."""
    command = "import sys; from dispatch_interfaces.cli import main; main(sys.argv[1:])"
    process = subprocess.Popen(
        [sys.executable, "-c", command, "check", *target, "--profile", "live"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        # A shell has what it starts in the background ignore Ctrl-C.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    try:
        yield process
    finally:
        kill(process)


def kill(process: "subprocess.Popen[bytes]") -> None:
    """Kill a check, and its children, which would live on until they notice."""
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    children = [int(it) for it in listed.read_text().split()] if listed.exists() else []
    process.kill()
    process.wait()
    for it in children:
        with suppress(ProcessLookupError):
            os.kill(it, signal.SIGKILL)
    while any(_lives(it) for it in children):
        time.sleep(0.005)


def _lives(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def wait_until(condition: Callable[[], bool], process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 60
    while not condition():
        assert process.poll() is None, "the check has ended"
        assert time.monotonic() < until, "it takes too long"
        time.sleep(0.005)


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call that was in flight makes nothing any more."""
    monkeypatch.setattr(ledger, "_LATE", 0.0)


def test_killed_in_mid_run(backend: Backend, soon: None) -> None:
    others(backend)
    before = held(backend)
    for _ in range(20):  # it may be between two requirements, when all is removed
        made = backend.count("create")
        with running(*STORAGE) as process:
            wait_until(lambda made=made: backend.count("create") >= made + 40, process)  # type: ignore[misc]
            kill(process)
        if set(held(backend)["drives"]) > set(before["drives"]):
            break
    assert set(held(backend)["drives"]) > set(before["drives"])
    code, output = run("sweep")
    assert code == 0, output
    assert "removed  drive" in output
    assert held(backend) == before
    assert ledgers() == []


def test_killed_between_the_effect_and_the_answer(backend: Backend) -> None:
    others(backend)
    before = held(backend)
    backend.stall_at = 20
    with running(*GROUPS) as process:
        wait_until(backend.stalled.is_set, process)
        kill(process)
    backend.go_on.set()
    unanswered = [args[0] for method, args in backend.calls if method == "create"][-1]
    assert unanswered in held(backend)["groups"].values()
    code, output = run("sweep")
    assert code == 0, output
    assert held(backend) == before
    assert ledgers() == []


def test_a_check_that_still_runs_is_not_swept(backend: Backend) -> None:
    backend.stall_at = 5
    with running(*GROUPS) as process:
        wait_until(backend.stalled.is_set, process)
        was = held(backend)
        code, output = run("sweep")
        assert code == 2
        assert "has not ended" in output
        assert held(backend) == was
        assert len(ledgers()) == 1
    backend.go_on.set()
    assert run("sweep")[0] == 0
    assert held(backend) == {"drives": {}, "groups": {}}


def test_a_ledger_that_was_cut_off_in_a_line(backend: Backend) -> None:
    backend.stall_at = 5
    with running(*GROUPS) as process:
        wait_until(backend.stalled.is_set, process)
    backend.go_on.set()
    (ledger,) = ledgers()
    with ledger.open("a") as file:
        file.write('{"number": 6, "crea')
    assert run("sweep")[0] == 0
    assert held(backend) == {"drives": {}, "groups": {}}


def test_ctrl_c_removes_what_was_made(backend: Backend, soon: None) -> None:
    others(backend)
    before = held(backend)
    with running(*STORAGE) as process:
        wait_until(lambda: backend.count("create") >= 40, process)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
    assert held(backend) == before
    assert run("sweep")[0] == 0  # there is a ledger if a call was in flight
    assert ledgers() == []


def test_what_a_child_made_before_it_died_is_removed(backend: Backend, author: Author) -> None:
    author(
        acme_dies="""
        import os
        from attrs import evolve
        from tests.live.plugins import HttpGroups, groups

        class Dies(HttpGroups):
            def remove(self, email, participants):
                os._exit(0)

        harness = evolve(groups, open=Dies)
        """
    )
    others(backend)
    before = held(backend)
    target = ("acme_dies:Dies", "--harness", "acme_dies:harness", "--profile", "live")
    code, output = run("check", *target)
    assert code == 1, output
    assert "the process with exit status 0" in output, output
    assert held(backend) == before
    assert ledgers() == []


def _late_after(backend: Backend, end: Callable[["subprocess.Popen[bytes]"], None]) -> None:
    """A check over the backend ends while a call is in flight; its effect comes afterwards."""
    others(backend)
    backend.late_at = 5
    before = held(backend)
    with running(*GROUPS) as process:
        wait_until(backend.stalled.is_set, process)
        end(process)
    (ledger,) = ledgers()
    code, output = run("sweep")
    assert code == 1
    assert "its call was never answered, and may still make it: sweep again later" in output
    assert ledgers() == [ledger]
    assert held(backend) == before
    backend.go_on.set()
    late = [args[0] for method, args in backend.calls if method == "create"][4]
    while late not in held(backend)["groups"].values():
        time.sleep(0.005)
    code, output = run("sweep")
    assert code == 0, output
    assert late in output
    assert held(backend) == before
    assert ledgers() == []


def test_what_comes_after_a_kill_and_a_sweep_is_swept(backend: Backend) -> None:
    _late_after(backend, kill)


def test_what_comes_after_ctrl_c_is_swept(backend: Backend) -> None:
    def interrupt(process: "subprocess.Popen[bytes]") -> None:
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130

    _late_after(backend, interrupt)


def test_what_comes_after_the_time_limit_is_reported_and_swept(backend: Backend) -> None:
    backend.late_at = 5
    code, output = run("check", *GROUPS, "--profile", "live", "--timeout", "2")
    assert code == 1
    assert "LEFT BEHIND" in output
    assert "its call was never answered, and may still make it" in output
    backend.go_on.set()
    while not held(backend)["groups"]:
        time.sleep(0.005)
    assert run("sweep")[0] == 0
    assert held(backend) == {"drives": {}, "groups": {}}
    assert ledgers() == []


def test_what_never_came_is_struck_off_after_ten_minutes(
    backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend.late_at = 5
    with running(*GROUPS) as process:
        wait_until(backend.stalled.is_set, process)
        kill(process)
    assert run("sweep")[0] == 1
    monkeypatch.setattr(ledger, "_LATE", 0.0)
    assert run("sweep")[0] == 0
    assert ledgers() == []


WITHOUT_REMOVE = PluginConfig(target=STORAGE[0], harness="tests.live.plugins:without_remove")


@pytest.fixture
def left(backend: Backend) -> Path:
    """A ledger with three drives, after others had made some."""
    others(backend)
    kept = ledger.Ledger(WITHOUT_REMOVE, "di-1")
    for number in range(1, 4):
        name = f"di-1 drive {number}"
        drive = backend.plugins["storage"].create(name, [])
        made = Created("drive", "STORAGE-040", "create", {"name": name}, drive, answered=True)
        kept._note(number, made)
    kept.close()
    (found,) = ledgers()
    return found


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (lambda text: text.replace('"drive-5"', '"drive-1"'), "line 2 is not as it was written"),
        (lambda text: text.replace("di-1 drive 3", "payroll"), "line 4 is not as it was written"),
        (lambda text: "".join(text.splitlines(keepends=True)[1:]), "it is no ledger"),
        (
            lambda text: "".join(text.splitlines(keepends=True)[::2]),
            "line 2 is not as it was written",
        ),
        (lambda text: text.replace("\n", " x\n", 1), "it is no ledger"),
        (lambda text: "\x00" + text, "it is no ledger"),
    ],
)
def test_a_ledger_that_was_changed_removes_nothing(
    backend: Backend, left: Path, changed: Callable[[str], str], told: str
) -> None:
    text, before = left.read_text(), held(backend)
    assert changed(text) != text
    left.write_text(changed(text))
    code, output = run("sweep")
    assert (code, told in output) == (2, True), output
    assert held(backend) == before


def test_a_ledger_without_a_tag_removes_nothing(backend: Backend) -> None:
    empty = ledger.Ledger(WITHOUT_REMOVE, "")
    empty._note(1, Created("drive", "STORAGE-040", "create", {}))
    empty.close()
    code, output = run("sweep")
    assert code == 2
    assert "it has no tag: everything would be taken for ours" in output


def test_a_ledger_of_another_folder_calls_only_what_is_named(
    backend: Backend, left: Path, tmp_path: Path
) -> None:
    before = held(backend)
    foreign = left.rename(tmp_path / left.name)
    code, output = run("sweep", str(foreign))
    assert code == 2
    assert "it is of another folder: name the harness that opens it with --harness" in output
    assert held(backend) == before
    code, output = run("sweep", str(foreign), "--harness", str(WITHOUT_REMOVE.harness))
    assert code == 0, output
    assert held(backend) != before


def test_nobody_else_may_read_a_ledger(left: Path) -> None:
    assert left.stat().st_mode & 0o777 == 0o600


def test_what_was_made_of_parameters_bears_the_tag_in_them() -> None:
    def run(params: dict[str, object]) -> Created:
        return Created("instance", "WORKFLOW-049", "run", {"workflow_id": "1", "params": params})

    assert run({"marker": "marker-di-1-2", "count": 1}).bears("di-1")
    assert run({"of": {"marker": "marker-di-1-2"}}).bears("di-1")
    assert not run({"marker": "marker-di-2-2"}).bears("di-1")


def test_an_id_of_any_kind_can_be_told() -> None:
    made = Created("drive", "STORAGE-040", "create", {"name": "drive 1"}, {"id": {"a": [1]}})
    assert str(made) == "drive 'drive 1', {'a': [1]} (STORAGE-040)"
