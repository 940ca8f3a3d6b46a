"""What there is before the first step: people, documents, services, and the project's own rows."""

from datetime import datetime, timedelta
from typing import Any, Final

from attrs import define, field
from dispatch.case.priority.models import CasePriority
from dispatch.case.type.models import CaseType
from dispatch.cost_model.models import CostModel, CostModelActivity
from dispatch.data.source.models import Source
from dispatch.document.models import Document
from dispatch.forms.type.models import FormsType
from dispatch.incident.priority.models import IncidentPriority
from dispatch.incident.type.models import IncidentType
from dispatch.incident_role.models import IncidentRole
from dispatch.notification.models import Notification
from dispatch.plugin.models import Plugin, PluginEvent, PluginInstance
from dispatch.project.models import Project
from dispatch.service.models import Service
from dispatch.workflow.models import Workflow
from sqlalchemy.orm import Session

from tests.real_host.application import Application
from tests.real_host.recording import Call, plugin_of
from tests.real_host.sets import SETTINGS, Choice

COMMANDER: Final = "grace@example.com"
"""Who is on call."""
RESPONDER: Final = "edsger@example.com"
SECOND: Final = "barbara@example.com"
ROOT: Final = "drive-1"
_TEMPLATE: Final = """{{name}}: {{title}}. {{status}} {{case_name}} {{case_title}}
{{description}}
The database needs a rollback."""
_FAQ: Final = "dispatch-incident-reference-faq-document"
_DOCUMENTS: Final = {
    "dispatch-incident-document-template": "Incident template",
    "dispatch-incident-review-document-template": "Review template",
    "dispatch-executive-report-document-template": "Executive report template",
    "dispatch-case-document-template": "Case template",
    "dispatch-forms-export-template": "Forms template",
    "dispatch-conversation-reference-document": "Conversation reference",
    _FAQ: "Frequently asked questions",
}
"""Names of documents that a project has, by their kind."""


