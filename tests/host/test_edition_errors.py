"""The host edition: what a bridge answers for is seen, and nobody is accused of what is made up."""

import re
import threading
from collections.abc import Callable
from typing import Any

import pytest

from dispatch_interfaces.conformance.host.causes import causes, told_with_cause
from dispatch_interfaces.conformance.host.edition import HostHarness, judge_host
from dispatch_interfaces.conformance.reports.report import Judgement, Verdict
from dispatch_interfaces.conformance.run.outcomes import Finding, Result
from dispatch_interfaces.conformance.run.requirement import Strength
from dispatch_interfaces.host.bridge.base import answered_errors
from reference_impls import InMemoryContact, InMemoryMonitor, InMemoryTag, InMemoryTask
from tests.host.bridged import BRIDGED, ConfiguredTicket, Oncall
from tests.host.harnesses import CONFIGURATION


def _down(*_args: Any, **_kwargs: Any) -> Any:
    raise RuntimeError("the service is down")


def _raising(interface: str) -> type:
    """A bridge over an implementation of which every method raises."""
    bridge: Any = BRIDGED[interface]
    whole: Any = bridge.implementation
    names = {it for it in dir(whole) if it[0] != "_" and callable(getattr(whole, it))}
    methods = dict.fromkeys((names - {"get_title"}) | set(bridge.needed), _down)
    broken = type("Broken", (whole,), methods)
    return type("BrokenForDispatch", (bridge,), {"implementation": broken})


@pytest.mark.parametrize("interface", BRIDGED)
def test_no_bridge_over_what_always_raises_conforms(interface: str) -> None:
    harness = HostHarness(configuration=CONFIGURATION.get(interface))
    judgement = judge_host(_raising(interface), harness)
    assert any(it.methods and it.strength is Strength.MUST for it in judgement.of(Result.FAILED))


def _finding(judgement: Judgement, requirement: str) -> Finding:
    found = judgement.outcome(requirement).finding
    assert found is not None
    return found


def test_an_error_that_a_bridge_answers_for_says_what_the_application_sees() -> None:
    judgement = judge_host(_raising("metric"))
    assert judgement.verdict is Verdict.DOES_NOT_CONFORM
    found = _finding(judgement, "HOST-METRIC-101")
    assert found.outcome == "raised RuntimeError: the service is down"
    assert found.then.startswith("the application would not notice: ")
    assert "RuntimeError: the service is down" in found.traceback
    assert __file__ in found.source


def test_errors_that_bridges_answer_for_can_be_observed() -> None:
    plugin = _raising("metric")()
    plugin.counter("before")
    with answered_errors() as found:
        plugin.counter("in")
        with answered_errors() as inner:
            plugin.counter("inside")
    plugin.counter("after")
    assert [it.method for it in found] == ["counter"]
    assert [str(it.error) for it in inner] == ["the service is down"]


class TasksThatRaise(InMemoryTask):
    def list(self, file_id: str, lookback: int = 60, **kwargs: Any) -> Any:
        raise RuntimeError("the service is down")


def test_a_list_of_tasks_that_raises_is_not_harmless() -> None:
    judgement = judge_host(TasksThatRaise)
    assert "only the log tells" in _finding(judgement, "HOST-TASK-101").then


def test_a_plugin_with_settings_and_no_configuration_could_not_be_judged() -> None:
    judgement = judge_host(ConfiguredTicket)
    assert judgement.verdict is Verdict.NOT_JUDGED
    (reason,) = {it.reason for it in judgement.of(Result.ERROR)}
    assert reason == (
        "it has settings and was given none: name a --harness, a "
        "HostHarness(configuration={'url': ..., 'token': ...})"
    )
    assert {it.result for it in judgement.outcomes if it.methods} == {Result.ERROR}


class Fields(InMemoryTag):
    """A schema of which nothing is to be entered."""

    class configuration_schema:
        @staticmethod
        def schema() -> dict[str, Any]:
            return {"properties": {}}

        parse_obj = parse_raw = schema


def test_a_schema_without_fields_asks_for_nothing() -> None:
    assert judge_host(Fields).verdict is Verdict.CONFORMS


def _queries(db_session: Any) -> Any:
    return db_session.query(None).filter(None).first()


def _gives_up(db_session: Any) -> Any:
    try:
        return _queries(db_session)
    except AttributeError:
        raise RuntimeError("no such person") from None


def _iterates(db_session: Any) -> Any:
    return list(db_session)


def _swallows(db_session: Any) -> Any:
    return {"fullname": getattr(db_session, "info", {}).get("name", "x")}["weblink"]


