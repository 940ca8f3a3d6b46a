"""The report of the host edition: identical findings are one, and a screen holds it."""

import threading
import time
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from click.testing import CliRunner
from rich.console import Console

from dispatch_interfaces.cli.command import command
from dispatch_interfaces.conformance.checker import Options, report_of
from dispatch_interfaces.conformance.host.edition import judge_host
from dispatch_interfaces.conformance.reports.line_findings import failures, line_findings
from dispatch_interfaces.conformance.reports.report import Judgement
from dispatch_interfaces.conformance.reports.terminal import print_report
from dispatch_interfaces.conformance.run.outcomes import Result
from reference_impls import InMemoryConversation, InMemoryTag
from tests.host.bridged import BRIDGED, ConfiguredTicket, ParticipantGroup

SCREEN = 60


def printed(*judgements: Judgement) -> list[str]:
    out = StringIO()
    print_report(report_of(Options(), list(judgements)), Console(file=out, width=120))
    return out.getvalue().splitlines()


def _client() -> Any:
    raise LookupError("not configured")


def _calls_client(name: str) -> Callable[..., Any]:
    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        return _client()

    method.__name__ = name
    return method


_NAMES = {it for it in dir(BRIDGED["conversation"]) if it[0] != "_" and it != "get_title"}
Same = type(
    "Same",
    (BRIDGED["conversation"],),
    {
        it: _calls_client(it)
        for it in _NAMES
        if callable(getattr(BRIDGED["conversation"], it)) and it not in ("implementation", "make")
    },
)


def test_identical_findings_are_folded() -> None:
    judgement = judge_host(Same)
    lines = printed(judgement)
    (same,) = [it for it in lines if "the same at" in it]
    assert same.startswith(f"  the same at {len(judgement.of(Result.FAILED))} calls: HOST-CONV")
    assert sum(it.startswith("  raised    LookupError") for it in lines) == 1
    assert sum("in _client" in it for it in lines) == 1


@pytest.mark.parametrize("plugin_class", [Same, InMemoryConversation, *BRIDGED.values()])
def test_a_report_is_no_longer_than_a_screen(plugin_class: type) -> None:
    lines = printed(judge_host(plugin_class))
    assert len(lines) <= SCREEN


def test_what_is_left_out_is_named_or_counted() -> None:
    judgement = judge_host(InMemoryConversation)
    lines = printed(judgement)
    assert any(it.startswith("and ") and it.endswith(" more") for it in lines)
    assert any("findings that --format json lists" in it for it in lines)


def test_one_line_says_what_is_missing_for_all_calls() -> None:
    lines = printed(judge_host(ConfiguredTicket))
    assert sum("it has settings and was given none" in it for it in lines) == 1
    report = report_of(Options(), [judge_host(ConfiguredTicket)])
    ((_, told),) = failures(report)
    assert told.startswith("HOST-TICKET-101, ")


def test_a_pull_request_is_told_once() -> None:
    (found,) = line_findings(report_of(Options(), [judge_host(Same)]))
    assert "the same at " in found.message


class Blocks(InMemoryTag, threading.local):
    """As most plugins of the application, an object of each thread."""

    def get(self) -> Any:
        time.sleep(30)


class BlocksAtOne(ParticipantGroup):
    def add(self, email: str, participants: list[str], role: str = "MEMBER") -> None:
        time.sleep(30)


class BlocksAtOneInThread(BlocksAtOne, threading.local):
    """The same, thread-local."""


def test_a_thread_local_plugin_is_not_waited_for_either() -> None:
    started = time.monotonic()
    found = judge_host(Blocks, timeout=2).outcome("HOST-TAG-101").finding
    assert time.monotonic() - started < 20
    assert found is not None
    assert (found.called, found.outcome) == ("get()", "did not return within 2 s")


