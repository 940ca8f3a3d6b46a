"""Whole flows over all bridged references together, and what they leave behind."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from dispatch_interfaces.host.bridge import TicketBridge
from tests.host import bridged
from tests.host.simulation import Application, Flows, Subject, incident

PROJECTS = {1: "default", 2: "security"}


class Backends:
    """The references behind the bridges, for one project."""

    def __init__(self, app: Application, project_id: int) -> None:
        self._app, self._project_id = app, project_id

    def __getitem__(self, plugin_type: str) -> Any:
        return self._app.active(self._project_id, plugin_type).plugin


@pytest.fixture
def app() -> Iterator[Application]:
    app = Application()
    for plugin_class in bridged.BRIDGED.values():
        plugin_class._held.clear()
        app.register(plugin_class)
    for project_id, name in PROJECTS.items():
        for plugin_class in bridged.BRIDGED.values():
            given = {"term": {"project": name}, "storage": {"root_id": "unknown yet"}}
            app.enable(project_id, plugin_class.slug, given.get(plugin_class.type))
    yield app
    for plugin_class in bridged.BRIDGED.values():
        plugin_class._held.clear()


def flows(app: Application, project_id: int = 1) -> tuple[Flows, Backends, str]:
    """The flows of a project whose backends know a drive, a service and some people."""
    backends = Backends(app, project_id)
    # The drive must be where the settings will be, and those need its id.
    settings = {"open_on_close": True, "read_only": True, "domain": "example.com"}
    app.enable(project_id, bridged.Storage.slug, {"root_id": "drive-1", **settings})
    drive = backends["storage"].create(f"Incidents of {PROJECTS[project_id]}", [])["id"]
    assert drive == "drive-1"
    oncall = backends["oncall"]
    service_id = oncall.add_service("database")
    oncall.set_oncall(service_id, "ada@example.com")
    participants = backends["participant"]
    participants.add_individual("grace@example.com", incident_types=["Outage"])
    participants.add_team("dba@example.com")
    return Flows(app, project_id, drive), backends, service_id


def opened(app: Application, project_id: int = 1) -> tuple[Flows, Backends, Subject]:
    host, backends, service_id = flows(app, project_id)
    # Documents live in the storage and are filled in by the document plugin: one id for both.
    backends["document"].add_document("{{name}}: {{title}} ({{status}})", "file-5")
    it = incident(7, project_id, "The primary database is slow", service_id)
    host.open(it)
    return host, backends, it


def test_an_incident_has_all_its_resources(app: Application) -> None:
    _, backends, it = opened(app)
    assert it.name == it.ticket_id
    fields = backends["ticket"].fields(it.ticket_id)
    assert fields["incident_type"] == "Outage"
    assert fields["priority"] == "High"
    assert fields["commander_email"] == "ada@example.com"
    assert fields["storage_weblink"] == it.storage_weblink
    assert fields["cost"] == "0"
    assert set(backends["participant-group"].members(it.group)) == {
        "grace@example.com",
        "ada@example.com",
    }
    assert set(backends["participant-group"].members(it.notifications)) == {"dba@example.com"}
    storage = backends["storage"]
    names = {file["name"] for file in storage.list_files("drive-1")}
    assert names == {it.name, "Logs", "Screengrabs", f"{it.name} - Incident Document"}
    assert set(storage.permissions(it.folder)) == {it.group, it.notifications}
    conversation = backends["conversation"]
    assert set(conversation.members(it.channel_id)) == {"grace@example.com", "ada@example.com"}
    assert conversation.topic(it.channel_id) == "Outage - Active"
    (welcome,) = conversation.direct_messages("grace@example.com")
    assert it.name in welcome["body"]
    assert [page.email for page in backends["oncall"].pages(it.service_id)] == ["ada@example.com"]


def test_the_document_is_filled_in(app: Application) -> None:
    _, backends, it = opened(app)
    if it.document == "file-5":
        wanted = f"{it.name}: The primary database is slow (Active)"
        assert backends["document"].text(it.document) == wanted
    else:
        pytest.fail(f"the document has another id: {it.document}")


def test_people_come_and_go(app: Application) -> None:
    host, backends, it = opened(app)
    host.engage(it, "edsger@example.com")
    host.engage(it, "edsger@example.com")
    host.dismiss(it, "grace@example.com")
    assert set(backends["participant-group"].members(it.group)) == {
        "edsger@example.com",
        "ada@example.com",
    }
    assert "edsger@example.com" in backends["conversation"].members(it.channel_id)


def test_from_stable_to_closed(app: Application) -> None:
    host, backends, it = opened(app)
    host.stabilise(it)
    assert backends["ticket"].fields(it.ticket_id)["status"] == "stable"
    host.close(it)
    assert backends["ticket"].fields(it.ticket_id)["status"] == "closed"
    assert backends["conversation"].is_archived(it.channel_id)
    assert backends["storage"].permissions(it.document)["example.com"] == "commenter"


def test_tasks_are_synced_from_several_threads(app: Application) -> None:
    host, backends, it = opened(app)
    tasks = backends["task"]
    tasks.add_file(it.document)
    for number in range(20):
        tasks.create_task(it.document, f"task {number}", "ada@example.com", ["grace@example.com"])
    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda _: host.sync_tasks(it), range(8)))
    wanted = {f"task {number}" for number in range(20)}
    assert all({task["description"] for task in run} == wanted for run in runs)


def test_two_projects_have_nothing_in_common(app: Application) -> None:
    (one, backends, mine), (other, _, theirs) = opened(app, 1), opened(app, 2)
    one.plugin("term").plugin.add_term("SEV1", ["bad"])
    other.plugin("term").plugin.add_term("CVE", ["a weakness"])
    with ThreadPoolExecutor(4) as pool:
        seen = list(pool.map(lambda host: host.sync_terms(), [one, other] * 10))
    assert seen[::2] == [["default: SEV1"]] * 10
    assert seen[1::2] == [["security: CVE"]] * 10
    one.engage(mine, "edsger@example.com")
    assert "edsger@example.com" not in theirs.members
    assert len(backends["ticket"]._tickets) == 1


def test_a_workflow_is_found_by_its_tag(app: Application) -> None:
    host, backends, it = opened(app)
    host.run_workflow(it, "restart", 17)
    host.run_workflow(it, "collect-logs", 18)
    found = host.poll_workflow("restart", 17)
    assert found is not None
    assert found["status"] == "Submitted"
    backends["workflow"].advance(found["resource_id"], "Completed")
    backends["workflow"].add_artifact(found["resource_id"], "logs of web-1")
    again = host.poll_workflow("restart", 17)
    assert again is not None
    assert (again["status"], [it["name"] for it in again["artifacts"]]) == (
        "Completed",
        ["logs of web-1"],
    )
    assert host.poll_workflow("restart", 99) is None


def test_deletion(app: Application) -> None:
    host, backends, it = opened(app)
    host.delete(it)
    assert backends["storage"].list_files("drive-1") == []
    assert dict(backends["participant-group"].groups()) == {}
    assert backends["conversation"].is_archived(it.channel_id)


def test_a_plugin_without_settings_says_which_project_lacks_them(app: Application) -> None:
    app.register(bridged.ConfiguredTicket)
    app.enable(1, "tracker")
    host = Flows(app, 1, "drive-1")
    with pytest.raises(Exception, match="tracker is not configured in project 1") as error:
        host.plugin("ticket").create(1, "title", "a@example.com", "b@example.com", None)
    assert error.value.__notes__ == ["in tracker.create, project 1"]
    app.enable(1, "tracker", {"url": "https://one.example", "token": "s3cret"})
    app.enable(2, "tracker", {"url": "https://two.example", "token": "other"})
    other = Flows(app, 2, "drive-1")
    urls = [it.plugin("ticket").plugin.settings.url for it in (host, other, host)]
    assert urls == ["https://one.example", "https://two.example", "https://one.example"]


class Broken(TicketBridge):
    """Its implementation raises at every call."""

    class Failing:
        title, slug, author, author_url = "Failing", "failing", "Acme", "https://acme.example"

        def __getattr__(self, name: str) -> Any:
            raise RuntimeError("computer says no")

    implementation = Failing


def test_a_plugin_that_raises_says_which_call_it_was(app: Application) -> None:
    app.register(Broken)
    app.enable(1, "failing")
    host, _, service_id = flows(app)
    it = incident(7, 1, "title", service_id)
    with pytest.raises(RuntimeError, match="computer says no") as error:
        host.open(it)
    assert error.value.__notes__ == ["in failing.create, project 1"]
    # The others go on working.
    assert host.plugin("oncall").get(service_id=service_id) == "ada@example.com"
    assert host.sync_terms() == []
