"""The host edition of a check: every mistake is found, and says what it costs."""

import inspect
import json
import threading
import time
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from dispatch_interfaces.cli.command import command
from dispatch_interfaces.conformance.host.edition import HostHarness, judge_host
from dispatch_interfaces.conformance.reports.report import Judgement
from dispatch_interfaces.conformance.run.outcomes import Finding, Result
from dispatch_interfaces.host.calls import Reads, ResultKind, Severity
from dispatch_interfaces.host.catalogue import CATALOGUE
from dispatch_interfaces.host.results import change, problems
from reference_impls import InMemoryContact, InMemoryTag
from tests.host.bridged import Conversation, ParticipantGroup, Task, Ticket
from tests.host.harnesses import harness_of
from tests.report_schema import SCHEMA


def finding(judgement: Judgement, requirement: str) -> Finding:
    found = judgement.outcome(requirement)
    assert found.result is Result.FAILED
    assert found.finding is not None
    return found.finding


class Tags(InMemoryTag):
    """Right as it is."""

    slug = "tags"


class NeedsArguments(Tags):
    def __init__(self, url: str) -> None:
        super().__init__()


class WorksOnce(Tags):
    made = 0

    def __init__(self) -> None:
        super().__init__()
        type(self).made += 1
        if type(self).made > 2:
            raise RuntimeError("already connected")


class NoTitle(Tags):
    title = None  # type: ignore[assignment]


class NoSlug(Tags):
    slug = ""


class NoAuthor(Tags):
    author = None  # type: ignore[assignment]


class NoAddress(Tags):
    author_url = None  # type: ignore[assignment]


class ConfiguredAlready(Tags):
    configuration = {"url": "https://acme.example"}  # noqa: RUF012 - the mistake


class WrongSchema(Tags):
    configuration_schema = {"url": "string"}  # noqa: RUF012 - the mistake


class RemembersPerThread(Tags, threading.local):
    def __init__(self) -> None:
        super().__init__()
        self.tokens: dict[str, str] = {}


def _nested() -> type:
    class Nested(Tags):
        pass

    return Nested


@pytest.mark.parametrize(
    ("plugin_class", "number", "told"),
    [
        (NeedsArguments, 1, "missing 1 required positional argument"),
        (WorksOnce, 2, "already connected"),
        (_nested(), 3, "cannot be imported"),
        (NoTitle, 4, "title is None: no plugin can be looked up any more, of any type"),
        (NoSlug, 5, "slug is ''"),
        (NoAuthor, 7, "the list of plugins cannot be shown, and no project be created"),
        (NoAddress, 8, "author_url is None"),
        (ConfiguredAlready, 9, "what a project has entered is not what is used"),
        (WrongSchema, 10, "configuration_schema has no schema, parse_obj, parse_raw"),
        (RemembersPerThread, 11, "tokens of the object is empty in every other thread"),
    ],
)
def test_what_the_machinery_trips_over(plugin_class: type, number: int, told: str) -> None:
    judgement = judge_host(plugin_class)
    assert told in finding(judgement, f"HOST-TAG-{number:03d}").then


def test_a_class_without_a_type_is_not_judged() -> None:
    with pytest.raises(LookupError, match="no type that the application calls"):
        judge_host(int)


def test_a_plugin_that_is_right() -> None:
    judgement = judge_host(Tags)
    assert [it.finding for it in judgement.outcomes if it.finding] == []


def _tags_that(answer: Callable[[], Any]) -> type:
    class Changed(Tags):
        def get(self) -> Any:
            return answer()

    return Changed


def _raise() -> Any:
    raise RuntimeError("computer says no")


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (lambda: None, "returned None"),
        (_raise, "raised RuntimeError: computer says no"),
        (lambda: 7, "TypeError: 'int' object is not iterable"),
        (lambda: [{"name": "x"}], "KeyError: 'tag_type'"),
        (lambda: [{"tag_type": "Region"}], "ValidationError: the result[0]['tag_type'] is"),
        (lambda: ["x"], "AttributeError: the result[0] is str, not a dict"),
        (
            lambda: [{"tag_type": {"name": "Region"}, "project": {"name": "default"}}],
            "TypeError: the result[0] has 'project', which the application passes itself",
        ),
    ],
    ids=["none", "raises", "not iterable", "key missing", "wrong type", "no dict", "project"],
)
def test_what_a_call_trips_over(answer: Callable[[], Any], outcome: str) -> None:
    found = finding(judge_host(_tags_that(answer)), "HOST-TAG-101")
    assert outcome in found.outcome
    wanted = "the job ends for all other projects of the organisation (tag/scheduled.py:43)"
    assert found.then == wanted


class NoWeblink(InMemoryContact):
    """As the application's own for somebody unknown."""

    def get(self, email: str, db_session: Any = None) -> Any:
        return {"fullname": email, "email": email}


def test_a_weblink_is_needed_of_whoever_is_assigned_a_role_and_of_nobody_else() -> None:
    judgement = judge_host(NoWeblink)
    (failed,) = [it.finding for it in judgement.outcomes if it.finding]
    assert "KeyError: 'weblink'" in failed.outcome
    assert failed.then == "the update of the incident stops half-way (incident/flows.py:907)"


class TasksWithTheirIncident(Task):
    def list(self, file_id: str, lookback: int = 60, **kwargs: Any) -> Any:
        return [{"resource_id": "task-1", "incident": {"id": 7}}]


def test_a_task_that_has_its_incident_is_found() -> None:
    found = finding(judge_host(TasksWithTheirIncident, harness_of("task")), "HOST-TASK-101")
    assert "TypeError: the result[0] has 'incident'" in found.outcome
    assert "items without incident" in found.expected


