"""Workflows and monitors of an incident."""

from typing import Any, Final

from dispatch.incident import service as incidents
from dispatch.messaging.strings import (
    INCIDENT_MONITOR_CREATED_NOTIFICATION,
    INCIDENT_MONITOR_IGNORE_NOTIFICATION,
    INCIDENT_WORKFLOW_CREATED_NOTIFICATION,
)
from dispatch.monitor.flows import send_monitor_notification
from dispatch.monitor.models import Monitor
from dispatch.plugin import service as plugins
from dispatch.project.models import Project
from dispatch.workflow.flows import send_workflow_notification
from dispatch.workflow.models import Workflow, WorkflowInstance
from dispatch.workflow.scheduled import sync_workflow

from tests.real_host.application import StepFailed
from tests.real_host.steps.incidents import read
from tests.real_host.steps.jobs import job
from tests.real_host.world import World


def run_workflow(world: World) -> None:
    incident = read(world)
    body = {
        "incident": {"id": incident["id"], "name": incident["name"]},
        "creator": incident["commander"],
        "run_reason": "To see what is going on",
        "parameters": [{"key": "host", "value": "web-1"}],
        "artifacts": [],
    }
    found = world.app.request("POST", f"workflows/{world.made['workflow']}/run", body)
    world.made["workflow run"] = found["id"]


def poll_workflow(world: World) -> None:
    """What the job does with a run; the job itself finds none, since its row lacks the workflow."""
    plugin = world.plugins["workflow"]
    for instance in getattr(plugin, "instances", lambda _: ())("collect-logs"):
        plugin.add_artifact(instance, "Logs of web-1")
        plugin.advance(instance, "Completed")
    with world.app.session() as session:
        instance = session.get(WorkflowInstance, world.made["workflow run"])
        row = plugins.get_active_instance(
            db_session=session, plugin_type="workflow", project_id=world.project_id
        )
        if instance is None or row is None:
            raise StepFailed("the run or the plugin is not there")
        instance.workflow = session.get(Workflow, world.made["workflow"])
        sync_workflow(session, session.get(Project, world.project_id), row, instance, notify=True)
        if instance.status != "Completed":
            raise StepFailed(f"the run is {instance.status}, and not Completed")


def tell_of_workflow(world: World) -> None:
    with world.app.session() as session:
        send_workflow_notification(
            world.project_id,
            _channel(world, session),
            INCIDENT_WORKFLOW_CREATED_NOTIFICATION,
            session,
            workflow_name="Collect logs",
            workflow_description="Collects all logs",
            instance_creator_name="Ada",
        )


def watch_build(world: World) -> None:
    """What the chat does with a link that it was told to watch."""
    with world.app.session() as session:
        row = plugins.get_active_instance(
            db_session=session, plugin_type="monitor", project_id=world.project_id
        )
        assert row is not None
        incident = incidents.get(db_session=session, incident_id=read(world)["id"])
        assert incident is not None
        monitor = Monitor(
            plugin_instance=row,
            incident=incident,
            creator=incident.commander,
            status={"state": "running"},
            weblink=world.made["build"],
            enabled=True,
        )
        session.add(monitor)
        session.commit()
    _tell_of_build(world, INCIDENT_MONITOR_CREATED_NOTIFICATION)


def ignore_build(world: World) -> None:
    _tell_of_build(world, INCIDENT_MONITOR_IGNORE_NOTIFICATION)


def _tell_of_build(world: World, template: list[dict[str, Any]]) -> None:
    with world.app.session() as session:
        send_monitor_notification(
            world.project_id,
            _channel(world, session),
            template,
            session,
            weblink=world.made["build"],
        )


def _channel(world: World, session: Any) -> Any:
    incident = incidents.get(db_session=session, incident_id=read(world)["id"])
    if incident is None or incident.conversation is None:
        raise StepFailed("the incident has no conversation")
    return incident.conversation.channel_id


STEPS: Final = (
    ("workflow: run", run_workflow),
    ("workflow: tell the channel", tell_of_workflow),
    ("workflow: the job", job("sync-workflows")),
    ("workflow: ask how the run stands", poll_workflow),
    ("monitor: watch a build", watch_build),
    ("monitor: the job", job("sync-active-stable-monitors")),
    ("monitor: ignore a build", ignore_build),
)
