"""Linked references as plugins of the application: how bridges over them are written."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import attrs
import pytest

from dispatch_interfaces.host.bridge import DocumentBridge, StorageBridge, TaskBridge
from dispatch_interfaces.host.bridge.storage import StorageSettings
from reference_impls import InMemoryStorage, Linked, Workspaces
from reference_impls.linked import LinkedDocument, LinkedTask
from tests.host.simulation import Application

PROJECTS = {1: "default", 2: "security"}


def _arrange(linked: Linked) -> None:
    drive = linked.storage.create("Incidents", [])
    template = linked.storage.create_file(drive["id"], "Template", "document")
    linked.storage.set_text(template["id"], "{{name}}: {{title}}")


WORKSPACES = Workspaces(_arrange)


@attrs.frozen
class InWorkspace:
    workspace: str


@attrs.frozen(kw_only=True)
class StorageInWorkspace(StorageSettings):
    workspace: str


class Storage(StorageBridge):
    slug = "linked-storage"
    implementation = InMemoryStorage
    settings = StorageInWorkspace

    @classmethod
    def make(cls, settings: Any) -> Any:
        return WORKSPACES[settings.workspace].storage


class Document(DocumentBridge):
    slug = "linked-document"
    implementation = LinkedDocument
    settings = InWorkspace

    @classmethod
    def make(cls, settings: Any) -> Any:
        return WORKSPACES[settings.workspace].document


class Task(TaskBridge):
    slug = "linked-task"
    implementation = LinkedTask
    settings = InWorkspace

    @classmethod
    def make(cls, settings: Any) -> Any:
        return WORKSPACES[settings.workspace].task


def _enable_storage(app: Application, project_id: int, **more: Any) -> None:
    given = {"root_id": "drive-1", "workspace": PROJECTS[project_id], **more}
    app.enable(project_id, Storage.slug, given)


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> Iterator[Application]:
    monkeypatch.setitem(globals(), "WORKSPACES", Workspaces(_arrange))
    app = Application()
    for plugin_class in (Storage, Document, Task):
        app.register(plugin_class)
    for project_id, name in PROJECTS.items():
        _enable_storage(app, project_id)
        app.enable(project_id, Document.slug, {"workspace": name})
        app.enable(project_id, Task.slug, {"workspace": name})
    yield app
    for plugin_class in (Storage, Document, Task):
        plugin_class._held.clear()
        plugin_class._held.clear()


def _open(app: Application, project_id: int, name: str) -> str:
    """What the application does for the document of an incident; returns its id."""
    storage = app.active(project_id, "storage")
    copied = storage.copy_file(storage.configuration.root_id, "file-2", name)
    app.active(project_id, "document").update(copied["id"], name=name, title="Slow", status=None)
    tasks = app.active(project_id, "task")
    tasks.plugin.create_task(copied["id"], f"restart for {name}", "ada@example.com")
    return str(copied["id"])


def _seen(app: Application, project_id: int, document_id: str) -> tuple[str, list[str]]:
    tasks = app.active(project_id, "task").list(file_id=document_id, lookback=600)
    text = app.active(project_id, "storage").get(document_id)
    return text, [it["description"] for it in tasks]


def test_a_template_is_filled_in_and_its_comments_are_tasks(app: Application) -> None:
    document_id = _open(app, 1, "INC-7")
    assert _seen(app, 1, document_id) == ("INC-7: Slow", ["restart for INC-7"])
    assert app.active(1, "storage").get("file-2") == "{{name}}: {{title}}"


def test_projects_in_other_workspaces_have_nothing_in_common(app: Application) -> None:
    mine, theirs = _open(app, 1, "INC-7"), _open(app, 2, "INC-8")
    assert mine == theirs
    assert _seen(app, 1, mine) == ("INC-7: Slow", ["restart for INC-7"])
    assert _seen(app, 2, theirs) == ("INC-8: Slow", ["restart for INC-8"])


def test_other_settings_keep_what_is_in_the_workspace(app: Application) -> None:
    document_id = _open(app, 1, "INC-7")
    _enable_storage(app, 1, read_only=True)
    assert _seen(app, 1, document_id) == ("INC-7: Slow", ["restart for INC-7"])


def test_several_threads_open_incidents_in_two_projects(app: Application) -> None:
    def work(number: int) -> None:
        project_id, name = number % 2 + 1, f"INC-{number}"
        document_id = _open(app, project_id, name)
        assert _seen(app, project_id, document_id) == (f"{name}: Slow", [f"restart for {name}"])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(80)))
