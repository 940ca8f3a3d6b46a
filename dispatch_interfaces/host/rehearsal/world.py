"""What there is before the first step, and what the steps have made so far."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, TypeAlias

from attrs import define, field

from dispatch_interfaces.host.rehearsal.calls import App, Failed, Stopped
from dispatch_interfaces.host.rehearsal.flows.incidents import Setting
from dispatch_interfaces.host.rehearsal.records import Step as Played
from dispatch_interfaces.host.rehearsal.rows import Case, Incident, Service, Task
from dispatch_interfaces.showing import told

USER: Final = "ada@example.com"
"""Who uses the web page."""
COMMANDER: Final = "grace@example.com"
"""Who is on call."""
RESPONDER: Final = "edsger@example.com"
SECOND: Final = "barbara@example.com"

_TEMPLATE: Final = """{{name}}: {{title}}. {{status}} {{case_name}} {{case_title}}
{{description}}
The database needs a rollback."""
_TEMPLATES: Final = {
    "incident": "Incident template",
    "review": "Review template",
    "report": "Executive report template",
    "case": "Case template",
    "form": "Forms template",
    "reference": "How to roll back",
}


@define
class World:
    """A project, and what is in it.

    Args:
        app: The application, at work for it.
    """

    app: App
    setting: Setting = field(init=False)
    incidents: dict[str, Incident] = field(factory=dict[str, Incident], init=False)
    rows: list[Incident] = field(factory=list[Incident], init=False)
    """All incidents, also those whose report stopped half-way: jobs find them as well."""
    cases: dict[str, Case] = field(factory=dict[str, Case], init=False)
    tasks: dict[str, Task] = field(factory=dict[str, Task], init=False)
    documents: list[str] = field(factory=list[str], init=False)
    """Ids of all documents of the organisation, as the jobs find them."""
    known: dict[str, Any] = field(factory=dict[str, Any], init=False)
    """What else the steps have to know of each other."""

    def furnish(self, values: Mapping[str, Any]) -> None:
        """Make what the steps need, as far as the plugins have a way to make it.

        Args:
            values: What the backends of the author's plugins know.
        """
        self.app.made.append(self._share)
        for email in (USER, COMMANDER, RESPONDER, SECOND):
            self._ask("conversation", "register", email)
            name = email.partition("@")[0].title()
            self._ask("contact", "add_person", email, name, team="SRE")
        service = values.get("service_id") or self._ask("oncall", "add_service", "Database")
        self._ask("oncall", "set_oncall", service, COMMANDER)
        announcements = self._ask("conversation", "create", "announcements", [])
        channel = values.get("announcements") or _of(announcements, "id") or "announcements"
        self.setting = Setting(
            Service(str(service or "service-1"), self._slug("oncall")),
            str(channel),
            self._templates(),
        )
        self.known["workflow"] = str(values.get("workflow_id") or "collect-logs")
        self._ask("participant", "add_individual", RESPONDER, "Edsger")
        self._ask("participant", "add_team", "team@example.com", "Team")
        self._ask("term", "add_term", "rollback", ["Going back to the version before."])
        self._ask("tag", "add_tag", "database", "Cause")
        self._ask("source", "describe", "orders", description="All orders", daily_volume=10)
        self._ask("signal-consumer", "put", {"id": "signal-1"})
        self.known["build"] = (
            self._ask("monitor", "change", "17", "Build 17", "failed", datetime(2025, 9, 2))
            or "https://builds.example.com/17"
        )

    def observer(self, plugin_type: str) -> Any:
        """What shows the state of a plugin; None if there is none."""
        return self.app.stage.observer(self.app.project, plugin_type)

    def _ask(self, plugin_type: str, method: str, *args: Any, **kwargs: Any) -> Any:
        """Ask a plugin for what not every one has; another may do without."""
        found = getattr(self.observer(plugin_type), method, None)
        if not callable(found):
            return None
        try:
            return found(*args, **kwargs)
        except Exception:  # what it is asked for is no part of the rehearsal
            return None

    def _slug(self, plugin_type: str) -> str:
        return self.app.slug(plugin_type) if self.app.has(plugin_type) else ""

    def _templates(self) -> dict[str, str]:
        root = self._ask("storage", "create", "Incidents", [])
        if root is not None and self.app.stage.parts["storage"].settings is None:
            self.app.root = str(_of(root, "id"))
        return {what: self._document(name) for what, name in _TEMPLATES.items()}

    def _document(self, name: str) -> str:
        root = self.app.root or getattr(self._settings("storage"), "root_id", None)
        made = self._ask("storage", "create_file", root, name, "document")
        if made is None and self.app.has("storage"):
            try:
                plugin = self.app.stage.plugin(self.app.project, "storage")
                made = plugin.create_file(parent_id=root, name=name, file_type="document")
            except Exception:  # as above
                made = None
        found = str(_of(made, "id") or f"document-{name}")
        self._ask("storage", "set_text", found, _TEMPLATE)
        self.documents.append(found)
        return found

    def _settings(self, plugin_type: str) -> Any:
        return self.app.settings(plugin_type) if self.app.has(plugin_type) else None

    def _share(
        self, _app: App, name: str, _args: tuple[Any, ...], given: Mapping[str, Any], result: Any
    ) -> None:
        """Let documents and tasks know a file of a storage that they are not linked with."""
        document = name == "storage.create_file" and given.get("file_type") == "document"
        if not document and name != "storage.copy_file":
            return
        known_as = _of(result, "id")
        self.documents.append(known_as)
        if self._ask("document", "text", known_as) is None:
            self._ask("document", "add_document", _TEMPLATE, known_as)
        self._ask("task", "add_file", known_as)  # changes nothing if it knows the file

    def play(self, name: str, step: Callable[["World"], None]) -> Played:
        """Play a step; one that fails does not keep the next from being played."""
        script = self.app.script
        self.app.people.clear()
        try:
            step(self)
        except (Stopped, Failed, ValueError) as error:
            script.tell(script.errors, str(error))
        except Exception as error:
            script.tell(script.errors, told(error))
        return script.step(name)

    def incident(self, name: str = "incident") -> Incident:
        """An incident that a step has made.

        Raises:
            Failed: That step failed.
        """
        if name not in self.incidents:
            raise Failed(f"there is no {name}: an earlier step failed")
        return self.incidents[name]

    def case(self, name: str) -> Case:
        """A case that a step has made.

        Raises:
            Failed: That step failed.
        """
        if name not in self.cases:
            raise Failed(f"there is no {name}: an earlier step failed")
        return self.cases[name]

    def task(self, name: str = "task") -> Task:
        """A task that a step has made.

        Raises:
            Failed: That step failed.
        """
        if name not in self.tasks:
            raise Failed(f"there is no {name}: an earlier step failed")
        return self.tasks[name]


Step: TypeAlias = tuple[str, Callable[[World], None]]


def _of(result: Any, key: str) -> Any:
    try:
        return result[key]
    except (TypeError, KeyError, IndexError):
        return None
