"""Single steps over all bridged references together, and what they leave behind."""

import importlib
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from dispatch_interfaces.host.bridge import TicketBridge
from dispatch_interfaces.host.rehearsal.stage import Stage
from dispatch_interfaces.host.rehearsal.world import COMMANDER, RESPONDER, SECOND, USER, World
from tests.host import bridged
from tests.host.stages import PROJECTS, play, stage_of, world_of


@pytest.fixture
def stage() -> Stage:
    return stage_of(bridged.BRIDGED.values())


@pytest.fixture
def world(stage: Stage) -> World:
    """A project with an incident."""
    world = world_of(stage)
    play(world, "incident: create")
    return world


def test_what_the_application_imports_again_and_stores_is_the_same() -> None:
    made: list[Any] = []
    for plugin_class in bridged.BRIDGED.values():
        module = importlib.import_module(plugin_class.__module__)
        made.append(getattr(module, plugin_class.__name__)())
        assert type(made[-1]) is plugin_class
    assert len(sorted(it.get_title() for it in made)) == len({it.slug for it in made})
    schema = bridged.ConfiguredTicket.configuration_schema
    assert "properties" in schema.schema()
    entered = schema.parse_obj({"url": "https://one.example", "token": "s3cret"}).model_dump()
    assert schema.parse_raw(json.dumps(entered)).model_dump() == entered


def test_an_incident_has_all_its_resources(world: World) -> None:
    incident, observer = world.incident(), world.observer
    assert incident.ticket is not None
    assert incident.name == incident.ticket.resource_id
    fields = observer("ticket").fields(incident.name)
    assert fields["incident_type"] == "Default"
    assert fields["priority"] == "Low"
    assert fields["commander_email"] == COMMANDER
    assert incident.storage is not None
    assert fields["storage_weblink"] == incident.storage.weblink
    assert fields["cost"] == "0"
    assert incident.tactical_group is not None
    assert incident.notifications_group is not None
    tactical, told = incident.tactical_group.email, incident.notifications_group.email
    groups, everybody = observer("participant-group"), {RESPONDER, USER, COMMANDER}
    assert set(groups.members(tactical)) == everybody
    assert set(groups.members(told)) == {"team@example.com"}
    storage, folder = observer("storage"), incident.storage.resource_id
    listed = storage.list_files("drive-1", f"'{folder}' in parents")
    assert [it["name"] for it in listed] == [
        "Logs",
        "Screengrabs",
        f"{incident.name} - Incident Document",
    ]
    assert set(storage.permissions(folder)) == {tactical, told}
    assert incident.conversation is not None
    conversation, channel = observer("conversation"), incident.conversation.channel_id
    assert set(conversation.members(channel)) == everybody
    assert "Status: Active | Type: Default" in conversation.topic(channel)
    assert incident.name in conversation.direct_messages(COMMANDER)[0]["body"]
    assert [it.email for it in observer("oncall").pages(world.setting.service.external_id)] == [
        COMMANDER
    ]


def test_people_come_and_go(world: World) -> None:
    play(world, "incident: add a participant", "incident: add a participant again")
    incident, groups = world.incident(), world.observer("participant-group")
    assert incident.tactical_group is not None
    assert incident.conversation is not None
    members = groups.members(incident.tactical_group.email)
    assert set(members) == {RESPONDER, USER, COMMANDER, SECOND}
    assert SECOND in world.observer("conversation").members(incident.conversation.channel_id)
    play(world, "incident: remove a participant")
    members = groups.members(incident.tactical_group.email)
    assert set(members) == {RESPONDER, USER, COMMANDER}


def test_from_stable_to_closed(world: World) -> None:
    incident, ticket = world.incident(), world.observer("ticket")
    play(world, "incident: active to stable")
    assert ticket.fields(incident.name)["status"] == "stable"
    play(world, "incident: stable to active", "incident: active to closed")
    assert ticket.fields(incident.name)["status"] == "closed"
    assert incident.conversation is not None
    assert world.observer("conversation").is_archived(incident.conversation.channel_id)
    assert incident.document is not None
    permissions = world.observer("storage").permissions(incident.document.resource_id)
    assert permissions["example.com"] == "commenter"


def test_tasks_are_synced_from_several_threads(world: World) -> None:
    document = world.incident().document
    assert document is not None
    tasks = world.observer("task")
    for number in range(20):
        tasks.create_task(document.resource_id, f"task {number}", USER, [RESPONDER])

    def sync(_number: int) -> Any:
        given = {"file_id": document.resource_id, "lookback": 600}
        return world.app.call("task.list", "task/scheduled.py:60", **given)

    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(sync, range(8)))
    wanted = {f"task {number}" for number in range(20)}
    assert all({task["description"] for task in run} == wanted for run in runs)


