"""Tasks, from the web page and from documents."""

from typing import Any, Final

from dispatch.document.models import Document
from dispatch.task.models import Task

from tests.real_host.application import StepFailed
from tests.real_host.environment import USER
from tests.real_host.steps.incidents import path, read
from tests.real_host.steps.jobs import job
from tests.real_host.world import RESPONDER, SECOND, World


def create(world: World) -> None:
    found = read(world)
    body = {
        "incident": {"id": found["id"], "name": found["name"]},
        "assignees": [{"individual": {"email": RESPONDER}}],
        "owner": {"individual": {"email": USER}},
        "description": "Roll back",
        "status": "Open",
    }
    world.made["task"] = world.app.request("POST", "tasks", body)["id"]


def change(**values: Any) -> Any:
    def step(world: World) -> None:
        found = read(world)
        body = {
            "incident": {"id": found["id"], "name": found["name"]},
            "assignees": [{"individual": {"email": RESPONDER}}],
            "owner": {"individual": {"email": USER}},
            "description": "Roll back",
            **values,
        }
        world.app.request("PUT", f"tasks/{world.made[_task(world, 'task')]}", body)

    return step


def ticket(world: World) -> None:
    found = world.app.request("POST", f"tasks/ticket/{world.made[_task(world, 'task')]}")
    if not found or not found.get("resource_id"):
        raise StepFailed(f"the ticket is {found!r}")


def ticket_without_description(world: World) -> None:
    change(description=None)(world)
    ticket(world)


def leave_with_open_task(world: World) -> None:
    world.app.request("DELETE", path(world, f"/remove/{RESPONDER}"))


def write_in_document(world: World) -> None:
    """Somebody writes a task into the incident's document."""
    plugin = world.plugins["task"]
    if hasattr(plugin, "create_task"):
        made = plugin.create_task(_document(world), "Look at the logs", USER, [SECOND])
        world.made["task in document"] = made


def resolve_in_document(world: World) -> None:
    plugin = world.plugins["task"]
    if hasattr(plugin, "resolve_task"):
        plugin.resolve_task(_document(world), world.made[_task(world, "task in document")])


def reopen_on_page(world: World) -> None:
    """Change a task of a document on the page: the document's task has to follow."""
    known = _task(world, "task in document")
    with world.app.session() as session:
        row = session.query(Task).filter(Task.resource_id == world.made[known]).first()
        if row is None:
            raise StepFailed("the task of the document is not there")
        found = row.id
    incident = read(world)
    body = {
        "incident": {"id": incident["id"], "name": incident["name"]},
        "assignees": [{"individual": {"email": SECOND}}],
        "description": "Look at the logs",
        "resource_id": world.made[known],
        "status": "Open",
    }
    world.app.request("PUT", f"tasks/{found}", body)


def _document(world: World) -> str:
    incident = read(world)["id"]
    with world.app.session() as session:
        found = (
            session.query(Document)
            .filter(Document.incident_id == incident)
            .filter(Document.resource_type == "dispatch-incident-document")
            .first()
        )
        if found is None:
            raise StepFailed("the incident has no document")
        return str(found.resource_id)


def _task(world: World, name: str) -> str:
    if name not in world.made:
        raise StepFailed(f"there is no {name}: an earlier step failed")
    return name


STEPS: Final = (
    ("task: create", create),
    ("task: create its ticket", ticket),
    ("task: its assignee leaves", leave_with_open_task),
    ("task: resolve", change(status="Resolved")),
    ("task: open again", change(status="Open")),
    ("task: create a ticket without a description", ticket_without_description),
    ("task: write one in the document", write_in_document),
    ("task: sync what was written", job("sync-active-stable-incident-tasks")),
    ("task: change one of the document on the page", reopen_on_page),
    ("task: resolve one in the document", resolve_in_document),
    ("task: sync what was resolved", job("sync-active-stable-incident-tasks")),
    ("task: sync all", job("sync-incident-tasks-daily")),
)
