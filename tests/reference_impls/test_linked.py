"""Storage, documents and tasks that share their ids; each alone is as it was."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from attrs import evolve

from dispatch_interfaces import InvalidRequestError, NotFoundError
from dispatch_interfaces.conformance import Result, Verdict
from dispatch_interfaces.conformance.checker import Options, judge
from dispatch_interfaces.conformance.run.profiles import QUICK, Run
from dispatch_interfaces.conformance.targets import resolve
from reference_impls import InMemoryDocument, InMemoryStorage, InMemoryTask, Linked, Workspaces
from reference_impls.linked import LinkedDocument, LinkedTask

TEMPLATE = "{{name}}: {{title}} ({{status}})"
FILLED_IN = "INC-7: Queries take minutes (Active)"
VALUES = {"name": "INC-7", "title": "Queries take minutes", "status": "Active"}


def template_in(storage: InMemoryStorage, text: str = TEMPLATE) -> tuple[str, str]:
    """The ids of a drive and of the template in it."""
    drive_id = storage.create("Incidents", [])["id"]
    template_id = storage.create_file(drive_id, "Template", "document")["id"]
    storage.set_text(template_id, text)
    return drive_id, template_id


def open_an_incident(storage: Any, document: Any, task: Any) -> tuple[str, list[str]]:
    """Fill in a copy of a template and comment on it: its text and the tasks that are listed."""
    drive_id, template_id = template_in(storage)
    copy_id = storage.copy_file(drive_id, template_id, "INC-7")["id"]
    document.update(copy_id, **VALUES)
    task.create_task(copy_id, "restart the service", "ada@example.com")
    assert storage.get(template_id) == TEMPLATE
    return storage.get(copy_id), [it["description"] for it in task.list(copy_id)]


def test_the_copy_of_a_template_is_filled_in_and_has_tasks() -> None:
    linked = Linked()
    told = open_an_incident(linked.storage, linked.document, linked.task)
    assert told == (FILLED_IN, ["restart the service"])


def test_side_by_side_the_document_plugin_does_not_know_the_copy() -> None:
    with pytest.raises(NotFoundError, match=r"document\.update: .*'file-3'"):
        open_an_incident(InMemoryStorage(), InMemoryDocument(), InMemoryTask())
    linked = Linked()
    with pytest.raises(NotFoundError, match=r"task\.create_task: .*'file-3'"):
        open_an_incident(linked.storage, linked.document, InMemoryTask())


@pytest.mark.parametrize("plugin_class", [LinkedDocument, LinkedTask])
def test_linked_ones_are_conforming_plugins(plugin_class: type) -> None:
    (target,) = resolve(plugin_class, None)
    run = Run(profile=evolve(QUICK, examples=3, rounds=1))
    judgement = judge(target, Options(strict=True, run=run))
    not_passed = judgement.of(*set(Result) - {Result.PASSED})
    assert [f"{it.requirement}: {it.finding or it.reason}" for it in not_passed] == []
    assert judgement.verdict is Verdict.CONFORMS


def test_every_format_of_a_file_is_filled_in() -> None:
    linked = Linked()
    _, file_id = template_in(linked.storage)
    linked.storage.set_text(file_id, "<h1>{{name}}</h1>", "text/html")
    linked.document.update(file_id, **VALUES)
    assert linked.storage.get(file_id, "text/plain") == FILLED_IN
    assert linked.storage.get(file_id, "text/html") == "<h1>INC-7</h1>"


def test_what_people_write_is_what_is_filled_in_next() -> None:
    linked = Linked()
    _, file_id = template_in(linked.storage, "{{name}}")
    linked.document.update(file_id, name="INC-7")
    linked.storage.set_text(file_id, "INC-7 {{status}}")
    assert linked.document.placeholders(file_id) == ["status"]
    linked.document.update(file_id, status="Active")
    assert linked.document.text(file_id) == "INC-7 Active"
    linked.storage.set_text(file_id, "all is well")
    assert linked.document.history(file_id) == [
        "{{name}}",
        "INC-7",
        "INC-7 {{status}}",
        "INC-7 Active",
        "all is well",
    ]


def test_a_file_without_a_text_is_an_empty_document() -> None:
    linked = Linked()
    drive_id, _ = template_in(linked.storage)
    file_id = linked.storage.create_file(drive_id, "Notes", "document")["id"]
    linked.document.update(file_id, name="INC-7")
    assert linked.document.history(file_id) == [""]


@pytest.mark.parametrize("what", ["a folder", "a drive", "a deleted file", "nothing"])
def test_what_is_no_file_of_the_storage_is_no_document_and_has_no_tasks(what: str) -> None:
    linked = Linked()
    drive_id, file_id = template_in(linked.storage)
    linked.task.create_task(file_id, "restart the service", "ada@example.com")
    linked.document.update(file_id, name="INC-7")
    linked.storage.delete_file(drive_id, file_id)
    folder_id = linked.storage.create_file(drive_id, "Logs")["id"]
    ids = {"a folder": folder_id, "a drive": drive_id, "a deleted file": file_id}
    wanted = ids.get(what, "nowhere")
    for call in (linked.document.update, linked.document.text, linked.document.history):
        with pytest.raises(NotFoundError, match=rf"document\.\w+: .*'{wanted}'"):
            call(wanted)
    for ask in (linked.task.list, linked.task.add_file):
        with pytest.raises(NotFoundError, match=rf"task\.\w+: .*'{wanted}'"):
            ask(wanted)


def test_a_copy_has_the_text_and_none_of_the_tasks() -> None:
    linked = Linked()
    drive_id, file_id = template_in(linked.storage)
    linked.task.create_task(file_id, "restart the service", "ada@example.com")
    copy_id = linked.storage.copy_file(drive_id, file_id, "Copy")["id"]
    assert list(linked.task.list(copy_id)) == []
    assert linked.document.history(copy_id) == [TEMPLATE]


def test_what_comes_back_from_the_trash_has_its_tasks_and_its_history() -> None:
    linked = Linked()
    drive_id, file_id = template_in(linked.storage)
    task_id = linked.task.create_task(file_id, "restart the service", "ada@example.com")
    linked.document.update(file_id, **VALUES)
    linked.storage.delete(drive_id, empty=False)
    with pytest.raises(NotFoundError):
        linked.task.list(file_id)
    linked.storage.restore(drive_id)
    assert [it["resource_id"] for it in linked.task.list(file_id)] == [task_id]
    assert linked.document.history(file_id) == [TEMPLATE, FILLED_IN]


def test_what_is_added_is_a_file_of_the_storage() -> None:
    linked = Linked()
    document_id = linked.document.add_document("{{name}}")
    another = linked.document.add_document("another")
    file_id = linked.task.add_file()
    assert linked.storage.get(document_id) == "{{name}}"
    assert linked.storage.get(file_id) == ""
    assert len({document_id, another, file_id}) == 3
    assert len(linked.storage.list()) == 2
    linked.document.update(document_id, name="INC-7")
    assert linked.document.add_document("replaced", document_id) == document_id
    assert linked.document.history(document_id) == ["replaced"]
    assert linked.task.add_file(document_id) == document_id
    with pytest.raises(NotFoundError):
        linked.document.add_document("text", "nowhere")


def test_a_folder_cannot_be_edited() -> None:
    linked = Linked()
    drive_id, file_id = template_in(linked.storage)
    linked.storage.edit(file_id, str.upper)
    assert linked.storage.get(file_id) == TEMPLATE.upper()
    folder_id = linked.storage.create_file(drive_id, "Logs")["id"]
    with pytest.raises(InvalidRequestError, match=r"storage\.edit: .*'"):
        linked.storage.edit(folder_id, str.upper)
    with pytest.raises(NotFoundError, match=r"storage\.edit: .*'nowhere'"):
        linked.storage.edit("nowhere", str.upper)


def test_the_clock_is_that_of_the_tasks() -> None:
    linked = Linked(clock=lambda: 0.0)
    _, file_id = template_in(linked.storage)
    linked.task.create_task(file_id, "restart the service", "ada@example.com")
    (task,) = linked.task.list(file_id)
    assert task["created_at"] == "1970-01-01T00:00:00"


def test_several_threads_fill_in_one_document_and_lose_nothing() -> None:
    linked, keys = Linked(), [f"key{number}" for number in range(200)]
    drive_id, file_id = template_in(linked.storage, " ".join(f"{{{{{it}}}}}" for it in keys))
    start = Barrier(8)

    def work(number: int) -> None:
        start.wait()
        for key in keys[number::8]:
            linked.document.update(file_id, **{key: key.upper()})
            linked.task.create_task(file_id, key, "ada@example.com")
            linked.storage.copy_file(drive_id, file_id, key)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert linked.storage.get(file_id) == " ".join(it.upper() for it in keys)
    assert sorted(it["description"] for it in linked.task.list(file_id)) == sorted(keys)
    assert len(linked.storage.list_files(drive_id)) == 201


def test_a_workspace_is_made_and_arranged_once_however_many_ask() -> None:
    arranged: list[Linked] = []
    workspaces, start = Workspaces(arranged.append), Barrier(8)

    def ask(_: int) -> Linked:
        start.wait()
        return workspaces["default"]

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(ask, range(8)))
    assert all(it is found[0] for it in found)
    assert arranged == [found[0]]
    assert workspaces["security"] is not found[0]
    assert Workspaces()["default"].storage.list() == []
