"""The application as far as it is loaded: modules that tests put into `sys.modules`."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from attrs import define, field


class Row(SimpleNamespace):
    """A row, of a model that is a subclass."""


@define
class Query:
    """The rows of one model, narrowed down."""

    rows: list[Any]

    def filter_by(self, **wanted: Any) -> "Query":
        return Query([it for it in self.rows if wanted.items() <= vars(it).items()])

    def first(self) -> Any:
        return next(iter(self.rows), None)

    def all(self) -> list[Any]:
        return list(self.rows)


@define
class Database:
    """The rows of one organization; it is its own session."""

    rows: list[Any] = field(factory=list)
    opened: int = 0
    closed: int = 0

    def add(self, row: Any) -> Any:
        self.rows.append(row)
        return row

    def query(self, model: Any) -> Query:
        return Query([it for it in self.rows if type(it) is model])

    def get(self, model: Any, id: Any) -> Any:
        return self.query(model).filter_by(id=id).first()

    @contextmanager
    def session(self) -> Iterator["Database"]:
        self.opened += 1
        try:
            yield self
        finally:
            self.closed += 1


def load(monkeypatch: pytest.MonkeyPatch, names: Mapping[str, Any]) -> None:
    """Let modules be loaded that have something: ``{"dispatch.term.models.Term": ...}``."""
    for path, it in names.items():
        module, _, name = path.rpartition(".")
        if module not in sys.modules:
            monkeypatch.setitem(sys.modules, module, ModuleType(module))
        monkeypatch.setattr(sys.modules[module], name, it, raising=False)


def load_database(monkeypatch: pytest.MonkeyPatch, databases: Mapping[str, Database]) -> None:
    """Let the application have a database for each organization."""

    class Organization(Row): ...

    core = Database([Organization(slug=it) for it in databases])
    load(
        monkeypatch,
        {
            "dispatch.database.core.get_session": core.session,
            "dispatch.database.core.get_organization_session": lambda it: databases[it].session(),
            "dispatch.organization.models.Organization": Organization,
        },
    )
