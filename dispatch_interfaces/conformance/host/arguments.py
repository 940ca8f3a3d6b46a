"""What the application passes: realistic values, and ids of what the plugin itself has made."""

import datetime
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import SimpleNamespace
from typing import Any, Final

from attrs import define, field

from dispatch_interfaces.host.calls import Call, Value
from dispatch_interfaces.narrowing import is_dict, is_list

_PEOPLE: Final = ("ada@example.com", "grace@example.com", "edsger@example.com")


_BRIDGES: Final = "dispatch_interfaces.host."

_asked: Final = ContextVar[list[str] | None]("asked", default=None)


@contextmanager
def asked_in_vain() -> Generator[list[str]]:
    """What a plugin asks of made up objects that they do not have, in this context, as it asks."""
    found = list[str]()
    token = _asked.set(found)
    try:
        yield found
    finally:
        _asked.reset(token)


class MadeUpError(AttributeError):
    """A made up object was asked for what only the application's own has."""


class MadeUp(SimpleNamespace):
    """Stands for an object of the application: it has what most plugins read, and no more."""

    what = "object"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        told = f"{name} of the application's own {self.what}"
        asked = _asked.get()
        # A bridge looks whether something is there, and goes on without.
        asker = str(sys._getframe(1).f_globals.get("__name__"))  # pyright: ignore[reportPrivateUsage]
        if asked is not None and not asker.startswith(_BRIDGES):
            asked.append(told)
        raise MadeUpError(f"this check has no {told}")


class MadeUpRow(MadeUp):
    """A row of the application's database."""

    what = "row"


class MadeUpSession(MadeUp):
    """A session of the application's database, in which nothing can be looked up."""

    what = "session"


class MadeUpRequest(MadeUp):
    """A request to the application's web server."""

    what = "request"


def _named(name: str) -> MadeUpRow:
    return MadeUpRow(id=1, name=name, description="", view_order=1)


_PROJECT: Final = MadeUpRow(id=1, name="default", slug="default")
_COMMON: Final[Mapping[str, Any]] = {
    "id": 1,
    "name": "dispatch-default-default-1",
    "title": "The primary database is slow",
    "description": "Queries of the primary database take minutes.",
    "project": _PROJECT,
    "visibility": "Open",
}


_SAMPLES: Final[Mapping[str, Any]] = {
    "db_session": MadeUpSession(commit=lambda: None),
    "web_request": MadeUpRequest(),
    "incident": MadeUpRow(
        **_COMMON,
        status="Active",
        incident_type=_named("Outage"),
        incident_priority=_named("High"),
        incident_severity=_named("SEV1"),
    ),
    "case": MadeUpRow(
        **_COMMON,
        status="New",
        case_type=_named("Security"),
        case_priority=_named("High"),
        case_severity=_named("SEV1"),
        signal_instances=[],
        genai_analysis=None,
        signal_thread_ts=None,
    ),
    "project": _PROJECT,
    "project_id": 1,
    "user_row": MadeUpRow(id=1, email=_PEOPLE[0]),
    "name": _COMMON["name"],
    "title": _COMMON["title"],
    "description": _COMMON["description"],
    "email": _PEOPLE[0],
    "emails": list(_PEOPLE),
    "text": "An incident has been opened.",
    "template": [
        {"title": "{{name}}", "title_link": "{{ticket_weblink}}", "text": "{{title}}"},
        {"title": "Status", "text": "{{status}}"},
    ],
    "no_template": [],
    "message_type": "incident-notification",
    "items": [{"name": "a task", "created_at": datetime.datetime(2025, 9, 1)}],
    "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "*Hello*"}}],
    "plugin_metadata": {"slug": "acme", "metadata": [{"key": "project_id", "value": "OPS"}]},
    "weblink": "https://dispatch.example.com/default/incidents/1",
    "case_event": "case",
    "hour": 16,
    "incident_status": "active",
    "case_status": "triage",
    "task_status": "Resolved",
    "cost": 0,
    "command": "assign-role",
    "thread_id": "1757000000.000100",
    "ts": "1757000000.000100",
    "lookback": 600,
    "file_type": "document",
    "mime_type": "text/plain",
    "root_id": "root-1",
    "type_name": "Outage",
    "priority_name": "High",
    "severity_name": "SEV1",
    "params": {"host": "web-1", "externalRef": "https://example.com/1", "workflowInstanceId": 7},
    "tags": ["workflowId:restart", "workflowInstanceId:7"],
    "metric_name": "server.call.counter",
    "metric_tags": {"method": "GET", "endpoint": "/", "status_code": 200},
    "one_email": [_PEOPLE[0]],
    "group_name": _COMMON["name"],
    "folder_name": _COMMON["name"],
    "file_name": f"{_COMMON['name']} - Incident Document",
    "topic": "Outage - Active \N{FIRE}",
}

