"""Linked references as plugins of the application: how bridges over them are written."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import attrs
import pytest

from dispatch_interfaces.host.bridge import DocumentBridge, StorageBridge, TaskBridge
from dispatch_interfaces.host.bridge.storage import StorageSettings
from dispatch_interfaces.host.rehearsal import Part
from dispatch_interfaces.host.rehearsal.rows import Project
from dispatch_interfaces.host.rehearsal.stage import Stage
from reference_impls import InMemoryStorage, Linked, Workspaces
from reference_impls.linked import LinkedDocument, LinkedTask

PROJECTS = DEFAULT, SECURITY = Project(1, "default"), Project(2, "security")


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


def _enable(stage: Stage, project: Project, **more: Any) -> None:
    given = {"workspace": project.name}
    storage = {"root_id": "drive-1", **given, **more}
    stage.enable(project, {"storage": storage, "document": given, "task": given})


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.setitem(globals(), "WORKSPACES", Workspaces(_arrange))
    stage = Stage.of(Part(plugin_class=it) for it in (Storage, Document, Task))
    for project in PROJECTS:
        _enable(stage, project)
    return stage


def _open(stage: Stage, project: Project, name: str) -> str:
    """What the application does for the document of an incident; returns its id."""
    storage = stage.plugin(project, "storage")
    copied = storage.copy_file(storage.configuration.root_id, "file-2", name)
    stage.plugin(project, "document").update(copied["id"], name=name, title="Slow", status=None)
    tasks = stage.plugin(project, "task")
    tasks.plugin.create_task(copied["id"], f"restart for {name}", "ada@example.com")
    return str(copied["id"])


def _seen(stage: Stage, project: Project, document_id: str) -> tuple[str, list[str]]:
    tasks = stage.plugin(project, "task").list(file_id=document_id, lookback=600)
    text = stage.plugin(project, "storage").get(document_id)
    return text, [it["description"] for it in tasks]


def test_a_template_is_filled_in_and_its_comments_are_tasks(stage: Stage) -> None:
    document_id = _open(stage, DEFAULT, "INC-7")
    assert _seen(stage, DEFAULT, document_id) == ("INC-7: Slow", ["restart for INC-7"])
    assert stage.plugin(DEFAULT, "storage").get("file-2") == "{{name}}: {{title}}"


def test_projects_in_other_workspaces_have_nothing_in_common(stage: Stage) -> None:
    mine, theirs = _open(stage, DEFAULT, "INC-7"), _open(stage, SECURITY, "INC-8")
    assert mine == theirs
    assert _seen(stage, DEFAULT, mine) == ("INC-7: Slow", ["restart for INC-7"])
    assert _seen(stage, SECURITY, theirs) == ("INC-8: Slow", ["restart for INC-8"])


def test_other_settings_keep_what_is_in_the_workspace(stage: Stage) -> None:
    document_id = _open(stage, DEFAULT, "INC-7")
    _enable(stage, DEFAULT, read_only=True)
    assert _seen(stage, DEFAULT, document_id) == ("INC-7: Slow", ["restart for INC-7"])


def test_several_threads_open_incidents_in_two_projects(stage: Stage) -> None:
    def work(number: int) -> None:
        project, name = PROJECTS[number % 2], f"INC-{number}"
        document_id = _open(stage, project, name)
        assert _seen(stage, project, document_id) == (f"{name}: Slow", [f"restart for {name}"])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(80)))
