"""Workflows and monitors of an incident."""

from datetime import datetime
from typing import Any, Final

from dispatch_interfaces.host.rehearsal.calls import App, Failed
from dispatch_interfaces.host.rehearsal.flows import checks, notices, resources
from dispatch_interfaces.host.rehearsal.rows import Incident
from dispatch_interfaces.host.rehearsal.world import Step, World

_NUMBER: Final = 1
_FINAL: Final = ("Completed", "Failed")


def run_workflow(world: World) -> None:
    app, incident = world.app, world.incident()
    if not app.has("workflow"):
        return
    params = {
        "host": "web-1",
        "externalRef": f"{resources.UI}/default/incidents/{incident.name}?project=default",
        "workflowInstanceId": _NUMBER,
    }
    app.call("workflow.run", "workflow/service.py:247", world.known["workflow"], params)
    world.known["run"] = "Submitted"


def tell_of_workflow(world: World) -> None:
    incident = world.incident()
    _say(
        world.app,
        incident,
        "Workflow created",
        "{{workflow_description}}",
        workflow_name="Collect logs",
        workflow_description="Collects all logs",
        instance_creator_name="Ada",
    )


def _say(app: App, incident: Incident, title: str, text: str, **values: Any) -> None:
    channel = checks.there(incident.conversation, "the conversation").channel_id
    if not app.has("conversation"):
        raise AttributeError("the conversation plugin: there is none")
    notices.say(app, "workflow/flows.py:19", channel, title, text, **values)


def poll_workflow(world: World) -> None:
    """What the job does with a run."""
    app, _ = world.app, world.incident()
    if not app.has("workflow"):
        raise Failed("the plugin is not there")
    stand_in = not app.stage.parts["workflow"].mine
    plugin = world.observer("workflow")
    for instance in plugin.instances(world.known["workflow"]) if stand_in else ():
        plugin.add_artifact(instance, "Logs of web-1")
        plugin.advance(instance, "Completed")
    follow_workflow(world)
    if stand_in and world.known["run"] != "Completed":
        raise Failed(f"the run is {world.known['run']}, and not Completed")


def follow_workflow(world: World) -> None:
    """Ask how a run stands, and tell the channel if that has changed."""
    app, incident = world.app, world.incident()
    if not app.has("workflow") or "run" not in world.known:
        raise Failed("the run or the plugin is not there")
    workflow_id = world.known["workflow"]
    found = app.call(
        "workflow.get_workflow_instance",
        "workflow/scheduled.py:37",
        workflow_id=workflow_id,
        tags=[f"workflowId:{workflow_id}", f"workflowInstanceId:{_NUMBER}"],
    )
    if not found:
        app.script.tell(app.script.losses, "the run is not found by its tags")
        return
    for artifact in found["artifacts"]:
        artifact["project"] = {"id": app.project.id, "name": app.project.name}
        checks.name(artifact["name"], "the name of an artifact")
        world.documents.append(artifact["resource_id"])
    before, status = world.known["run"], found.get("status", world.known["run"])
    world.known["run"] = status
    if status != before:
        _say(
            app,
            incident,
            "Workflow completed" if status in _FINAL else "Workflow changed",
            "{{workflow_description}}",
            instance_status_old=before,
            instance_status_new=status,
            instance_weblink=found.get("weblink"),
            instance_creator_name="Ada",
            instance_artifacts=found["artifacts"],
            workflow_name="Collect logs",
            workflow_description="Collects all logs",
        )


def poll_again(world: World) -> None:
    """What the job does 30 seconds later: what is final is not asked about again."""
    if world.known.get("run") not in (None, *_FINAL):
        poll_workflow(world)


def watch_build(world: World) -> None:
    """What the chat does with a link that it was told to watch."""
    world.incident()
    world.known["state"] = "running"
    _tell_of_build(world, "Monitor created")


def _tell_of_build(world: World, title: str, **values: Any) -> None:
    incident = world.incident()
    channel = checks.there(incident.conversation, "the conversation").channel_id
    notices.say(
        world.app,
        "monitor/flows.py:32",
        channel,
        title,
        "{{weblink}}",
        weblink=world.known["build"],
        **values,
    )


def run_monitors(world: World) -> None:
    """Every 30 seconds: has anything changed behind the links?"""
    app = world.app
    if not app.has("monitor") or "state" not in world.known:
        return
    found = app.call(
        "monitor.get_match_status",
        "monitor/scheduled.py:43",
        weblink=world.known["build"],
        last_modified=datetime(2025, 9, 1),
    )
    if not found or found["state"] == world.known["state"]:
        return
    before, world.known["state"] = world.known["state"], found["state"]
    _tell_of_build(
        world,
        "Monitor changed",
        monitor_state_old=before.title(),
        monitor_state_new=found["state"].title(),
    )


def ignore_build(world: World) -> None:
    _tell_of_build(world, "Monitor ignored")


STEPS: Final[tuple[Step, ...]] = (
    ("workflow: run", run_workflow),
    ("workflow: tell the channel", tell_of_workflow),
    ("workflow: ask how the run stands", poll_workflow),
    ("monitor: watch a build", watch_build),
    ("monitor: the job", run_monitors),
    ("monitor: ignore a build", ignore_build),
)
AGAIN: Final[tuple[Step, ...]] = (
    ("workflow: ask how the run stands, again", poll_again),
    ("monitor: the job, again", run_monitors),
)
