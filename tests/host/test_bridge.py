"""The bridge: for each difference, the plugin alone fails, and the bridged one works."""

import functools
import inspect
import logging
import threading
from typing import Any

import pytest

from dispatch_interfaces.conformance.host.arguments import Arguments
from dispatch_interfaces.conformance.host.edition import judge_host
from dispatch_interfaces.conformance.reports.report import Judgement, Verdict
from dispatch_interfaces.conformance.run.outcomes import Result
from dispatch_interfaces.host import optional
from dispatch_interfaces.host.bridge import BRIDGES
from dispatch_interfaces.host.catalogue import CATALOGUE
from dispatch_interfaces.host.differences import Difference, differences
from reference_impls import InMemoryStorage, InMemoryTask
from tests.host.bridged import BRIDGED, Conversation, ParticipantGroup, Storage, Task, Ticket
from tests.host.complete import COMPLETE
from tests.host.harnesses import harness_of

DIFFERENCES = [
    pytest.param(interface, it, id=f"{interface}-{it.method}-{it.call.site}")
    for interface in BRIDGES
    for it in differences(CATALOGUE[interface])
    if it.call is not None
]


@functools.cache
def judged(interface: str) -> Judgement:
    return judge_host(COMPLETE[interface], harness_of(interface))


@pytest.mark.parametrize("interface", BRIDGES)
def test_every_bridged_reference_works_at_every_call(interface: str) -> None:
    judgement = judged(interface)
    failed = [
        (it.requirement, it.finding or it.reason)
        for it in judgement.outcomes
        if it.result is not Result.PASSED
    ]
    assert failed == []
    assert judgement.verdict is Verdict.CONFORMS


@pytest.mark.parametrize("interface", BRIDGES)
def test_without_what_the_documentation_does_not_know_it_gets_along(interface: str) -> None:
    judgement = judge_host(BRIDGED[interface], harness_of(interface))
    assert judgement.verdict is Verdict.CONFORMS
    lacking = {name for it in judgement.of(Result.FAILED) for name in it.methods}
    assert lacking <= set(BRIDGED[interface].missing())


@pytest.mark.parametrize(("interface", "difference"), DIFFERENCES)
def test_the_plugin_alone_fails_and_the_bridged_one_works(
    interface: str, difference: Difference
) -> None:
    call, implementation = difference.call, BRIDGED[interface].implementation
    assert call is not None
    alone = getattr(implementation, difference.method, None)
    if alone is not None:
        names: dict[str, Any] = dict.fromkeys([*call.kwargs, *(["x"] if call.variables else [])])
        with pytest.raises(TypeError):
            inspect.signature(alone).bind(None, *call.args, **names)
    number = CATALOGUE[interface].calls.index(call) + 101
    outcome = judged(interface).outcome(f"HOST-{interface.upper()}-{number:03d}")
    assert outcome.result is Result.PASSED


_KNOWN = {
    "task_id": "task-1",
    "document_id": "document-1",
    "tags": ["workflowId:restart", "workflowInstanceId:7"],
}


class _Raises:
    """An implementation that fails at whatever it is asked."""

    title, slug, author, author_url = "Failing", "failing", "Acme", "https://acme.example"

    def __getattr__(self, name: str) -> Any:
        def fail(*args: Any, **kwargs: Any) -> Any:
            raise RuntimeError("computer says no")

        return fail


@pytest.mark.parametrize("interface", BRIDGES)
def test_whatever_raises_is_told_by_plugin_and_call(
    interface: str, caplog: pytest.LogCaptureFixture
) -> None:
    bridged: Any = type("Failing", (BRIDGES[interface],), {"implementation": _Raises})
    plugin, world = bridged(), Arguments(_KNOWN)
    plugin.project_id = 7
    if bridged.configuration_schema is not None:
        given = {"storage": {"root_id": "drive-1"}, "term": {"project": "default"}}[interface]
        plugin.configuration = bridged.configuration_schema.parse_obj(given)
    told = []
    for method in CATALOGUE[interface].methods:
        for call in method.calls:
            caplog.clear()
            args, kwargs = world.arguments(call, ())
            try:
                getattr(plugin, method.name)(*args, **kwargs)
            except RuntimeError as error:
                told.append("; ".join(error.__notes__))
            else:
                told.append("; ".join(it.getMessage() for it in caplog.records))
            assert "failing." in told[-1], f"{method.name}: {told[-1]!r}"
            assert "project 7" in told[-1]


