"""Tasks, from the web page and from documents."""

from collections.abc import Callable
from typing import Any, Final

from dispatch_interfaces.host.bridge import Bridge
from dispatch_interfaces.host.rehearsal.acts.jobs import sync_all_tasks, sync_tasks
from dispatch_interfaces.host.rehearsal.calls import Failed
from dispatch_interfaces.host.rehearsal.flows import checks, incidents, resources, work
from dispatch_interfaces.host.rehearsal.rows import Task
from dispatch_interfaces.host.rehearsal.world import RESPONDER, SECOND, USER, Step, World


def create(world: World) -> None:
    task = Task(1, "Roll back", [RESPONDER], USER, USER)
    incident = world.incident()
    incident.tasks.append(task)
    work.tell_of_task(world.app, incident, task, "A new task")
    world.tasks["task"] = task


def change(name: str = "task", **values: Any) -> Callable[[World], None]:
    def step(world: World) -> None:
        app, incident, task = world.app, world.incident(), world.task(name)
        resolved = task.status != "Resolved" and values.get("status") == "Resolved"
        for key, value in values.items():
            setattr(task, key, value)
        work.update_outside(app, incident, task)
        if resolved:
            work.tell_of_task(app, incident, task, "A task is resolved")

    return step


def ticket(world: World) -> None:
    made = resources.create_task_ticket(world.app, world.incident(), world.task())
    if world.app.has("ticket") and not (made and made.get("resource_id")):
        raise Failed(f"the ticket is {made!r}")


def ticket_without_description(world: World) -> None:
    change(description=None)(world)
    ticket(world)


def leave_with_open_task(world: World) -> None:
    world.task()
    incidents.leave(world.app, world.incident(), RESPONDER)


def write_in_document(world: World) -> None:
    """Somebody writes a task into the incident's document."""
    plugin = world.observer("task")
    if hasattr(plugin, "create_task"):
        document = checks.there(world.incident().document, "the document").resource_id
        made = plugin.create_task(document, "Look at the logs", USER, [SECOND])
        world.known["task in document"] = made


def resolve_in_document(world: World) -> None:
    plugin = world.observer("task")
    if hasattr(plugin, "resolve_task"):
        document = checks.there(world.incident().document, "the document").resource_id
        plugin.resolve_task(document, world.known.get("task in document"))


def reopen_on_page(world: World) -> None:
    """Change a task of a document on the page: the document's task has to follow."""
    if not hasattr(world.observer("task"), "create_task"):
        return  # nobody can write one
    if "task in document" not in world.known:
        raise Failed("there is no task in document: an earlier step failed")
    found = [
        it for it in world.incident().tasks if it.resource_id == world.known["task in document"]
    ]
    if not found:
        raise Failed("the task of the document is not there")
    before, found[0].status = found[0].status, "Open"
    work.update_outside(world.app, world.incident(), found[0])
    plugin: Any = world.app.stage.parts["task"].plugin_class
    if issubclass(plugin, Bridge) and "update" in plugin.missing():
        # What the document never hears of, the next job takes back.
        found[0].status = before


STEPS: Final[tuple[Step, ...]] = (
    ("task: create", create),
    ("task: create its ticket", ticket),
    ("task: its assignee leaves", leave_with_open_task),
    ("task: resolve", change(status="Resolved")),
    ("task: open again", change(status="Open")),
    ("task: create a ticket without a description", ticket_without_description),
    ("task: write one in the document", write_in_document),
    ("task: sync what was written", sync_tasks),
    ("task: change one of the document on the page", reopen_on_page),
    ("task: resolve one in the document", resolve_in_document),
    ("task: sync what was resolved", sync_tasks),
    ("task: sync all", sync_all_tasks),
)
LAST_STEPS: Final[tuple[Step, ...]] = (
    # No job takes over what the document has of it: that it has heard of it shows at the end.
    ("task: open one of the document again on the page", reopen_on_page),
)
