"""What fails only while something else is prepared names something to mend, once."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from dispatch_interfaces import InvalidRequestError, NotFoundError
from dispatch_interfaces.conformance import Case, Result, Verdict, requirements_for
from dispatch_interfaces.conformance.checker import Options, check, judge
from dispatch_interfaces.conformance.config import ExpectedFailure
from dispatch_interfaces.conformance.reports.report import Judgement
from dispatch_interfaces.conformance.requirements.participant_group import ParticipantGroupHarness
from dispatch_interfaces.conformance.run.outcomes import Finding, Outcome
from dispatch_interfaces.conformance.run.preparations import with_preparations
from dispatch_interfaces.conformance.run.requirement import Level, Strength
from dispatch_interfaces.conformance.targets import resolve
from reference_impls import InMemoryConversation, InMemoryParticipantGroup
from tests.report_schema import SCHEMA

_LEVELS = (Level.SHAPE, Level.BEHAVIOUR)


def outcome(requirement: str, result: Result = Result.BLOCKED, **changed: Any) -> Outcome:
    blocked = result is Result.BLOCKED
    values: dict[str, Any] = {
        "requirement": requirement,
        "text": "A rule.",
        "strength": Strength.MUST,
        "level": Level.BEHAVIOUR,
        "methods": ("rename",),
        "result": result,
        "reason": "create raised OSError" if blocked else "",
        "blocked_by": "create" if blocked else "",
        "called": ("create",) if blocked else (),
        "finding": Finding(expected="the call to return"),
    }
    return Outcome(**{**values, **changed})


def failed(*outcomes: Outcome) -> list[str]:
    return [it.requirement for it in with_preparations(outcomes) if it.result is Result.FAILED]


def test_the_first_that_is_blocked_has_failed_where_nothing_else_reports_it() -> None:
    first, second = with_preparations([outcome("STORAGE-020"), outcome("STORAGE-021")])
    assert (first.result, first.reason, first.blocked_by) == (Result.FAILED, "", "create")
    assert first.finding == Finding(expected="the call to return")
    assert (second.result, second.finding) == (Result.BLOCKED, None)
    assert second.reason == "create raised OSError"
    whole = Judgement("acme:Acme", "storage", False, False, (first, second))
    assert whole.causes(second) == ("STORAGE-020",)


def test_one_that_is_about_the_method_comes_first_and_a_lower_level_before_a_higher() -> None:
    about = outcome("STORAGE-030", methods=("create",))
    assert failed(outcome("STORAGE-020"), about) == ["STORAGE-030"]
    higher = outcome("STORAGE-010", level=Level.STATEFUL)
    assert failed(higher, outcome("STORAGE-020")) == ["STORAGE-020"]


@pytest.mark.parametrize(
    "reported",
    [
        outcome("STORAGE-040", Result.FAILED, methods=("create",)),
        outcome("STORAGE-040", Result.FAILED, methods=("create",), expected_failure="known"),
        outcome("STORAGE-040", Result.FAILED, methods=("list",)),
    ],
)
def test_what_another_reports_stays_blocked(reported: Outcome) -> None:
    """Also where it is about what was called before: an id that was made up leads nowhere."""
    blocked = outcome("STORAGE-020", called=("list", "create"))
    assert failed(reported, blocked) == ["STORAGE-040"]
    found = Judgement("acme:Acme", "storage", False, False, (reported, blocked))
    assert found.causes(blocked) == ("STORAGE-040",)


def test_what_does_not_count_reports_nothing_that_does() -> None:
    weak = outcome("STORAGE-040", Result.FAILED, methods=("create",), strength=Strength.SHOULD)
    assert failed(weak, outcome("STORAGE-020")) == ["STORAGE-040", "STORAGE-020"]
    new = outcome("STORAGE-040", Result.FAILED, methods=("create",), preview=True)
    assert failed(new, outcome("STORAGE-020")) == ["STORAGE-040", "STORAGE-020"]
    other = outcome("STORAGE-040", Result.FAILED, methods=("delete",))
    assert failed(other, outcome("STORAGE-020")) == ["STORAGE-040", "STORAGE-020"]


def test_what_waits_for_a_lower_level_is_no_failure() -> None:
    assert failed(outcome("STORAGE-020", blocked_by="", finding=None)) == []


def judged(plugin_class: type, harness: object = None, **options: Any) -> Judgement:
    (target,) = resolve(plugin_class, None, harness)
    return judge(target, Options(level=Level.BEHAVIOUR, **options))


class NoneForBadNames(InMemoryConversation):
    """A create that swallows the error of a bad name."""

    def create(self, name: str, participants: Any, **kwargs: Any) -> Any:
        try:
            return super().create(name, participants, **kwargs)
        except InvalidRequestError:
            return None


def test_an_error_that_is_swallowed_fails_the_requirement_that_asks_for_it() -> None:
    found = judged(NoneForBadNames)
    assert found.verdict is Verdict.DOES_NOT_CONFORM
    (failure,) = found.of(Result.FAILED)
    assert "create" in failure.methods
    assert failure.finding is not None
    assert failure.finding.called.startswith("create(name=")
    assert failure.finding.outcome == "returned None"
    assert failure.finding.expected.endswith(", or an error")
    assert failure.finding.then == "the result is None, not a dict (Conversation)"
    assert "test_preparations.py" in failure.finding.source
    for it in found.of(Result.BLOCKED):
        assert (it.finding, found.causes(it)) == (None, (failure.requirement,))


def test_a_failure_that_is_expected_is_expected_in_a_preparation_too() -> None:
    (failure,) = judged(NoneForBadNames).of(Result.FAILED)
    entry = ExpectedFailure(
        requirement=failure.requirement,
        reason="known",
        link="https://a.example/1",
        expires=date(2999, 1, 1),
    )
    again = judged(NoneForBadNames, expected_failures=(entry,))
    assert [it.expected_failure for it in again.of(Result.FAILED)] == ["known"]
    assert {it.expected_failure for it in again.of(Result.BLOCKED)} == {"known"}


class RaisesForSecond(InMemoryParticipantGroup):
    """Works once for each plugin, and so wherever one group is all that it takes."""

    made = False

    def create(self, *args: Any, **kwargs: Any) -> Any:
        if self.made:
            raise OSError("the line is busy")
        self.made = True
        return super().create(*args, **kwargs)


def test_a_preparation_that_raises_shows_the_call_and_where_it_raised() -> None:
    cases = [it for it in requirements_for(RaisesForSecond) if it.requirement.level in _LEVELS]
    outcomes = (it.runner.outcome_of(it.requirement) for it in cases)
    blocked = next(it for it in outcomes if it.result is Result.BLOCKED)
    assert blocked.finding is not None
    assert blocked.called[0] == "create"
    assert blocked.finding.outcome == "raised OSError: the line is busy"
    needs = f"the call to return, while what {blocked.requirement} needs was prepared"
    assert blocked.finding.expected == needs
    assert blocked.finding.to_fix == "have create do so here, too"
    assert "test_preparations.py" in blocked.finding.source
    assert "the line is busy" in blocked.finding.traceback


class Pretends(InMemoryParticipantGroup):
    """Returns a group, and makes none."""

    def create(self, name: str, *args: Any, **kwargs: Any) -> Any:
        return {"weblink": "https://a.example/1", "email": f"{name}@a.example", "name": name}

    def members(self, email: str) -> Any:
        raise NotFoundError("no such group", interface="participant-group", value=email)


class Keyed:
    """An observer with a dict of its own."""

    def __init__(self, groups: Mapping[str, Any]) -> None:
        self.groups = groups

    def members(self, email: str) -> Any:
        return self.groups[email]

    def description_of(self, email: str) -> Any:
        return self.groups[email]


@pytest.mark.parametrize(
    "harness",
    [
        None,
        ParticipantGroupHarness(open=Pretends, observer=lambda it: it),
        ParticipantGroupHarness(open=Pretends, observer=lambda _: Keyed({})),
    ],
)
def test_what_was_only_pretended_is_said_of_the_plugin(harness: object) -> None:
    found = judged(Pretends, harness)
    assert found.verdict is Verdict.DOES_NOT_CONFORM
    (failure,) = found.of(Result.FAILED)
    assert failure.requirement == "PARTICIPANT-GROUP-001"
    assert failure.finding is not None
    assert failure.finding.called.startswith("create(")
    assert failure.finding.expected == "what create returned to be there"
    assert failure.finding.then.startswith("observer.members('group-")
    assert "have the observer look where create puts it" in failure.finding.to_fix
    reasons = {it.reason for it in found.of(Result.NOT_RUN) if it.level in _LEVELS}
    assert reasons == {"the plugin failed: PARTICIPANT-GROUP-001"}


def raising(error: Exception) -> Callable[[Any], Any]:
    class Broken(Keyed):
        def members(self, email: str) -> Any:
            raise error

    return lambda _: Broken({})


@pytest.mark.parametrize("error", [KeyError("roles"), AttributeError("roles")])
def test_what_only_the_observer_gets_wrong_is_said_of_the_observer(error: Exception) -> None:
    harness = ParticipantGroupHarness(open=InMemoryParticipantGroup, observer=raising(error))
    found = judged(InMemoryParticipantGroup, harness)
    assert (found.verdict, found.of(Result.FAILED)) == (Verdict.NOT_JUDGED, ())
    (failure,) = found.of(Result.ERROR)
    assert failure.reason.startswith("observer.members raised")


class Forgets(InMemoryParticipantGroup):
    """Shows itself members who were never added."""

    def members(self, email: str) -> Any:
        return dict.fromkeys(("ada@example.com", "grace@example.com"), "MEMBER")


def test_what_a_plugin_shows_of_itself_is_said_of_the_plugin() -> None:
    (failure,) = judged(Forgets).of(Result.FAILED)
    assert failure.requirement == "PARTICIPANT-GROUP-001"
    assert failure.finding is not None
    assert failure.finding.then == "it is seen, and never happened"
    apart = ParticipantGroupHarness(open=Forgets, observer=lambda it: it)
    (error,) = judged(Forgets, apart).of(Result.ERROR)
    assert error.reason.startswith("the observer sees member")


def test_the_json_of_what_is_blocked_is_what_the_schema_says() -> None:
    report = json.loads(check(NoneForBadNames, level="behaviour").to_json())
    jsonschema.validate(report, SCHEMA)
    blocked = [it for it in report["judgements"][0]["outcomes"] if it["result"] == "blocked"]
    assert blocked
    assert all(it["finding"] is None and "create" in it["called"] for it in blocked)


def test_a_method_that_was_asked_for_something_else_since_did_not_pretend() -> None:
    class Once(InMemoryParticipantGroup):
        def members(self, email: str) -> Any:
            if len(super().members(email)) > 1:
                raise NotFoundError("no such group", interface="participant-group", value=email)
            return super().members(email)

    errors = judged(Once).of(Result.ERROR)
    assert {it.reason.partition(":")[0] for it in errors} == {
        "observer.members raised NotFoundError"
    }


def test_pytest_expects_what_an_expected_failure_blocks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (failure,) = judged(NoneForBadNames).of(Result.FAILED)
    entry = f'requirement = "{failure.requirement}"\nreason = "known"\n'
    monkeypatch.chdir(tmp_path)
    ended: dict[bool, set[str]] = {}
    for known in (False, True):
        if known:
            text = f"[[tool.dispatch-interfaces.expected_failures]]\n{entry}"
            Path("pyproject.toml").write_text(text)
        cases = requirements_for(NoneForBadNames)
        ended[known] = {str(it) for it in cases if it.requirement.level in _LEVELS and _fails(it)}
    assert failure.requirement in ended[False]
    assert len(ended[False]) > 1
    assert ended[True] == set()


def _fails(case: Case) -> bool:
    try:
        case()
    except (pytest.skip.Exception, pytest.xfail.Exception):  # the second is a failure to pytest
        return False
    except pytest.fail.Exception:
        return True
    return False
