"""Services that another process knows."""

from dataclasses import dataclass

from tests.alternatives.piped import Pipes


@dataclass
class Shown:
    """A page, as the other process shows it."""

    email: str
    incident_name: str
    incident_title: str
    incident_description: str


class PipedOncall(Pipes):
    """Asks another process for everything; it knows nine services before it is asked for any.

    Duck-typed: it has what an oncall plugin has, and no base class of the package.
    """

    title = "Services of another process"
    slug = "piped-oncall"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"
    type = "oncall"

    def __init__(self) -> None:
        super().__init__("oncall")

    def get(self, service_id: str | None = None, service_name: str | None = None) -> str:
        return str(self.ask("get", service_id=service_id, service_name=service_name))

    def page(
        self,
        service_id: str,
        incident_name: str,
        incident_title: str,
        incident_description: str,
        *,
        urgent: bool = True,
    ) -> None:
        said = [incident_name, incident_title, incident_description]
        self.ask("page", service_id=service_id, said=said)

    def add_service(self, name: str) -> str:
        return str(self.ask("add_service", name=name))

    def set_oncall(self, service_id: str, email: str | None) -> None:
        self.ask("set_oncall", service_id=service_id, email=email)

    def pages(self, service_id: str) -> list[Shown]:
        return [Shown(*it) for it in self.ask("pages", service_id=service_id)]
