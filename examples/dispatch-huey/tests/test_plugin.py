"""What the suite does not ask: JSON, approvals, priorities, and how long a run outlives whom."""

import math
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dispatch_huey import HueySettings, HueyWorkflow, Run, Workflows, command
from dispatch_huey.testing import WEBLINK, SqlObserver
from dispatch_interfaces import InvalidRequestError, NotFoundError


def until(seen: Callable[[], bool]) -> None:
    """Wait for another process."""
    end = time.monotonic() + 30
    while not seen():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.01)


def ends(plugin: HueyWorkflow, run_id: str, workflow_id: str = "greet") -> Any:
    """A run, once it is over."""
    until(lambda: plugin.get_instance(workflow_id, run_id)["status"] in ("Completed", "Failed"))
    return plugin.get_instance(workflow_id, run_id)


def work_off(workflows: Workflows) -> None:
    """Be a worker in this process, until the queue is empty."""
    while task := workflows.huey.dequeue():
        workflows.huey.execute(task)


def test_a_run_that_needs_nobody_is_completed(plugin: HueyWorkflow) -> None:
    made = plugin.run("greet", {"host": "web-1"})
    assert made["status"] == "Submitted"
    assert made["weblink"] == f"https://runs.example.com/{made['resource_id']}"
    ended = ends(plugin, made["resource_id"])
    assert ended["status"] == "Completed"
    assert [it["name"] for it in ended["artifacts"]] == ["Hello web-1"]


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"": None, "é\x00": "\U0001f525", "n": -0.5, "big": 2**70},
        {"nested": {"list": [1, [True, None], {"a": "b"}]}},
    ],
)
def test_all_json_arrives(plugin: HueyWorkflow, params: dict[str, Any]) -> None:
    made = ends(plugin, plugin.run("greet", params)["resource_id"])
    assert {it["key"]: it["value"] for it in made["parameters"]} == params


def _loop() -> list[Any]:
    loop: list[Any] = []
    loop.append(loop)
    return loop


@pytest.mark.parametrize(
    "value",
    [
        math.nan,
        math.inf,
        object(),
        {1, 2},
        (1, 2),
        b"bytes",
        {1: "a key that is no text"},
        "half \ud83d",
        _loop(),
    ],
    ids=repr,
)
def test_what_is_not_json_is_rejected(
    plugin: HueyWorkflow, observer: SqlObserver, value: object
) -> None:
    before = observer.instances("greet")
    with pytest.raises(InvalidRequestError):
        plugin.run("greet", {"value": value})
    assert observer.instances("greet") == before


def test_the_number_of_the_application_finds_the_last_run(plugin: HueyWorkflow) -> None:
    runs = [plugin.run("greet", {"workflowInstanceId": 17})["resource_id"] for _ in range(2)]
    assert plugin.find_instance("greet", 17) == runs[1]
    assert plugin.find_instance("greet", 18) is None
    assert plugin.find_instance("restart", 17) is None


