"""Several processes of the application: what one has done, the others know from the plugin."""

from typing import Any

import pytest
from click.testing import CliRunner

from dispatch_interfaces import NotFoundError, NotSupportedError
from dispatch_interfaces.cli.command import command
from dispatch_interfaces.conformance.host.edition import judge_host
from dispatch_interfaces.conformance.reports.report import Verdict
from dispatch_interfaces.conformance.run.outcomes import Result
from dispatch_interfaces.host.bridge import (
    ParticipantGroupBridge,
    StorageBridge,
    WorkflowBridge,
    missing_in_application,
)
from reference_impls import InMemoryParticipantGroup, InMemoryStorage, InMemoryWorkflow
from tests.host import complete
from tests.host.harnesses import harness_of


class Secretive(InMemoryParticipantGroup):
    """Cannot say who is in a group."""

    members: Any = None


class Fleeting(InMemoryWorkflow):
    """Cannot say which run had which number."""

    find_instance: Any = None


class SecretiveGroups(ParticipantGroupBridge):
    implementation = Secretive


class FleetingWorkflows(WorkflowBridge):
    implementation = Fleeting


def processes(bridge: Any, backend: Any, settings: Any = None) -> tuple[Any, Any]:
    """The plugin in two processes: they have nothing in common but the backend."""

    def process() -> Any:
        made = classmethod(lambda cls, settings: backend)
        members = {"implementation": type(backend), "make": made}
        plugin: Any = type("Bridged", (bridge,), members)()
        if settings is not None:
            plugin.configuration = plugin.configuration_schema.parse_obj(settings)
        plugin.project_id = 1
        return plugin

    return process(), process()


def test_somebody_added_in_one_process_is_removed_in_another() -> None:
    one, other = processes(ParticipantGroupBridge, InMemoryParticipantGroup())
    email = one.create(name="incident", participants=["ada@example.com"])["email"]
    one.add(email, ["grace@example.com"])
    assert set(other.list(email=email)) == {"ada@example.com", "grace@example.com"}
    other.remove(email, ["ada@example.com"])
    assert one.list(email=email) == ["grace@example.com"]


def test_without_members_no_process_claims_to_know_any(caplog: pytest.LogCaptureFixture) -> None:
    one, other = processes(ParticipantGroupBridge, Secretive())
    email = one.create(name="incident", participants=["ada@example.com"])["email"]
    one.add(email, ["grace@example.com"])
    assert [it.list(email=email) for it in (one, other, one)] == [[], [], []]
    told = [it.getMessage() for it in caplog.records]
    assert told == [f"{one.slug} has no members: the application goes on without"] * 2


def test_a_run_of_one_process_is_found_by_another() -> None:
    backend = InMemoryWorkflow()
    one, other = processes(WorkflowBridge, backend)
    started = one.run("restart", {"workflowInstanceId": 17})
    tags = ["workflowId:restart", "workflowInstanceId:17"]
    backend.advance(started["resource_id"], "Running")
    assert [it.get_workflow_instance("restart", tags)["status"] for it in (one, other)] == [
        "Running",
        "Running",
    ]
    assert other.get_workflow_instance("restart", ["workflowInstanceId:18"]) is None


def test_without_find_instance_no_process_claims_to_know_a_run() -> None:
    one, other = processes(WorkflowBridge, Fleeting())
    one.run("restart", {"workflowInstanceId": 17})
    tags = ["workflowInstanceId:17"]
    assert [it.get_workflow_instance("restart", tags) for it in (one, other)] == [None, None]


@pytest.mark.parametrize("implementation", [InMemoryStorage, complete.Drives])
@pytest.mark.parametrize("place", ["root", "tag", "first folder", "root is a folder"])
def test_a_folder_made_in_one_process_is_deleted_in_another(
    implementation: Any, place: str
) -> None:
    backend = implementation()
    root, tag = (backend.create(name, [])["id"] for name in ("Incidents", "Of a tag"))
    within = backend.create_file(root, "2025")["id"]
    settings = {"root_id": within if place == "root is a folder" else root}
    one, other = processes(StorageBridge, backend, settings)
    parent = tag if place == "tag" else settings["root_id"]
    folder = one.create_file(parent_id=parent, name="incident-1")["id"]
    kept = one.create_file(parent_id=parent, name="incident-2")["id"]
    doomed = one.create_file(parent_id=folder, name="Logs")["id"]
    other.delete_file(file_id=doomed if place == "first folder" else folder)
    names = [it["name"] for it in backend.list_files(tag if place == "tag" else root)]
    assert "Logs" not in names
    assert ("incident-1" in names) is (place == "first folder")
    assert backend.copy_file(root, kept, "copy")["name"] == "copy"


def test_a_folder_that_is_nowhere_is_told() -> None:
    backend = InMemoryStorage()
    _, other = processes(StorageBridge, backend, {"root_id": backend.create("Incidents", [])["id"]})
    with pytest.raises(NotFoundError, match="no such file"):
        other.delete_file(file_id="file-99")


class Unlisted(InMemoryStorage):
    """Cannot list its drives."""

    def list(self, **kwargs: Any) -> Any:
        raise NotSupportedError("drives cannot be listed")


def test_where_drives_cannot_be_listed_the_first_error_is_told() -> None:
    backend = Unlisted()
    root, tag = (backend.create(name, [])["id"] for name in ("Incidents", "Of a tag"))
    one, other = processes(StorageBridge, backend, {"root_id": root})
    folder = one.create_file(parent_id=tag, name="incident-1")["id"]
    with pytest.raises(NotFoundError, match="no such file"):
        other.delete_file(file_id=folder)


@pytest.mark.parametrize(
    ("interface", "plugin_class", "told"),
    [
        (
            "participant-group",
            SecretiveGroups,
            "Secretive has no members, so nobody is ever removed from a group: people keep their "
            "access",
        ),
        (
            "workflow",
            FleetingWorkflows,
            "Fleeting has no find_instance, so no run is ever seen again: its status and its "
            "artifacts never arrive",
        ),
    ],
)
def test_what_is_needed_is_a_must(interface: str, plugin_class: Any, told: str) -> None:
    judgement = judge_host(plugin_class, harness_of(interface))
    assert judgement.verdict is Verdict.DOES_NOT_CONFORM
    outcome = judgement.outcome(f"HOST-{interface.upper()}-012")
    assert outcome.result is Result.FAILED
    assert outcome.finding is not None
    assert told in outcome.finding.then
    (name,) = plugin_class.needed
    assert missing_in_application(interface, plugin_class.implementation) == (name,)
    assert plugin_class.missing() == (name,)


def test_what_is_needed_is_shown_as_a_warning() -> None:
    result = CliRunner().invoke(command, ["show", "--bridge", f"{__name__}:Secretive"])
    assert result.exit_code == 0
    told = "NEEDED  members: nobody is ever removed from a group: people keep their access"
    assert told in result.output.splitlines()
    result = CliRunner().invoke(command, ["show", "--bridge", "reference_impls:InMemoryWorkflow"])
    assert "It has everything that the application may ask for" in result.output
