"""A host: it loads what is installed, opens an incident through twelve interfaces, closes it."""

import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dispatch_interfaces import (
    ConversationPlugin,
    DocumentPlugin,
    DocumentResolverPlugin,
    InvalidRequestError,
    MetricPlugin,
    NotSupportedError,
    OncallPlugin,
    ParticipantGroupPlugin,
    ParticipantPlugin,
    PluginError,
    StoragePlugin,
    TaskPlugin,
    TermPlugin,
    TicketPlugin,
    WorkflowPlugin,
)
from dispatch_interfaces.registry import PluginRegistry


@dataclass
class Incident:
    """What the host keeps of an incident: the ids under which its resources are known."""

    title: str
    description: str
    type: str = "Outage"
    priority: str = "High"
    name: str = ""
    conversation: str = ""
    group: str = ""
    drive: str = ""
    workflow: str = ""


def open_incident(plugins: PluginRegistry, incident: Incident) -> None:
    """Gather people, then make a place for everything."""
    about = incident.type, incident.priority, incident.description
    resolved = plugins.get(ParticipantPlugin).get(*about)
    commander = plugins.get(OncallPlugin).get(service_name="Databases")
    involved = [*resolved["individuals"], *resolved["teams"]]
    people = [commander, *(it["email"] for it in involved)]

    tickets = plugins.get(TicketPlugin)
    ticket = tickets.create(incident.title, incident.type, incident.priority, commander, people[-1])
    incident.name = ticket["resource_id"]
    incident.group = plugins.get(ParticipantGroupPlugin).create(incident.name, people)["email"]
    drive = plugins.get(StoragePlugin).create(incident.name, people)
    incident.drive = drive["id"]
    plugins.get(StoragePlugin).create_file(incident.drive, "Review", "document")

    chat = plugins.get(ConversationPlugin)
    conversation = chat.create(incident.name, [{"email": it} for it in people])
    incident.conversation = conversation["id"]
    chat.set_topic(incident.conversation, incident.title)
    links = {"channel": conversation["weblink"], "ticket": ticket["weblink"]}
    for found in plugins.get(DocumentResolverPlugin).get(*about):
        plugins.get(DocumentPlugin).update(found["resource_id"], name=incident.name, **links)
    for term in plugins.get(TermPlugin).get():
        meanings = ", ".join(it["text"] for it in term["definitions"])
        chat.send(incident.conversation, f"{term['text']}: {meanings}", {}, "glossary")

    run = plugins.get(WorkflowPlugin).run("restart", {"incident": incident.name})
    incident.workflow = run["resource_id"]
    tickets.update(incident.name, status="active", storage_weblink=drive["weblink"])
    plugins.get(OncallPlugin).page("service-1", incident.name, incident.title, incident.description)
    plugins.call_all(MetricPlugin, lambda it: it.counter("incidents"))


def close_incident(plugins: PluginRegistry, incident: Incident) -> None:
    """Say what is left to do, and put everything away; what a platform cannot do stays."""
    for task in plugins.get(TaskPlugin).list("review"):
        print(f"still to do: {task['description']} ({task['status']})")
    run = plugins.get(WorkflowPlugin).get_instance("restart", incident.workflow)
    print(f"the workflow is {run['status']}")
    storage = plugins.get(StoragePlugin)
    steps: list[Callable[[], None]] = [
        lambda: plugins.get(TicketPlugin).update(incident.name, status="closed"),
        lambda: plugins.get(ConversationPlugin).archive(incident.conversation),
        lambda: plugins.get(ParticipantGroupPlugin).delete(incident.group),
        lambda: storage.archive(incident.drive, storage.create("Archive", [])["id"], incident.name),
    ]
    for put_away in steps:
        try:
            put_away()
        except NotSupportedError as error:
            print(error)


def main() -> None:
    """Load all that is installed, and open and close one incident.

    A file of settings, with a table for each slug, says which plugins are to have the place of the
    in-memory ones.
    """
    entered = tomllib.loads(Path(sys.argv[1]).read_text("utf-8")) if sys.argv[1:] else {}
    plugins = PluginRegistry()
    plugins.load_installed()  # what was rejected is in the log
    for info in sorted(plugins.registered(), key=lambda it: it.slug in entered):
        try:
            plugins.activate(info.slug, configuration=entered.get(info.slug))
        except InvalidRequestError as error:
            print(f"{info.slug} is left out: {error}")
    incident = Incident("The database is slow", "Queries to the database wait.")
    try:
        open_incident(plugins, incident)
        print(f"{incident.name} is open: {incident.title}")
        close_incident(plugins, incident)
        print(f"{incident.name} is closed")
    except PluginError as error:
        sys.exit(f"stopped half-way: {error}")


if __name__ == "__main__":
    main()