def test_two_projects_have_nothing_in_common(stage: Stage) -> None:
    one, other = worlds = [world_of(stage, it) for it in PROJECTS]
    for it, term in zip(worlds, ("SEV1", "CVE"), strict=True):
        play(it, "incident: create")
        it.observer("term").add_term(term, [])

    def sync(world: World) -> list[str]:
        found = world.app.call("term.get", "term/scheduled.py:38")
        return [f"{it['project']['name']}: {it['text']}" for it in found]

    with ThreadPoolExecutor(4) as pool:
        seen = list(pool.map(sync, worlds * 10))
    assert seen[::2] == [["default: rollback", "default: SEV1"]] * 10
    assert seen[1::2] == [["security: rollback", "security: CVE"]] * 10
    play(one, "incident: add a participant")
    for it, members in ((one, 4), (other, 3)):
        group = it.incident().tactical_group
        assert group is not None
        assert len(it.observer("participant-group").members(group.email)) == members
    # Both have a first one.
    assert one.incident().name == other.incident().name == "ticket-1"


def test_a_workflow_is_found_by_its_tag(world: World) -> None:
    def poll(number: int) -> Any:
        tags = ["workflowId:restart", f"workflowInstanceId:{number}"]
        given = {"workflow_id": "restart", "tags": tags}
        return world.app.call("workflow.get_workflow_instance", "workflow/scheduled.py:37", **given)

    for workflow_id, number in (("restart", 17), ("collect-logs", 18)):
        params = {"host": "web-1", "externalRef": "ticket-1", "workflowInstanceId": number}
        world.app.call("workflow.run", "workflow/service.py:247", workflow_id, params)
    found = poll(17)
    assert found["status"] == "Submitted"
    backend = world.observer("workflow")
    backend.advance(found["resource_id"], "Completed")
    backend.add_artifact(found["resource_id"], "logs of web-1")
    again = poll(17)
    assert again["status"] == "Completed"
    assert [it["name"] for it in again["artifacts"]] == ["logs of web-1"]
    assert poll(99) is None


def test_deletion(world: World) -> None:
    play(world, "incident: create with high priority")
    first, second = world.incident(), world.incident("second incident")
    assert first.storage is not None
    assert second.storage is not None
    assert second.conversation is not None
    play(world, "incident: delete")
    names = {it["name"] for it in world.observer("storage").list_files("drive-1")}
    assert {first.name, f"{first.name} - Incident Document"} <= names
    assert not {second.name, f"{second.name} - Incident Document"} & names
    groups = {it.email for it in first.groups}
    assert set(world.observer("participant-group").groups()) == groups
    assert world.observer("conversation").is_archived(second.conversation.channel_id)


def test_each_project_has_the_settings_that_it_entered() -> None:
    stage = stage_of([bridged.ConfiguredTicket])
    urls = ("https://one.example", "https://two.example")
    one, other = (
        world_of(stage, project, ticket={"url": url, "token": "s3cret"})
        for project, url in zip(PROJECTS, urls, strict=True)
    )
    seen = [it.observer("ticket").settings.url for it in (one, other, one)]
    assert seen == ["https://one.example", "https://two.example", "https://one.example"]


def test_a_plugin_without_settings_says_which_project_lacks_them() -> None:
    plugin = bridged.ConfiguredTicket()
    plugin.project_id = 1
    with pytest.raises(Exception, match="tracker is not configured in project 1") as error:
        plugin.create(1, "title", "a@example.com", "b@example.com", None)
    assert error.value.__notes__ == ["in tracker.create, project 1"]


class Broken(TicketBridge):
    """Its implementation raises at every call."""

    class Failing:
        title, slug, author, author_url = "Failing", "failing", "Acme", "https://acme.example"

        def __getattr__(self, name: str) -> Any:
            raise RuntimeError("computer says no")

    implementation = Failing


def test_a_plugin_that_raises_says_which_call_it_was() -> None:
    world = world_of(stage_of([Broken]))
    with pytest.raises(AttributeError, match="the document: there is none"):
        play(world, "incident: create")
    assert "ticket.create raised RuntimeError: computer says no" in world.app.script.errors
    plugin = world.app.stage.plugin(world.app.project, "ticket")
    with pytest.raises(RuntimeError, match="computer says no") as error:
        plugin.create(1, "title", "a@example.com", "b@example.com", None)
    assert error.value.__notes__ == ["in failing.create, project 1"]
    # The others go on working.
    known_as = world.setting.service.external_id
    assert world.app.call("oncall.get", "incident/service.py:58", service_id=known_as) == COMMANDER
    assert len(world.app.call("term.get", "term/scheduled.py:38")) == 1
