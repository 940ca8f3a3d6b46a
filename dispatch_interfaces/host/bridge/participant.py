"""A participant plugin in the running application."""

from types import SimpleNamespace
from typing import Any

from dispatch_interfaces.host.bridge.base import Bridge
from dispatch_interfaces.host.rows import CaseRow, Contact, IncidentRow


class ParticipantBridge(Bridge):
    """Who takes part in an incident or case."""

    type = "participant"

    def get(
        self, class_instance: IncidentRow | CaseRow, project_id: int, db_session: Any = None
    ) -> tuple[list[tuple[Contact, int | None]], list[Contact]]:
        """Fresh lists, of contacts and services and of teams: the application appends to them.

        The service that somebody stands for is left out: the application wants the id of its own
        row, and the documentation has the external one.
        """

        def get() -> tuple[list[tuple[Contact, int | None]], list[Contact]]:
            row: Any = class_instance
            kind = "incident" if hasattr(row, "incident_type") else "case"
            found = self.plugin.get(
                getattr(row, f"{kind}_type").name,
                getattr(row, f"{kind}_priority").name,
                row.description,
                db_session,
            )
            people: list[tuple[Contact, int | None]] = [
                (_contact(it), None) for it in found["individuals"]
            ]
            return people, [_contact(it) for it in found["teams"]]

        nobody: tuple[list[tuple[Contact, int | None]], list[Contact]] = ([], [])
        return self._spared("get", nobody, get)


def _contact(record: Any) -> Any:
    return SimpleNamespace(email=record["email"], name=record.get("name", ""))
