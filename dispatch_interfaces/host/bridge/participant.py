"""A participant plugin in the running application."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, ClassVar

from dispatch_interfaces.host import application
from dispatch_interfaces.host.bridge.base import Bridge
from dispatch_interfaces.host.rows import CaseRow, Contact, IncidentRow


class ParticipantBridge(Bridge):
    """Who takes part in an incident or case."""

    type = "participant"
    dropped: ClassVar[Mapping[str, str]] = {
        "get.project_id": "the implementation is that of the project"
    }

    def get(
        self, class_instance: IncidentRow | CaseRow, project_id: int, db_session: Any = None
    ) -> tuple[list[tuple[Contact, int | None]], list[Contact]]:
        """Fresh lists, of contacts and services and of teams: the application appends to them.

        A person who stands for a service comes with the id of the application's own row for it.
        The plugin knows the external id; without a row of that id in the project, it is None.
        """

        def get() -> tuple[list[tuple[Contact, int | None]], list[Contact]]:
            row: Any = class_instance
            kind = "incident" if hasattr(row, "incident_type") else "case"
            found = self.within.get(
                getattr(row, f"{kind}_type").name,
                getattr(row, f"{kind}_priority").name,
                row.description,
                db_session,
            )
            people: list[tuple[Contact, int | None]] = [
                (_contact(it), self._service(it.get("service_id"), project_id, db_session))
                for it in found["individuals"]
            ]
            return people, [_contact(it) for it in found["teams"]]

        nobody: tuple[list[tuple[Contact, int | None]], list[Contact]] = ([], [])
        return self._spared("get", nobody, get)

    def _service(self, external_id: str | None, project_id: int, db_session: Any) -> int | None:
        """The id of a service's row; one that cannot be looked up keeps nobody out."""
        if external_id is None:
            return None
        return self._spared(
            "get", None, lambda: _service_row_id(external_id, project_id, db_session)
        )


def _service_row_id(external_id: str, project_id: int, db_session: Any) -> int | None:
    find = application.loaded("dispatch.service.service", "get_by_external_id_and_project_id")
    if find is None or db_session is None:
        return None
    row = find(db_session=db_session, external_id=external_id, project_id=project_id)
    return None if row is None else row.id


def _contact(record: Any) -> Any:
    return SimpleNamespace(email=record["email"], name=record.get("name", ""))