@pytest.mark.parametrize("reads", [_queries, _gives_up, _iterates, _swallows])
def test_what_fails_for_a_made_up_session_is_no_finding(reads: Callable[[Any], Any]) -> None:
    class Reads(InMemoryContact):
        def get(self, email: str, db_session: Any = None) -> Any:
            return reads(db_session)

    judgement = judge_host(Reads)
    assert not [it for it in judgement.of(Result.FAILED) if it.methods]
    reasons = [it.reason for it in judgement.of(Result.ERROR)]
    assert reasons
    assert all(it.startswith("an object of the application's own is needed: ") for it in reasons)


class OwnMistake(InMemoryContact):
    def get(self, email: str, db_session: Any = None) -> Any:
        return {"fullname": email}[email]


def test_a_mistake_of_its_own_is_a_finding_still() -> None:
    judgement = judge_host(OwnMistake)
    assert not judgement.of(Result.ERROR)
    assert "KeyError" in _finding(judgement, "HOST-CONTACT-101").outcome


class Retried(Exception):
    """As of a library that tries again, and then gives up."""

    def __init__(self, last_attempt: Any) -> None:
        super().__init__(last_attempt)
        self.last_attempt = last_attempt


class Attempt:
    def __init__(self, error: BaseException) -> None:
        self.error = error

    def exception(self) -> BaseException:
        return self.error


def _caused() -> Exception:
    error = RuntimeError("cannot list")
    error.__cause__ = ValueError("no such key")
    return error


def _loop() -> Exception:
    one, other = ValueError("one"), ValueError("other")
    one.__cause__, other.__cause__ = other, one
    return one


class Hostile(Exception):
    @property
    def last_attempt(self) -> Any:
        raise SystemExit


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (KeyError("x"), "KeyError: 'x'"),
        (Retried(Attempt(KeyError("x"))), "Retried: the last attempt raised KeyError: 'x'"),
        (_caused(), "RuntimeError: cannot list, caused by ValueError: no such key"),
        (_loop(), "ValueError: one, caused by ValueError: other"),
        (Hostile("mine"), "Hostile: mine"),
    ],
)
def test_the_cause_of_an_error_is_told(error: Exception, told: str) -> None:
    assert told_with_cause(error) == told
    assert next(iter(causes(error))) is error


class GivesUp(InMemoryTag):
    def get(self) -> Any:
        raise Retried(Attempt(KeyError("tags")))


def test_a_finding_has_the_cause_of_a_retry_error() -> None:
    found = _finding(judge_host(GivesUp), "HOST-TAG-101")
    assert found.outcome == "raised Retried: the last attempt raised KeyError: 'tags'"


class Constant(InMemoryTag, threading.local):
    def __init__(self) -> None:
        self.scopes = ["https://example.com/auth/read"]


def test_a_constant_container_is_no_state() -> None:
    outcome = judge_host(Constant).outcome("HOST-TAG-011")
    assert outcome.result is Result.PASSED


class OwnLinks(InMemoryMonitor):
    """Fails for a link that its patterns do not find, which the application never passes."""

    def get_matchers(self) -> Any:
        return [re.compile(r"(?P<weblink>https://acme\.example/(?P<id>\d+))")]

    def get_match_status(self, weblink: Any, last_modified: Any = None) -> Any:
        link = weblink["weblink"] if isinstance(weblink, dict) else weblink
        found: Any = self.get_matchers()[0].search(f"<{link}>")
        return {"state": found["id"], "title": "T"}


def test_a_link_that_no_pattern_of_the_plugin_finds_is_no_finding() -> None:
    judgement = judge_host(OwnLinks)
    assert not judgement.of(Result.FAILED)
    (reason,) = {it.reason for it in judgement.of(Result.ERROR)}
    assert "get_matchers() does not find the link" in reason
    known = HostHarness(values={"monitor_weblink": "https://acme.example/7"})
    assert judge_host(OwnLinks, known).verdict is Verdict.CONFORMS


class KnowsNobody(Oncall):
    """Raises for a service that its backend does not know."""

    def get(self, service_id: str | None = None, **kwargs: Any) -> Any:
        raise LookupError(service_id)


def test_a_value_that_the_backend_has_to_know_is_named() -> None:
    found = _finding(judge_host(KnowsNobody), "HOST-ONCALL-101")
    assert found.to_fix.endswith(
        "If the backend has to know it: HostHarness(values={'service_id': ...})."
    )
    known = judge_host(KnowsNobody, HostHarness(values={"service_id": "PQ3X"}))
    assert "HostHarness" not in _finding(known, "HOST-ONCALL-101").to_fix