@pytest.mark.parametrize("plugin_class", [BlocksAtOne, BlocksAtOneInThread])
def test_one_call_that_blocks_loses_no_other_outcome(plugin_class: type) -> None:
    judgement = judge_host(plugin_class, timeout=2)
    by_method = _by_method(judgement)
    assert by_method.pop("add") == [Result.FAILED, *[Result.BLOCKED] * 5][: len(_adds(judgement))]
    assert set().union(*by_method.values()) == {Result.PASSED}
    blocked = judgement.of(Result.BLOCKED)
    assert all(it.reason.startswith("add did not come back at HOST-PART") for it in blocked)


def _adds(judgement: Judgement) -> list[Any]:
    return [it for it in judgement.outcomes if it.methods == ("add",)]


def _by_method(judgement: Judgement) -> dict[str, list[Result]]:
    found: dict[str, list[Result]] = {}
    for it in judgement.outcomes:
        for method in it.methods:
            found.setdefault(method, []).append(it.result)
    return found


class NeverMade(InMemoryTag):
    def __init__(self) -> None:
        time.sleep(30)


def test_a_class_that_is_never_made_is_waited_for_once() -> None:
    started = time.monotonic()
    judgement = judge_host(NeverMade, timeout=2)
    assert time.monotonic() - started < 20
    assert judgement.outcome("HOST-TAG-001").result is Result.FAILED
    assert judgement.outcome("HOST-TAG-002").result is Result.BLOCKED
    called = judgement.outcome("HOST-TAG-101")
    assert called.result is Result.ERROR
    assert called.reason == "making the plugin did not come to an end at HOST-TAG-001"


class ConfiguredInThread(InMemoryTag, threading.local):
    """Shows the settings that it has, in whichever thread it is called."""

    seen: list[Any] = []  # noqa: RUF012 - to look at

    def get(self) -> Any:
        self.seen.append(self.project_id)
        return []


def test_a_plugin_has_its_project_in_every_thread() -> None:
    judge_host(ConfiguredInThread)
    assert ConfiguredInThread.seen == [1]


def _arguments() -> Iterator[tuple[tuple[str, ...], str]]:
    yield ("--profile", "thorough"), "--profile does not go with --edition host: it makes each call"
    yield ("--seed", "0"), "--seed does not go with --edition host: "
    yield ("--self-check",), "--self-check does not go with --edition host: "
    yield ("--record", "tape.json"), "--record does not go with --edition host: "
    yield ("--replay", "tape.json"), "--replay does not go with --edition host: "
    yield ("--mypy",), "--mypy does not go with --edition host: mypy is asked about the documented"
    yield ("--interface", "tag"), "--interface does not go with --edition host: the application"
    yield ("--level", "shape"), "--edition host has no level shape: --level static reads the class"
    yield ("--plan",), "--plan does not go with --edition host: "


@pytest.mark.parametrize(("given", "told"), list(_arguments()))
def test_an_option_that_means_nothing_is_rejected(given: tuple[str, ...], told: str) -> None:
    arguments = ("check", "reference_impls:InMemoryTag", "--edition", "host", *given)
    result = CliRunner().invoke(command, arguments)
    assert result.exit_code == 2
    assert told in " ".join(result.output.split())


def test_the_keyword_chooses_calls() -> None:
    arguments = ("check", "reference_impls:InMemoryTag", "--edition", "host", "-k", "tag-101")
    result = CliRunner().invoke(command, arguments)
    assert result.exit_code == 2
    assert "1 passed, 12 not run" in result.output
    assert "not selected by -k tag-101" in result.output


def test_pyproject_is_for_the_documented_edition(tmp_path: Any, monkeypatch: Any) -> None:
    text = "[tool.dispatch-interfaces]\nprofile = 'thorough'\nmypy = true\nlevel = 'shape'\n"
    (tmp_path / "pyproject.toml").write_text(text)
    monkeypatch.chdir(tmp_path)
    arguments = ("check", "reference_impls:InMemoryTag", "--edition", "host")
    assert CliRunner().invoke(command, arguments).exit_code == 0
