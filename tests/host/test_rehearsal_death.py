"""Of a rehearsal whose plugin ends the process, all that was played until then is told."""

import json
import os
import re
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dispatch_interfaces.cli.command import command
from dispatch_interfaces.conformance.supervisor import rehearsing
from dispatch_interfaces.conformance.supervisor.messages import structured
from dispatch_interfaces.host.calls import Severity
from dispatch_interfaces.host.rehearsal import GOOD, Rehearsal, State, rehearse
from reference_impls import bridged

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


class Leaving(bridged.Document):
    """One that ends the process at the first document of a review, which are made late."""

    def update(self, document_id: Any, /, **values: Any) -> None:
        if "stable_at" in values:
            os._exit(3)
        super().update(document_id, **values)


class Hanging(bridged.Workflow):
    """One that lets no other thread run when it is asked how a run stands."""

    def get_workflow_instance(self, *_args: Any, **_given: Any) -> Any:
        re.match(r"(a+)+$", "a" * 64 + "b")


class Killed(bridged.Ticket):
    """One that is killed when the first ticket is deleted, in the last act but one."""

    def delete(self, ticket_id: str) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


class Blind(bridged.Storage):
    """One that ends the process when it is looked what it has."""

    class implementation(bridged.Drives):
        def list_files(self, *_args: Any, **_kwargs: Any) -> Any:
            os._exit(4)


class Unmakeable(bridged.Ticket):
    """One that ends the process when it is made."""

    def __init__(self) -> None:
        os._exit(5)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    monkeypatch.setattr(rehearsing, "_MORE", 2.0)
    return lambda *arguments: CliRunner().invoke(command, ["rehearse", *arguments])


def rehearsed(run: Callable[..., Any], plugin: type, *arguments: str) -> Rehearsal:
    found = run(f"{__name__}:{plugin.__name__}", "--json", *arguments)
    told = json.loads(found.output)
    assert told.pop("exit_code") == found.exit_code == 1
    assert told.pop("verdict")
    return structured(told, Rehearsal)


@pytest.mark.parametrize(
    ("plugin", "method", "name", "how"),
    [
        (Leaving, "update", "incident: create stable", "ended the process with exit status 3"),
        (Hanging, "get_workflow_instance", "workflow: ask how the run stands", "within 4 s"),
        (
            Killed,
            "delete",
            "process: the second deletes the incident of the first",
            "ended the process by SIGKILL",
        ),
    ],
)
def test_a_death_loses_nothing(
    run: Callable[..., Any], plugin: type, method: str, name: str, how: str
) -> None:
    found = rehearsed(run, plugin, "--timeout", "2" if plugin is Hanging else "30")
    whole = rehearse()
    assert found.verdict.startswith(f"stops half-way in *{name}*: {plugin.type}.{method} ")  # type: ignore[attr-defined]
    assert how in found.verdict
    assert {it.type for it in found.players} == {it.type for it in whole.players}
    assert [it.type for it in found.players if it.mine] == [plugin.type]  # type: ignore[attr-defined]

    before, died = found.steps[:-1], found.steps[-1]
    assert [it.name for it in before] == [it.name for it in whole.steps][: len(before)]
    assert [len(it.calls) for it in before] == [len(it.calls) for it in whole.steps[: len(before)]]
    assert all(it.state is State.PASSED for it in before)
    names = [it.name for it in whole.acts]
    assert [it.name for it in found.acts] == names[: len(found.acts)]
    for act, of in zip(found.acts[:-1], whole.acts, strict=False):
        assert len(act.steps) == len(of.steps)

    assert (died.name, died.state) == (name, State.FAILED)
    last = died.calls[-1]
    assert (last.method, last.severity, last.mine) == (method, Severity.ABORTS, True)
    assert how in last.answer
    assert all(it.answer.startswith("returned") for it in died.calls[:-1])


def test_where_it_hangs_is_told(run: Callable[..., Any]) -> None:
    assert f"({__file__}:" in rehearsed(run, Hanging, "--timeout", "2").verdict


def test_a_death_at_the_end(run: Callable[..., Any]) -> None:
    found = rehearsed(run, Blind)
    assert (
        found.verdict == "fails in *how it ended*: the plugin ended the process with exit status 4"
    )
    assert len(found.steps) == len(rehearse().steps) + 1


def test_a_death_before_the_first_step(run: Callable[..., Any]) -> None:
    found = run(f"{__name__}:Unmakeable")
    assert found.exit_code == 2
    assert "cannot be rehearsed: the plugin ended the process with exit status 5" in found.output


def test_a_death_in_the_terminal_and_on_the_page(run: Callable[..., Any], tmp_path: Path) -> None:
    page = tmp_path / "rehearsal.html"
    found = run(f"{__name__}:Killed", "--html", str(page))
    assert "passed  incident: create" in found.output
    assert "failed  process: the second deletes the incident" in found.output
    assert "ended the process by SIGKILL" in found.output
    text = page.read_text("utf-8")
    assert GOOD not in text
    assert text.count('<tr class="step"') > 100
    assert "ended the process by SIGKILL" in text
    assert "It did not come to that" in text
