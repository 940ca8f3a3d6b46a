"""``dispatch-interfaces rehearse``, in a process that may die."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dispatch_interfaces.cli.command import command
from dispatch_interfaces.host.rehearsal import GOOD
from reference_impls import bridged


class Deadly(bridged.Document):
    """One that ends the process."""

    def update(self, *_args: Any, **_kwargs: Any) -> None:
        os._exit(3)


class Raising(bridged.Ticket):
    """One that fails with text that would look like an order to the service that runs a job."""

    def update(self, *_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError("\x1b[2J::error::no")


@pytest.fixture
def run() -> Any:
    return lambda *arguments: CliRunner().invoke(command, ["rehearse", *arguments])


def test_what_is_good(run: Any) -> None:
    found = run("reference_impls.bridged:Ticket")
    assert found.exit_code == 0
    assert GOOD in found.output
    assert "passed  incident: create" in found.output


def test_what_fails_is_told_with_its_calls(run: Any) -> None:
    found = run(f"{__name__}:Raising")
    assert found.exit_code == 1
    assert "fails in *incident: create*: ticket.update raised RuntimeError" in found.output
    assert "\x1b" not in found.output
    assert "ticket.create(1, 'Orders are late: incident'" in found.output


def test_a_page(run: Any, tmp_path: Path) -> None:
    page = tmp_path / "rehearsal.html"
    assert run("reference_impls.bridged:Ticket", "--html", str(page)).exit_code == 0
    assert GOOD in page.read_text(encoding="utf-8")


def test_json(run: Any) -> None:
    found = run("reference_impls.bridged:Ticket", "--without", "email", "--flaky", "7", "--json")
    told = json.loads(found.output)
    assert told["exit_code"] == found.exit_code == 1
    assert (told["without"], told["seed"]) == (["email"], 7)


def test_a_plugin_that_ends_the_process(run: Any) -> None:
    found = run(f"{__name__}:Deadly")
    assert found.exit_code == 1
    verdict = "stops half-way in *incident: create*: document.update ended the process with exit"
    assert verdict in found.output


@pytest.mark.parametrize(
    "arguments", [(), ("acme.nowhere",), ("reference_impls.bridged", "--installed"), ("json",)]
)
def test_what_cannot_be_rehearsed(run: Any, arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2
