"""What the application has done that it keeps no row of, but people rely on."""

from collections.abc import Mapping
from typing import Any

from attrs import define, field, frozen

from dispatch_interfaces.host.rehearsal.calls import App
from dispatch_interfaces.host.rehearsal.ending.messages import Sent
from dispatch_interfaces.host.rehearsal.world import World


@frozen
class Page:
    """A page that the application believes to have sent."""

    email: str
    incident_name: Any
    """None, where the incident got no ticket that would have given it a name."""
    incident_title: str


@define
class Heard:
    """Listens to the calls that went well.

    Args:
        world: The project; of what its threads do, only messages are kept.
    """

    world: World
    sent: list[Sent] = field(factory=list[Sent])
    drafts: dict[str, str] = field(factory=dict[str, str])
    """The texts of documents before anything was filled in, where they can be seen."""
    filled: dict[str, dict[str, str]] = field(factory=dict[str, dict[str, str]])
    """What documents were filled in with first: after that, a place is no place any more."""
    pages: list[Page] = field(factory=list[Page])
    runs: dict[str, str] = field(factory=dict[str, str])
    """Ids of runs, by workflow."""
    _oncall: dict[str, str] = field(factory=dict[str, str])
    """Who was on call when the application asked last, by service."""

    def __call__(
        self, app: App, name: str, args: tuple[Any, ...], given: Mapping[str, Any], result: Any
    ) -> None:
        """Keep what a call has done."""
        if (sent := Sent.of(name, args, given)) is not None:
            self.sent.append(sent)
        if app is not self.world.app:
            return
        if name in ("storage.copy_file", "storage.create_file") and result:
            self._draft(result["id"])
        elif name == "document.update":
            document_id = args[0]
            filled = self.filled.setdefault(document_id, {})
            for key, value in given.items():
                if value is not None:
                    filled.setdefault(key, str(value))
        elif name == "oncall.get":
            self._oncall[str(given.get("service_id", *args[:1]))] = result
        elif name == "oncall.page":
            email = self._oncall.get(given["service_id"], "")
            self.pages.append(Page(email, given["incident_name"], given["incident_title"]))
        elif name == "workflow.run":
            self._run(args[0], result)

    def _draft(self, document_id: str) -> None:
        text = getattr(self.world.observer("document"), "text", None)
        if callable(text):
            try:
                self.drafts[document_id] = str(text(document_id))
            except Exception:  # it does not know the document yet
                return

    def _run(self, workflow: str, result: Any) -> None:
        try:
            self.runs[workflow] = str(result["resource_id"])
        except (TypeError, KeyError):  # which the application never asks for
            return
