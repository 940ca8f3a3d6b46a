"""The application in small: it loads plugins, and runs its flows over them in their order.

It calls in the shapes that the catalogue has, reads the same keys, and changes the same dicts.
"""

import importlib
import json
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from attrs import define, field


@define
class Row:
    """A plugin that a project has enabled, with what was stored of its settings."""

    plugin: Any
    stored: str | None
    project_id: int

    @property
    def instance(self) -> Any:
        """The one object of the process, with the settings of this project: for this thread."""
        schema = self.plugin.configuration_schema
        self.plugin.configuration = schema.parse_raw(self.stored) if self.stored else None
        self.plugin.project_id = self.project_id
        return self.plugin


@define
class Application:
    """All plugins of the process, and which project has enabled which."""

    plugins: dict[str, Any] = field(factory=dict)
    rows: dict[tuple[int, str], Row] = field(factory=dict)

    def register(self, plugin_class: type) -> None:
        """Import it again by its name, and make it, as the application does."""
        module = importlib.import_module(plugin_class.__module__)
        found = getattr(module, plugin_class.__name__)()
        self.plugins[found.slug] = found
        assert sorted(it.get_title() for it in self.plugins.values())

    def enable(self, project_id: int, slug: str, given: Mapping[str, Any] | None = None) -> None:
        """Enable a plugin in a project; what is entered is stored as JSON."""
        plugin, stored = self.plugins[slug], None
        if given is not None:
            assert "properties" in plugin.configuration_schema.schema()
            stored = json.dumps(plugin.configuration_schema.parse_obj(given).model_dump())
        self.rows[project_id, plugin.type] = Row(plugin, stored, project_id)

    def active(self, project_id: int, plugin_type: str) -> Any:
        return self.rows[project_id, plugin_type].instance


class Subject(SimpleNamespace):
    """An incident, with what was stored of its resources."""


def incident(number: int, project_id: int, title: str, service_id: str) -> Subject:
    named = {
        name: SimpleNamespace(name=it)
        for name, it in (("type", "Outage"), ("priority", "High"), ("severity", "SEV1"))
    }
    return Subject(
        id=number,
        project_id=project_id,
        name="",
        title=title,
        description="Queries take minutes.",
        status="Active",
        service_id=service_id,
        members=[],
        **{f"incident_{name}": it for name, it in named.items()},
    )