@define
class World:
    """The application, the plugins behind it, and what the steps have made so far."""

    app: Application
    choice: Choice
    made: dict[str, Any] = field(factory=dict)
    """Ids of what was made, by name."""
    plugins: dict[str, Any] = field(factory=dict)
    """The plugins themselves, without their bridges, by type."""
    project_id: int = 0

    @property
    def reporter(self) -> str:
        return self.choice.reporter

    def furnish(self) -> None:
        """Install and enable all plugins, and make what the steps need."""
        app = self.app
        app.install()
        for slug, plugin in app.registered.items():
            if plugin.type not in self.plugins and plugin.type != "auth-provider":
                settings = getattr(plugin, "real_host_settings", SETTINGS.get(plugin.type))
                self.plugins[plugin.type] = plugin_of(app.enable(slug, settings))
        app.recorder.after.append(self._share)
        people = {COMMANDER, RESPONDER, SECOND} | ({self.reporter} if self.choice.known else set())
        for email in people:
            self._ask("conversation", "register", email)
            self._ask("contact", "add_person", email, email.partition("@")[0].title(), team="SRE")
        channel = self.plugins["conversation"].create("announcements", [])
        self.made["announcements"] = channel["id"]
        self._stock()
        with app.session() as session:
            self._rows(session)
            session.commit()

    def _ask(self, plugin_type: str, method: str, *args: Any, **kwargs: Any) -> Any:
        """Ask a plugin for what only the references have; another may do without."""
        found = getattr(self.plugins[plugin_type], method, None)
        return found(*args, **kwargs) if found else None

    def _stock(self) -> None:
        service = self._ask("oncall", "add_service", "Database")
        self._ask("oncall", "set_oncall", service, COMMANDER)
        self.made["service"] = service or "service-1"
        storage = self.plugins["storage"]
        root = storage.create("Incidents", [])
        if root["id"] != ROOT:
            raise RuntimeError(f"the first drive is {root['id']}, and not {ROOT}")
        for kind, name in _DOCUMENTS.items():
            file = storage.create_file(ROOT, name, "document")
            self._ask("storage", "set_text", file["id"], _TEMPLATE)
            self.made[kind] = file["id"]
        self._ask("participant", "add_individual", RESPONDER, "Edsger")
        self._ask("participant", "add_team", "team@example.com", "Team")
        self._ask("term", "add_term", "rollback", ["Going back to the version before."])
        self._ask("tag", "add_tag", "database", "Cause")
        self._ask("source", "describe", "orders", description="All orders", daily_volume=10)
        self._ask("signal-consumer", "put", {"id": "signal-1"})
        now = datetime.utcnow() + timedelta(days=1)
        self.made["build"] = self._ask("monitor", "change", "17", "Build 17", "failed", now)

    def _share(self, call: Call) -> None:
        """Let documents and tasks know the files of storage, as on one platform they would."""
        made = call.type == "storage" and call.method in ("create_file", "copy_file")
        if not made or call.error:
            return
        if call.method == "create_file" and call.keywords.get("file_type") != "document":
            return
        self._ask("storage", "set_text", call.result["id"], _TEMPLATE)
        self._ask("document", "add_document", _TEMPLATE, call.result["id"])
        self._ask("task", "add_file", call.result["id"])

    def _rows(self, session: Session) -> None:
        project = session.query(Project).one()
        self.project_id = project.id
        slugs = {it.type: slug for slug, it in self.app.registered.items()}
        own = {"project": project}
        documents = {
            kind: Document(
                name=name,
                resource_id=self.made[kind],
                resource_type=kind,
                weblink=f"https://documents.example.com/{self.made[kind]}",
                description=name,
                evergreen=kind == _FAQ,
                evergreen_owner=COMMANDER,
                evergreen_reminder_interval=1,
                evergreen_last_reminder_at=datetime.utcnow() - timedelta(days=30),
                **own,
            )
            for kind, name in _DOCUMENTS.items()
        }
        service = Service(
            name="Database",
            external_id=self.made["service"],
            type=slugs["oncall"],
            health_metrics=True,
            shift_hours_type=24,
            **own,
        )
        short = Service(
            name="Short shifts",
            external_id="service-of-short-shifts",
            type=slugs["oncall"],
            health_metrics=True,
            shift_hours_type=12,
            **own,
        )
        plugin = session.query(Plugin).filter(Plugin.slug == slugs["conversation"]).one()
        event = PluginEvent(name="Channel activity", slug="channel-activity", plugin=plugin)
        model = CostModel(
            name="By activity",
            enabled=True,
            activities=[CostModelActivity(plugin_event=event, enabled=True)],
            **own,
        )
        announcements = Notification(
            name="Channel", type="conversation", target=self.made["announcements"], **own
        )
        mails = Notification(name="Mails", type="email", target="all@example.com", **own)
        workflow = Workflow(
            name="Collect logs",
            resource_id="collect-logs",
            description="Collects all logs",
            parameters=[{"key": "host", "value": "web-1"}],
            plugin_instance=session.query(PluginInstance)
            .join(Plugin)
            .filter(Plugin.slug == slugs["workflow"])
            .one(),
            **own,
        )
        form = FormsType(
            name="Impact",
            description="What it came to",
            form_schema='[{"name": "a", "title": "Who was hit?"}]',
            service=service,
            **own,
        )
        source = Source(name="Orders", external_id="orders", **own)
        session.add_all(
            [
                *documents.values(),
                service,
                short,
                event,
                model,
                announcements,
                mails,
                workflow,
                form,
            ]
        )
        session.add(source)
        session.flush()
        self.made.update(workflow=workflow.id, form_type=form.id)
        project.send_daily_reports = project.send_weekly_reports = True
        project.weekly_report_notification_id = announcements.id
        self._types(session, project, documents, service, model)

    def _types(
        self,
        session: Session,
        project: Project,
        documents: dict[str, Document],
        service: Service,
        model: CostModel,
    ) -> None:
        """What kinds of incidents and cases there are, and who commands them."""
        kind = session.query(IncidentType).filter(IncidentType.default).one()
        kind.channel_description = "On call: {oncall_email}"
        kind.description_service = service
        kind.incident_template_document = documents["dispatch-incident-document-template"]
        kind.review_template_document = documents["dispatch-incident-review-document-template"]
        kind.executive_template_document = documents["dispatch-executive-report-document-template"]
        kind.cost_model = model
        slug = next(it.slug for it in self.app.registered.values() if it.type == "ticket")
        other = IncidentType(
            name="Security",
            description="Somebody is where they should not be",
            enabled=True,
            plugin_metadata=[{"slug": slug, "metadata": [{"key": "queue", "value": "sec"}]}],
            project=project,
        )
        session.add(other)
        for priority in session.query(IncidentPriority):
            priority.page_commander = bool(priority.default)
        for case_priority in session.query(CasePriority):
            case_priority.page_assignee = bool(case_priority.default)
        case = session.query(CaseType).filter(CaseType.default).one()
        case.conversation_target = self.made["announcements"]
        case.oncall_service = service
        case.cost_model = model
        case.case_template_document = documents["dispatch-case-document-template"]
        session.add(
            IncidentRole(
                role="Incident Commander",
                enabled=True,
                order=1,
                service=service,
                engage_next_oncall=True,
                incident_types=[kind, other],
                incident_priorities=session.query(IncidentPriority).all(),
                project=project,
            )
        )