def test_everything_optional_has_a_protocol_that_says_what_it_is_for() -> None:
    protocols = [it for name, it in vars(optional).items() if name.startswith("Supports")]
    described = {
        name: inspect.getdoc(function)
        for it in protocols
        for name, function in vars(it).items()
        if not name.startswith("_") and callable(function)
    }
    wanted = {name for it in BRIDGES.values() for name in (*it.needed, *it.methods)}
    assert wanted <= set(described)
    assert all(described.values())


def test_what_is_missing_is_said_once_and_beforehand(caplog: pytest.LogCaptureFixture) -> None:
    Conversation._told.clear()
    plugin = Conversation()
    assert "rename" in Conversation.missing()
    with caplog.at_level(logging.WARNING, "dispatch_interfaces.host"):
        plugin.rename("C1", "one")
        plugin.rename("C1", name="two")
    assert [it.getMessage() for it in caplog.records] == [
        "in-memory-conversation has no rename: the application goes on without"
    ]


def test_an_error_that_would_take_others_with_it_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    plugin = ParticipantGroup()
    with caplog.at_level(logging.ERROR, "dispatch_interfaces.host"):
        plugin.add("nobody@example.com", ["ada@example.com"])
    (record,) = caplog.records
    assert (
        record.getMessage()
        == "in-memory-participant-group.add of ada@example.com failed in project None"
    )
    assert record.exc_info is not None


@pytest.mark.parametrize(
    ("resolved", "wanted"), [(True, True), (False, False), ("Open", False), ("Resolved", True)]
)
def test_a_task_is_resolved_by_a_bool_or_a_status(resolved: Any, wanted: bool) -> None:
    seen: list[bool] = []

    class Tasks(InMemoryTask):
        def update(self, file_id: str, task_id: str, resolved: bool) -> None:
            seen.append(resolved)

    class Bridged(Task):
        implementation = Tasks

    Bridged().update("file-1", "task-1", resolved=resolved)
    Bridged().update("file-1", None, resolved=resolved)
    assert seen == [wanted]


def test_an_item_has_no_key_that_would_erase_anything() -> None:
    class Tasks(InMemoryTask):
        def list(self, file_id: str, **kwargs: Any) -> Any:
            return [{"resource_id": "task-1", "description": None, "incident": 7, "status": "Open"}]

    class Bridged(Task):
        implementation = Tasks

    assert Bridged().list("file-1", 600) == [{"resource_id": "task-1", "status": "Open"}]


def test_the_status_of_a_case_is_one_that_a_ticket_has() -> None:
    plugin = Ticket()
    ticket_id = plugin.create_case_ticket(7, "A phish", "ada@example.com")["resource_id"]
    for status, wanted in (("triage", "active"), ("stable", "stable"), ("closed", "closed")):
        plugin.update_case_ticket(ticket_id=ticket_id, status=status, document_weblink="")
        assert plugin.plugin.fields(ticket_id)["status"] == wanted
    assert plugin.plugin.fields(ticket_id)["document_weblink"] is None


def test_a_task_without_a_description_gets_a_ticket() -> None:
    plugin = Ticket()
    made = plugin.create_task_ticket(
        task_id=3, title=None, assignee_email="ada@example.com", reporter_email="b@example.com"
    )
    assert plugin.plugin.fields(made["resource_id"])["title"] == "Task 3"


def test_text_that_is_no_text_is_refused() -> None:
    class Drives(InMemoryStorage):
        def get(self, file_id: str, mime_type: str | None = None) -> Any:
            return b"bytes"

    class Bridged(Storage):
        implementation = Drives

    plugin = Bridged()
    plugin.configuration = Bridged.configuration_schema.parse_obj({"root_id": "drive-1"})
    with pytest.raises(TypeError, match="returned bytes, not str"):
        plugin.get("file-1", "text/plain")


def test_settings_are_per_thread_and_the_implementation_is_not() -> None:
    plugin = Storage()
    plugin.configuration = Storage.configuration_schema.parse_obj({"root_id": "drive-1"})
    plugin.project_id = 1
    mine, theirs = plugin.plugin, []

    def look() -> None:
        theirs.append((plugin.configuration, plugin.project_id))
        plugin.configuration = Storage.configuration_schema.parse_obj({"root_id": "drive-1"})
        plugin.project_id = 1
        theirs.append(plugin.plugin)

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert theirs == [(None, None), mine]