def test_a_run_waits_for_its_approval(
    plugin: HueyWorkflow, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_id = plugin.run("restart", {})["resource_id"]
    ends(plugin, plugin.run("greet", {})["resource_id"])  # others begin meanwhile
    assert plugin.get_instance("restart", run_id)["status"] == "Submitted"
    assert command.main(["approve", str(database), run_id]) == 0
    until(lambda: plugin.get_instance("restart", run_id)["status"] == "Running")
    assert command.main(["show", str(database), run_id]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == f"{run_id}: Running"


def test_approving_twice_begins_once(
    plugin: HueyWorkflow, database: Path, observer: SqlObserver
) -> None:
    run_id = plugin.run("restart", {})["resource_id"]
    for _ in range(3):
        assert command.main(["approve", str(database), run_id]) == 0
    observer.add_artifact(run_id, "a document")
    observer.advance(run_id, "Completed")
    assert len(plugin.get_instance("restart", run_id)["artifacts"]) == 1


def test_a_second_wake_up_neither_begins_a_run_nor_waits_for_it(tmp_path: Path) -> None:
    workflows = Workflows(tmp_path / "huey.sqlite")
    begun: list[str] = []

    @workflows.workflow("nested")
    def nested(run: Run) -> None:
        begun.append(run.id)
        work_off(workflows)  # as another worker would, at the same time

    workflows.start()
    plugin = HueyWorkflow(HueySettings(str(tmp_path / "huey.sqlite"), WEBLINK))
    run_id = plugin.run("nested", {})["resource_id"]
    for _ in range(2):
        command.approve(workflows.database, run_id)
    work_off(workflows)
    assert begun == [run_id]
    assert plugin.get_instance("nested", run_id)["status"] == "Completed"


def test_the_command_says_what_is_wrong(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["show", str(database), "nothing"]) == 1
    assert "there is no such run: 'nothing'" in capsys.readouterr().err


def test_the_reason_of_a_failure_is_kept(
    plugin: HueyWorkflow, database: Path, observer: SqlObserver, capsys: pytest.CaptureFixture[str]
) -> None:
    run_id = plugin.run("restart", {})["resource_id"]
    observer.advance(run_id, "Failed")
    assert command.main(["show", str(database), run_id]) == 0
    assert "Failed: RuntimeError: told to fail" in capsys.readouterr().out


def test_another_process_finds_the_run(plugin: HueyWorkflow, database: Path) -> None:
    """Such as the scheduler of the application, after its web server was started anew."""
    run_id = plugin.run("greet", {"workflowInstanceId": 4})["resource_id"]
    code = f"""
from dispatch_huey import HueySettings, HueyWorkflow
plugin = HueyWorkflow(HueySettings({str(database)!r}, {WEBLINK!r}))
print(plugin.get_instance("greet", plugin.find_instance("greet", 4))["resource_id"])
"""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", code]
    told = subprocess.run(command, env=environment, capture_output=True, check=True, text=True)
    assert told.stdout.strip() == run_id


def test_a_higher_priority_begins_first(tmp_path: Path) -> None:
    """In this process, with no worker until all are in the queue."""
    begun: list[str] = []
    workflows = Workflows(tmp_path / "huey.sqlite")

    def note(run: Run) -> None:
        begun.append(run.workflow_id)

    for workflow_id, priority in (("low", 0), ("high", 10), ("middle", 5)):
        workflows.workflow(workflow_id, priority=priority)(note)
    workflows.start()
    plugin = HueyWorkflow(HueySettings(str(tmp_path / "huey.sqlite"), WEBLINK))
    for workflow_id in ("low", "high", "middle"):
        plugin.run(workflow_id, {})
    work_off(workflows)
    assert begun == ["high", "middle", "low"]


def test_a_workflow_that_is_gone_has_no_new_runs_and_keeps_its_old_ones(tmp_path: Path) -> None:
    before = Workflows(tmp_path / "huey.sqlite")
    before.workflow("old")(print)
    before.start()
    plugin = HueyWorkflow(HueySettings(str(tmp_path / "huey.sqlite"), WEBLINK))
    run_id = plugin.run("old", {})["resource_id"]
    after = Workflows(tmp_path / "huey.sqlite")
    after.start()
    with pytest.raises(NotFoundError):
        plugin.run("old", {})
    work_off(after)
    assert plugin.get_instance("old", run_id)["status"] == "Failed"


def test_a_short_name_is_no_document(tmp_path: Path) -> None:
    workflows = Workflows(tmp_path / "huey.sqlite")
    with pytest.raises(InvalidRequestError):
        Run("1", "greet", {}, workflows.database).add_artifact("ab")


@pytest.mark.parametrize("wrong", [{"weblink": "runs.example.com"}, {"timeout": 0}])
def test_settings_that_cannot_be_are_rejected(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        HueySettings(**{"database": "huey.sqlite", "weblink": WEBLINK, **wrong})
