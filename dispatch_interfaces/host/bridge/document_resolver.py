"""A document-resolver plugin in the running application, which never asks one."""

from types import SimpleNamespace
from typing import Any

from dispatch_interfaces.host import application
from dispatch_interfaces.host.bridge.base import Bridge
from dispatch_interfaces.host.rows import IncidentRow


class DocumentResolverBridge(Bridge):
    """Documents that are related to an incident."""

    type = "document-resolver"

    def get(self, incident: IncidentRow, db_session: Any = None) -> list[Any]:
        """Objects with the state that the application reads; documents that it has itself."""

        def get() -> list[Any]:
            found = self.within.get(
                incident.incident_type.name,
                incident.incident_priority.name,
                incident.description,
                db_session,
            )
            ids = [_row_id(it["resource_id"], incident, db_session) for it in found]
            return [SimpleNamespace(resource_state={"id": it}) for it in ids if it is not None]

        return self._spared("get", [], get)


def _row_id(resource_id: str, incident: IncidentRow, db_session: Any) -> Any:
    """The id of the application's own row, which it asks for; None for a document it has not."""
    model = application.loaded("dispatch.document.models", "Document")
    if model is None or db_session is None:
        return resource_id
    row = db_session.query(model).filter_by(project_id=incident.project.id, resource_id=resource_id)
    return application.attribute(row.first(), "id")
