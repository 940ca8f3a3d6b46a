"""A document-resolver plugin in the running application, which never asks one."""

from types import SimpleNamespace
from typing import Any

from dispatch_interfaces.host.bridge.base import Bridge
from dispatch_interfaces.host.rows import IncidentRow


class DocumentResolverBridge(Bridge):
    """Documents that are related to an incident."""

    type = "document-resolver"

    def get(self, incident: IncidentRow, db_session: Any = None) -> list[Any]:
        """Objects with the state that the application reads."""

        def get() -> list[Any]:
            found = self.plugin.get(
                incident.incident_type.name,
                incident.incident_priority.name,
                incident.description,
                db_session,
            )
            return [SimpleNamespace(resource_state={"id": it["resource_id"]}) for it in found]

        return self._spared("get", [], get)
