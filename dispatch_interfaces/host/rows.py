"""The rows of the application, as far as plugins are given any: the attributes that they read.

Nothing here needs the application: its rows, its session and its request have these attributes.
"""

from collections.abc import Sequence
from typing import Any, Protocol


class Session(Protocol):
    """The session of the application's database."""

    def commit(self) -> None: ...

    def query(self, *entities: Any) -> Any: ...


class Named(Protocol):
    """A row that is known by its name: a type, a priority, a severity."""

    @property
    def name(self) -> str: ...


class Project(Protocol):
    """A project of the organisation."""

    @property
    def id(self) -> int: ...

    @property
    def name(self) -> str: ...


class DispatchUser(Protocol):
    """A user of the application."""

    @property
    def id(self) -> int: ...

    @property
    def email(self) -> str: ...


class Subject(Protocol):
    """What an incident and a case have in common."""

    @property
    def id(self) -> int: ...

    @property
    def name(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def description(self) -> str: ...

    @property
    def status(self) -> str: ...

    @property
    def project(self) -> Project: ...


class IncidentRow(Subject, Protocol):
    """An incident."""

    @property
    def incident_type(self) -> Named: ...

    @property
    def incident_priority(self) -> Named: ...

    @property
    def incident_severity(self) -> Named: ...


class CaseRow(Subject, Protocol):
    """A case."""

    @property
    def case_type(self) -> Named: ...

    @property
    def case_priority(self) -> Named: ...

    @property
    def case_severity(self) -> Named: ...

    @property
    def signal_instances(self) -> Sequence[Any]: ...


class Contact(Protocol):
    """A person or a team, as participant plugins return them."""

    @property
    def email(self) -> str: ...