_BY_KIND: Final[Mapping[str, Any]] = {
    "str": "a text",
    "int": 1,
    "float": 0.5,
    "bool": True,
    "list": [],
    "list[str]": ["one", "two"],
    "list[dict]": [],
    "dict": {},
    "bytes": b"",
    "datetime": datetime.datetime(2025, 9, 1),
    "None": None,
}

_VARIABLES: Final[Mapping[str, Any]] = {
    "name": _COMMON["name"],
    "title": _COMMON["title"],
    "type": "Outage",
    "status": "Active",
    "description": _COMMON["description"],
    "priority": "High",
    "weblink": _SAMPLES["weblink"],
    "incident_priority_old": _named("Low"),
    "commander_fullname": "Ada Lovelace",
    "instance_artifacts": [],
    "ticket_weblink": None,
    "case_resolution": None,
    "tag_Root Cause.source": "N/A",
}
"""Names that are parameters elsewhere, names with spaces and dots, and values that are no texts."""


@define
class Arguments:
    """The values that one check passes.

    Args:
        given: Values of the author, by name: what the plugin's backend knows.
    """

    given: Mapping[str, Any]
    made: dict[str, Any] = field(factory=dict[str, Any])
    """What calls of the plugin have returned, by the name of the value that it becomes."""

    def arguments(self, call: Call, taken: tuple[str, ...]) -> tuple[list[Any], dict[str, Any]]:
        """Fresh arguments for a call.

        Args:
            call: The call.
            taken: Parameters that the application passes already.
        """
        args = [self.value(it) for it in call.args]
        kwargs = {name: self.value(it) for name, it in call.kwargs.items()}
        if call.variables:
            more = {name: it for name, it in _VARIABLES.items() if name not in (*kwargs, *taken)}
            kwargs = {**more, **kwargs}
        return args, kwargs

    def guessed(self, call: Call) -> list[str]:
        """The names of the values of a call that no backend knows: texts that stand for ids."""
        passed = (*call.args, *call.kwargs.values())
        known = (self.given, self.made, _SAMPLES)
        texts = [it.name for it in passed if it.kind.startswith("str")]
        return [name for name in dict.fromkeys(texts) if not any(name in it for it in known)]

    def value(self, value: Value) -> Any:
        """A value of some name."""
        for known in (self.given, self.made, _SAMPLES):
            if value.name in known:
                return _fresh(known[value.name])
        kind = value.kind.partition(":")[0].partition("|")[0].partition("[")[0].strip()
        whole = value.kind.partition(":")[0].partition("|")[0].strip()
        if whole in _BY_KIND or kind in _BY_KIND:
            return _fresh(_BY_KIND.get(whole, _BY_KIND.get(kind)))
        return MadeUpRow(**_COMMON)


def _fresh(value: Any) -> Any:
    """A copy of what the plugin might change."""
    if is_list(value):
        return [_fresh(it) for it in value]
    return {key: _fresh(it) for key, it in value.items()} if is_dict(value) else value
