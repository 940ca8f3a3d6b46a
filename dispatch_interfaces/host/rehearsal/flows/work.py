"""Tasks, workflows and monitors."""

from typing import Any

from dispatch_interfaces.host.rehearsal.calls import App
from dispatch_interfaces.host.rehearsal.flows import checks
from dispatch_interfaces.host.rehearsal.rows import Incident, Task


def tell_of_task(app: App, incident: Incident, task: Task, what: str) -> None:
    """Tell those who have it of a task that is new, or resolved."""
    if not app.has("conversation"):
        return
    for person in task.assignees:
        app.call(
            "conversation.send_ephemeral",
            "task/flows.py:117",
            checks.there(incident.conversation, "the conversation").channel_id,
            person,
            what,
            message_template=[{"title": "{{task_creator}}", "text": "{{task_description}}"}],
            notification_type="incident-notification",
            task_creator=checks.there(task.creator, "the creator of the task"),
            task_description=task.description,
            task_weblink=task.weblink,
        )


def update_outside(app: App, incident: Incident, task: Task) -> None:
    """A task that was changed on the page is changed in the document that it may be in."""
    if not app.has("task") or incident.document is None:
        return
    before = len(app.script.calls)
    app.call(
        "task.update",
        "task/service.py:222",
        incident.document.resource_id,
        task.resource_id,
        resolved=task.status,
    )
    if app.script.calls[before:][-1].answer.startswith("raised") and incident.review_document:
        app.call(
            "task.update",
            "task/service.py:228",
            incident.review_document.resource_id,
            task.resource_id,
            resolved=task.status,
        )


def sync_task(app: App, incident: Incident, item: dict[str, Any], *, notify: bool) -> Task | None:
    """Take over one task of a document; it is delivered again and again.

    Returns:
        The task, if it is new.
    """
    known_as = item["resource_id"]
    found = next((it for it in incident.tasks if it.resource_id == known_as), None)
    if found is None and incident.status == "Closed":
        return None
    if "incident" in item:
        raise TypeError("got multiple values for keyword argument 'incident'")
    status = item.get("status", "Open")
    if status not in ("Open", "Resolved"):
        raise ValueError(f"ValidationError: the status of a task is {status!r}")
    if found is not None:
        resolved = found.status != "Resolved" and status == "Resolved"
        found.status = status
        if notify and resolved:
            tell_of_task(app, incident, found, "A task is resolved")
        return None
    people = [it["individual"]["email"] for it in item.get("assignees") or ()]
    creator = (item.get("creator") or item["owner"])["individual"]["email"]
    task = Task(
        len(incident.tasks) + 1,
        checks.text(item.get("description"), "the description of a task"),
        people,
        creator,
        creator,
        status,
        checks.text(known_as, "the id of a task"),
        checks.text(item.get("weblink"), "the weblink of a task"),
    )
    incident.tasks.append(task)
    if notify:
        tell_of_task(app, incident, task, "A new task")
    return task