@define
class Flows:
    """The flows of one project.

    Args:
        app: The application.
        project_id: The project.
        root_id: The folder below which the folders of incidents are made.
    """

    app: Application
    project_id: int
    root_id: str
    session: Any = field(factory=SimpleNamespace)

    def plugin(self, plugin_type: str) -> Any:
        return self.app.active(self.project_id, plugin_type)

    def open(self, it: Subject) -> None:
        """Everything from the ticket to the welcome, in the application's order."""
        commander = self.plugin("oncall").get(service_id=it.service_id) or "reporter@example.com"
        self._ticket(it, commander)
        individuals, teams = self.plugin("participant").get(
            class_instance=it, project_id=self.project_id, db_session=self.session
        )
        individuals.append((SimpleNamespace(email=commander), None))
        it.members = list(dict.fromkeys(person.email for person, _ in individuals))
        self._groups(it, [team.email for team in teams])
        self._storage(it)
        self._conversation(it)
        self._document(it)
        self.plugin("conversation").add(it.channel_id, it.members)
        for person in it.members:
            self._welcome(it, person)
        self.plugin("oncall").page(
            service_id=it.service_id,
            incident_name=it.name,
            incident_title=it.title,
            incident_description=it.description,
        )
        self.update(it)

    def _ticket(self, it: Subject, commander: str) -> None:
        made = self.plugin("ticket").create(
            it.id, it.title, commander, "reporter@example.com", None, db_session=self.session
        )
        made.update({"resource_type": made.get("resource_type", "ticket")})
        assert isinstance(made["resource_id"], str)
        it.commander, it.name, it.ticket_id = commander, made["resource_id"], made["resource_id"]
        it.ticket_weblink = made["weblink"]

    def _groups(self, it: Subject, teams: list[str]) -> None:
        plugin = self.plugin("participant-group")
        made = plugin.create(name=f"{it.name}", participants=it.members)
        made.update({"resource_type": f"{plugin.slug}-tactical-group", "resource_id": made["id"]})
        assert made["name"]
        it.group = made["email"]
        notified = plugin.create(name=f"{it.name}-notifications", participants=teams)
        it.notifications = notified["email"]

    def _storage(self, it: Subject) -> None:
        plugin = self.plugin("storage")
        parent = plugin.configuration.root_id
        made = plugin.create_file(
            parent_id=parent, name=it.name, participants=[it.group, it.notifications]
        )
        made.update({"name": it.name, "resource_type": plugin.slug})
        it.folder, it.storage_weblink = made["id"], made["weblink"]
        for name in ("Logs", "Screengrabs"):
            assert plugin.create_file(parent_id=it.folder, name=name)["id"]
        document = plugin.create_file(
            parent_id=it.folder, name=f"{it.name} - Incident Document", file_type="document"
        )
        document.update({"resource_id": document["id"]})
        it.document, it.document_weblink = document["id"], document["weblink"]
        plugin.move_file(it.folder, file_id=it.document)

    def _conversation(self, it: Subject) -> None:
        plugin = self.plugin("conversation")
        made = plugin.create(it.name)
        made.update({"resource_type": plugin.slug})
        assert made.get("timestamp") is None
        it.channel_id, it.conversation_weblink = made["id"], made["weblink"]
        plugin.set_topic(it.channel_id, f"{it.incident_type.name} - {it.status}")
        plugin.set_description(it.channel_id, self.plugin("oncall").get(it.service_id) or "nobody")
        plugin.add_bookmark(it.channel_id, it.ticket_weblink, title="Ticket")

    def _document(self, it: Subject) -> None:
        self.plugin("document").update(
            it.document,
            name=it.name,
            title=it.title,
            status=it.status,
            conference_challenge=None,
            **{"tag_Root Cause.source": "N/A"},
        )

    def _welcome(self, it: Subject, person: str) -> None:
        template = [
            {"title": "{{name}}", "title_link": "{{ticket_weblink}}", "text": "{{title}}"},
            {"title": "Status", "text": "{{status}}", "buttons": []},
        ]
        variables = {
            "name": it.name,
            "title": it.title,
            "status": it.status,
            "type": it.incident_type,
            "ticket_weblink": it.ticket_weblink,
        }
        conversation = self.plugin("conversation")
        conversation.send_ephemeral(
            it.channel_id, person, "Welcome", template, "incident-participant-welcome", **variables
        )
        conversation.send_direct(
            person, "Welcome", template, "incident-participant-welcome", items=[variables]
        )

    def update(self, it: Subject) -> None:
        """What follows each change of an incident."""
        self.plugin("ticket").update(
            ticket_id=it.ticket_id,
            title=it.title,
            description=it.description,
            incident_type=it.incident_type.name,
            incident_severity=it.incident_severity.name,
            incident_priority=it.incident_priority.name,
            status=it.status.lower(),
            commander_email=it.commander,
            reporter_email="reporter@example.com",
            conversation_weblink=it.conversation_weblink,
            document_weblink=it.document_weblink,
            storage_weblink=it.storage_weblink,
            conference_weblink=None,
            dispatch_weblink=f"https://dispatch.example.com/{it.name}",
            cost=0,
            incident_type_plugin_metadata=None,
        )
        self.plugin("conversation").send(
            it.channel_id,
            "The incident has been updated",
            [{"title": "{{name}}", "text": "{{status}}"}],
            "incident-notification",
            name=it.name,
            status=it.status,
        )

    def engage(self, it: Subject, person: str) -> None:
        """Add somebody."""
        groups = self.plugin("participant-group")
        if person not in groups.list(email=it.group):
            groups.add(email=it.group, participants=[person])
        it.members.append(person)
        self.plugin("conversation").add(it.channel_id, [person])
        self._welcome(it, person)

    def dismiss(self, it: Subject, person: str) -> None:
        """Remove somebody."""
        groups = self.plugin("participant-group")
        if person in groups.list(email=it.group):
            groups.remove(email=it.group, participants=[person])
        it.members.remove(person)
        self.plugin("conversation").remove_user(conversation_id=it.channel_id, user_email=person)

    def stabilise(self, it: Subject) -> None:
        it.status = "Stable"
        self.update(it)

    def close(self, it: Subject) -> None:
        it.status = "Closed"
        self.update(it)
        storage = self.plugin("storage")
        if storage.configuration.open_on_close:
            storage.open(it.document)
        if storage.configuration.read_only:
            storage.mark_readonly(it.document)
        self.plugin("conversation").archive(it.channel_id)

    def sync_tasks(self, it: Subject) -> list[dict[str, Any]]:
        """What the job does every 30 seconds."""
        seen = []
        for task in self.plugin("task").list(file_id=it.document, lookback=600):
            assert "incident" not in task
            assert None not in task.values()
            seen.append({**task, "incident": it})
        return seen

    def sync_terms(self) -> list[str]:
        """What the job does every hour."""
        return [f"{it['project']['name']}: {it['text']}" for it in self.plugin("term").get()]

    def run_workflow(self, it: Subject, workflow_id: str, number: int) -> None:
        params = {"host": "web-1", "externalRef": it.name, "workflowInstanceId": number}
        self.plugin("workflow").run(workflow_id, params)

    def poll_workflow(self, workflow_id: str, number: int) -> dict[str, Any] | None:
        found: dict[str, Any] | None = self.plugin("workflow").get_workflow_instance(
            workflow_id=workflow_id,
            tags=[f"workflowId:{workflow_id}", f"workflowInstanceId:{number}"],
        )
        for artifact in found["artifacts"] if found else ():
            artifact["project"] = self.project_id
        return found

    def delete(self, it: Subject) -> None:
        self.plugin("ticket").delete(ticket_id=it.ticket_id)
        for group in (it.group, it.notifications):
            self.plugin("participant-group").delete(email=group)
        self.plugin("storage").delete_file(file_id=it.folder)
        conversation = self.plugin("conversation")
        conversation.rename(it.channel_id, f"{it.name}-deleted")
        conversation.archive(it.channel_id)
