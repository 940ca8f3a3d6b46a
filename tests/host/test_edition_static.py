"""The static level of the host edition: signatures and stubs, and no instance."""

import time
from typing import Any, NoReturn

import pytest
from click.testing import CliRunner

from dispatch_interfaces.cli.command import command
from dispatch_interfaces.conformance.host.edition import HostHarness, judge_host
from dispatch_interfaces.conformance.reports.report import Verdict
from dispatch_interfaces.conformance.run.outcomes import Outcome, Result
from dispatch_interfaces.conformance.run.requirement import Level
from dispatch_interfaces.host.catalogue import CATALOGUE
from reference_impls import InMemoryOncall, InMemoryTag
from tests.host.bridged import BRIDGED, ConfiguredTicket

STATIC = Level.STATIC


def failed(plugin_class: type, level: Level | None = STATIC) -> dict[str, str]:
    judgement = judge_host(plugin_class, level=level)
    return {it.requirement: _told(it) for it in judgement.of(Result.FAILED)}


def _told(outcome: Outcome) -> str:
    assert outcome.finding is not None
    return outcome.finding.outcome or outcome.finding.then


class CannotBeMade(InMemoryTag):
    def __init__(self) -> NoReturn:
        raise AssertionError("made")

    def get(self) -> NoReturn:
        raise AssertionError("called")


def _never(*_args: Any) -> NoReturn:
    raise AssertionError("prepared")


def test_nothing_is_made_and_nothing_called() -> None:
    judgement = judge_host(CannotBeMade, HostHarness(prepare=_never), level=STATIC)
    results = {it.requirement[-3:]: it.result for it in judgement.outcomes}
    assert results.pop("101") is Result.PASSED
    left_out = {number for number, it in results.items() if it is Result.NOT_RUN}
    assert left_out == {"001", "002", "010", "011"}
    assert {it for number, it in results.items() if number not in left_out} == {Result.PASSED}
    assert judgement.verdict is Verdict.NOT_JUDGED


class Base:
    """As a base class of the application."""

    type = "oncall"
    title = "T"
    slug = "t"
    author = "A"
    author_url = "https://example.com"
    description = version = "1"

    def get_title(self) -> str:
        return self.title

    def get(self, service_id: str, **kwargs: Any) -> str:
        """Who is on call."""
        raise NotImplementedError

    def page(self, items: Any, **kwargs: Any) -> None:
        raise NotImplementedError


class Stubs(Base):
    """Has nothing of its own."""

    def page(  # type: ignore[override]
        self,
        service_id: str,
        incident_name: str,
        incident_title: str,
        incident_description: str,
        **kwargs: Any,
    ) -> dict[str, Any]:
        return {}


@pytest.mark.parametrize("level", [STATIC, None])
def test_a_stub_is_found(level: Level | None) -> None:
    found = failed(Stubs, level)
    assert found["HOST-ONCALL-101"] == "raised NotImplementedError: get of Base does nothing else"


def test_a_signature_and_a_missing_method_are_found() -> None:
    found = failed(InMemoryOncall)
    told = set(found.values())
    assert "raised AttributeError: there is no get_schedule_id_from_service_id" in told
    assert any(it.startswith("raised TypeError: got an unexpected keyword argument") for it in told)


class Forwards:
    """Has all methods by `__getattr__`."""

    type = "tag"

    def __getattr__(self, name: str) -> Any:
        return list


def test_what_only_an_object_has_is_not_accused() -> None:
    assert judge_host(Forwards, level=STATIC).outcome("HOST-TAG-101").result is Result.NOT_RUN


@pytest.mark.parametrize("interface", BRIDGED)
def test_no_call_is_a_problem_for_a_bridge(interface: str) -> None:
    judgement = judge_host(BRIDGED[interface], level=STATIC)
    assert [it.requirement for it in judgement.of(Result.FAILED) if it.methods] == []


def test_settings_are_not_asked_for() -> None:
    judgement = judge_host(ConfiguredTicket, level=STATIC)
    assert not judgement.of(Result.ERROR)


def test_it_takes_milliseconds() -> None:
    judge_host(BRIDGED["conversation"], level=STATIC)
    started = time.process_time()
    judge_host(BRIDGED["conversation"], level=STATIC)
    assert time.process_time() - started < 0.5


def test_the_command_has_the_level() -> None:
    name = "tests.host.test_edition_static:CannotBeMade"
    arguments = ("check", name, "--edition", "host", "--level", "static")
    result = CliRunner().invoke(command, arguments)
    assert result.exit_code == 2
    assert "HOST-TAG-002" in result.output
    assert "beyond --level static" in result.output
    assert "AssertionError" not in result.output


def test_ids_are_unique() -> None:
    for found in CATALOGUE.values():
        assert len({id(it) for it in found.calls}) == len(found.calls)