def test_a_call_that_hangs_is_not_waited_for() -> None:
    judgement = judge_host(_tags_that(lambda: time.sleep(30)), timeout=2)
    assert finding(judgement, "HOST-TAG-101").outcome == "did not return within 2 s"


class Loses(Conversation):
    """Makes a channel, and keeps its address to itself."""

    def create(self, name: str) -> dict[str, Any]:
        made = super().create(name)
        del made["weblink"]
        return made


def test_the_cost_is_said_in_plain_words() -> None:
    judgement = judge_host(Loses, harness_of("conversation"))
    found = finding(judgement, "HOST-CONVERSATION-101")
    assert "KeyError: 'weblink'" in found.outcome
    assert found.then == "incident creation stops half-way (conversation/flows.py:204)"
    assert "a dict with id (str), weblink (str)" in found.expected


class KeepsItsList(ParticipantGroup):
    """Answers None where the application looks somebody up."""

    def list(self, email: str) -> Any:
        return None


def test_a_method_that_is_missing_and_a_parameter_that_is_not_taken() -> None:
    judgement = judge_host(Ticket.implementation)
    created = finding(judgement, "HOST-TICKET-101")
    assert created.outcome.startswith("raised TypeError: ")
    missing = finding(judgement, "HOST-TICKET-104")
    assert missing.outcome == "raised AttributeError: there is no create_case_ticket"
    listed = judge_host(KeepsItsList, harness_of("participant-group"))
    assert finding(listed, "HOST-PARTICIPANT-GROUP-102").outcome == "returned None"


def _forgets(_plugin: Any) -> Any:
    return dict[str, Any]()["no such key"]


def test_a_plugin_that_cannot_be_made_ready_is_not_judged() -> None:
    judgement = judge_host(Tags, HostHarness(prepare=_forgets))
    outcome = judgement.outcome("HOST-TAG-101")
    assert outcome.result is Result.ERROR
    assert "KeyError: 'no such key'" in outcome.reason


@pytest.mark.parametrize(
    ("reads", "result", "problem"),
    [
        (Reads(result=ResultKind.STR), 7, "ValidationError: the result is int, not str"),
        (
            Reads(result=ResultKind.STR, one_of=("a", "b")),
            "c",
            "the result is 'c', none of 'a', 'b'",
        ),
        (
            Reads(result=ResultKind.CONTAINER),
            7,
            "TypeError: argument of type 'int' is not iterable",
        ),
        (Reads(result=ResultKind.TUPLE, length=2), (1, 2, 3), "has 3 parts to unpack, not 2"),
        (Reads(result=ResultKind.TUPLE, length=2, mutates=True), ((), []), "is tuple, not a list"),
        (Reads(result=ResultKind.OBJECT, needs={"email": str}), 7, "without 'email'"),
        (
            Reads(result=ResultKind.DICT, takes={"id": str}),
            {"id": 7},
            "the result['id'] is 7, not str",
        ),
        (Reads(result=ResultKind.DICT, one_of=("Open",)), {"status": "open"}, "none of 'Open'"),
    ],
)
def test_what_a_result_is_good_for(reads: Reads, result: Any, problem: str) -> None:
    (found,) = problems(reads, result)
    assert problem in found or (
        reads.result is ResultKind.CONTAINER
        and found.startswith("TypeError: argument of type 'int'")
    )


def test_a_result_is_changed_as_the_application_does() -> None:
    record: dict[str, Any] = {"id": "1"}
    people: tuple[list[Any], list[Any]] = ([], [])
    change(Reads(result=ResultKind.DICT, mutates=True), record)
    change(Reads(result=ResultKind.TUPLE, mutates=True), people)
    assert record["name"] == "changed"
    assert people == ([None], [None])


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(command, list(arguments))
    return result.exit_code, result.output


def test_the_command_judges_the_host_edition() -> None:
    code, output = run("check", "reference_impls:InMemoryTag", "--edition", "host")
    assert code == 0
    assert output.splitlines()[0].split() == ["plugin", "interface", "host", "verdict"]
    code, output = run("check", "reference_impls:InMemoryTicket", "--edition", "host")
    assert code == 1
    assert "the step is left out; only the log tells (ticket/flows.py:116)" in " ".join(
        output.split()
    )
    report = json.loads(
        run("check", "reference_impls:InMemoryTag", "--edition", "host", "--json")[1]
    )
    jsonschema.Draft202012Validator(SCHEMA).validate(report)
    code, output = run("check", "reference_impls", "--edition", "host")
    assert (code, "is no class: the application loads classes" in output) == (2, True)


def test_a_type_is_shown_for_reading() -> None:
    code, output = run("show", "oncall", "--edition", "host")
    assert code == 0
    assert "case/flows.py:1434  a service is engaged for a case, with a page" in output
    assert "got an unexpected keyword argument 'event_type': engaging the service stops" in output
    assert f"of {len(CATALOGUE['oncall'].calls)} calls differ from the documentation" in output
    assert "no project in an item" in run("show", "tag", "--edition", "host")[1]
    code, output = run("show", "storage")
    assert "def create_file(self, drive_id: str" in output
    assert run("show", "oncal", "--edition", "host")[1].endswith("did you mean 'oncall'?\n")
    code, output = run("show", "--bridge", "reference_impls:InMemoryOncall")
    assert (code, "get_next_oncall" in output) == (0, True)


def test_every_consequence_is_a_sentence_without_jargon() -> None:
    costs = {
        cost
        for found in CATALOGUE.values()
        for call in found.calls
        for cost in (call.on_none, call.on_missing, call.on_error)
    }
    assert {it.severity for it in costs} == set(Severity)
    assert all(it.text == it.text.strip(".") for it in costs)
    assert len(inspect.cleandoc("\n".join(it.text for it in costs)).splitlines()) == len(costs)
