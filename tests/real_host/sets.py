"""The plugins that can be driven: bridged references, and what no documentation has."""

import importlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import attrs

import reference_impls
from reference_impls import InMemoryStorage, bridged
from tests.host import complete
from tests.host.bridged import BRIDGED, ConfiguredTicket
from tests.real_host.environment import TOKEN, USER


class Tables(complete.Documents):
    """Documents whose tables have as many cells as were asked for."""

    def __init__(self, storage: InMemoryStorage | None = None) -> None:
        super().__init__(storage)
        self.cells: dict[str, int] = {}

    def insert(self, document_id: str, request: list[dict[str, Any]]) -> bool:
        for table in (it["insertTable"] for it in request if "insertTable" in it):
            self.cells[document_id] = table["rows"] * table["columns"]
        return True

    def get_table_details(
        self, document_id: str, header: str, doc_name: str
    ) -> tuple[bool, int, int, list[int]]:
        count = self.cells.get(document_id, 0)
        return bool(count), 1, 2 + count, list(range(2, 2 + count))


class Document(bridged.Document):
    """One that exports timelines."""

    implementation = Tables


_OF_THE_HOST: Final[tuple[type, ...]] = (
    bridged.ArtificialIntelligence,
    reference_impls.InMemoryAuthMfa,
    reference_impls.InMemoryAuthProvider,
    reference_impls.InMemoryConference,
    reference_impls.InMemoryContact,
    reference_impls.InMemoryEmail,
    reference_impls.InMemoryInvestigationTooling,
    reference_impls.InMemoryMonitor,
    reference_impls.InMemorySignalConsumer,
    reference_impls.InMemorySource,
    reference_impls.InMemoryTag,
)

SETTINGS: Final[Mapping[str, dict[str, Any]]] = {
    "artificial-intelligence": {"chat_completion_model": "gpt-4o"},
    "storage": {"root_id": "drive-1", "open_on_close": True, "read_only": True},
    "term": {"project": "default"},
}
"""The settings of those that need some, by type; a plugin's own `real_host_settings` go before."""


def documented() -> list[Any]:
    """Bridged references with the documented methods only."""
    return _made(BRIDGED)


def optional() -> list[Any]:
    """Bridged references with every method that the application calls."""
    return _made({**complete.COMPLETE, "document": Document})


@attrs.frozen
class Choice:
    """What is driven.

    Args:
        name: What the table is headed by.
        plugins: Makes them.
        reporter: Who reports incidents and cases.
        known: Whether the reporter has an account in the chat.
    """

    name: str
    plugins: Callable[[], Sequence[Any]]
    reporter: str = USER
    known: bool = True


SETS: Final[Mapping[str, Choice]] = {
    it.name: it
    for it in (
        Choice("documented", documented),
        Choice("optional", optional),
        Choice("unknown-reporter", documented, "stranger@example.org", known=False),
    )
}


def with_plugins(choice: Choice, place: str) -> Choice:
    """The choice with other plugins: ``module:attribute``, a list of objects or what makes one."""
    module, _, attribute = place.partition(":")
    found = getattr(importlib.import_module(module), attribute)
    made = found if callable(found) else lambda: found
    return attrs.evolve(choice, name=f"{choice.name}, {place}", plugins=made)


def _made(bridged: Mapping[str, type]) -> list[Any]:
    host: list[Any] = [it() for it in _OF_THE_HOST]
    next(it for it in host if it.type == "auth-provider").log_in(USER, TOKEN)
    return [*(it() for it in bridged.values()), ConfiguredTicket(), *host]
